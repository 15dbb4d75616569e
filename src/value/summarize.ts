import { report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import { isStream } from '../table/isStream.js'
import { readAbout } from '../table/metadata.js'
import { takeVector } from '../table/take.js'
import type { ColumnName, Columns, Names, Naming, Own, RenamedBy, TableLike } from '../table/types.js'
import { makeEngine } from './summarize/engine.js'
import { readInput } from '../table/orders/input.js'
import { readRules, type SummarizeOptions } from './summarize/options.js'
import { orderCustomers } from './summarize/order.js'
import type { HoldoutSummary, Summary } from './summarize/result.js'
import { readRoles } from '../table/orders/roles.js'
import { summarizeStream } from './summarize/stream.js'
import { buildSummary } from './summarize/table.js'

const WHO = 'summarize'

/** Tables as they come; a table by itself, which is iterable too, is none. */
type Tables<T extends Columns> = (Iterable<TableLike<T>> | AsyncIterable<TableLike<T>>) & {
  readonly schema?: undefined
}

/** The options, with the customer's column and the new names as they are given. */
type SummarizeArguments<T, Key, As, Plain> = Omit<
  SummarizeOptions<ColumnName<NoInfer<T>>>,
  'customer' | 'as'
> &
  Naming<Plain, As> & { readonly customer?: Key | undefined }

/** The columns found under their new names, the customer's of its own type where that is known. */
type Found<T, Key, As, Plain> = Own<
  RenamedBy<
    [Key] extends [never] ? Plain : Omit<Plain, 'customer_id'> & { customer_id: T[Key & keyof T] },
    As
  >
>

/**
 * Who are your customers: one row for each, with when they first and last bought, how often, for how much, and
 * the four figures that buy-till-you-die models need.
 *
 * It reads the columns of the roles `customer` (any type), `time` (date, timestamp or ISO text), `amount` (a
 * number in your currency) or else `quantity` × `price`, and if given `order` (any type). Roles that the
 * table's metadata names, as after `cleanOrders`, need not be said again.
 *
 * | column | type | what |
 * |---|---|---|
 * | `customer_id` | the key's own | the customer, in order of first appearance |
 * | `first_order`, `last_order` | date, or timestamp in ms | first and last purchase, of the time column's kind |
 * | `orders` | int32 | distinct orders where an `order` column is named, else rows |
 * | `revenue` | double | sum of amounts, refunds taken off |
 * | `days_since_last` | int32 | calendar days from the last purchase to the end |
 * | `frequency` | int32 | repeat purchases: days with a purchase, less one |
 * | `recency` | double | from the first to the last purchase's day, in `unit`s |
 * | `T` | double | from the first purchase's day to the end, in `unit`s |
 * | `monetary_value` | double | mean spend of the repeat days; null where there is none, since 0 would be no mean |
 * | `first_day_revenue` | double | what the first day of purchase brought |
 *
 * The end is the as-of day, or `calibrationEnd` where that is given: then all of these are about orders up to and
 * including that day, customers who came later are left out, and four columns say what happened next:
 * `holdout_frequency` (int32, days with a purchase after `calibrationEnd`, up to `asOf`), `holdout_duration`
 * (double, in `unit`s), `holdout_revenue` and `holdout_monetary_value` (doubles; the mean a day, null where there is none).
 *
 * **Time.** `asOf` defaults to the table's, else to the day of the last row, never to the clock. A bare date means
 * through the end of that day, a timestamp (or a Date) is itself included; what follows is left out and counted.
 * Differences are of calendar days, divided by the days of a unit (a month is a twelfth of 365.2425 days).
 * `timeZone` says whose calendar days count, for times that carry a zone: timestamps whose type names one, text with Z or an
 * offset; by default UTC's. Times without a zone are on the shop's own wall clock, whose days they keep in any `timeZone`, as bare dates do.
 * Among text with a zone, values without are on the clock of `timeZone`; an `asOf` without a zone is, too.
 *
 * **Refunds**, rows with a negative amount: 'net' (default, unless the table has a policy: see `RefundPolicy`) takes them off revenue, and off the spend of their
 * day or of repeat days, but they are no purchase; 'keep' treats them as any other row; 'drop' leaves them out. A customer with nothing
 * but refunds has 0 orders, and null wherever there is nothing to tell.
 *
 * **Streams.** Given tables as they come (an array, `readBatches`, any iterable or async iterable), it returns a promise of the
 * same answer, keeping customers only: some 200 bytes each, one more for each day with a purchase (where times are in no order 46 for each year), and 200 MB to
 * work in. Then a
 * customer must be text or a number, of the same kind in all tables, and with an `order` column each distinct order takes some 70 bytes more.
 *
 * @param orders - one row an order, or an order line: a table, or tables as they come
 * @param options - roles not in the table's metadata, and the rules above; `as` renames columns
 * @returns a table with one row a customer; its metadata has `unit`, `asOf`, `calibrationEnd`, `refunds`, `currency`, `timeZone`,
 * and in `counts.summarize` how many `customers` there are, `futureRows`, `refundRows`, `refundsDropped`, and how many customers
 * are left out because they came after calibration (`customersLate`) or have no row that counts (`customersNone`)
 * @throws ClienteleError `role-missing`, `column-missing`, `column-type`, `option-invalid`; `contradiction` where a column is given two roles, where `asOf`
 * is after that of `cleanOrders`, which left later orders out; `value-invalid` where a customer,
 * time, amount or order is missing, or the customer blank text (`cleanOrders` leaves such rows out and says how many) or infinite
 *
 * Cost: linear in rows; five million rows of 500,000 customers take a third of a second from a
 * dictionary, half a second from text. Beside the columns it takes
 * up to 50 bytes a row while it runs, and 100 bytes a customer and 46 more for each year between first and last order.
 *
 * Definitions: Fader, Hardie and Lee (2005), "Counting your customers the easy way", and their note on RFM data.
 *
 * @example
 * ```ts
 * const orders = fromRows([
 *   { client: 'ann', day: '2025-01-01', paid: 10 },
 *   { client: 'bob', day: '2025-01-03', paid: 5 },
 *   { client: 'ann', day: '2025-01-15', paid: 30 },
 * ])
 * const customers = summarize(orders, { customer: 'client', time: 'day', amount: 'paid', asOf: '2025-01-31', unit: 'week' })
 * const [ann] = toRows(customers)
 * console.log(ann.customer_id, ann.frequency, ann.recency, ann.monetary_value) // ann 1 2 30
 * ```
 */
export function summarize<T extends Columns, Key extends ColumnName<T> = never, const As extends Names = {}>(
  tables: Tables<T>,
  options: SummarizeArguments<T, Key, As, HoldoutSummary> & { readonly calibrationEnd: string | Date },
): Promise<Table<Found<T, Key, As, HoldoutSummary>>>
export function summarize<T extends Columns, Key extends ColumnName<T> = never, const As extends Names = {}>(
  tables: Tables<T>,
  options?: SummarizeArguments<T, Key, As, Summary>,
): Promise<Table<Found<T, Key, As, Summary>>>
export function summarize<T extends Columns, Key extends ColumnName<T> = never, const As extends Names = {}>(
  orders: TableLike<T>,
  options: SummarizeArguments<T, Key, As, HoldoutSummary> & { readonly calibrationEnd: string | Date },
): Table<Found<T, Key, As, HoldoutSummary>>
export function summarize<T extends Columns, Key extends ColumnName<T> = never, const As extends Names = {}>(
  orders: TableLike<T>,
  options?: SummarizeArguments<T, Key, As, Summary>,
): Table<Found<T, Key, As, Summary>>
export function summarize(
  orders: TableLike | Iterable<TableLike> | AsyncIterable<TableLike>,
  options: SummarizeOptions = {},
): any {
  return isStream(orders) ? summarizeStream(WHO, orders, options) : summarizeTable(orders, options)
}

function summarizeTable(orders: TableLike, options: SummarizeOptions): Table<any> {
  const table = adopt(orders, WHO)
  const known = readAbout(table, WHO)
  const rules = readRules(WHO, options, known)
  const roles = readRoles(WHO, table, options, known)
  const input = readInput(WHO, table, roles, rules)
  report(WHO, options, { phase: 'read', done: 1, total: 2 })
  const engine = makeEngine(input, rules, input.rows)
  try {
    engine.add(input)
    const found = engine.finish()
    report(WHO, options, { phase: 'sum up', done: 2, total: 2 })
    const order = orderCustomers(found, { numbering: engine.numbering, wantsRows: true })
    const customers = takeVector(findColumn(table, roles.customer, WHO), new Int32Array(order.firstRows))
    return buildSummary(WHO, customers, found, order, engine.build, input, rules, known, options)
  } finally {
    engine.close()
  }
}
