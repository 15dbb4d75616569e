import { binOf, chooseCuts } from './cuts.js'
import type { Feature } from './features.js'
import { takeRows, takeTarget } from './take.js'
import type { ClassTarget, NumberTarget } from './target.js'

/** A feature that alone foretells the target so well that it probably came to be known after it. */
export interface Leakage {
  readonly feature: string
  /** How well: the AUC, of more than two classes the mean of each against the rest; of a number the share of variance explained. */
  readonly score: number
}

/** Nothing that is honest alone does as well on customers. */
const TOO_GOOD = 0.98
/** What does less well on a few rows need not be looked at on more. */
const SUSPICIOUS = 0.95
const FEW = 2000
/** More rows would not change the answer. */
const SAMPLE = 30_000
const BINS = 64
/** Fewer of a class in a half may be told apart by luck. */
const LEAST = 10

/**
 * Names features that alone foretell the target too well: probable leakage, such as the date of cancellation among the features of
 * churn. A feature is cut into at most 64 bins (categories as they are, missing as one more); what is learned of each bin from half of the rows is
 * held against the others, and the other way round, so that an identifier is not taken for a leak. The best first.
 *
 * Cost: one pass over 2,000 rows evenly spread for each feature, over 30,000 for those that look suspicious or where a class is rare.
 */
export function findLeakage(
  target: ClassTarget | NumberTarget,
  features: readonly Feature[],
): readonly Leakage[] {
  const screen = sampler(target, FEW)
  const screens = isEnough(screen.target)
  let whole: Sampler | undefined
  const found: Leakage[] = []
  for (const feature of features) {
    if (screens && screen.score(feature) <= SUSPICIOUS) continue
    whole ??= sampler(target, SAMPLE)
    const score = whole.score(feature)
    if (score > TOO_GOOD) found.push(Object.freeze({ feature: feature.info.name, score }))
  }
  return Object.freeze(found.sort((a, b) => b.score - a.score))
}

interface Sampler {
  readonly target: ClassTarget | NumberTarget
  readonly score: (feature: Feature) => number
}

/** What scores features on so many evenly spread rows. */
function sampler(target: ClassTarget | NumberTarget, most: number): Sampler {
  const { rows, middle } = drawHalves('codes' in target ? target.codes.length : target.values.length, most)
  const own = takeTarget(target, rows)
  const outcomes = 'codes' in own ? classOutcomes(own) : [own.values]
  const score = (feature: Feature) => {
    const { codes, size } = codesOf(feature, rows)
    const halves = (outcome: Float64Array) =>
      [half(codes, size, outcome, 0, middle), half(codes, size, outcome, middle, rows.length)] as const
    if (!('codes' in own)) return explained(codes, halves(own.values), own.values, middle)
    return classScore(outcomes.map(halves))
  }
  return { target: own, score }
}

/** So many evenly spread rows, those of one half before those of the other, which begin at `middle`. */
function drawHalves(all: number, most: number): { rows: Int32Array; middle: number } {
  const count = Math.min(all, most)
  const rows = new Int32Array(count)
  let [first, last] = [0, count]
  for (let s = 0; s < count; s++) {
    const row = count < all ? Math.floor((s * all) / count) : s
    if (halfOf(s) === 0) rows[first++] = row
    else rows[--last] = row
  }
  rows.subarray(last).reverse()
  return { rows, middle: first }
}

/** Which half a row is in: as good as by lot, whatever the order of rows. */
function halfOf(row: number): number {
  // The last steps of MurmurHash3.
  let h = Math.imul(row ^ (row >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) & 1
}

/** Whether a few rows hold enough of every class to say that a feature is innocent. */
function isEnough(target: ClassTarget | NumberTarget): boolean {
  if (!('codes' in target)) return true
  const counts = new Int32Array(target.info.classes.length)
  const { codes } = target
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++
  return counts.every((count) => count >= 4 * LEAST)
}

/** 1 for rows of the class; of two, the second says it all. */
function classOutcomes({ codes, info }: ClassTarget): Float64Array[] {
  const classes = info.classes.length
  const asked = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c)
  return asked.map((c) => {
    const outcomes = new Float64Array(codes.length)
    for (let i = 0; i < codes.length; i++) if (codes[i] === c) outcomes[i] = 1
    return outcomes
  })
}

