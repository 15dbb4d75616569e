import { checkInteger, checkNumber } from '../../options.js'
import { resampleCounts } from './resample.js'

/** A figure and the bounds of its bootstrap interval; null where none was asked for or can be told. */
export interface Estimate {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

/** How intervals are made. */
export interface BootstrapOptions {
  /** How many bootstrap samples intervals are taken from, 0 for none. Default 1,000; from 20,000 rows on fewer, but 200 at least. */
  readonly bootstrap?: number | undefined
  /** The share of intervals that hold the true figure. Default 0.95. */
  readonly interval?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
}

/** The names of these options. */
export const BOOTSTRAP_OPTIONS: readonly string[] = ['bootstrap', 'interval', 'seed']

/** What figures a sample has: `counts` says how often each row came, nothing where each came once; NaN where there is none. */
export type Measure = (counts: Int32Array | undefined, out: Float64Array) => void

/** A million rows must not take a minute, and need few samples for intervals that are narrow. */
const MOST_DRAWS = 20_000_000

/** Checks the options and fills in their defaults. */
export function bootstrapPlan(
  who: string,
  rows: number,
  { bootstrap, interval = 0.95, seed = 1 }: BootstrapOptions,
): Required<{ [K in keyof BootstrapOptions]: number }> {
  const samples = bootstrap ?? Math.max(200, Math.min(1000, Math.floor(MOST_DRAWS / rows)))
  checkInteger(who, 'bootstrap', samples, 0, 100_000)
  checkNumber(who, 'interval', interval, 0.01, 0.999)
  checkInteger(who, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  return { bootstrap: samples, interval, seed }
}

/**
 * Each of so many figures with the percentile interval of its bootstrap distribution (Efron 1979): rows are drawn anew with replacement, and
 * bounds are interpolated between the sorted figures of samples that have one. The rows must be in an order that does not
 * depend on that of the table, so that the bounds don't either.
 */
export function estimate(
  who: string,
  rows: number,
  width: number,
  measure: Measure,
  options: BootstrapOptions,
): Estimate[] {
  const { bootstrap, interval, seed } = bootstrapPlan(who, rows, options)
  const out = new Float64Array(width)
  const values = Array.from({ length: width }, () => new Float64Array(bootstrap))
  const counts = new Int32Array(bootstrap > 0 ? rows : 0)
  for (let b = 0; b < bootstrap; b++) {
    resampleCounts(counts, seed, b)
    measure(counts, out)
    for (let k = 0; k < width; k++) values[k]![b] = out[k]!
  }
  measure(undefined, out)
  return values.map((found, k) => {
    const sorted = found.filter((value) => !Number.isNaN(value)).sort()
    return Object.freeze({
      value: out[k]!,
      low: quantile(sorted, (1 - interval) / 2),
      high: quantile(sorted, (1 + interval) / 2),
    })
  })
}

function quantile(sorted: Float64Array, p: number): number | null {
  if (sorted.length === 0) return null
  const place = (sorted.length - 1) * p
  const below = sorted[Math.floor(place)]!
  const above = sorted[Math.ceil(place)]!
  return below + (place - Math.floor(place)) * (above - below)
}
