import { checkChoice, checkInteger, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, Needed, OptionsArgument, TableLike } from '../table/types.js'
import type { Ties } from './rfm/cuts.js'
import { type GivenCuts, learnRfm } from './rfm/learn.js'
import { type RfmModel, rfmModel, type RfmState } from './rfm/model.js'
import { checkSegments, type RfmSegment, rfmSegments, type ScoreRange, SEGMENT_BINS } from './rfmSegments.js'

/** What `fitRfm` and `rfm` can be told. */
export interface FitRfmOptions<Names extends string = string> {
  /** How many scores there are, from 2 to 20. Default 5. */
  readonly bins?: number | undefined
  /** 'independent': each column by itself; 'nested': f within each r, m within each r and f. Default 'independent'. */
  readonly method?: 'independent' | 'nested' | undefined
  /** Cuts of your own, in place of quantiles: `{f: [1, 2, 4, 9]}`. */
  readonly cuts?: GivenCuts | undefined
  /** Where a value that equals a cut belongs: the bin below, above, or half way. Default 'low'. */
  readonly ties?: Ties | undefined
  /** Your own segments; false: none. Default `rfmSegments`. */
  readonly segments?: readonly RfmSegment[] | false | undefined
  /** Days since the last order; fewer is better. Default `days_since_last`. */
  readonly recency?: Names | undefined
  /** How often they bought. Default `orders`. */
  readonly frequency?: Names | undefined
  /** What they spent. Default `revenue`. */
  readonly monetary?: Names | undefined
}

/** The columns that are read where options do not say others. */
export type RfmDefaults = { recency: 'days_since_last'; frequency: 'orders'; monetary: 'revenue' }

/** The names of the options. */
export const RFM_OPTIONS: readonly string[] = Object.freeze([
  'bins',
  'method',
  'cuts',
  'ties',
  'segments',
  'recency',
  'frequency',
  'monetary',
])

/**
 * Learns how to score customers by recency, frequency and monetary value: who bought lately, often and for
 * much. The model keeps the cuts, so that one period's scale can be applied to the next, and a customer
 * scored alone gets what they would get among a million.
 *
 * **Bins.** The cuts of a column are its quantiles at 1/bins, 2/bins, … over customers that have all three
 * values, by linear interpolation (Hyndman and Fan's type 7). A value's bin is 1 plus the number of cuts
 * below it: bins are half-open, (cut, next cut]. For `ties: 'high'` cuts equal to the value count too, [cut, next cut);
 * for 'middle' half of those, rounded down. `f` and `m` are the bin, `r` is bins + 1 − bin, so that the best score is
 * always `bins`. Equal values always get equal scores.
 *
 * **Skewed counts.** Where many customers share a value, cuts coincide and bins collapse: with 60 % of customers at one
 * order, that value takes f = 1 ('low'), and scores 2 and 3 go to nobody, since the next customers are
 * already in the fourth fifth. 'high' puts the value in the topmost bin that it reaches, 'middle' between. Nothing is
 * spread by chance or order of rows. `model.fit` says which scores are empty, on which value, and how
 * many customers have it. Your own `cuts` are the way out.
 *
 * **Nested.** With `method: 'nested'` the cuts of f are learned within each r, those of m within each r and
 * f (Hughes, Strategic Database Marketing). A cell without customers borrows the cuts of the level above.
 *
 * @param customers - one row a customer, as `summarize` gives: `days_since_last` (days), `orders` (count), `revenue` (currency)
 * @param options - bins, method, cuts, ties, segments, and other columns to read
 * @returns a frozen model: `predict(table)` adds `r, f, m` (int32, 1 … bins), `rfm` (dictionary, '555') and
 * `segment` (dictionary); a score is null where its value is missing (by 'nested' also where one above it is), `rfm` and
 * `segment` where one of the three is. Segments are written for five scores; for other `bins` a score stands for
 * the one at the same place from 1 to 5. `segment` is null in cells that your own segments do not cover, and the
 * first that covers a cell wins: see `auditSegments`
 * @throws ClienteleError `column-missing`, `column-type`, `value-invalid` (an infinity), `rows-too-few` (nobody has all
 * three values), `option-invalid`
 *
 * Cost: one sort a column, a second for a million customers; `predict` is linear.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { customer_id: 'ann', days_since_last: 3, orders: 9, revenue: 400 },
 *   { customer_id: 'bob', days_since_last: 40, orders: 3, revenue: 90 },
 *   { customer_id: 'cy', days_since_last: 200, orders: 1, revenue: 15 },
 * ])
 * const model = fitRfm(customers)
 * console.log(toRows(model.predict(customers)).map((row) => `${row.rfm} ${row.segment}`)) // [ '555 Champions', '333 Need attention', '111 Lost' ]
 * console.log(model.fit.f.empty) // [ 2, 4 ]
 * ```
 */
export function fitRfm<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  ...args: OptionsArgument<FitRfmOptions<ColumnName<NoInfer<T>>>, Needed<T, RfmDefaults>>
): RfmModel {
  const [options = {}] = args as [FitRfmOptions?]
  return rfmModel(learnState('fitRfm', customers, options))
}

/** What an RFM model learns, in the name of what was called. */
export function learnState(who: string, customers: TableLike, options: FitRfmOptions): RfmState {
  checkOptions(who, options, RFM_OPTIONS)
  const table = adopt(customers, who)
  const { state, cuts } = readRfmSettings(who, options)
  return Object.freeze({ ...state, ...learnRfm(table, state, cuts, who) })
}

/** Checks the options and fills in their defaults. */
export function readRfmSettings(
  who: string,
  {
    bins = 5,
    method = 'independent',
    cuts = {},
    ties = 'low',
    segments = rfmSegments,
    recency = 'days_since_last',
    frequency = 'orders',
    monetary = 'revenue',
  }: FitRfmOptions,
): { state: Omit<RfmState, 'cuts' | 'fit'>; cuts: GivenCuts } {
  checkInteger(who, 'bins', bins, 2, 20)
  checkChoice(who, 'method', method, ['independent', 'nested'])
  checkChoice(who, 'ties', ties, ['low', 'middle', 'high'])
  checkOptions(who, cuts, ['r', 'f', 'm'])
  if (segments !== false) checkSegments(segments, who)
  const state = {
    kind: 'rfm',
    version: 1,
    bins,
    method,
    ties,
    columns: Object.freeze({ recency, frequency, monetary }),
    segments: segments === false ? null : Object.freeze(segments.map(copySegment)),
    segmentBins: segments === rfmSegments ? SEGMENT_BINS : bins,
  } as const
  return { state, cuts }
}

/** A segment of one's own copy, so that the model cannot be changed through the list that was given. */
function copySegment({ name, key, r, f, m }: RfmSegment): RfmSegment {
  const given = { name, key, r: copyRange(r), f: copyRange(f), m: copyRange(m) }
  return Object.freeze(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  ) as any
}

function copyRange(range: ScoreRange | undefined): ScoreRange | undefined {
  if (range === undefined) return undefined
  const { from, to } = range
  return Object.freeze({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) })
}
