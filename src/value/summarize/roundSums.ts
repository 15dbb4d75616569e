import { roundDecimal } from '../../table/decimals.js'
import type { PlainColumns } from './columns.js'

/** Takes the dust of binary fractions off sums of amounts that are decimals. */
export function roundSums(columns: PlainColumns): void {
  const { revenue, firstDayRevenue, frequency, monetaryValue, holdoutRevenue } = columns
  for (let i = 0; i < revenue.length; i++) {
    const sum = (revenue[i] = roundDecimal(revenue[i]!))
    const first = (firstDayRevenue[i] = roundDecimal(firstDayRevenue[i]!))
    // NaN where there is no repeat day stays NaN.
    if (frequency[i]! > 0) monetaryValue[i] = roundDecimal(sum - first) / frequency[i]!
  }
  const { holdoutFrequency, holdoutMonetaryValue } = columns
  for (let i = 0; i < holdoutRevenue.length; i++) {
    const sum = (holdoutRevenue[i] = roundDecimal(holdoutRevenue[i]!))
    if (holdoutFrequency[i]! > 0) holdoutMonetaryValue[i] = sum / holdoutFrequency[i]!
  }
}
