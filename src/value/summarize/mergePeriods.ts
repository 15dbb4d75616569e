import { ClienteleError } from '../../error.js'
import type { Period } from './mergeRead.js'

/** What is known about each customer after one or two periods; NaN where a customer has not bought. */
export interface Merged {
  readonly size: number
  readonly first: Float64Array
  readonly last: Float64Array
  readonly firstDay: Float64Array
  readonly lastDay: Float64Array
  readonly orders: Int32Array
  readonly revenue: Float64Array
  readonly frequency: Int32Array
  readonly firstDayRevenue: Float64Array
  /** 1 where the customer has bought. */
  readonly bought: Uint8Array
}

export function makeMerged(size: number): Merged {
  const nothing = () => new Float64Array(size).fill(NaN)
  return {
    size,
    first: nothing(),
    last: nothing(),
    firstDay: nothing(),
    lastDay: nothing(),
    orders: new Int32Array(size),
    revenue: new Float64Array(size),
    frequency: new Int32Array(size),
    firstDayRevenue: nothing(),
    bought: new Uint8Array(size),
  }
}

/** Adds a period that comes after those that were added; `codes` are the customers' numbers. */
export function addPeriod(merged: Merged, period: Period, codes: Int32Array, who: string): void {
  const seen = new Uint8Array(merged.size)
  for (let i = 0; i < period.rows; i++) {
    const c = codes[i]!
    if (seen[c] === 1) throw twice(who, period, i)
    seen[c] = 1
    merged.orders[c]! += period.orders[i]!
    merged.revenue[c]! += period.revenue[i]!
    if (!Number.isFinite(merged.revenue[c]!) || merged.orders[c]! < 0) throw tooLarge(who, i)
    const frequency = period.frequency[i]!
    // Who only returned things has neither days nor dates.
    if (Number.isNaN(frequency)) continue
    merged.last[c] = period.last[i]!
    merged.lastDay[c] = period.lastDay[i]!
    if (merged.bought[c] === 1) {
      // The first day of the later period is a repeat purchase.
      merged.frequency[c]! += frequency + 1
      continue
    }
    merged.bought[c] = 1
    merged.frequency[c] = frequency
    merged.first[c] = period.first[i]!
    merged.firstDay[c] = period.firstDay[i]!
    merged.firstDayRevenue[c] = period.firstDayRevenue[i]!
  }
}

function twice(who: string, { name, customer }: Period, row: number): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${customer.name}' of the ${name} table holds the customer of row ${row + 1} twice, but a summary has one row a customer; summarize the orders again.`,
  )
}

function tooLarge(who: string, row: number): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: columns 'orders' or 'revenue' of both tables add up to more than they can hold, for the customer in row ${row + 1} of the later one; check these figures.`,
  )
}
