import { createRequire } from 'node:module'
import { fromRows, summarize, toRows } from 'clientele'
import { fromDanfo, toDanfo } from 'clientele/interop'
import { describe, expect, it } from 'vitest'

/** The real danfojs-node, loaded as CommonJS: its ES build does not name its exports. */
const danfo = createRequire(new URL('../peers/package.json', import.meta.url))('danfojs-node')

const rows = [
  { id: 'ann', day: new Date('2025-03-01'), paid: 20, orders: 1, vip: true },
  { id: 'bob', day: new Date('2025-03-04T10:30:00Z'), paid: 12.25, orders: 2, vip: false },
  { id: 'ann', day: null, paid: null, orders: null, vip: null },
]

describe('danfojs-node', () => {
  it('takes a table and gives it back: dates as ISO text, missing as null', () => {
    const back = toRows(fromDanfo(toDanfo(fromRows(rows), danfo) as any))
    expect(back).toEqual(rows.map((row) => ({ ...row, day: row.day?.toISOString() ?? null })))
  })

  it('is read with its own types and its index', () => {
    const frame = new danfo.DataFrame({ id: ['a', 'b'], paid: [1.5, NaN] }, { index: ['first', 'second'] })
    expect(toRows(fromDanfo(frame, { index: 'row' }))).toEqual([
      { row: 'first', id: 'a', paid: 1.5 },
      { row: 'second', id: 'b', paid: null },
    ])
  })

  it('holds orders that can be summarised as they are', () => {
    const frame = new danfo.DataFrame({
      id: ['a', 'b', 'a'],
      day: ['2025-01-01', '2025-01-02', '2025-01-09'],
      paid: [1, 2, 4],
    })
    const customers = summarize(fromDanfo(frame), { customer: 'id', time: 'day', amount: 'paid' })
    expect(toRows(customers).map((row: any) => [row.customer_id, row.orders, row.revenue])).toEqual([
      ['a', 2, 5],
      ['b', 1, 2],
    ])
  })

  it('cannot hold an empty table, which is said', () => {
    expect(() => toDanfo(fromRows([]), danfo)).toThrow(/no rows/)
  })
})
