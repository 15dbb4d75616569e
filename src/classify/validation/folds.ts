import type { Codes } from './assign.js'
import { makeRandom } from '../../numeric/random.js'

/** Numbers from 0 to n − 1 in random order. */
export function shuffled(n: number, seed: number, stream: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  const random = makeRandom(seed, stream)
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1))
    const other = order[j]!
    order[j] = order[i]!
    order[i] = other
  }
  return order
}

// Streams of random numbers, apart from those that models draw from.
const SHUFFLE = 0xf01d

/** Rows stratum by stratum, in random order within each. */
function byStratum(strata: Int32Array, size: number, seed: number): Int32Array {
  const starts = new Int32Array(size + 1)
  for (const stratum of strata) starts[stratum + 1]!++
  for (let s = 0; s < size; s++) starts[s + 1]! += starts[s]!
  const order = new Int32Array(strata.length)
  for (const row of shuffled(strata.length, seed, SHUFFLE)) order[starts[strata[row]!]!++] = row
  return order
}

/**
 * A fold for each row: rows are dealt out in turn, stratum by stratum, so that folds differ by one row at most, and so do
 * their rows of any stratum.
 */
export function dealFolds(strata: Codes, folds: number, seed: number): Int32Array {
  const fold = new Int32Array(strata.codes.length)
  byStratum(strata.codes, strata.size, seed).forEach((row, z) => (fold[row] = z % folds))
  return fold
}

/** 1 for so many rows, evenly of each stratum: none has a row more or less than its share, rounded. */
export function dealPart(codes: Int32Array, size: number, wanted: number, seed: number): Uint8Array {
  const n = codes.length
  const part = new Uint8Array(n)
  byStratum(codes, size, seed).forEach((row, z) => {
    part[row] = Math.floor(((z + 1) * wanted) / n) - Math.floor((z * wanted) / n)
  })
  return part
}

/** Groups as they are dealt out: how many rows each has of each stratum. */
function countGroups(groups: Codes, strata: Codes): Float64Array {
  const counts = new Float64Array(groups.size * strata.size)
  for (let i = 0; i < groups.codes.length; i++) counts[groups.codes[i]! * strata.size + strata.codes[i]!]!++
  return counts
}

/**
 * A part for each row such that groups stay whole: the largest group first, each goes where the parts come closest to
 * their shares of every stratum.
 */
export function dealGroups(
  groups: Codes,
  strata: Codes,
  shares: readonly number[],
  seed: number,
): Int32Array {
  const { size } = strata
  const counts = countGroups(groups, strata)
  const totals = new Float64Array(size)
  const sizes = new Float64Array(groups.size)
  counts.forEach((count, at) => {
    totals[at % size]! += count
    sizes[Math.floor(at / size)]! += count
  })
  const order = shuffled(groups.size, seed, SHUFFLE).sort((a, b) => sizes[b]! - sizes[a]!)
  const dealt = shares.map(() => new Float64Array(size))
  const partOf = new Int32Array(groups.size)
  for (const group of order) {
    const own = counts.subarray(group * size, (group + 1) * size)
    const costs = shares.map((share, part) => {
      let cost = 0
      // How much fuller the part gets: the difference of Σ (rows / rows wanted)².
      for (let s = 0; s < size; s++) {
        if (own[s] === 0) continue
        cost += (own[s]! * (2 * dealt[part]![s]! + own[s]!)) / (totals[s]! * totals[s]! * share)
      }
      return cost
    })
    const part = costs.indexOf(Math.min(...costs))
    for (let s = 0; s < size; s++) dealt[part]![s]! += own[s]!
    partOf[group] = part
  }
  return groups.codes.map((group) => partOf[group]!)
}
