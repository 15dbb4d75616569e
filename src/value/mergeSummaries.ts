import { type Rounding, roundingOf } from '../table/decimals.js'
import { checkChoice, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { date, float64, int32, makeTable, type NamingOptions, timestamp } from '../table/build.js'
import { asColumn } from '../table/column.js'
import { isoDay } from '../table/days.js'
import { groupRows } from '../table/group.js'
import { type About, DAYS_A_UNIT, type Unit, withAbout } from '../table/metadata.js'
import { reconcile } from '../table/reconcile.js'
import { takeVector } from '../table/take.js'
import { isBareDate, MS_A_DAY, zoneOf } from '../table/times.js'
import type { Names, Naming, Own, RenamedBy, TableLike } from '../table/types.js'
import { addPeriod, type Merged, makeMerged } from './summarize/mergePeriods.js'
import { agreeing, checkConsecutive, type Period, readPeriod } from './summarize/mergeRead.js'
import type { Summary } from './summarize/result.js'
import { renamed } from './summarize/table.js'

/** What `mergeSummaries` takes: new names, and what is to be said where the tables' metadata is gone, as after CSV. */
export interface MergeSummariesOptions extends Pick<NamingOptions, 'as'> {
  /** The last day that the earlier summary knows about. */
  readonly earlierAsOf?: string | Date | undefined
  /** The last day that the later summary knows about, which is that of the answer. */
  readonly asOf?: string | Date | undefined
  /** What `recency` and `T` are measured in. */
  readonly unit?: Unit | undefined
}

const WHO = 'mergeSummaries'
const OPTIONS = ['earlierAsOf', 'asOf', 'unit', 'as']

/**
 * Yesterday's customer base and what happened today, made into today's customer base: joins the summaries of two
 * consecutive periods, so that a nightly job reads the new orders only.
 *
 * Both are what `summarize` returns, without `calibrationEnd`: columns `customer_id`, `first_order`, `last_order`, `orders`, `revenue`,
 * `days_since_last`, `frequency`, `T` and `first_day_revenue` are read, and the same and `recency` and `monetary_value` returned,
 * as described there, under the names that `as` gives them; columns of the two that have these names already, as last
 * night's answer does, are found there. Other columns are left out. The answer is what `summarize` gives for the orders of both periods:
 * equal in customers, counts and dates, and to rounding in revenue. Only an order whose lines lie in both periods counts twice, and
 * with `refunds: 'drop'` a customer whose first row is a refund may stand at another place.
 *
 * The later period begins after the earlier one's as-of day: an order of that day or before it is refused, since nobody could tell
 * whether it is counted already. So summarise whole days, and give `asOf` in both, also on days without orders.
 *
 * @param earlier - the summary of everything up to some day
 * @param later - the summary of what came after that day
 * @param options - as-of days and unit, where the tables' metadata does not say them; `as` renames columns
 * @returns a table with one row a customer: the earlier one's, then those that are new; its metadata is the later one's, and
 * `counts.mergeSummaries` says how many `customers` there are, how many `returned` and how many are `added`
 * @throws ClienteleError `contradiction` where the periods overlap, or units, refund policies, currencies, zones or kinds of
 * dates differ; `unit-missing`; `option-invalid` where an as-of day is missing; `column-exists` where `as` gives a name twice; `value-invalid` for a customer who is there twice, missing or blank;
 * `unsupported` for summaries with `calibrationEnd`; `column-missing`, `column-type`
 *
 * Cost: linear in customers of both; a million take some 0.3 s.
 *
 * @example
 * ```ts
 * const orders = (day: string, client: string, paid: number) => fromRows([{ client, day, paid }])
 * const roles = { customer: 'client', time: 'day', amount: 'paid' } as const
 * const monday = summarize(orders('2025-03-03', 'ann', 10), { ...roles, asOf: '2025-03-03' })
 * const tuesday = summarize(orders('2025-03-04', 'ann', 30), { ...roles, asOf: '2025-03-04' })
 * const [ann] = toRows(mergeSummaries(monday, tuesday))
 * console.log(ann.orders, ann.revenue, ann.frequency, ann.monetary_value) // 2 40 1 30
 * ```
 */
export function mergeSummaries<const As extends Names = {}>(
  earlier: TableLike,
  later: TableLike,
  options: Omit<MergeSummariesOptions, 'as'> & Naming<Summary, As> = {},
): Table<Own<RenamedBy<Summary, As>>> {
  checkOptions(WHO, options, OPTIONS)
  if (options.unit !== undefined) checkChoice(WHO, 'unit', options.unit, Object.keys(DAYS_A_UNIT))
  const { as = {} }: MergeSummariesOptions = options
  const before = readPeriod(WHO, adopt(earlier, WHO), 'earlier', options.unit, options.earlierAsOf, as)
  const after = readPeriod(WHO, adopt(later, WHO), 'later', options.unit, options.asOf, as)
  const known = agreeing(WHO, before, after)
  checkConsecutive(WHO, before, after)
  const places = ['the earlier summary', 'the later one']
  const { type, columns } = reconcile([before.customer, after.customer], places, WHO)
  const all = asColumn(
    before.customer.name,
    type,
    columns.flatMap(({ chunks }) => chunks),
  )
  const { codes, size, firstRows } = groupRows([all], WHO)
  const merged = makeMerged(size)
  addPeriod(merged, before, codes.subarray(0, before.rows), WHO)
  addPeriod(merged, after, codes.subarray(before.rows), WHO)
  const rounds = [before, after].map(({ revenue }) => roundingOf(revenue))
  const round = rounds[0] === rounds[1] ? rounds[0]! : Number
  const about: About = {
    ...known,
    roles: { customer: as.customer_id ?? 'customer_id' },
    unit: before.unit,
    asOf: isoDay(after.asOf),
    counts: {
      [WHO]: { customers: size, returned: before.rows + after.rows - size, added: size - before.rows },
    },
  }
  const metadata = withAbout(new Map(), about)
  const found = { customer_id: takeVector(all, firstRows), ...vectors(merged, before, after, round) }
  return makeTable<any>(renamed(WHO, found, as), metadata)
}

/** The columns from what both periods add up to. */
function vectors(merged: Merged, before: Period, { asOf }: Period, round: Rounding) {
  const { size, firstDay, lastDay, firstDayRevenue } = merged
  const revenue = merged.revenue.map(round)
  const days = DAYS_A_UNIT[before.unit]
  const bought = merged.bought.includes(0) ? merged.bought : undefined
  const since = Int32Array.from(lastDay, (day) => asOf - day)
  const recency = lastDay.map((day, i) => (day - firstDay[i]!) / days)
  const spend = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const repeats = merged.frequency[i]!
    spend[i] = repeats > 0 ? round(revenue[i]! - firstDayRevenue[i]!) / repeats : NaN
  }
  const bare = isBareDate(before.timeType)
  const time = (ms: Float64Array) =>
    bare ? date(ms.map((value) => value / MS_A_DAY)) : timestamp(ms, zoneOf(before.timeType))
  return {
    first_order: time(merged.first),
    last_order: time(merged.last),
    orders: int32(merged.orders),
    revenue: float64(revenue),
    days_since_last: int32(since, bought),
    frequency: int32(merged.frequency, bought),
    recency: float64(recency),
    T: float64(firstDay.map((day) => (asOf - day) / days)),
    monetary_value: float64(spend),
    first_day_revenue: float64(firstDayRevenue),
  }
}
