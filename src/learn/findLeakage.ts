import { binOf, chooseCuts } from './cuts.js'
import type { Feature } from './features.js'
import { takeFeature, takeTarget } from './take.js'
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
  const whole = sampler(target, SAMPLE)
  const found: Leakage[] = []
  for (const feature of features) {
    if (isEnough(screen.target) && screen.score(feature) <= SUSPICIOUS) continue
    const score = whole.score(feature)
    if (score > TOO_GOOD) found.push(Object.freeze({ feature: feature.info.name, score }))
  }
  return Object.freeze(found.sort((a, b) => b.score - a.score))
}

/** What scores features on so many evenly spread rows. */
function sampler(target: ClassTarget | NumberTarget, most: number) {
  const n = 'codes' in target ? target.codes.length : target.values.length
  const rows = n <= most ? undefined : Int32Array.from({ length: most }, (_, s) => Math.floor((s * n) / most))
  const own = rows ? takeTarget(target, rows) : target
  let outcomes: Float64Array[] | undefined
  const score = (feature: Feature) => {
    const { codes, size } = codesOf(rows ? takeFeature(feature, rows) : feature)
    if (!('codes' in own)) return explained(codes, size, own.values)
    return classScore(codes, size, (outcomes ??= classOutcomes(own)))
  }
  return { target: own, score }
}

/** Whether a few rows hold enough of every class to say that a feature is innocent. */
function isEnough(target: ClassTarget | NumberTarget): boolean {
  if (!('codes' in target)) return true
  const counts = new Int32Array(target.info.classes.length)
  for (const code of target.codes) counts[code]!++
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

/** For each row the number of its bin or label, 0 where missing. */
function codesOf(feature: Feature): { codes: Int32Array; size: number } {
  if ('codes' in feature) {
    return { codes: feature.codes.map((code) => code + 1), size: feature.info.labels.length + 1 }
  }
  const { values } = feature
  const cuts = chooseCuts(values, BINS)
  const codes = new Int32Array(values.length)
  for (let i = 0; i < codes.length; i++) codes[i] = Number.isNaN(values[i]!) ? 0 : binOf(values[i]!, cuts) + 1
  return { codes, size: cuts.length + 2 }
}

/** Which half a row is in: as good as by lot, whatever the order of rows. */
function halfOf(row: number): number {
  // The last steps of MurmurHash3.
  let h = Math.imul(row ^ (row >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) & 1
}

/** Counts and sums of outcomes by code, of the rows of one half. */
function half(codes: Int32Array, size: number, outcomes: Float64Array, which: number) {
  const counts = new Float64Array(size)
  const sums = new Float64Array(size)
  for (let i = 0; i < codes.length; i++) {
    if (halfOf(i) !== which) continue
    counts[codes[i]!]!++
    sums[codes[i]!]! += outcomes[i]!
  }
  return { counts, sums, count: sum(counts), sum: sum(sums) }
}

type Half = ReturnType<typeof half>

function sum(values: Float64Array): number {
  return values.reduce((total, v) => total + v, 0)
}

/** The mean over classes, by how frequent they are, and over both halves. */
function classScore(codes: Int32Array, size: number, outcomes: readonly Float64Array[]): number {
  let [score, weight] = [0, 0]
  for (const outcome of outcomes) {
    const halves = [half(codes, size, outcome, 0), half(codes, size, outcome, 1)] as const
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
function explained(codes: Int32Array, size: number, values: Float64Array): number {
  if (values.length < 4 * LEAST) return 0
  const halves = [half(codes, size, values, 0), half(codes, size, values, 1)]
  const middle = (halves[0]!.sum + halves[1]!.sum) / values.length
  const means = halves.map(({ counts, sums }) => sums.map((total, c) => (total + middle) / (counts[c]! + 1)))
  let [errors, spread] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const other = means[1 - halfOf(i)]!
    errors += (values[i]! - other[codes[i]!]!) ** 2
    spread += (values[i]! - middle) ** 2
  }
  return spread > 0 ? 1 - errors / spread : 0
}
