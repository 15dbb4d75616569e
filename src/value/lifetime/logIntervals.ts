import { logGamma } from '../../numeric/gamma.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { badValue } from './customers.js'

/** The sum of the logarithms of each customer's intervals: NaN for a repeat buyer without it, 0 for others. */
export function readLogIntervals(table: Table, name: string, xs: Float64Array, who: string): Float64Array {
  const logs = readNumbers(findColumn(table, name, who), who)
  return xs.map((x, i) => {
    if (!(x > 0)) return 0
    const log = logs[i]!
    if (Math.abs(log) > 1e15)
      throw badValue(who, name, i, log, 'logarithms of intervals are finite; orders of one day count as one')
    return log
  })
}

/** What Erlang-k intervals add to the likelihood apart from the parameters: (k − 1)·Σ log interval − x·log Γ(k), over rows of the fit. */
export function intervalConstant(
  xs: Float64Array,
  logs: Float64Array,
  weights: Float64Array | undefined,
  inFit: (row: number) => boolean,
  k: number,
): number {
  let sum = 0
  for (let i = 0; i < xs.length; i++) {
    if (xs[i]! > 0 && inFit(i)) sum += (weights?.[i] ?? 1) * ((k - 1) * logs[i]! - xs[i]! * logGamma(k))
  }
  return sum
}
