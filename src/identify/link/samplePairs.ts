import type { ObservedPairs } from './expectMaximise.js'

/** The pairs that an iteration looks at. */
export type SampledPairs = {
  /** The different patterns, and one a pair: the place of its own. */
  readonly distinct: Int32Array
  readonly places: Int32Array
  /** What rarity multiplies the odds with: for a match first, then for each class. */
  readonly factors: readonly Float64Array[]
  /** How many pairs each stands for. */
  readonly weights: Float64Array
  readonly known: Int8Array | undefined
  /** How many pairs each of the evenly picked stands for. */
  readonly scale: number
  /** How many pairs all of them stand for. */
  readonly total: number
}

/** Beyond this the rarity of values says no more. */
const MOST = 40

/** At most `most` pairs, evenly picked; those whose answer is known are all among them and stand for themselves. */
export function samplePairs(pairs: ObservedPairs, most: number): SampledPairs {
  const { length, patterns, offsets, known, weights: standFor } = pairs
  const labelled: number[] = []
  if (known) for (let p = 0; p < length; p++) if (known[p]! >= 0) labelled.push(p)
  const others = length - labelled.length
  const step = Math.max(1, others / most)
  const picked = new Int32Array(labelled.length + Math.ceil(others / step))
  picked.set(labelled)
  let end = labelled.length
  let next = 0
  let seen = 0
  for (let p = 0; p < length; p++) {
    if (known && known[p]! >= 0) continue
    if (seen++ < Math.floor(next)) continue
    picked[end++] = p
    next += step
  }
  const chosen = picked.subarray(0, end)
  const scale = end > labelled.length ? others / (end - labelled.length) : 1
  const weights = new Float64Array(end).fill(scale).fill(1, 0, labelled.length)
  let total = length
  if (standFor) {
    total = 0
    for (const weight of standFor) total += weight
    chosen.forEach((p, i) => (weights[i]! *= standFor[p]!))
  }
  return {
    ...numberPatterns(chosen, patterns),
    factors: offsets.map((one) =>
      Float64Array.from(chosen, (p) =>
        one[p] === 0 ? 1 : Math.exp(Math.min(MOST, Math.max(-MOST, one[p]!))),
      ),
    ),
    weights,
    known: known && Int8Array.from(chosen, (p) => known[p]!),
    scale,
    total,
  }
}

function numberPatterns(
  chosen: Int32Array,
  patterns: Int32Array,
): { distinct: Int32Array; places: Int32Array } {
  const numbers = new Map<number, number>()
  const places = Int32Array.from(chosen, (p) => {
    const pattern = patterns[p]!
    let number = numbers.get(pattern)
    if (number === undefined) numbers.set(pattern, (number = numbers.size))
    return number
  })
  return { distinct: Int32Array.from(numbers.keys()), places }
}
