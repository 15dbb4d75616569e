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

/**
 * A fold for each row: rows of each stratum are dealt out in turn, in random order, so that folds differ by one row at
 * most, and so do their rows of any stratum.
 */
export function dealFolds(strata: Int32Array, size: number, folds: number, seed: number): Int32Array {
  const order = shuffled(strata.length, seed, SHUFFLE)
  const starts = new Int32Array(size + 1)
  for (const stratum of strata) starts[stratum + 1]!++
  for (let s = 0; s < size; s++) starts[s + 1]! += starts[s]!
  const fold = new Int32Array(strata.length)
  for (const row of order) fold[row] = starts[strata[row]!]!++ % folds
  return fold
}

/** Groups as they are dealt out: how many rows each has of each stratum. */
function countGroups(groups: Int32Array, groupCount: number, strata: Int32Array, size: number): Float64Array {
  const counts = new Float64Array(groupCount * size)
  for (let i = 0; i < groups.length; i++) counts[groups[i]! * size + strata[i]!]!++
  return counts
}

/**
 * A part for each row such that groups stay whole: the largest group first, each goes where the parts come closest to
 * their shares of every stratum.
 */
export function dealGroups(
  groups: Int32Array,
  groupCount: number,
  strata: Int32Array,
  size: number,
  shares: readonly number[],
  seed: number,
): Int32Array {
  const counts = countGroups(groups, groupCount, strata, size)
  const totals = new Float64Array(size)
  const sizes = new Float64Array(groupCount)
  counts.forEach((count, at) => {
    totals[at % size]! += count
    sizes[Math.floor(at / size)]! += count
  })
  const order = shuffled(groupCount, seed, SHUFFLE).sort((a, b) => sizes[b]! - sizes[a]!)
  const dealt = shares.map(() => new Float64Array(size))
  const partOf = new Int32Array(groupCount)
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
  return Int32Array.from(groups, (group) => partOf[group]!)
}
