// Random numbers that depend on what they are for, not on what was drawn before: the stream of customer 7's
// third basket is the same in a shop of ten customers and in one of a million. Only integer operations and
// + - * / are used (Math.log and Math.exp may differ in the last bit between engines), so that every machine
// writes the same bytes.

import { at } from './at.mjs'

/** @typedef {{ a: number, b: number, counter: number }} Stream */

/**
 * Hash of 32 bits to 32 bits: flipping any bit of the input flips each bit of the output half of the time.
 * @param {number} x
 */
function mix(x) {
  x ^= x >>> 16
  x = Math.imul(x, 0x21f0aaad)
  x ^= x >>> 15
  x = Math.imul(x, 0xd35a2d97)
  return (x ^ (x >>> 15)) >>> 0
}

/** @type {Map<string, number>} */
const purposes = new Map()

/** @param {string} purpose */
function hashPurpose(purpose) {
  let hash = purposes.get(purpose)
  if (hash === undefined) {
    hash = 0x811c9dc5
    for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193)
    purposes.set(purpose, hash)
  }
  return hash
}

/**
 * A stream of random numbers of its own for every seed, purpose and index.
 * @param {number} seed @param {string} purpose @param {number} index @returns {Stream}
 */
export function stream(seed, purpose, index) {
  const key = mix(mix(seed | 0) ^ hashPurpose(purpose))
  const high = mix(key ^ Math.floor(index / 0x100000000))
  return { a: mix(key + (index | 0)), b: mix(Math.imul(index | 0, 0x9e3779b1) ^ high), counter: 0 }
}

/** @param {Stream} s */
function bits(s) {
  s.counter = (s.counter + 0x9e3779b9) | 0
  return mix(mix(s.counter + s.a) ^ s.b)
}

/** Between 0 (may occur) and 1 (does not), 53 bits. @param {Stream} s */
export const uniform = (s) => ((bits(s) >>> 5) * 67108864 + (bits(s) >>> 6)) / 9007199254740992

/** True with probability p. @param {Stream} s @param {number} p */
export const chance = (s, p) => uniform(s) < p

/** A whole number from 0 to n - 1. @param {Stream} s @param {number} n */
export const below = (s, n) => Math.floor(uniform(s) * n)

/** One of the list, each as likely. @template T @param {Stream} s @param {readonly T[]} list @returns {T} */
export const pick = (s, list) => at(list, below(s, list.length))

/**
 * A position in the list of weights, each as likely as its weight says.
 * @param {Stream} s @param {ArrayLike<number>} weights
 */
export function weighted(s, weights) {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += at(weights, i)
  let left = uniform(s) * total
  for (let i = 0; i < weights.length - 1; i++) {
    left -= at(weights, i)
    if (left < 0) return i
  }
  return weights.length - 1
}

/** Waiting time of mean 1. @param {Stream} s */
export const exponential = (s) => -log(1 - uniform(s))

/** Mean 0, standard deviation 1 (polar method, which needs no sine). @param {Stream} s */
export function normal(s) {
  for (;;) {
    const x = 2 * uniform(s) - 1
    const y = 2 * uniform(s) - 1
    const square = x * x + y * y
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * log(square)) / square)
  }
}

/** Gamma of that shape (at least 1) and mean 1 (Marsaglia and Tsang 2000). @param {Stream} s @param {number} shape */
export function gamma(s, shape) {
  const d = shape - 1 / 3
  for (;;) {
    const x = normal(s)
    const root = 1 + x / Math.sqrt(9 * d)
    const v = root * root * root
    if (v > 0 && log(1 - uniform(s)) < (x * x) / 2 + d - d * v + d * log(v)) return (d * v) / shape
  }
}

/** Counts of that mean (at most about 30: the time grows with it). @param {Stream} s @param {number} mean */
export function poisson(s, mean) {
  const limit = exp(-mean)
  let count = 0
  for (let product = 1 - uniform(s); product > limit; product *= 1 - uniform(s)) count++
  return count
}

/** Natural logarithm by its series in (x - 1) / (x + 1). @param {number} x */
export function log(x) {
  let halvings = 0
  for (; x > 1.4; x /= 2) halvings++
  for (; x < 0.7; x *= 2) halvings--
  const z = (x - 1) / (x + 1)
  let sum = 0
  for (let k = 25; k >= 1; k -= 2) sum = sum * z * z + 1 / k
  return 2 * z * sum + halvings * Math.LN2
}

/** Exponential by its series on |x| < 0.35, then doubled. @param {number} x */
export function exp(x) {
  const doublings = Math.round(x / Math.LN2)
  const r = x - doublings * Math.LN2
  let sum = 1
  for (let k = 14; k >= 1; k--) sum = 1 + (sum * r) / k
  for (let i = 0; i < doublings; i++) sum *= 2
  for (let i = 0; i > doublings; i--) sum /= 2
  return sum
}

/** Probability of that log-odds. @param {number} x */
export const logistic = (x) => 1 / (1 + exp(-x))

/**
 * Puts the numbers below 2 ** (2 * half) into an order that says nothing about who is who: a Feistel network,
 * so that no two share a number.
 * @param {number} n @param {number} half number of bits
 */
function shuffled(n, half) {
  const mask = (1 << half) - 1
  let left = n >>> half
  let right = n & mask
  for (let round = 1; round <= 4; round++) {
    const next = left ^ (mix(right + round * 0x632be5ab) & mask)
    left = right
    right = next
  }
  return left * (mask + 1) + right
}

/** Eight digits, for n below 2 ** 26. @param {number} n */
export const recordId = (n) => String(10_000_000 + shuffled(n, 13))

/** Ten digits, for n below 2 ** 30. @param {number} n */
export const orderId = (n) => String(1_000_000_000 + shuffled(n, 15))
