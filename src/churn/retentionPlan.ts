import { ClienteleError } from '../error.js'
import { checkNumber, checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Bool, Float64, Table } from '../table/arrow.js'
import { addColumns, bool, float64, type NamingOptions } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { addCounts } from '../table/metadata.js'
import { readNumbers } from '../table/numbers.js'
import type { ColumnName, TableLike, With } from '../table/types.js'
import { readProbabilities } from './score/readProbabilities.js'

/** What `retentionPlan` can be told. */
export interface RetentionPlanOptions<Names extends string = string> extends NamingOptions {
  /** What contacting a customer costs. */
  readonly contactCost: number
  /** What the offer costs where it is taken. Default 0. */
  readonly offerCost?: number | undefined
  /** Which share of those who would leave stays because of the offer. Default 0.3. */
  readonly accept?: number | undefined
  /** How much may be spent, in expectation. Default: no limit. */
  readonly budget?: number | undefined
  /** Default 'churn_probability'. */
  readonly probability?: Names | undefined
  /** What a customer who stays is worth: a column, or one number for all. Default 'clv'. */
  readonly value?: Names | number | undefined
}

/** The columns that `retentionPlan` adds. */
export type RetentionPlanColumns = {
  expected_profit: Float64
  expected_cost: Float64
  contact: Bool
  contact_rank: Float64
}

const WHO = 'retentionPlan'
const OPTIONS = 'contactCost offerCost accept budget probability value as replace'.split(' ')

/**
 * Whom should we try to keep? Not simply those most likely to leave: who is worth little, or would take the offer without having wanted to leave, costs more than they bring.
 *
 * A customer with probability p and value v who is contacted brings p · accept · (v − offerCost) − (1 − p) · offerCost − contactCost: those who would leave take the offer with probability `accept` and then
 * stay, those who would stay take it anyway (Verbraken, Verbeke and Baesens 2013). Expected cost is contactCost + offerCost · (p · accept + 1 − p). Customers who bring more than they
 * cost are ranked by profit, where a budget is given by profit for each unit of cost, and contacted until it is spent; one for whom it no longer suffices is passed over.
 *
 * @param scores - one row a customer, as the `predict` of `fitChurn` gives it
 * @param options - `contactCost`, `offerCost` (0), `accept` (0.3), `budget`; `probability`, `value` (a column, or a number); `as`, `replace`
 * @returns the table with `expected_profit` and `expected_cost` of contacting (null where probability or value is missing), `contact`, and `contact_rank` (from 1, for those to be contacted);
 * `about(result).counts.retentionPlan` has `contacted`, `cost`, `profit`
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`, `column-exists`, `value-invalid`
 *
 * Cost: one sort.
 *
 * @example
 * ```ts
 * const scores = fromRows([
 *   { customer_id: 'ann', churn_probability: 0.9, clv: 10 },
 *   { customer_id: 'bob', churn_probability: 0.5, clv: 400 },
 *   { customer_id: 'cy', churn_probability: 0.1, clv: 400 },
 * ])
 * const plan = retentionPlan(scores, { contactCost: 1, offerCost: 15 })
 * console.log(toRows(plan).map((row) => row.expected_profit.toFixed(2))) // [ '-3.85', '49.25', '-2.95' ]
 * console.log(toRows(plan).map((row) => row.contact)) // [ false, true, false ]
 * ```
 */
export function retentionPlan<T extends { [name: string]: any } = any>(
  scores: TableLike<T>,
  options: RetentionPlanOptions<ColumnName<NoInfer<T>>>,
): With<T, RetentionPlanColumns> {
  checkOptions(WHO, options, OPTIONS)
  const { contactCost, offerCost = 0, accept = 0.3, budget = Infinity, as, replace } = options
  if (contactCost === undefined) throw invalid(WHO, 'contactCost is needed: a number in your currency')
  checkNumber(WHO, 'contactCost', contactCost, 0, 1e15)
  checkNumber(WHO, 'offerCost', offerCost, 0, 1e15)
  checkNumber(WHO, 'accept', accept, 0, 1)
  checkNumber(WHO, 'budget', budget, 0, Infinity)
  const table = adopt(scores, WHO)
  const probability = readProbabilities(WHO, table, options.probability ?? 'churn_probability')
  const value = readValue(table, options.value ?? 'clv')
  const profit = probability.map(
    (p, i) => p * accept * (value[i]! - offerCost) - (1 - p) * offerCost - contactCost,
  )
  const cost = probability.map((p, i) =>
    Number.isNaN(profit[i]!) ? NaN : contactCost + offerCost * (p * accept + 1 - p),
  )
  const { ranks, spent, gained, contacted } = choose(profit, cost, budget)
  const added = {
    expected_profit: float64(profit),
    expected_cost: float64(cost),
    contact: bool(Uint8Array.from(ranks, (rank) => (Number.isNaN(rank) ? 0 : 1))),
    contact_rank: float64(ranks),
  }
  const counts = { contacted, cost: spent, profit: gained }
  return addCounts(addColumns(table, added, WHO, { as, replace }), WHO, counts) as never
}

function readValue(table: Table, value: string | number): Float64Array {
  if (typeof value === 'number') {
    checkNumber(WHO, 'value', value, 0, 1e15)
    return new Float64Array(table.numRows).fill(value)
  }
  const values = readNumbers(findColumn(table, value, WHO), WHO)
  const row = values.findIndex((v) => Math.abs(v) === Infinity)
  if (row < 0) return values
  throw new ClienteleError(
    'value-invalid',
    `${WHO}: column '${value}' is infinite in row ${row + 1}, but finite values are needed; correct it.`,
  )
}

function choose(profit: Float64Array, cost: Float64Array, budget: number) {
  const merit = budget === Infinity ? profit : profit.map((p, i) => (cost[i]! > 0 ? p / cost[i]! : Infinity))
  const order = [...profit.keys()]
    .filter((i) => profit[i]! > 0)
    .toSorted((a, b) => (merit[b]! > merit[a]! ? 1 : merit[b]! < merit[a]! ? -1 : a - b))
  const ranks = new Float64Array(profit.length).fill(NaN)
  let [spent, gained, contacted] = [0, 0, 0]
  for (const i of order) {
    if (spent + cost[i]! > budget) continue
    spent += cost[i]!
    gained += profit[i]!
    ranks[i] = ++contacted
  }
  return { ranks, spent, gained, contacted }
}
