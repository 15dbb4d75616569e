import { ClienteleError } from '../error.js'
import { checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Bool, DateDay, Table } from '../table/arrow.js'
import { bool, date } from '../table/build.js'
import { isoDay } from '../table/days.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { customersAt, type Cutoffs, type Days, readCutoffs, readDays } from './history/cutoffs.js'
import { checkHorizon, labelsAt } from './history/labels.js'
import { HISTORY_OPTIONS, type HistoryOptions, readHistory } from './history/readHistory.js'
import { type CutoffPart, stackParts } from './history/stack.js'
import { checkStrays } from './history/stray.js'

/** What `labelChurn` can be told. */
export interface LabelChurnOptions<
  Names extends string = string,
  Cutoff extends Cutoffs = Cutoffs,
> extends HistoryOptions<Names> {
  /** The day that divides past and future, as '2011-09-09', its whole day being past; a list stacks the rows of several. */
  readonly cutoff: Cutoff
  /** How long without an order counts as having left. */
  readonly horizon: Days
  /** Only customers whose last order lies less than so many days before the cut-off. Default: all who ever ordered. */
  readonly active?: Days | undefined
}

/** The columns of `labelChurn`. */
export type ChurnLabelColumns<Cutoff extends Cutoffs = string> = {
  customer_id: any
  churned: Bool
  next_order: DateDay
} & CutoffColumn<Cutoff>

/** The column that several cut-offs are told apart by. */
export type CutoffColumn<Cutoff> = Cutoff extends readonly string[] ? { cutoff: DateDay } : {}

const WHO = 'labelChurn'
/** The names of the options. */
export const LABEL_OPTIONS: readonly string[] = HISTORY_OPTIONS.concat(['cutoff', 'horizon', 'active'])

/**
 * Who left after a day: of all customers known at a cut-off, those who did not order within the horizon after it. That is what `fitBoost` and other
 * learners are to foretell from `customerFeatures` of the same cut-off.
 *
 * A customer is known who bought on the day of the cut-off or before. Refunds are no orders (unless `refunds: 'keep'`). What is known must reach
 * through the whole horizon: a customer whose time is not over yet has not left. A last day that nothing leads up to (no order for over 400 days before it, and
 * at most a hundredth of the rows from it on) is taken for a slip, and `asOf` asked for.
 *
 * @param orders - one row an order or order line
 * @param options - roles; `cutoff`, one day or a list; `horizon: {days}`; `active: {days}`; `asOf`, `timeZone`, `refunds`
 * @returns one row a customer and cut-off: `customer_id`; `cutoff` (a date, where cut-offs are a list); `churned`; `next_order`, the date of the first order after the
 * cut-off as far as known, null where there is none. `about(result).counts.labelChurn` has `customers` and `churned`
 * @throws ClienteleError `option-invalid` (a cut-off outside of the orders, a horizon longer than what follows it); `rows-too-few` (nobody known, or active);
 * `value-invalid` where all or none have left, or a last day has slipped; `role-missing`, `column-missing`, `column-type`
 *
 * Cost: one sort by counting; ten million orders in two seconds, 40 bytes a row.
 *
 * @example
 * ```ts
 * const orders = fromRows([
 *   { customer_id: 'ann', day: '2025-01-05', paid: 20 },
 *   { customer_id: 'bob', day: '2025-01-20', paid: 10 },
 *   { customer_id: 'ann', day: '2025-02-11', paid: 30 },
 *   { customer_id: 'cy', day: '2025-03-28', paid: 5 },
 * ])
 * const roles = { customer: 'customer_id', time: 'day', amount: 'paid' } as const
 * const labels = labelChurn(orders, { ...roles, cutoff: '2025-01-31', horizon: { days: 30 } })
 * console.log(toRows(labels).map((row) => [row.customer_id, row.churned])) // [ [ 'ann', false ], [ 'bob', true ] ]
 * ```
 */
export function labelChurn<T extends { [name: string]: any } = any, const Cutoff extends Cutoffs = string>(
  orders: TableLike<T>,
  options: LabelChurnOptions<ColumnName<NoInfer<T>>, Cutoff>,
): Table<ChurnLabelColumns<Cutoff>> {
  checkOptions(WHO, options, LABEL_OPTIONS)
  const horizon = readDays(WHO, 'horizon', options.horizon)
  const active = options.active === undefined ? Infinity : readDays(WHO, 'active', options.active)
  const history = readHistory(WHO, adopt(orders, WHO), options)
  const cutoffs = readCutoffs(WHO, options.cutoff, history)
  checkStrays(WHO, history.strays, ['end'])
  const labels = cutoffs.map((cutoff) => {
    checkHorizon(WHO, cutoff, horizon, history.asOfDay)
    const known = customersAt(history, cutoff, active)
    return { cutoff, known, ...labelsAt(history, known, cutoff, horizon) }
  })
  const customers = labels.reduce((sum, { churned }) => sum + churned.length, 0)
  const left = labels.reduce((sum, { churned }) => sum + churned.reduce((a, b) => a + b, 0), 0)
  checkVaries(cutoffs, horizon, customers, left, active)
  const parts = labels.map(({ cutoff, known, churned, next }): CutoffPart => ({
    cutoff,
    customers: known,
    columns: { churned: bool(churned), next_order: date(next) },
  }))
  const counts = { customers, churned: left, futureRows: history.futureRows }
  return stackParts(WHO, history, parts, Array.isArray(options.cutoff), counts) as never
}

/** There must be customers who left and some who did not. */
export function checkVaries(
  cutoffs: readonly number[],
  horizon: number,
  customers: number,
  left: number,
  active: number,
): void {
  const when = cutoffs.length === 1 ? `on ${isoDay(cutoffs[0]!)}` : `at the ${cutoffs.length} cut-offs`
  if (customers === 0) {
    throw new ClienteleError(
      'rows-too-few',
      `${WHO}: nobody had ordered less than ${active} days before the cut-off ${when}; choose a longer active, or another cut-off.`,
    )
  }
  if (left > 0 && left < customers) return
  const [what, mend] =
    left === 0 ? ['ordered', 'a shorter horizon'] : ['did not order', 'a longer horizon (see churnHorizon)']
  throw new ClienteleError(
    'value-invalid',
    `${WHO}: ${customers === 1 ? 'the only customer' : `all ${customers} customers`} known ${when} ${what} in the ${horizon} days after, so that there is nothing to tell apart; choose ${mend}, another cut-off, or more customers.`,
  )
}
