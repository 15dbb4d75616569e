/** Generated orders for the benchmarks: skewed customers, three years, amounts in cents; the same on every machine. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  Dictionary,
  Int32,
  Int64,
  makeData,
  makeVector,
  Table,
  tableFromIPC,
  tableToIPC,
  Timestamp,
  TimeUnit,
  Utf8,
  Vector,
} from 'apache-arrow'
import { cache } from './python.mjs'

/** A small generator of 32-bit integers (Weyl sequence, murmur's finaliser). @param {number} i @param {number} stream */
export function hash(i, stream) {
  let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

const YEARS_3 = 1096 * 86_400
const START = 1_672_531_200 // 2023-01-01

/**
 * One batch of orders as typed arrays.
 * @param {number} from @param {number} rows @param {number} customers
 */
export function orderColumns(from, rows, customers) {
  const codes = new Int32Array(rows)
  const times = new BigInt64Array(rows)
  const halves = new Int32Array(times.buffer)
  const amounts = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    codes[i] = hash(from + i, 1) % customers
    const ms = (START + (hash(from + i, 2) % YEARS_3)) * 1000
    halves[2 * i] = (ms % 4294967296) | 0
    halves[2 * i + 1] = Math.floor(ms / 4294967296)
    amounts[i] = (hash(from + i, 3) % 20_000) / 100
  }
  return { codes, times, amounts }
}

/** Ids of eight letters, 'C0000000' upwards, as bytes. @param {Int32Array} numbers */
export function idBytes(numbers) {
  const bytes = new Uint8Array(8 * numbers.length)
  const offsets = Int32Array.from({ length: numbers.length + 1 }, (_, i) => 8 * i)
  for (let i = 0; i < numbers.length; i++) {
    let n = /** @type {number} */ (numbers[i])
    for (let k = 8 * i + 7; k > 8 * i; k--) {
      bytes[k] = 48 + (n % 10)
      n = Math.floor(n / 10)
    }
    bytes[8 * i] = 67
  }
  return makeVector({ type: new Utf8(), data: bytes, valueOffsets: offsets })
}

/**
 * A file of orders with customers as 'codes' (a dictionary), 'text' or 'int64', made once; its path and table.
 * @param {'codes' | 'text' | 'int64'} kind @param {number} rows @param {number} customers
 */
export function ordersFile(kind, rows, customers) {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, `orders-${kind}-${rows}-${customers}.arrow`)
  if (!existsSync(path)) writeFileSync(path, tableToIPC(makeOrders(kind, rows, customers), 'file'))
  return { path, table: tableFromIPC(readFileSync(path)) }
}

/** @param {'codes' | 'text' | 'int64'} kind @param {number} rows @param {number} customers */
function makeOrders(kind, rows, customers) {
  const { codes, times, amounts } = orderColumns(0, rows, customers)
  const time = makeVector({ type: new Timestamp(TimeUnit.MILLISECOND), data: times })
  return new Table({ customer: customerVector(kind, codes, customers), time, amount: makeVector(amounts) })
}

/** @param {'codes' | 'text' | 'int64'} kind @param {Int32Array} codes @param {number} customers @returns {Vector<any>} */
function customerVector(kind, codes, customers) {
  if (kind === 'int64') return makeVector({ type: new Int64(), data: BigInt64Array.from(codes, BigInt) })
  if (kind === 'text') return idBytes(codes)
  const labels = idBytes(Int32Array.from({ length: customers }, (_, i) => i))
  const type = new Dictionary(new Utf8(), new Int32())
  return new Vector([makeData({ type, data: codes, dictionary: labels })])
}
