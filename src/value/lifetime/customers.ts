import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** Which columns hold a customer's history. */
export interface HistoryColumns {
  readonly frequency: string
  readonly recency: string
  readonly T: string
}

/** The error for a value that no customer can have. */
export function badValue(
  who: string,
  name: string,
  row: number,
  got: number | string,
  needs: string,
): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds ${got} in row ${row + 1}, but ${needs}.`,
  )
}

/** A numeric column whose every value lies between 0 and `most`, NaN where missing. */
export function readAmounts(
  table: Table,
  name: string,
  who: string,
  needs: string,
  most: number = 1e15,
): Float64Array {
  const values = readNumbers(findColumn(table, name, who), who)
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (v < 0 || v > most) throw badValue(who, name, i, v, `${needs}, at most ${most}`)
  }
  return values
}

/** The history columns, checked: whole repeat orders, the last no later than T. Missing values are NaN. */
export function readHistories(
  table: Table,
  { frequency, recency, T }: HistoryColumns,
  discrete: boolean,
  who: string,
): [Float64Array, Float64Array, Float64Array] {
  const time = discrete ? 'opportunities are counted from 0' : 'times are finite and not negative'
  const xs = readAmounts(table, frequency, who, 'repeat orders are counted from 0', 1e9)
  const txs = readAmounts(table, recency, who, time, 1e12)
  const Ts = readAmounts(table, T, who, time, discrete ? 10_000 : 1e12)
  for (let i = 0; i < xs.length; i++) {
    const [x, tx, t] = [xs[i]!, txs[i]!, Ts[i]!]
    if (x % 1 > 0) throw badValue(who, frequency, i, x, 'repeat orders are whole numbers')
    if (tx > t) {
      throw badValue(who, recency, i, tx, `nobody orders later than '${T}' (${t}); both must be in one unit`)
    }
    if (x === 0 && tx > 0)
      throw badValue(
        who,
        recency,
        i,
        tx,
        `it is 0 where '${frequency}' is 0, for a customer without repeat orders`,
      )
    if (x > 0 && tx === 0) {
      throw badValue(
        who,
        recency,
        i,
        tx,
        `the ${x} repeat orders ('${frequency}') need time; orders of one day count as one`,
      )
    }
    if (!discrete) continue
    if (t % 1 > 0) throw badValue(who, T, i, t, 'opportunities are whole')
    if (tx % 1 > 0) throw badValue(who, recency, i, tx, 'opportunities are whole')
    if (x > tx)
      throw badValue(
        who,
        frequency,
        i,
        x,
        `there were only ${tx} opportunities up to the last order ('${recency}')`,
      )
  }
  return [xs, txs, Ts]
}
