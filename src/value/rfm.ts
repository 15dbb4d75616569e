import type { NamingOptions } from '../table/build.js'
import type {
  ColumnName,
  Columns,
  Names,
  Naming,
  Needed,
  OptionsArgument,
  RenamedBy,
  TableLike,
  With,
} from '../table/types.js'
import { checkOptions } from '../options.js'
import { type FitRfmOptions, learnState, type RfmDefaults, RFM_OPTIONS } from './fitRfm.js'
import { makeScorer, type RfmColumns } from './rfm/model.js'

const WHO = 'rfm'

/** What `rfm` can be told. */
export interface RfmOptions<Names extends string = string> extends FitRfmOptions<Names>, NamingOptions {}

/** The options, with the new names as they are given. */
type RfmArguments<T, As> = Omit<RfmOptions<ColumnName<NoInfer<T>>>, 'as'> & Naming<RfmColumns, As>

/**
 * Scores customers by recency, frequency and monetary value, and names their segment, by the quantiles of
 * these same customers: `fitRfm(customers, options).predict(customers)`. Keep the model of `fitRfm`
 * instead where scores of different periods are to be compared.
 *
 * @param customers - one row a customer, as `summarize` gives: `days_since_last`, `orders`, `revenue`
 * @param options - those of `fitRfm`, and `as` and `replace` for the columns added
 * @returns the same rows in the same order, with `r, f, m, rfm, segment`
 * @throws ClienteleError as `fitRfm` does, and `column-exists`
 *
 * Cost: as `fitRfm`.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { customer_id: 'ann', days_since_last: 3, orders: 9, revenue: 400 },
 *   { customer_id: 'bob', days_since_last: 90, orders: 1, revenue: 15 },
 * ])
 * console.log(toRows(rfm(customers)).map((row) => row.segment)) // [ 'Champions', 'Lost' ]
 * ```
 */
export function rfm<T extends Columns = any, const As extends Names = {}>(
  customers: TableLike<T>,
  ...args: OptionsArgument<RfmArguments<T, As>, Needed<T, RfmDefaults>>
): With<T, RenamedBy<RfmColumns, As>> {
  const [options = {}] = args as [RfmOptions?]
  checkOptions(WHO, options, [...RFM_OPTIONS, 'as', 'replace'])
  const { as, replace, ...learning } = options
  const state = learnState(WHO, customers, learning as FitRfmOptions)
  return makeScorer(state)(customers, { as, replace }, WHO) as any
}
