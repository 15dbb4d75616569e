import { binOf, chooseCuts } from '../bins/cuts.js'
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
/** More rows would not change the answer. */
const SAMPLE = 30_000
const BINS = 64
/** Fewer of a class in a half may be told apart by luck. */
const LEAST = 10

/**
 * Names features that alone foretell the target too well: probable leakage, such as the date of cancellation among the features of
 * churn. A feature is cut into at most 64 bins (categories as they are, missing as one more); what is learned of each bin from every other row is
 * held against the rows between, and the other way round, so that an identifier is not taken for a leak. The best first.
 *
 * Cost: one pass over an even sample of at most 30,000 rows for each feature.
 */
export function findLeakage(
  learned: ClassTarget | NumberTarget,
  given: readonly Feature[],
): readonly Leakage[] {
  const { target, features } = sampled(learned, given)
  const outcomes =
    'codes' in target ? classOutcomes(target.codes, target.info.classes.length) : [target.values]
  const found: Leakage[] = []
  for (const feature of features) {
    const { codes, size } = codesOf(feature)
    const score =
      'codes' in target ? classScore(codes, size, outcomes) : explained(codes, size, target.values)
    if (score > TOO_GOOD) found.push(Object.freeze({ feature: feature.info.name, score }))
  }
  return Object.freeze(found.sort((a, b) => b.score - a.score))
}

function sampled(
  target: ClassTarget | NumberTarget,
  features: readonly Feature[],
): { target: ClassTarget | NumberTarget; features: readonly Feature[] } {
  const n = 'codes' in target ? target.codes.length : target.values.length
  if (n <= SAMPLE) return { target, features }
  const rows = Int32Array.from({ length: SAMPLE }, (_, s) => Math.floor((s * n) / SAMPLE))
  return {
    target: takeTarget(target, rows),
    features: features.map((feature) => takeFeature(feature, rows)),
  }
}

/** 1 for rows of the class; of two, the second says it all. */
function classOutcomes(codes: Int32Array, classes: number): Float64Array[] {
  const asked = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c)
  return asked.map((c) => Float64Array.from(codes, (code) => Number(code === c)))
}

/** For each row the number of its bin or label, 0 where missing. */
function codesOf(feature: Feature): { codes: Int32Array; size: number } {
  if ('codes' in feature) {
    return { codes: feature.codes.map((code) => code + 1), size: feature.info.labels.length + 1 }
  }
  const { values } = feature
  const cuts = chooseCuts(values, BINS)
  const codes = Int32Array.from(values, (v) => (Number.isNaN(v) ? 0 : binOf(v, cuts) + 1))
  return { codes, size: cuts.length + 2 }
}

/** Counts and sums of outcomes by code, of every other row. */
function half(codes: Int32Array, size: number, outcomes: Float64Array, start: number) {
  const counts = new Float64Array(size)
  const sums = new Float64Array(size)
  for (let i = start; i < codes.length; i += 2) {
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
    const other = means[1 - (i & 1)]!
    errors += (values[i]! - other[codes[i]!]!) ** 2
    spread += (values[i]! - middle) ** 2
  }
  return spread > 0 ? 1 - errors / spread : 0
}
