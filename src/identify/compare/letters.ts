import type { ValueList } from '../prepared.js'
import { LONGEST } from './jaroWinkler.js'

/**
 * What tells two values of a list apart at a glance, `SIGNS` integers a value: which letters it has, one bit each, since what is not in both cannot match;
 * its first four characters, a byte each; its length; and where the part of it ends that these are of.
 */
export type Letters = Int32Array

/** The integers of a value, side by side so that they are in one line of memory. */
export const SIGNS = 4
export const LETTERS = 0
export const HEAD = 1
export const LENGTH = 2
export const END = 3

/** Letters by list: two names have one list, and several comparers read the same lists. */
const known = new WeakMap<ValueList, Map<number, Letters>>()

/** The letters of each value, up to the first of `stop` where that is given. */
export function lettersOf(list: ValueList, stop = -1): Letters {
  let own = known.get(list)
  if (own === undefined) known.set(list, (own = new Map()))
  let letters = own.get(stop)
  if (letters === undefined) own.set(stop, (letters = readLetters(list, stop)))
  return letters
}

function readLetters({ units, offsets }: ValueList, stop: number): Letters {
  const values = offsets.length - 1
  const signs = new Int32Array(SIGNS * values)
  for (let v = 0; v < values; v++) {
    const start = offsets[v]!
    const end = offsets[v + 1]!
    let mask = 0
    let at = start
    for (; at < end && units[at] !== stop; at++) if (at - start < LONGEST) mask |= letterBit(units[at]!)
    signs[SIGNS * v + LETTERS] = mask
    signs[SIGNS * v + HEAD] = headOf(units, start, at)
    signs[SIGNS * v + LENGTH] = at - start
    signs[SIGNS * v + END] = at
  }
  return signs
}

/** The first characters, the first of them in the highest byte; that different ones may have the same byte only weakens the bound. */
function headOf(units: Uint16Array, start: number, end: number): number {
  let head = 0
  for (let i = 0; i < 4; i++) {
    const unit = start + i < end ? units[start + i]! : 0
    head = (head << 8) | ((unit ^ (unit >>> 8)) & 255)
  }
  return head
}

/** Latin letters and digits have different bits as far as there are bits; that others share one only weakens the bound. */
function letterBit(unit: number): number {
  return 1 << (unit >= 97 ? unit - 97 : unit - 22)
}

/**
 * The Jaro–Winkler similarity of two strings of these lengths and letters is at most this: each letter that one has and the other has not leaves
 * at least one character unmatched. `common` is how many of the first four characters are the same.
 */
export function mostSimilar(
  a: number,
  lettersA: number,
  b: number,
  lettersB: number,
  common: number,
): number {
  const lengthA = Math.min(a, LONGEST)
  const lengthB = Math.min(b, LONGEST)
  return similarityAt(mostMatches(lengthA, lettersA, lengthB, lettersB), lengthA, lengthB, common)
}

function mostMatches(lengthA: number, lettersA: number, lengthB: number, lettersB: number): number {
  return Math.min(lengthA - bitCount(lettersA & ~lettersB), lengthB - bitCount(lettersB & ~lettersA))
}

/** The similarity of two strings of which so many characters match, all in order. */
function similarityAt(matches: number, lengthA: number, lengthB: number, common: number): number {
  if (matches <= 0) return 0
  const jaro = (matches / lengthA + matches / lengthB + 1) / 3
  return jaro <= 0.7 ? jaro : jaro + common * 0.1 * (1 - jaro)
}

/** Lengths below this are looked up. */
const SHORT = 32

/** Whether two values may be as similar as `least`, above 0: for all but long ones a look into a table of how many characters must match. */
export function alikeTest(least: number): (letters: Letters, a: number, b: number) => boolean {
  const needed = new Uint8Array(SHORT * SHORT * 5)
  for (let place = 0; place < needed.length; place++) {
    const common = place % 5
    const lengthB = Math.floor(place / 5) % SHORT
    const lengthA = Math.floor(place / 5 / SHORT)
    const most = Math.min(lengthA, lengthB)
    let matches = 0
    while (matches <= most && similarityAt(matches, lengthA, lengthB, common) < least) matches++
    needed[place] = matches
  }
  return (letters, a, b) => {
    const atA = SIGNS * a
    const atB = SIGNS * b
    const lettersA = letters[atA]!
    const lettersB = letters[atB]!
    const lengthA = letters[atA + LENGTH]!
    const lengthB = letters[atB + LENGTH]!
    const same = Math.clz32(letters[atA + HEAD]! ^ letters[atB + HEAD]!) >>> 3
    const common = Math.min(same, lengthA, lengthB)
    if (lengthA >= SHORT || lengthB >= SHORT)
      return mostSimilar(lengthA, lettersA, lengthB, lettersB, common) >= least
    const matches = mostMatches(lengthA, lettersA, lengthB, lettersB)
    return matches >= needed[(lengthA * SHORT + lengthB) * 5 + common]!
  }
}

function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
