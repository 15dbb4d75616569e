import { BUCKETS, type Key } from './keys.js'
import type { Survey } from './survey.js'

/** The blocks that are used: of a key, those in the buckets of a bit mask. */
export type Choice = { readonly key: number; readonly buckets: number }

/** A key's blocks of one bucket of sizes: rare values of a poor key are cheap. */
type Unit = { readonly key: number; readonly bucket: number; readonly cost: number }

/**
 * To begin with: values and pairs of whole values, those of the keys first that pair the fewest records, up to so many pairs. What is known of nobody
 * is learned from these, so they should be matches and not chance: the more records there are, the more often two keys that tell little agree by chance.
 */
export function seedChoice(
  keys: readonly Key[],
  costs: readonly (Float64Array | undefined)[],
  budget: number,
): Choice[] {
  const units: (Unit & { total: number })[] = []
  keys.forEach(({ strong, b }, key) => {
    if (!strong && b >= 0) return
    const all = costs[key] ?? new Float64Array(0)
    const total = all.reduce((sum, cost) => sum + cost, 0)
    all.subarray(0, BUCKETS.length).forEach((cost, bucket) => {
      if (cost > 0) units.push({ key, bucket, cost, total })
    })
  })
  units.sort((x, y) => x.total - y.total || x.key - y.key || x.bucket - y.bucket)
  const chosen = new Map<number, number>()
  let spent = 0
  for (const { key, bucket, cost } of units) {
    if (spent + cost > budget) continue
    spent += cost
    chosen.set(key, (chosen.get(key) ?? 0) | (1 << bucket))
  }
  return listChoices(chosen)
}

export type GreedyOptions = {
  /** Pairs, at most. */
  readonly budget: number
  /** A pair that was covered once counts so much less the next time. */
  readonly again?: number
  /** The share of the weight that a unit must bring at least. */
  readonly least?: number
  /** Units are taken while they bring so much weight a pair; in shares of the mean over all pairs of the budget. */
  readonly worth?: number
  readonly mostKeys?: number
}

/**
 * The units that reach the most weight of matched pairs for their cost, one after the other: each time the one with the
 * largest sum of weights, less where covered before, over cost.
 */
export function chooseGreedily(
  surveys: readonly (Survey | undefined)[],
  weights: Float64Array,
  { budget, again = 0.25, least = 1e-5, mostKeys = 80, worth = 0 }: GreedyOptions,
): { choices: Choice[]; spent: number; covered: number } {
  let total = 0
  for (const weight of weights) total += weight
  const padding = budget * 1e-4
  const left = Float64Array.from(weights)
  const covered = new Uint8Array(weights.length)
  const units = listUnits(surveys)
  const gain = ({ pairs }: (typeof units)[number]) => {
    let sum = 0
    for (const pair of pairs) sum += left[pair]!
    return sum
  }
  // The best unit is looked at anew when it is first in line: gains only fall, so one that stays first is the best.
  const line = units.map((unit) => ({ unit, rate: gain(unit) / (unit.cost + padding) }))
  line.sort((x, y) => x.rate - y.rate || y.unit.key - x.unit.key || y.unit.bucket - x.unit.bucket)
  const chosen = new Map<number, number>()
  let spent = 0
  let reached = 0
  while (line.length > 0) {
    const first = line.pop()!
    const { key, bucket, cost, pairs } = first.unit
    if (spent + cost > budget || (!chosen.has(key) && chosen.size >= mostKeys)) continue
    const now = gain(first.unit)
    if (now < least * total) continue
    const rate = now / (cost + padding)
    if (line.length > 0 && rate < line.at(-1)!.rate) {
      line.splice(placeOf(line, rate), 0, { unit: first.unit, rate })
      continue
    }
    if (rate * budget < worth * total) break
    for (const pair of pairs) {
      if (covered[pair] === 0) reached += weights[pair]!
      covered[pair] = 1
      left[pair]! *= again
    }
    spent += cost
    chosen.set(key, (chosen.get(key) ?? 0) | (1 << bucket))
  }
  return { choices: listChoices(chosen), spent, covered: total > 0 ? reached / total : 0 }
}

function listUnits(surveys: readonly (Survey | undefined)[]): (Unit & { pairs: Int32Array })[] {
  return surveys.flatMap((survey, key) => {
    if (!survey || survey.covered.length === 0) return []
    const lists: number[][] = BUCKETS.map(() => [])
    survey.covered.forEach((pair, i) => lists[survey.bucket[i]!]!.push(pair))
    return lists.flatMap((pairs, bucket) =>
      pairs.length === 0 ? [] : [{ key, bucket, cost: survey.cost[bucket]!, pairs: Int32Array.from(pairs) }],
    )
  })
}

/** Where a rate belongs in a list of rising rates. */
function placeOf(line: readonly { rate: number }[], rate: number): number {
  let low = 0
  let high = line.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (line[middle]!.rate < rate) low = middle + 1
    else high = middle
  }
  return low
}

function listChoices(chosen: ReadonlyMap<number, number>): Choice[] {
  return [...chosen].map(([key, buckets]) => ({ key, buckets })).sort((x, y) => x.key - y.key)
}
