import { invalid } from '../../options.js'
import { type Table, Type } from '../../table/arrow.js'
import { int32, utf8 } from '../../table/build.js'
import { allColumns, asColumn, type Column } from '../../table/column.js'
import { groupRows } from '../../table/group.js'
import { isText, readStrings } from '../../table/strings.js'
import { takeColumn } from '../../table/take.js'
import { firstValues, type Lines } from './lines.js'

const WHO = 'cleanOrders'

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
  if (test !== undefined) {
    const groups = groupRows([order], who)
    const matches = matchIds(readStrings(firstValues(order, groups)), test, 'cancelled', who)
    for (let i = 0; i < rows; i++) found[i] = matches[groups.codes[i]!]!
    return found
  }
  if (!isText(order.type)) return found
  // Only the ids of negative lines are decoded.
  const negative: number[] = []
  for (let i = 0; i < rows; i++) {
    const isNegative = amount[i]! < 0 || (quantity !== undefined && quantity[i]! < 0)
    if (there[i] === 1 && isNegative) negative.push(i)
  }
  const ids = asColumn(order.name, order.type, [takeColumn(order, Int32Array.from(negative))])
  const matches = matchIds(readStrings(ids), CANCELLED, 'cancelled', who)
  negative.forEach((line, i) => (found[line] = matches[i]!))
  return found
}

/** Lines that may equal one another, and a number that equal ones share. */
interface Suspects {
  readonly lines: Int32Array
  readonly keys: Int32Array
}

/** 1 for each line that equals an earlier one in every column, among those that are still there. */
export function duplicateLines(table: Table, lines: Lines, there: Uint8Array): Uint8Array {
  let suspects = sameAtFirstSight(lines, there)
  const roles = new Set(Object.values(lines.columns).map((column) => column?.name))
  // Suspects have most of their roles in common: other columns tell them apart sooner.
  const columns = allColumns(table, WHO)
  const ordered = [
    ...columns.filter(({ name }) => !roles.has(name)),
    ...columns.filter(({ name }) => roles.has(name)),
  ]
  for (const column of ordered) suspects = sameIn(column, suspects)
  const found = new Uint8Array(lines.rows)
  const seen = new Set<number>()
  suspects.keys.forEach((key, i) => {
    if (seen.has(key)) found[suspects.lines[i]!] = 1
    seen.add(key)
  })
  return found
}

/** The suspects that share the column's value with another of the same key. */
function sameIn(column: Column, { lines, keys }: Suspects): Suspects {
  if (lines.length === 0) return { lines, keys }
  const own = plainly(asColumn(column.name, column.type, [takeColumn(column, lines)]))
  const key = int32(keys)
  const { codes, size } = groupRows([asColumn('key', key.type, key.data), own], WHO)
  return keepShared(lines, codes, size)
}

const NESTED = new Set([Type.List, Type.FixedSizeList, Type.Struct, Type.Map, Type.Union])

/** Lists and structures as the text that they print as: rows are told apart by plain values. */
function plainly(column: Column): Column {
  if (!NESTED.has(column.type.typeId)) return column
  const printed = utf8(readStrings(column))
  return asColumn(column.name, printed.type, printed.data)
}

function keepShared(lines: Int32Array, keys: Int32Array, size: number): Suspects {
  const count = new Int32Array(size)
  for (let i = 0; i < keys.length; i++) count[keys[i]!]!++
  const shared = { lines: new Int32Array(lines.length), keys: new Int32Array(lines.length) }
  let n = 0
  for (let i = 0; i < keys.length; i++) {
    if (count[keys[i]!]! < 2) continue
    shared.lines[n] = lines[i]!
    shared.keys[n++] = keys[i]!
  }
  return { lines: shared.lines.subarray(0, n), keys: shared.keys.subarray(0, n) }
}

/**
 * The lines that may share customer, moment, amount, quantity and price with another, by a hash of these: cheap
 * to find. Some are there by chance; none that has an equal is missing.
 */
function sameAtFirstSight(
  { rows, time, amount, quantity, price, customer }: Lines,
  there: Uint8Array,
): Suspects {
  const hash = Int32Array.from(customer)
  for (const values of [time, amount, quantity, price]) if (values) mixIn(hash, values)
  const bits = Math.max(10, 34 - Math.clz32(rows))
  const lines = new Int32Array(rows)
  const keys = new Int32Array(rows)
  let n = 0
  for (let i = 0; i < rows; i++) {
    if (there[i] === 0) continue
    lines[n] = i
    keys[n++] = hash[i]! >>> (32 - bits)
  }
  return keepShared(lines.subarray(0, n), keys.subarray(0, n), 2 ** bits)
}

function mixIn(hash: Int32Array, values: Float64Array): void {
  // −0 equals 0, and one NaN another.
  const plain = Float64Array.from(values)
  for (let i = 0; i < plain.length; i++) plain[i] = Number.isNaN(plain[i]!) ? NaN : plain[i]! + 0
  const halves = new Int32Array(plain.buffer)
  for (let i = 0; i < hash.length; i++) {
    let h = Math.imul(hash[i]! ^ halves[2 * i]!, 0x9e3779b1)
    h = Math.imul(h ^ (h >>> 15) ^ halves[2 * i + 1]!, 0x85ebca6b)
    hash[i] = h ^ (h >>> 13)
  }
}
