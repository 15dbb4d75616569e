import type { ProgressOptions } from '../../progress.js'
import { checkChoice, checkCurrency, checkInteger, checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { readAsOf } from '../../table/asOf.js'
import type { NamingOptions } from '../../table/build.js'
import { type Clock, clockOf, isoDay } from '../../table/days.js'
import { readKnownAsOf, readRefunds, type RefundPolicy } from '../../table/orders/policy.js'
import { type About, DAYS_A_UNIT, type RoleOptions, type Unit } from '../../table/metadata.js'

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