/** For each of those rows the number of its bin or label, 0 where missing. */
function codesOf(feature: Feature, rows: Int32Array): { codes: Int32Array; size: number } {
  if ('codes' in feature) {
    const codes = takeRows(feature.codes, rows)
    for (let i = 0; i < codes.length; i++) codes[i]!++
    return { codes, size: feature.info.labels.length + 1 }
  }
  const values = takeRows(feature.values, rows)
  const cuts = chooseCuts(values, BINS)
  const codes = new Int32Array(values.length)
  for (let i = 0; i < codes.length; i++) codes[i] = Number.isNaN(values[i]!) ? 0 : binOf(values[i]!, cuts) + 1
  return { codes, size: cuts.length + 2 }
}

/** Counts and sums of outcomes by code, of the rows from one place to another. */
function half(codes: Int32Array, size: number, outcomes: Float64Array, from: number, to: number) {
  const counts = new Float64Array(size)
  const sums = new Float64Array(size)
  for (let i = from; i < to; i++) {
    counts[codes[i]!]!++
    sums[codes[i]!]! += outcomes[i]!
  }
  return { counts, sums, count: to - from, sum: sum(sums) }
}

type Half = ReturnType<typeof half>

function sum(values: Float64Array): number {
  let total = 0
  for (let c = 0; c < values.length; c++) total += values[c]!
  return total
}

/** The mean over classes, by how frequent they are, and over both halves. */
function classScore(classes: readonly (readonly [Half, Half])[]): number {
  let [score, weight] = [0, 0]
  for (const halves of classes) {
    const rare = Math.min(...halves.flatMap((one) => [one.sum, one.count - one.sum]))
    if (rare < LEAST) continue
    const own = halves[0].sum + halves[1].sum
    score += own * ((aucAcross(halves[0], halves[1]) + aucAcross(halves[1], halves[0])) / 2)
    weight += own
  }
  return weight > 0 ? score / weight : 0
}

/** The AUC in one half of the rates learned in the other, which are drawn to the mean as if one more row had it. */
function aucAcross(learned: Half, held: Half): number {
  const base = learned.sum / learned.count
  const rates = learned.sums.map((hits, c) => (hits + base) / (learned.counts[c]! + 1))
  const order = Int32Array.from(rates.keys()).sort((a, b) => rates[b]! - rates[a]!)
  let [hits, wins] = [0, 0]
  for (let z = 0; z < order.length;) {
    let [ownHits, ownMisses] = [0, 0]
    const rate = rates[order[z]!]
    for (; z < order.length && rates[order[z]!] === rate; z++) {
      ownHits += held.sums[order[z]!]!
      ownMisses += held.counts[order[z]!]! - held.sums[order[z]!]!
    }
    wins += ownMisses * (hits + ownHits / 2)
    hits += ownHits
  }
  return wins / hits / (held.count - hits)
}

/** How much of the variance in one half the means of the other explain. */
function explained(
  codes: Int32Array,
  halves: readonly [Half, Half],
  values: Float64Array,
  atMiddle: number,
): number {
  if (values.length < 4 * LEAST) return 0
  const middle = (halves[0].sum + halves[1].sum) / values.length
  const means = halves.map(({ counts, sums }) => sums.map((total, c) => (total + middle) / (counts[c]! + 1)))
  let [errors, spread] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const other = means[i < atMiddle ? 1 : 0]!
    errors += (values[i]! - other[codes[i]!]!) ** 2
    spread += (values[i]! - middle) ** 2
  }
  return spread > 0 ? 1 - errors / spread : 0
}
