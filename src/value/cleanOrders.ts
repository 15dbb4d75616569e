import { checkChoice, checkCurrency, checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import { readAsOf } from '../table/asOf.js'
import { addColumns, float64, type NamingOptions } from '../table/build.js'
import { type Clock, clockOf, isoDay, settleZone } from '../table/days.js'
import { type About, readAbout, type RoleOptions, withAbout } from '../table/metadata.js'
import { takeRows } from '../table/take.js'
import type { ColumnName, Columns, Names, Naming, RenamedBy, TableLike, With } from '../table/types.js'
import { type AuditColumns, type Ledger, openLedger } from './clean/ledger.js'
import { findLineColumns, type LineColumns, type Lines, readLines } from './clean/lines.js'
import { netRefunds } from './clean/net.js'
import type { RefundPolicy } from '../table/orders/policy.js'
import { cancelledLines, duplicateLines, type IdTest, testLines } from './clean/rules.js'
import { type StatusRule, statusLines } from './clean/status.js'

/** What `cleanOrders` can be told. */
export interface CleanOrdersOptions<Names extends string = string>
  extends RoleOptions<Names>, NamingOptions, ProgressOptions {
  /** The column of products, so that a returned product is taken off the line that bought it. */
  readonly product?: Names | undefined
  /** What lies after this is dropped: '2011-12-09' (through the end of that day) or a timestamp. Default: nothing. */
  readonly asOf?: string | Date | undefined
  /** Whose calendar days count, for times that carry a zone (see `summarize`). Default: the table's own, else UTC. */
  readonly timeZone?: string | undefined
  /** Lines without a customer. Default 'drop'. */
  readonly withoutCustomer?: 'drop' | 'keep' | undefined
  /** Customers that are tests: ids, a pattern or a function of the id. Their lines are dropped. Default: nobody (`clientele analyze`
   * on the command line leaves out ids such as TEST or demo1 unless told otherwise). */
  readonly test?: IdTest | undefined
  /** A column that says what became of orders, and which of its values are dropped. Default: no such column. */
  readonly status?: StatusRule<Names> | undefined
  /** Lines that equal an earlier one in every column. Default 'keep': counted, since a line may rightly repeat. */
  readonly duplicates?: 'keep' | 'drop' | undefined
  /** Which order ids are cancellations; false: none. Default: C and a digit, on negative lines. */
  readonly cancelled?: RegExp | ((orderId: string) => boolean) | false | undefined
  /** What becomes of cancellations and of lines with a negative amount: see `RefundPolicy`. Default 'drop'. */
  readonly refunds?: RefundPolicy | undefined
  /** The ISO 4217 code of the amounts, as 'EUR', which travels with them. Default: the table's own. */
  readonly currency?: string | undefined
  /** Lines whose quantity, price or amount is 0 or less (refunds that are kept apart). Default 'drop'. */
  readonly nonPositive?: 'drop' | 'keep' | undefined
}

/** The column that the lines get, unless one has that role. */
type OrderColumns = { amount: Float64 }

/** What `cleanOrders` gives. */
export interface CleanOrders<T = any, As = {}> {
  /** The lines that are kept, in their order, with `amount`. */
  readonly orders: With<T, RenamedBy<OrderColumns, As>>
  /** One row a rule, in the order applied. */
  readonly audit: Table<AuditColumns>
}

/** The names of the options. */
export const CLEAN_OPTIONS: readonly string[] =
  'customer time amount quantity price order product asOf timeZone withoutCustomer test status duplicates cancelled refunds nonPositive currency as replace onProgress signal'.split(
    ' ',
  )
const WHO = 'cleanOrders'

/**
 * Turns the lines of a shop's export into orders that can be counted on, and keeps the books: which lines
 * were left out, by which rule, and how many customers and how much revenue they stood for.
 *
 * It reads the columns of the roles `customer` (any type), `time` (date, timestamp or ISO text), `amount` (a
 * number, in your currency) or else `quantity` and `price`, and if given `order` and `product` (any type).
 * Rules are applied in this order, each to the lines that are still there:
 *
 * | rule | finds | default |
 * |---|---|---|
 * | `without_customer` | the customer is null, NaN or blank | drop |
 * | `without_time` | the time is missing, or text that is no ISO date (more than 5 % of those: an error) | drop |
 * | `without_amount` | amount, quantity or price is missing or infinite | drop |
 * | `test` | customers that `test` names | not applied |
 * | `status` | orders with a status that `status` names, such as cancelled | not applied |
 * | `future` | later than `asOf`; never measured by the clock | not applied |
 * | `duplicate` | equal to an earlier line in every column | keep |
 * | `cancelled` | the order's id is a cancellation's: C and a digit where the amount or quantity is negative | as `refunds` |
 * | `refund` | any other negative amount | as `refunds`: drop |
 * | `refunded` | only with `refunds: 'net'`: what refunds took off purchases | net |
 * | `non_positive` | quantity, price or amount is 0 or less, and it is not a refund that was kept | drop |
 *
 * **Refunds.** 'drop' leaves refunds out and purchases as they were. 'keep' leaves both: revenue is net, and
 * a refund counts as an order unless what follows leaves it out. 'net' takes each refund's amount off the
 * same customer's purchases not later than it, the latest first and none below 0 (purchases of the same product only,
 * where `product` is given); refunds and purchases of which nothing is left go, the `amount` of others
 * shrinks (their quantity stays as recorded), and what no purchase answers for, such as the return of something bought before the
 * file begins, has no effect. A cancelled line that is not negative is dropped by 'net' too.
 *
 * **Audit.** Columns `rule`, `action` ('read', 'drop', 'net', 'keep', 'kept'), `lines`, `customers` (distinct, so
 * they need not add up) and `revenue` (missing amounts count as 0). The first row is 'read', the last 'kept';
 * 'read' less the rows 'drop' and 'net' is 'kept', in lines and, to rounding, in revenue.
 *
 * @param lines - one row an order line (or an order)
 * @param options - roles not already in the table's metadata, and the rules; `onProgress` and `signal`
 * @returns a frozen `{orders, audit}`. `orders` has the columns of `lines` and, unless a column has that role, `amount`
 * (quantity × price); roles, `asOf`, `timeZone` and the refund policy are in its metadata, so that
 * `summarize(orders)` needs no options
 * @throws ClienteleError `role-missing`, `column-missing`, `column-type`, `contradiction` (a column given twice),
 * `column-exists` (an `amount` that is not the amount), `value-invalid` (dates in another format), `option-invalid`
 *
 * Cost: linear in lines and columns; half a million lines of eight columns take some 0.4 s, and as much memory
 * again as the lines that are kept. Ids are decoded once per distinct one.
 *
 * @example
 * ```ts
 * const lines = fromRows([
 *   { client: 'ann', day: '2025-03-01', invoice: '1', qty: 2, unit_price: 5 },
 *   { client: 'ann', day: '2025-03-04', invoice: 'C2', qty: -1, unit_price: 5 },
 *   { client: null, day: '2025-03-05', invoice: '3', qty: 1, unit_price: 7 },
 * ])
 * const roles = { customer: 'client', time: 'day', order: 'invoice', quantity: 'qty', price: 'unit_price' } as const
 * const { orders, audit } = cleanOrders(lines, roles)
 * console.log(orders.numRows) // 1
 * console.log(toRows(audit).find((row) => row.rule === 'cancelled')?.revenue) // -5
 * ```
 */
export function cleanOrders<T extends Columns = any, const As extends Names = {}>(
  lines: TableLike<T>,
  options: Omit<CleanOrdersOptions<ColumnName<NoInfer<T>>>, 'as'> & Naming<OrderColumns, As> = {},
): CleanOrders<T, As> {
  checkOptions(WHO, options, CLEAN_OPTIONS)
  const rules = cleanRules(options)
  checkCurrency(WHO, options.currency)
  const table = adopt(lines, WHO)
  const known = readAbout(table, WHO)
  const columns = findLineColumns(table, options, known, WHO)
  if (rules.cancelled && !columns.order) {
    throw invalid(WHO, "cancelled needs to know which column is the order: say order: '…'")
  }
  const read = readLines(columns, WHO)
  report(WHO, options, { phase: 'read', done: 1, total: 3 })
  const ledger = openLedger(read)
  const clock = clockOf(options.timeZone ?? known.timeZone, WHO)
  applyRules(table, read, rules, clock, ledger)
  const audit = ledger.close()
  report(WHO, options, { phase: 'apply rules', done: 2, total: 3 })
  const about = describeOrders(known, columns, options, clock, audit)
  const orders = keepLines(table, read, ledger.there, options, about, rules.refunds === 'net')
  report(WHO, options, { phase: 'keep', done: 3, total: 3 })
  const summary = () => printAudit(audit)
  return printable({ orders: orders as CleanOrders<T, As>['orders'], audit }, summary)
}

/** The rules with their defaults. */
export interface CleanRules extends Pick<CleanOrdersOptions, 'cancelled' | 'test' | 'status' | 'asOf'> {
  readonly withoutCustomer: 'drop' | 'keep'
  readonly duplicates: 'keep' | 'drop'
  readonly refunds: RefundPolicy
  readonly nonPositive: 'drop' | 'keep'
}

/** Checks the rules and fills in their defaults. */
export function cleanRules({
  withoutCustomer = 'drop',
  duplicates = 'keep',
  refunds = 'drop',
  nonPositive = 'drop',
  cancelled,
  test,
  status,
  asOf,
}: CleanOrdersOptions): CleanRules {
  checkChoice(WHO, 'withoutCustomer', withoutCustomer, ['drop', 'keep'])
  checkChoice(WHO, 'duplicates', duplicates, ['keep', 'drop'])
  checkChoice(WHO, 'refunds', refunds, ['drop', 'net', 'keep'])
  checkChoice(WHO, 'nonPositive', nonPositive, ['drop', 'keep'])
  const recognises = typeof cancelled === 'function' || cancelled instanceof RegExp
  if (cancelled !== undefined && cancelled !== false && !recognises) {
    throw invalid(WHO, 'cancelled must be a RegExp, a function of the order id, or false')
  }
  return { withoutCustomer, duplicates, refunds, nonPositive, cancelled, test, status, asOf }
}

function applyRules(table: Table, lines: Lines, rules: CleanRules, clock: Clock, ledger: Ledger): void {
  const { customer, time, amount, quantity, price } = lines
  const zoned = settleZone(lines.columns.time, [time], clock)
  ledger.apply('without_customer', rules.withoutCustomer, (i) => customer[i]! < 0)
  ledger.apply('without_time', 'drop', (i) => Number.isNaN(time[i]!))
  ledger.apply('without_amount', 'drop', (i) => Number.isNaN(amount[i]!))
  if (rules.test !== undefined) ledger.apply('test', 'drop', testLines(lines, rules.test, WHO))
  if (rules.status !== undefined) {
    ledger.apply('status', 'drop', statusLines(table, lines, rules.status, WHO))
  }
  if (rules.asOf !== undefined) {
    const { isFuture } = readAsOf(rules.asOf, clock, WHO)
    ledger.apply('future', 'drop', (i) => isFuture(time[i]!, zoned))
  }
  const duplicates = duplicateLines(table, lines, ledger.there)
  ledger.apply('duplicate', rules.duplicates, (i) => duplicates[i] === 1)
  const isPositive = (i: number) =>
    amount[i]! > 0 && !(quantity && !(quantity[i]! > 0)) && !(price && !(price[i]! > 0))
  const kept = applyRefunds(lines, rules, ledger, isPositive)
  ledger.apply('non_positive', rules.nonPositive, (i) => !isPositive(i) && kept[i] === 0)
}

/** Applies the rules for refunds; gives 1 for each refund that stays. */
function applyRefunds(
  lines: Lines,
  { cancelled, refunds }: CleanRules,
  ledger: Ledger,
  isPositive: (line: number) => boolean,
): Uint8Array {
  const { amount, columns, rows } = lines
  const isCancelled =
    columns.order && cancelled !== false
      ? cancelledLines(lines, cancelled, ledger.there, WHO)
      : new Uint8Array(rows)
  const isRefund = new Uint8Array(rows)
  for (let i = 0; i < rows; i++) isRefund[i] = ledger.there[i] === 1 && amount[i]! < 0 ? 1 : 0
  if (columns.order && cancelled !== false) {
    ledger.apply('cancelled', refunds, (i) => isCancelled[i] === 1)
  }
  ledger.apply('refund', refunds, (i) => isRefund[i] === 1 && isCancelled[i] === 0)
  if (refunds === 'net') {
    ledger.reduce('refunded', netRefunds(lines, columns.product, ledger.there, isRefund, isPositive))
  }
  return isRefund
}

/** What the orders know about themselves. */
function describeOrders(
  known: About,
  columns: LineColumns,
  options: CleanOrdersOptions,
  clock: Clock,
  audit: Table<AuditColumns>,
): About {
  const { timeZone = known.timeZone, asOf, refunds = 'drop', currency = known.currency, as } = options
  const counts: Record<string, number> = {}
  for (const row of audit) counts[row.rule] = row.lines
  return {
    ...known,
    roles: {
      customer: columns.customer.name,
      time: columns.time.name,
      amount: columns.amount?.name ?? as?.amount ?? 'amount',
      ...(columns.order && { order: columns.order.name }),
    },
    ...(timeZone !== undefined && { timeZone }),
    ...(asOf !== undefined && { asOf: isoDay(readAsOf(asOf, clock, WHO).day) }),
    ...(currency !== undefined && { currency }),
    refunds,
    counts: { ...known.counts, [WHO]: counts },
  }
}

/** The lines that are still there, with their amount. */
function keepLines(
  table: Table,
  { amount, columns, rows }: Lines,
  there: Uint8Array,
  options: CleanOrdersOptions,
  about: About,
  netted: boolean,
): Table {
  const kept = new Int32Array(rows)
  let n = 0
  for (let i = 0; i < rows; i++) if (there[i] === 1) kept[n++] = i
  const orders = n === rows ? table : takeRows(table, kept.subarray(0, n))
  const metadata = withAbout(table.schema.metadata, about)
  const amounts = () => {
    const out = new Float64Array(n)
    for (let i = 0; i < n; i++) out[i] = amount[kept[i]!]!
    return float64(out)
  }
  if (!columns.amount) return addColumns(orders, { amount: amounts() }, WHO, options, metadata)
  if (!netted) return addColumns(orders, {}, WHO, options, metadata)
  return addColumns(orders, { [columns.amount.name]: amounts() }, WHO, { replace: true }, metadata)
}

function printAudit(audit: Table<AuditColumns>): string {
  const rows = audit
    .toArray()
    .map(
      (row) =>
        `  ${row.rule} (${row.action}): ${brief(row.lines)} lines, ${brief(row.customers)} customers, revenue ${brief(row.revenue)}`,
    )
  return ['cleanOrders', ...rows].join('\n')
}
