import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { addColumns, float64 } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { fitGammaGamma } from '../../value/fitGammaGamma.js'
import type { SpendingModel } from '../../value/lifetime/spendingModel.js'

/** What an order of each customer brings. */
export interface Spend {
  /** A model, or one mean for all where there is none to be had. */
  readonly spending: SpendingModel | number
  /** The customers with the columns that the model reads. */
  readonly table: Table
}

const FREQUENCY = 'clientele_spend_frequency'
const VALUE = 'clientele_spend_value'

/**
 * Learns what orders bring, from all days with orders, the first among them: else all who ordered once would be expected to spend alike, and somebody who spent 6 would be worth as much as
 * who spent 600. (On the holdouts of CDNOW and of a gift shop's year the logarithm of later spend is foretold better so: an error of .59 against .62 and of .61 against .69.)
 * The model describes positive spend: of customers whose refunds ate up theirs nothing is known. Where its mean would be infinite, or too little is known, everybody gets the mean of all; undefined where that is not positive.
 */
export function learnSpend(customers: Table, who: string): Spend | undefined {
  const numbers = (name: string) => readNumbers(findColumn(customers, name, who), who)
  const frequency = numbers('frequency')
  const revenue = numbers('revenue')
  const counts = frequency.map((x, i) => (revenue[i]! > 0 ? x + 1 : 0))
  const table = addColumns(
    customers,
    {
      [FREQUENCY]: float64(counts),
      [VALUE]: float64(revenue.map((v, i) => (counts[i] === 0 ? 0 : v / counts[i]!))),
    },
    who,
    { replace: true },
  )
  const model = tryModel(table)
  if (model && model.parameters.q > 1) return { spending: model, table }
  let [sum, days] = [0, 0]
  for (let i = 0; i < revenue.length; i++) {
    if (Number.isNaN(revenue[i]! + frequency[i]!)) continue
    sum += revenue[i]!
    days += frequency[i]! + 1
  }
  return sum > 0 ? { spending: sum / days, table } : undefined
}

function tryModel(table: Table): SpendingModel | undefined {
  try {
    return fitGammaGamma(table, { frequency: FREQUENCY, monetary: VALUE })
  } catch (error) {
    if (error instanceof ClienteleError) return undefined
    throw error
  }
}

/** What an order of each customer is expected to bring. */
export function expectedSpend({ spending, table }: Spend, who: string): Float64Array {
  if (typeof spending === 'number') return new Float64Array(table.numRows).fill(spending)
  const predicted = spending.predict(table, { replace: true })
  return readNumbers(findColumn(predicted, 'expected_spend', who), who)
}
