import { ClienteleError } from '../../error.js'
import type { ProgressOptions } from '../../progress.js'
import { checkChoice, checkCurrency, checkInteger, checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { type AsOf, readAsOf } from '../../table/asOf.js'
import type { NamingOptions } from '../../table/build.js'
import { type Clock, clockOf, isoDay } from '../../table/days.js'
import { type About, DAYS_A_UNIT, type RoleOptions, type Unit } from '../../table/metadata.js'

/**
 * What becomes of refunds, rows with a negative amount, in `cleanOrders`, `summarize` and `cohorts`:
 *
 * - 'net': they take revenue off, but are no purchase. `cleanOrders` takes them off the lines that bought the goods and
 *   leaves none of them; the others have the day's or period's revenue lowered.
 * - 'keep': they are rows as any other: revenue is lowered, and each counts as an order.
 * - 'drop': they are left out, and purchases stay as they were.
 *
 * `cleanOrders` drops them unless told otherwise, and its policy travels with the orders: it is what `summarize` and
 * `cohorts` go by. For a table that was not cleaned these two take 'net', which neither overstates revenue nor
 * counts a return as a purchase.
 */
export type RefundPolicy = 'net' | 'keep' | 'drop'

/** What `summarize` takes; each has a default but the roles, which may travel with the table instead. */
export interface SummarizeOptions<Names extends string = string>
  extends RoleOptions<Names>, ProgressOptions, Pick<NamingOptions, 'as'> {
  /** The last moment that is known about, as '2011-12-09', '2011-12-09T18:00:00Z' or a Date. */
  readonly asOf?: string | Date | undefined
  /** What `recency`, `T` and `holdout_duration` are measured in: 'day', 'week', 'month' or 'year'. */
  readonly unit?: Unit | undefined
  /** The last day of the calibration period; what follows is the holdout period. */
  readonly calibrationEnd?: string | Date | undefined
  /** What becomes of rows with a negative amount: 'net', 'keep' or 'drop'. Default: the table's own, else 'net'. */
  readonly refunds?: RefundPolicy | undefined
  /** Whose calendar days count, for times that carry a zone, as 'Europe/London'; UTC by default. */
  readonly timeZone?: string | undefined
  /** The ISO 4217 code of the amounts, as 'EUR', for what is shown later. Default: the table's own. */
  readonly currency?: string | undefined
  /** How many threads work; the answer is the same for any number. */
  readonly threads?: number | undefined
}

const OPTIONS = [
  'customer',
  'time',
  'amount',
  'quantity',
  'price',
  'order',
  'asOf',
  'unit',
  'calibrationEnd',
].concat(['refunds', 'timeZone', 'currency', 'as', 'threads', 'onProgress', 'signal'])
const FOREVER = { ms: Infinity, wallMs: Infinity, day: Infinity }
const POLICIES: readonly string[] = ['net', 'keep', 'drop']

/** The options that do not depend on the columns, with what the table knows filled in. */
export interface Rules {
  readonly unit: Unit
  readonly refunds: RefundPolicy
  readonly timeZone: string | undefined
  /** What tells the calendar day of moments. */
  readonly clock: Clock
  /** The last moment, for times that carry a zone, the same on the wall clock, and the last day included; Infinity where nobody says. */
  readonly lastMs: number
  readonly lastWallMs: number
  readonly lastDay: number
  readonly calibrationEnd: number
  readonly threads: number
}

/** Checks the options and fills in what the table knows and what is the default. */
export function readRules(who: string, options: SummarizeOptions, known: About): Rules {
  checkOptions(who, options, OPTIONS)
  const { threads = 1 } = options
  const unit = options.unit ?? known.unit ?? 'day'
  const refunds = readRefunds(who, options.refunds, known)
  checkChoice(who, 'unit', unit, Object.keys(DAYS_A_UNIT))
  checkCurrency(who, options.currency)
  checkInteger(who, 'threads', threads, 1, 256)
  const timeZone = options.timeZone ?? known.timeZone
  if (timeZone !== undefined && typeof timeZone !== 'string') {
    throw invalid(who, `timeZone must be a name such as 'Europe/London', but got ${describe(timeZone)}`)
  }
  const clock = clockOf(timeZone, who)
  const last = readKnownAsOf(who, options.asOf, known, clock) ?? FOREVER
  const end = options.calibrationEnd ?? known.calibrationEnd
  const calibrationEnd = end === undefined ? Infinity : readAsOf(end, clock, who, 'calibrationEnd').day
  if (calibrationEnd > last.day && calibrationEnd < Infinity) {
    throw invalid(
      who,
      `calibrationEnd (${isoDay(calibrationEnd)}) must not be after asOf (${isoDay(last.day)})`,
    )
  }
  const rules = { unit, refunds, timeZone, clock, threads }
  return { ...rules, lastMs: last.ms, lastWallMs: last.wallMs, lastDay: last.day, calibrationEnd }
}

/** The policy that the option gives, else the table, else 'net'. */
export function readRefunds(who: string, given: RefundPolicy | undefined, known: About): RefundPolicy {
  const refunds = given ?? known.refunds ?? 'net'
  checkChoice(who, 'refunds', refunds, POLICIES)
  return refunds as RefundPolicy
}

/**
 * Up to when the orders are known, by the option, else by the table. Orders that were cleaned away as future cannot be
 * told from none: a later day would have their customers look as if they had left.
 */
export function readKnownAsOf(
  who: string,
  given: string | Date | undefined,
  known: About,
  clock: Clock,
): AsOf | undefined {
  const own = known.asOf === undefined ? undefined : readAsOf(known.asOf, clock, who)
  if (given === undefined) return own
  const asOf = readAsOf(given, clock, who)
  const dropped = Number(known.counts.cleanOrders?.future ?? 0)
  if (own && asOf.day > own.day && dropped > 0) {
    throw new ClienteleError(
      'contradiction',
      `${who}: asOf is ${isoDay(asOf.day)}, but cleanOrders left out ${dropped} lines after ${known.asOf}; clean the orders with the later asOf, or leave asOf out here.`,
    )
  }
  return asOf
}
