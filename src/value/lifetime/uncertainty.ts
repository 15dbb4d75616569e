import { cholesky, quadraticForm } from '../../numeric/matrix.js'
import { normalQuantile } from '../../numeric/normal.js'
import { makeRandom } from '../../numeric/random.js'

/** Numbers that depend on estimated parameters, and how well those are known. */
export interface Estimate {
  readonly phi: Float64Array
  /** The covariance of phi; null where the data do not tell. */
  readonly covariance: readonly (readonly number[])[] | null
  /** Bootstrapped phi, where they were asked for at fit. */
  readonly draws: readonly (readonly number[])[] | null
  /** The numbers at a phi. */
  readonly at: (phi: Float64Array) => Float64Array
}

/** Chances lie between 0 and 1, amounts above 0: intervals are taken on a scale without bounds. */
export type Scale = 'chance' | 'amount'

const STEP = 1e-5

/** An estimate made of independent ones: its numbers at all their parameters, one after the other. */
export function combine(
  parts: readonly Estimate[],
  join: (values: readonly Float64Array[]) => Float64Array,
): Estimate {
  const starts: number[] = []
  let size = 0
  for (const { phi } of parts) {
    starts.push(size)
    size += phi.length
  }
  const whole = parts.every(({ covariance }) => covariance !== null)
  const covariance = Array.from({ length: size }, () => Array.from({ length: size }, () => 0))
  parts.forEach((part, p) =>
    part.covariance?.forEach((row, i) =>
      row.forEach((v, j) => (covariance[starts[p]! + i]![starts[p]! + j] = v)),
    ),
  )
  const draws = drawsOf(parts)
  return {
    phi: Float64Array.of(...parts.flatMap(({ phi }) => [...phi])),
    covariance: whole ? covariance : null,
    draws,
    at: (phi) => join(parts.map((part, p) => part.at(phi.subarray(starts[p], starts[p]! + part.phi.length)))),
  }
}

/**
 * Draws of all parts' parameters together, where any of them was bootstrapped. Models of one seed drew the same customers, but are
 * independent here: each part's draws come in an order of its own. Parts without draws are drawn from their covariance.
 */
function drawsOf(parts: readonly Estimate[]): number[][] | null {
  const uncertain = parts.filter(({ phi }) => phi.length > 0)
  const count = Math.min(...uncertain.map(({ draws }) => draws?.length ?? Infinity))
  if (count === Infinity) return null
  const each = uncertain.map((part, p) => (part.draws ? shuffled(part.draws, p) : drawn(part, count, p)))
  // Where the data do not tell one part, they do not tell the whole.
  if (each.includes(undefined)) return null
  return Array.from({ length: count }, (_, d) => each.flatMap((draws) => draws![d]!))
}

/** Streams of the generator that no fit draws from. */
const STREAM = 2 ** 40

/** The draws in an order that depends on the part's place; the first part's stay. */
function shuffled(draws: readonly (readonly number[])[], place: number): (readonly number[])[] {
  const out = [...draws]
  if (place === 0) return out
  const random = makeRandom(out.length, STREAM + place)
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1))
    const kept = out[i]!
    out[i] = out[j]!
    out[j] = kept
  }
  return out
}

/** Normal draws by the covariance; undefined where there is none. */
function drawn({ phi, covariance }: Estimate, count: number, place: number): number[][] | undefined {
  const root = covariance && cholesky(covariance.map((row) => Float64Array.from(row)))
  if (!root) return undefined
  const random = makeRandom(count, STREAM + place)
  return Array.from({ length: count }, () => {
    const z = Array.from(phi, () => random.normal())
    return Array.from(phi, (v, i) => root[i]!.reduce((sum, l, j) => sum + (j <= i ? l * z[j]! : 0), v))
  })
}

/** Numbers that are known. */
export function exactly(values: Float64Array): Estimate {
  return { phi: new Float64Array(0), covariance: [], draws: null, at: () => values }
}

/**
 * An interval of each number: quantiles over bootstrapped parameters where there are any, else the delta method on the
 * logarithm or logit. NaN where the data do not tell.
 */
export function intervalOf(
  estimate: Estimate,
  scale: Scale,
  level: number,
): { low: Float64Array; high: Float64Array } {
  return estimate.draws === null
    ? byDelta(estimate, scale, level)
    : byDraws(estimate.at, estimate.draws, level)
}

function byDelta(
  { phi, at, covariance }: Estimate,
  scale: Scale,
  level: number,
): { low: Float64Array; high: Float64Array } {
  const z = normalQuantile((1 + level) / 2)
  const base = at(phi)
  const forth = scale === 'chance' ? (p: number) => Math.log(p / (1 - p)) : Math.log
  const back = scale === 'chance' ? (v: number) => 1 / (1 + Math.exp(-v)) : Math.exp
  const slopes = Array.from(phi, (_, j) => {
    const moved = (by: number) => at(phi.map((v, i) => (i === j ? v + by : v)))
    const [up, down] = [moved(STEP), moved(-STEP)]
    return up.map((v, i) => (forth(v) - forth(down[i]!)) / (2 * STEP))
  })
  const deviation = base.map((_, i) => {
    const slope = slopes.map((by) => by[i]!)
    return covariance === null ? NaN : Math.sqrt(Math.max(0, quadraticForm(covariance, slope)))
  })
  const bound = (sign: number) =>
    base.map((v, i) =>
      // What is certain, to the digits that a chance near 1 has, has no interval around it.
      v <= 0 || (scale === 'chance' && v > 1 - 1e-12) ? v : back(forth(v) + sign * z * deviation[i]!),
    )
  return { low: bound(-1), high: bound(1) }
}

function byDraws(
  at: Estimate['at'],
  draws: readonly (readonly number[])[],
  level: number,
): { low: Float64Array; high: Float64Array } {
  const samples = draws.map((draw) => at(Float64Array.from(draw)))
  const low = new Float64Array(samples[0]!.length)
  const high = new Float64Array(low.length)
  const values = new Float64Array(draws.length)
  for (let i = 0; i < low.length; i++) {
    for (let d = 0; d < values.length; d++) values[d] = samples[d]![i]!
    values.sort()
    low[i] = quantile(values, (1 - level) / 2)
    high[i] = quantile(values, (1 + level) / 2)
  }
  return { low, high }
}

function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!)
}
