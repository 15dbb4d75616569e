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
    const x = xs[i]!
    const tx = txs[i]!
    const t = Ts[i]!
    // Comparisons with a missing value are false.
    const odd = isBroken(x) || tx > t || (x === 0 && tx > 0) || (x > 0 && tx === 0)
    if (odd || (discrete && (isBroken(t) || isBroken(tx) || x > tx)))
      throw badHistory(i, [x, tx, t], { frequency, recency, T }, who)
  }
  return [xs, txs, Ts]
}

/** Whether a number is not whole; false where it is missing. */
function isBroken(v: number): boolean {
  return v - Math.floor(v) > 0
}

/** What is wrong about a history that no customer can have. */
function badHistory(
  row: number,
  [x, tx, t]: readonly [number, number, number],
  { frequency, recency, T }: HistoryColumns,
  who: string,
): ClienteleError {
  const bad = (name: string, got: number, needs: string) => badValue(who, name, row, got, needs)
  if (isBroken(x)) return bad(frequency, x, 'repeat orders are whole numbers')
  if (tx > t) return bad(recency, tx, `nobody orders later than '${T}' (${t}); both must be in one unit`)
  if (x === 0 && tx > 0)
    return bad(recency, tx, `it is 0 where '${frequency}' is 0, for a customer without repeat orders`)
  if (x > 0 && tx === 0) {
    return bad(
      recency,
      tx,
      `the ${x} repeat orders ('${frequency}') need time; orders of one day count as one`,
    )
  }
  if (isBroken(t)) return bad(T, t, 'opportunities are whole')
  if (isBroken(tx)) return bad(recency, tx, 'opportunities are whole')
  return bad(frequency, x, `there were only ${tx} opportunities up to the last order ('${recency}')`)
}
