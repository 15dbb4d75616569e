import { ClienteleError } from 'clientele'
import {
  chartCohorts,
  chartPareto,
  chartRevenue,
  chartRfm,
  chartSegments,
  reportFigures,
} from 'clientele/report'
import { Table, tableFromIPC, tableToIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { float64, makeTable, timestamp, utf8 } from '#src/table/build'
import { takeRows } from '#src/table/take'
import { forms } from '../arbitrary/forms.js'
import { dataOf, smallShop } from './data.js'

const { orders, customers: scored } = dataOf(smallShop(20, 60))
const numbers = (name: 'orders' | 'revenue' | 'days_since_last' | 'r' | 'f') =>
  float64(Float64Array.from(scored.getChild(name)!, Number))
const customers = makeTable({
  orders: numbers('orders'),
  revenue: numbers('revenue'),
  days_since_last: numbers('days_since_last'),
  r: numbers('r'),
  f: numbers('f'),
  segment: utf8(Array.from(scored.getChild('segment')!)),
})
const answers = {
  chartRevenue: [orders, (table: Table) => chartRevenue(table).spec],
  chartCohorts: [orders, (table: Table) => chartCohorts(table).spec],
  chartRfm: [customers, (table: Table) => chartRfm(table).spec],
  chartSegments: [customers, (table: Table) => chartSegments(table).spec],
  chartPareto: [customers, (table: Table) => chartPareto(table).spec],
  'reportFigures of orders': [orders, (table: Table) => reportFigures({ orders: table, customers })],
  'reportFigures of customers': [customers, (table: Table) => reportFigures({ orders, customers: table })],
} as const

describe.each(Object.entries(answers))('%s', (_, [table, answer]) => {
  test('gives the same for every form of the same table', () => {
    const expected = answer(table)
    for (const { form, table: same } of forms(table)) expect(answer(same), form).toEqual(expected)
  })

  test('gives the same for a table read from a file', () => {
    expect(answer(tableFromIPC(tableToIPC(table)))).toEqual(answer(table))
  })

  test('of no rows either an empty answer or a sentence', () => {
    try {
      expect(JSON.stringify(answer(takeRows(table, new Int32Array(0))))).not.toMatch(/NaN|Infinity/)
    } catch (error) {
      expect(error).toBeInstanceOf(ClienteleError)
      expect((error as Error).message).toMatch(/\S \S/)
    }
  })
})

test('an infinite amount is an error that names the column', () => {
  const infinite = makeTable({
    customer: utf8(['a', 'b']),
    time: timestamp(Float64Array.of(0, 86_400_000)),
    amount: float64(Float64Array.of(1, Infinity)),
  })
  const roles = { customer: 'customer', time: 'time', amount: 'amount' }
  for (const chart of [chartRevenue, chartCohorts]) {
    expect(() => chart(infinite, roles)).toThrow(expect.objectContaining({ code: 'value-invalid' }))
    expect(() => chart(infinite, roles)).toThrow(/'amount'/)
  }
})

test('a missing column is an error that lists those there are', () => {
  for (const chart of [chartRfm, chartSegments, chartPareto]) {
    expect(() => chart(makeTable({ name: utf8(['a']) }))).toThrow(
      expect.objectContaining({ code: 'column-missing' }),
    )
    expect(() => chart(makeTable({ name: utf8(['a']) }))).toThrow(/name/)
  }
  for (const chart of [chartRevenue, chartCohorts]) {
    expect(() => chart(makeTable({ name: utf8(['a']) }))).toThrow(
      expect.objectContaining({ code: 'role-missing' }),
    )
  }
})
