import { makeRandom } from '../../numeric/random.js'
import type { Lockstep } from '../../parallel/lockstep.js'
import type { Memory } from './memory.js'

/** Streams of a seed: 0 holds rows out, each tree has two. */
export const HOLD_OUT = 0
const ROWS = 1
const FEATURES = 2

/**
 * A number from 0 to below 1 that depends on nothing but the key and the row: the finalizer of MurmurHash3 (Appleby), which spreads
 * every bit of its input over all of its output.
 */
export function drawnNumber(key: number, row: number): number {
  let h = Math.imul(row, 0x9e3779b1) ^ key
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  return (h >>> 0) / 4294967296
}

/** The key of a seed's stream. */
export function keyOf(seed: number, stream: number): number {
  return makeRandom(seed, stream).uint32() | 0
}

/** Draws the rows that a tree sees into `bag` and lists them in `order`; how many. Each thread does a part of the rows. */
export function drawRows(
  { bag, order, counts, trainRows, threads, rules }: Memory,
  lockstep: Lockstep,
  thread: number,
  tree: number,
): number {
  const key = keyOf(rules.seed, 3 * tree + ROWS)
  const from = Math.floor((trainRows * thread) / threads)
  const to = Math.floor((trainRows * (thread + 1)) / threads)
  let drawn = 0
  for (let i = from; i < to; i++) {
    const is = drawnNumber(key, i) < rules.rowSample ? 1 : 0
    bag[i] = is
    drawn += is
  }
  counts[thread] = drawn
  lockstep.sync()
  let at = 0
  let all = 0
  for (let t = 0; t < threads; t++) {
    if (t < thread) at += counts[t]!
    all += counts[t]!
  }
  for (let i = from; i < to; i++) if (bag[i] === 1) order[at++] = i
  lockstep.sync()
  return all
}

/** 1 for each feature that a tree may split by: at least one. */
export function drawFeatures({ features, rules }: Memory, tree: number): Uint8Array {
  const chosen = new Uint8Array(features.length)
  if (rules.featureSample === 1) return chosen.fill(1)
  const random = makeRandom(rules.seed, 3 * tree + FEATURES)
  let wanted = Math.max(1, Math.round(features.length * rules.featureSample))
  // Each in turn, with the chance that just so many are drawn in the end.
  features.forEach((_, f) => {
    if (random.uniform() * (features.length - f) >= wanted) return
    chosen[f] = 1
    wanted--
  })
  return chosen
}
