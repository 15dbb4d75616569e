import { describe, expect, test } from 'vitest'
import {
  auditSegments,
  cleanOrders,
  cohorts,
  fitRfm,
  pareto,
  rfm,
  rfmSegments,
  summarize,
  toRows,
} from 'clientele'
import { forms } from '../arbitrary/forms.js'
import { rowsToTable } from './orderLines.js'

// Some lines of each sort: nulls, refunds, cancellations, repeats.
const lines = rowsToTable(
  Array.from({ length: 90 }, (_, i) => ({
    customer: i % 11 === 0 ? null : `c${(i * 7) % 13}`,
    time: i % 17 === 0 ? null : `2025-0${1 + (i % 5)}-1${i % 9} 10:00:00`,
    order: i % 9 === 4 ? `C${i}` : `${i >> 1}`,
    product: `p${i % 3}`,
    quantity: i % 9 === 4 ? -1 : (i >> 1) % 4,
    price: 2 + ((i >> 1) % 3),
  })),
)
const roles = { customer: 'customer', time: 'time', order: 'order', quantity: 'quantity', price: 'price' }
const { orders } = cleanOrders(lines, roles)
const customers = summarize(orders)

/** Everything that a result holds, as plain values. */
function plain(value: any): any {
  if (value?.schema?.fields) return toRows(value).map(plain)
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.getTime()
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? null : value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]))
}

const jobs: [string, any, (table: any) => unknown][] = [
  ['cleanOrders', lines, (t) => cleanOrders(t, { ...roles, duplicates: 'drop' })],
  ['cleanOrders, net', lines, (t) => cleanOrders(t, { ...roles, refunds: 'net', product: 'product' })],
  ['cohorts', orders, (t) => cohorts(t)],
  ['fitRfm', customers, (t) => fitRfm(t, { method: 'nested' })],
  ['rfm', customers, (t) => rfm(t)],
  ['pareto', customers, (t) => pareto(t)],
]

describe.each(jobs)('%s gives the same answer', (_, table, job) => {
  const expected = plain(job(table))
  test.each(forms(table))('$form', ({ table }) => {
    expect(plain(job(table))).toEqual(expected)
  })
})

test('orders flow from export to segments without being told anything twice', () => {
  const scored = toRows(rfm(customers))
  expect(scored.length).toBe(13)
  expect(auditSegments(rfmSegments).gaps.numRows).toBe(0)
  expect(scored.every(({ segment }) => typeof segment === 'string')).toBe(true)
})
