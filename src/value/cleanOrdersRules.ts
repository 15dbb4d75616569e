import { invalid } from '../options.js'
import { float64, makeTable } from '../table/build.js'
import type { Table } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import { groupRows } from '../table/group.js'
import { isText, readStrings } from '../table/strings.js'
import { takeRows } from '../table/take.js'
import { firstValues, type Lines } from './cleanOrdersLines.js'

/** How ids are recognised: by pattern, by a function of the id as text, or by a list. */
export type IdTest = RegExp | ((id: string) => boolean) | readonly (string | number)[]

/** Which groups' ids a test recognises, 1 for each; each distinct id is looked at once. */
export function matchIds(
  ids: readonly (string | null)[],
  test: IdTest,
  option: string,
  who: string,
): Uint8Array {
  const matches = asFunction(test, option, who)
  return Uint8Array.from(ids, (id) => (id !== null && matches(id) ? 1 : 0))
}

function asFunction(test: IdTest, option: string, who: string): (id: string) => boolean {
  if (typeof test === 'function') return test
  if (test instanceof RegExp) {
    // Global and sticky patterns remember where they stopped.
    const pattern = new RegExp(test.source, test.flags.replace(/[gy]/g, ''))
    return (id) => pattern.test(id)
  }
  if (Array.isArray(test)) {
    const ids = new Set(test.map(String))
    return (id) => ids.has(id)
  }
  throw invalid(who, `${option} must be a list of ids, a RegExp or a function of the id`)
}

/** Whether a line is of a customer whose id the test recognises. */
export function testLines(
  { columns, customers }: Lines,
  test: IdTest,
  who: string,
): (line: number) => boolean {
  const matches = matchIds(readStrings(firstValues(columns.customer, customers)), test, 'test', who)
  return (line) => matches[customers.codes[line]!] === 1
}

const CANCELLED = /^C\d/i

/**
 * Lines of cancelled orders: those whose id the test recognises; by default C and a digit, where the
 * line's amount is negative, so that shops that number orders C1, C2 … lose none.
 */
export function cancelledLines(
  { columns, amount, quantity, rows }: Lines,
  test: RegExp | ((id: string) => boolean) | undefined,
  there: Uint8Array,
  who: string,
): Uint8Array {
  const order = columns.order!
  const found = new Uint8Array(rows)
  if (test === undefined && !isText(order.type)) return found
  const { codes, size, firstRows } = groupRows([order])
  if (test !== undefined) {
    const matches = matchIds(
      readStrings(firstValues(order, { codes, size, firstRows })),
      test,
      'cancelled',
      who,
    )
    for (let i = 0; i < rows; i++) found[i] = matches[codes[i]!]!
    return found
  }
  // Only the ids of orders with a negative line are decoded.
  const place = new Int32Array(size).fill(-1)
  const firsts: number[] = []
  for (let i = 0; i < rows; i++) {
    const negative = amount[i]! < 0 || (quantity !== undefined && quantity[i]! < 0)
    if (there[i] === 0 || !negative) continue
    found[i] = 1
    if (place[codes[i]!] === -1) place[codes[i]!] = firsts.push(i) - 1
  }
  const only = { codes, size: firsts.length, firstRows: Int32Array.from(firsts) }
  const matches = matchIds(readStrings(firstValues(order, only)), CANCELLED, 'cancelled', who)
  for (let i = 0; i < rows; i++) if (found[i] === 1) found[i] = matches[place[codes[i]!]!]!
  return found
}

/** 1 for each line that equals an earlier one in every column, among those that are still there. */
export function duplicateLines(table: Table, lines: Lines, there: Uint8Array): Uint8Array {
  const found = new Uint8Array(lines.rows)
  const suspects = sameAtFirstSight(lines, there)
  if (suspects.length === 0) return found
  const few = takeRows(table, suspects)
  const columns = few.schema.fields.map((field) => findColumn(few, field.name, 'cleanOrders'))
  const { codes, firstRows } = groupRows(columns)
  codes.forEach((code, i) => {
    if (firstRows[code] !== i) found[suspects[i]!] = 1
  })
  return found
}

/** The lines that share customer, moment and amount with another: few, and cheap to find. */
function sameAtFirstSight({ rows, time, amount, customer }: Lines, there: Uint8Array): Int32Array {
  const cheap = makeTable({
    time: float64(time),
    amount: float64(amount),
    customer: float64(Float64Array.from(customer)),
  })
  const { codes, size } = groupRows(
    ['time', 'amount', 'customer'].map((name) => findColumn(cheap, name, 'cleanOrders')),
  )
  const count = new Int32Array(size)
  for (let i = 0; i < rows; i++) if (there[i] === 1) count[codes[i]!]!++
  const suspects: number[] = []
  for (let i = 0; i < rows; i++) if (there[i] === 1 && count[codes[i]!]! > 1) suspects.push(i)
  return Int32Array.from(suspects)
}
