import { checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { type FeatureSources, readSources, SOURCE_OPTIONS } from './features/sources.js'
import { customersAt, type Cutoffs, type Days, readCutoffs, readDays } from './history/cutoffs.js'
import { HISTORY_OPTIONS, type HistoryOptions, readHistory } from './history/readHistory.js'
import { stackParts } from './history/stack.js'
import type { CutoffColumn } from './labelChurn.js'

/** What `customerFeatures` can be told. */
export interface CustomerFeaturesOptions<Names extends string = string, Cutoff extends Cutoffs = Cutoffs>
  extends HistoryOptions<Names>, FeatureSources<Names> {
  /** The day that divides past and future, as '2011-09-09', its whole day being past; a list stacks the rows of several. */
  readonly cutoff: Cutoff
  /** Only customers whose last order lies less than so many days before the cut-off. Default: all who ever ordered. */
  readonly active?: Days | undefined
  /** That of `labelChurn`, so that both can be given the same options; features know nothing of it. */
  readonly horizon?: Days | undefined
}

/** The columns that `customerFeatures` always has; windows and sources add theirs. */
export type CustomerFeatureColumns<Cutoff extends Cutoffs = string> = {
  customer_id: any
  days_since_last: Float64
  T: Float64
  frequency: Float64
  recency: Float64
  orders: Float64
  revenue: Float64
  average_order: Float64
  returns: Float64
  returned_share: Float64
  gap_mean: Float64
  gap_sd: Float64
  gap_last: Float64
  silence: Float64
} & CutoffColumn<Cutoff> & { [more: string]: any }

const WHO = 'customerFeatures'
/** The names of the options. */
export const FEATURE_OPTIONS: readonly string[] = HISTORY_OPTIONS.concat(SOURCE_OPTIONS, [
  'cutoff',
  'active',
  'horizon',
])

/**
 * What was known about each customer on a day: how long ago they last ordered, at which rhythm, how much, how broadly, and where that is going. It is what
 * `fitBoost` and other learners foretell from; nothing in it comes from after the cut-off.
 *
 * All columns are float64 unless said, times in days, money in your currency; null where there is nothing to tell from.
 *
 * | column | |
 * |---|---|
 * | `days_since_last`, `T` | since the last order, and the first |
 * | `frequency`, `recency` | days with an order after the first such day; from the first to the last (what `fitBgNbd` and its like read) |
 * | `orders`, `revenue`, `average_order` | distinct orders (purchases, without the role `order`); revenue by the refund policy; revenue an order |
 * | `returns`, `returned_share` | refunds, and their share of what was bought |
 * | `gap_mean`, `gap_sd`, `gap_last` | between days with an order: the customer's own rhythm, its standard deviation, the last gap |
 * | `silence` | `days_since_last` / `gap_mean`: how many of the own gaps the customer has been silent |
 * | `orders_90`, `revenue_90` | within the last 90 days; likewise for each of `windows` |
 * | `orders_trend_90`, `revenue_trend_90` | against the 90 days before: (now − before) / (now + before), from −1 to 1; null for who came within the window |
 * | `products`, `products_90`, `products_last` | with `product`: different ones ever, in each window, on the last day of an order |
 * | `discount_share`, `discount_last` | with `discount`: share of purchases with one; 1 where the last day had one |
 * | `channel_last`, `channel_main` | with `channel`: text, of the last order and of most |
 * | `late_deliveries`, `late_share`, `late_last` | with `delivery`: parcels that came late, or were due and not there; their share; 1 where the last was |
 * | `tickets`, `tickets_unresolved`, `unresolved_last`, `days_since_ticket` | with `tickets`: opened; of these not resolved by the cut-off; 1 where one of these is from the last order on; since the last |
 * | `contacts`, `responses`, `days_since_contact` | with `contacts`: made; responses to those whose time to respond (`within`) was over by the cut-off |
 * | the customers' own columns | with `customers`: country, plan and the like, as the table has them; dates as days since |
 *
 * What `customers` says is assumed to have held at every cut-off, unless `known` names the day from which on a row holds; of several the latest by the cut-off counts.
 *
 * @param orders - one row an order or order line
 * @param options - roles; `cutoff`, one day or a list; `windows`, `product`, `discount`, `channel`, `delivery`, `tickets`, `contacts`, `customers`; `active`, `asOf`, `timeZone`, `refunds`; `horizon` is that of `labelChurn`, which takes the same options, and changes nothing
 * @returns one row a customer who had bought by then, by their first row: `customer_id`, `cutoff` (a date, where cut-offs are a list), and the features
 * @throws ClienteleError `option-invalid`, `role-missing`, `column-missing`, `column-type`, `value-invalid`, `rows-too-few` (no purchases)
 *
 * Cost: a sort by counting, then one pass a cut-off: ten million orders in some four seconds, 40 bytes a row and 8 a feature and customer.
 *
 * @example
 * ```ts
 * const orders = fromRows([
 *   { customer_id: 'ann', day: '2025-01-01', paid: 20 },
 *   { customer_id: 'ann', day: '2025-01-11', paid: 30 },
 *   { customer_id: 'bob', day: '2025-01-20', paid: 10 },
 *   { customer_id: 'ann', day: '2025-02-20', paid: 99 },
 * ])
 * const roles = { customer: 'customer_id', time: 'day', amount: 'paid' } as const
 * const [ann] = toRows(customerFeatures(orders, { ...roles, cutoff: '2025-01-31', windows: [{ days: 30 }] }))
 * console.log(ann.days_since_last, ann.gap_mean, ann.silence, ann.revenue_30) // 20 10 2 30
 * ```
 */
export function customerFeatures<
  T extends { [name: string]: any } = any,
  const Cutoff extends Cutoffs = string,
>(
  orders: TableLike<T>,
  options: CustomerFeaturesOptions<ColumnName<NoInfer<T>>, Cutoff>,
): Table<CustomerFeatureColumns<Cutoff>> {
  checkOptions(WHO, options, FEATURE_OPTIONS)
  const active = options.active === undefined ? Infinity : readDays(WHO, 'active', options.active)
  if (options.horizon !== undefined) readDays(WHO, 'horizon', options.horizon)
  const history = readHistory(WHO, adopt(orders, WHO), options)
  const cutoffs = readCutoffs(WHO, options.cutoff, history)
  const { featuresAt } = readSources(WHO, history, options as FeatureSources)
  const parts = cutoffs.map((cutoff) => {
    const customers = customersAt(history, cutoff, active)
    return { cutoff, customers, columns: featuresAt(customers, cutoff) }
  })
  const customers = parts.reduce((sum, part) => sum + part.customers.length, 0)
  const counts = { customers, futureRows: history.futureRows }
  return stackParts(WHO, history, parts, Array.isArray(options.cutoff), counts) as never
}
