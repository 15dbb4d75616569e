import type { Column } from '../../table/column.js'
import { groupRows } from '../../table/group.js'
import type { Taken } from './ledger.js'
import type { Lines } from './lines.js'

/** Below this share of a line's amount what is left of it is rounding. */
const ROUNDING = 1e-9

/**
 * Takes each refund off the same customer's purchases (of the same product, where `product` is known) that
 * are not later than it, the latest first, and none below 0. Amounts are changed in `lines.amount`; lines of which nothing
 * is left go from `there`. What no purchase answers for stays untaken.
 */
export function netRefunds(
  lines: Lines,
  product: Column | undefined,
  there: Uint8Array,
  isRefund: Uint8Array,
  isPurchase: (line: number) => boolean,
): Taken {
  const keys = product ? groupRows([lines.columns.customer, product]) : lines.customers
  const touched = new Uint8Array(keys.size)
  for (let i = 0; i < lines.rows; i++) {
    if (isRefund[i] === 1 && lines.customer[i]! >= 0) touched[keys.codes[i]!] = 1
  }
  const rows: number[] = []
  for (let i = 0; i < lines.rows; i++) {
    if (touched[keys.codes[i]!] === 0) continue
    if (isRefund[i] === 1 || (there[i] === 1 && isPurchase(i))) rows.push(i)
  }
  const { codes } = keys
  const { time } = lines
  rows.sort((a, b) => codes[a]! - codes[b]! || time[a]! - time[b]! || isRefund[a]! - isRefund[b]! || a - b)
  return takeOff(rows, codes, lines, there, isRefund)
}

function takeOff(
  rows: readonly number[],
  codes: Int32Array,
  { amount, customer, round }: Lines,
  there: Uint8Array,
  isRefund: Uint8Array,
): Taken {
  const purchases: number[] = []
  const original = new Map<number, number>()
  const customers = new Set<number>()
  let group = -1
  let lines = 0
  let revenue = 0
  for (const row of rows) {
    if (codes[row] !== group) {
      group = codes[row]!
      purchases.length = 0
    }
    if (isRefund[row] === 0) {
      purchases.push(row)
      continue
    }
    let due = -amount[row]!
    while (due > 0 && purchases.length > 0) {
      const last = purchases.at(-1)!
      const before = amount[last]!
      if (!original.has(last)) original.set(last, before)
      const rest = round(before - due)
      due = round(due - before)
      customers.add(customer[last]!)
      if (rest > ROUNDING * original.get(last)!) {
        amount[last] = rest
        revenue += before - rest
        break
      }
      revenue += before
      amount[last] = 0
      there[last] = 0
      purchases.pop()
      lines++
    }
  }
  return { lines, customers: customers.size, revenue }
}
