import { readFileSync } from 'node:fs'
import { Field, List, Table, tableFromIPC, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { readParquet } from 'parquet-wasm'
import { describe, expect, test } from 'vitest'
import { cleanOrders, ClienteleError, type CleanOrdersOptions } from 'clientele'
import { about } from '#src/table/metadata'
import { sharedFile } from '../shared.js'
import { rowsToTable, tableToRows } from './orderLines.js'

const retail = sharedFile('online_retail/online_retail.parquet')
const roles = { customer: 'customer', time: 'time', order: 'order', quantity: 'quantity', price: 'price' }

function auditOf(rows: Parameters<typeof rowsToTable>[0], options: CleanOrdersOptions = {}) {
  const { audit, orders } = cleanOrders(rowsToTable(rows), { ...roles, ...options })
  const found: Record<string, any> = Object.fromEntries(tableToRows(audit).map((row) => [row.rule, row]))
  return { found, orders: tableToRows(orders), table: orders }
}

const line = { customer: 'ann', time: '2025-03-01', order: '1', product: 'tea', quantity: 2, price: 5 }

describe('published counts', () => {
  test.skipIf(!retail)('Online Retail: 397,884 lines, 4,338 customers, 18,532 invoices, 8,911,407.90', () => {
    const bytes = readParquet(readFileSync(retail!), { batchSize: 65_536 }).intoIPCStream()
    const { orders, audit } = cleanOrders(tableFromIPC(bytes), {
      customer: 'CustomerID',
      time: 'InvoiceDate',
      order: 'InvoiceNo',
      quantity: 'Quantity',
      price: 'UnitPrice',
    })
    const found = Object.fromEntries(tableToRows(audit).map((row) => [row.rule, row]))
    expect(found.read).toMatchObject({ lines: 541_909, customers: 4372 })
    expect(found.without_customer).toMatchObject({ lines: 135_080, customers: 0 })
    // The repeated lines that are usually reported for this file once lines without a customer are gone.
    expect(found.duplicate).toMatchObject({ action: 'keep', lines: 5225 })
    expect(found.cancelled).toMatchObject({ action: 'drop', lines: 8905 })
    expect(found.non_positive!.lines).toBe(40)
    expect(found.kept).toMatchObject({ lines: 397_884, customers: 4338 })
    expect(found.kept!.revenue).toBeCloseTo(8_911_407.904, 2)
    expect(orders.numRows).toBe(397_884)
    expect(new Set(orders.getChild('InvoiceNo')).size).toBe(18_532)
  })
})

describe('each rule', () => {
  const cases: [string, Parameters<typeof rowsToTable>[0][number], CleanOrdersOptions][] = [
    ['without_customer', { ...line, customer: null }, {}],
    ['without_customer', { ...line, customer: '  ' }, {}],
    ['without_time', { ...line, time: null }, {}],
    ['without_amount', { ...line, price: null }, {}],
    ['without_amount', { ...line, quantity: Infinity }, {}],
    ['without_amount', { ...line, price: 1e308, quantity: 1e308 }, {}],
    ['test', { ...line, customer: 'test-7' }, { test: /^test-/g }],
    ['test', { ...line, customer: 'eve' }, { test: ['eve', 'bob'] }],
    ['test', { ...line, customer: 'eve' }, { test: (id) => id === 'eve' }],
    ['future', { ...line, time: '2025-04-01' }, { asOf: '2025-03-31' }],
    ['future', { ...line, time: '2025-03-31T12:00:01Z' }, { asOf: '2025-03-31T12:00:00Z' }],
    ['duplicate', line, { duplicates: 'drop' }],
    ['cancelled', { ...line, order: 'C1', quantity: -2 }, {}],
    ['cancelled', { ...line, order: 'X1' }, { cancelled: /^X/ }],
    ['cancelled', { ...line, order: 'X1' }, { cancelled: (id) => id === 'X1' }],
    ['refund', { ...line, quantity: -1 }, {}],
    ['refund', { ...line, order: 'C1', quantity: -2 }, { cancelled: false }],
    ['non_positive', { ...line, quantity: 0 }, {}],
    ['non_positive', { ...line, quantity: -1, price: -5 }, {}],
    ['non_positive', { ...line, price: 0 }, { refunds: 'keep' }],
  ]
  test.each(cases)('%s finds %j and nothing else (%o)', (rule, stray, options) => {
    const { found, orders } = auditOf([line, stray, { ...line, order: '2' }], options)
    const dropped = Object.values(found).filter(({ action, lines }) => action === 'drop' && lines > 0)
    expect(dropped.map((row) => row.rule)).toEqual([rule])
    expect(orders).toEqual([
      { ...line, amount: 10 },
      { ...line, order: '2', amount: 10 },
    ])
  })

  test('a bare asOf means through the end of that day, by the clock of timeZone', () => {
    const rows = ['2025-03-31T23:59:59Z', '2025-04-01T00:30:00Z'].map((time) => ({ ...line, time }))
    expect(auditOf(rows, { asOf: '2025-03-31' }).orders.length).toBe(1)
    expect(auditOf(rows, { asOf: '2025-03-31', timeZone: 'America/New_York' }).orders.length).toBe(2)
    expect(auditOf(rows, { asOf: '2025-03-31', timeZone: 'Asia/Tokyo' }).orders.length).toBe(0)
  })

  test('orders that are all numbered C1, C2 … are no cancellations', () => {
    const { found } = auditOf(['C1', 'C2', 'C3'].map((order) => ({ ...line, order })))
    expect(found.kept!.lines).toBe(3)
  })

  test('a stray date that cannot be read is left out; a column in another format is an error', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ ...line, order: String(i) }))
    const { found } = auditOf([{ ...line, time: 'n/a' }, ...rows])
    expect(found.without_time!.lines).toBe(1)
    expect(() => auditOf([{ ...line, time: '01/03/2025' }, ...rows.slice(0, 9)])).toThrow(
      /1 of 10 values of column 'time' are no ISO dates \('01\/03\/2025'\)/,
    )
  })
})

test('lines with lists are told apart by what is in them', () => {
  const lists = vectorFromArray([['a'], ['b'], ['a']], new List(new Field('item', new Utf8(), true)))
  const table = rowsToTable([line, line, line]).assign(new Table({ tags: lists }))
  const { orders } = cleanOrders(table, { ...roles, duplicates: 'drop' })
  expect(orders.numRows).toBe(2)
})

describe('refunds: net', () => {
  test('takes a refund off the latest purchases that are not later, and off none below 0', () => {
    const { found, orders } = auditOf(
      [
        { ...line, order: '4', time: '2025-03-09' },
        { ...line, order: 'C3', time: '2025-03-05', quantity: -3 },
        { ...line, order: '1' },
        { ...line, order: '2', time: '2025-03-02' },
      ],
      { refunds: 'net' },
    )
    expect(orders.map(({ order, amount }) => [order, amount])).toEqual([
      ['4', 10],
      ['1', 5],
    ])
    expect(found.cancelled).toMatchObject({ action: 'net', lines: 1, revenue: -15 })
    expect(found.refunded).toMatchObject({ action: 'net', lines: 1, customers: 1, revenue: 15 })
  })

  test('with product: off purchases of that product only', () => {
    const rows = [
      { ...line, product: 'tea' },
      { ...line, product: 'mug', time: '2025-03-02' },
      { ...line, product: 'tea', time: '2025-03-03', quantity: -1 },
    ]
    const amounts = (options: CleanOrdersOptions) => auditOf(rows, options).orders.map(({ amount }) => amount)
    expect(amounts({ refunds: 'net', product: 'product' })).toEqual([5, 10])
    expect(amounts({ refunds: 'net' })).toEqual([10, 5])
  })

  test('what no purchase answers for has no effect', () => {
    const { found, orders } = auditOf(
      [
        { ...line, quantity: -9 },
        { ...line, time: '2025-03-02' },
      ],
      {
        refunds: 'net',
      },
    )
    expect(orders.map(({ amount }) => amount)).toEqual([10])
    expect(found.refunded!.revenue).toBe(0)
  })

  test('replaces the amount where a column has that role', () => {
    const rows = [
      { id: 1, day: '2025-01-01', paid: 30 },
      { id: 1, day: '2025-01-02', paid: -10 },
    ]
    const { orders } = cleanOrders(rowsToTable(rows), {
      customer: 'id',
      time: 'day',
      amount: 'paid',
      refunds: 'net',
    })
    expect(tableToRows(orders)).toEqual([{ id: 1, day: '2025-01-01', paid: 20 }])
    expect(about(orders).roles).toEqual({ customer: 'id', time: 'day', amount: 'paid' })
  })
})

const cell = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 12 })

describe('properties', () => {
  const anyLine = fc.record({
    customer: cell(fc.constantFrom('a', 'b', 'c', '', 'test')),
    time: cell(fc.constantFrom('2025-01-01', '2025-01-02', '2025-01-03T10:00:00Z')),
    order: cell(fc.constantFrom('1', '2', 'C3', 'C4')),
    product: cell(fc.constantFrom('x', 'y')),
    quantity: cell(fc.integer({ min: -5, max: 5 })),
    price: cell(fc.constantFrom(-1, 0, 0.1, 2.55, 7)),
  })
  const anyRules = fc.record(
    {
      product: fc.constant('product'),
      asOf: fc.constant('2025-01-02'),
      withoutCustomer: fc.constantFrom('drop' as const, 'keep' as const),
      test: fc.constant(['test']),
      duplicates: fc.constantFrom('drop' as const, 'keep' as const),
      cancelled: fc.constantFrom<RegExp | false>(/^C/, false),
      refunds: fc.constantFrom('drop' as const, 'net' as const, 'keep' as const),
      nonPositive: fc.constantFrom('drop' as const, 'keep' as const),
    },
    { requiredKeys: [] },
  )
  const names = ['customer', 'time', 'order', 'product', 'quantity', 'price']
  const text = { customer: 'a', time: '2025-01-01', order: '1', product: 'x', quantity: 1, price: 1 }
  const anyLines = fc.array(anyLine, { maxLength: 40 }).map((rows) => [...rows, text])

  test('read less what rules took is kept, in lines and in revenue; kept is what orders hold', () => {
    fc.assert(
      fc.property(anyLines, anyRules, (rows, rules) => {
        const { orders, audit } = cleanOrders(rowsToTable(rows, names), { ...roles, ...rules })
        const books = tableToRows(audit)
        const taken = books.filter(({ action }) => action === 'drop' || action === 'net')
        const total = (what: string) => taken.reduce((sum, row) => sum + row[what], 0)
        const [first, last] = [books[0]!, books.at(-1)!]
        expect([first.rule, last.rule]).toEqual(['read', 'kept'])
        expect(first.lines).toBe(rows.length)
        expect(first.lines - total('lines')).toBe(last.lines)
        expect(first.revenue - total('revenue')).toBeCloseTo(last.revenue, 9)
        const kept = tableToRows(orders)
        expect(kept.length).toBe(last.lines)
        expect(kept.reduce((sum, row) => sum + row.amount, 0)).toBeCloseTo(last.revenue, 9)
      }),
      { numRuns: 300 },
    )
  })

  test('the defaults equal a plain filter', () => {
    fc.assert(
      fc.property(anyLines, (rows) => {
        const { orders } = cleanOrders(rowsToTable(rows, names), roles)
        const expected = rows.filter(
          ({ customer, time, quantity, price }) => customer && time && quantity! > 0 && price! > 0,
        )
        // Three times 2.55 is 7.65, and not 7.6499999999999995.
        const plain = expected.map((row) => ({
          ...row,
          amount: (row.quantity! * Math.round(100 * row.price!)) / 100,
        }))
        expect(tableToRows(orders)).toEqual(plain)
      }),
    )
  })

  test('cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(anyLines, anyRules, (rows, rules) => {
        const once = cleanOrders(rowsToTable(rows, names), { ...roles, ...rules }).orders
        const again = cleanOrders(once, rules).orders
        expect(tableToRows(again)).toEqual(tableToRows(once))
      }),
    )
  })
})

describe('bad input', () => {
  const table = rowsToTable([line])
  const bad: [string, () => unknown, string][] = [
    ['a missing column', () => cleanOrders(table, { ...roles, customer: 'client' }), 'column-missing'],
    ['no role', () => cleanOrders(table), 'role-missing'],
    ['no amount', () => cleanOrders(table, { customer: 'customer', time: 'time' }), 'role-missing'],
    ['text as amount', () => cleanOrders(table, { ...roles, quantity: 'product' }), 'column-type'],
    ['a column twice', () => cleanOrders(table, { ...roles, price: 'quantity' }), 'contradiction'],
    ['an unknown option', () => cleanOrders(table, { custmer: 'x' } as any), 'option-invalid'],
    ['a wrong word', () => cleanOrders(table, { ...roles, refunds: 'nett' as any }), 'option-invalid'],
    ['a wrong asOf', () => cleanOrders(table, { ...roles, asOf: '31.3.2025' }), 'option-invalid'],
    ['no table', () => cleanOrders([line] as any, roles), 'value-invalid'],
    [
      'cancelled without order',
      () => cleanOrders(table, { ...roles, order: undefined, cancelled: /C/ }),
      'option-invalid',
    ],
    [
      'an amount that is not the amount',
      () => cleanOrders(rowsToTable([{ ...line, amount: 1 }]), roles),
      'column-exists',
    ],
  ]
  test.each(bad)('%s is one clear sentence', (_, call, code) => {
    expect(call).toThrow(ClienteleError)
    expect(call).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/^cleanOrders: .*\.$/) }),
    )
  })

  test('a table without rows gives orders without rows and an audit of zeros', () => {
    const { orders, audit } = cleanOrders(rowsToTable([line]).slice(0, 0), roles)
    expect(orders.numRows).toBe(0)
    expect(tableToRows(audit).every(({ lines, revenue }) => lines === 0 && revenue === 0)).toBe(true)
  })
})

test('roles, zone, day and policy travel with the orders', () => {
  const { orders } = cleanOrders(rowsToTable([line]), {
    ...roles,
    asOf: '2025-03-31',
    timeZone: 'Asia/Tokyo',
  })
  expect(about(orders)).toMatchObject({
    roles: { customer: 'customer', time: 'time', amount: 'amount', order: 'order' },
    asOf: '2025-03-31',
    timeZone: 'Asia/Tokyo',
    refunds: 'drop',
  })
  expect(about(orders).counts.cleanOrders).toMatchObject({ read: 1, kept: 1 })
})

test('the result is frozen and prints as its audit', () => {
  const result = cleanOrders(rowsToTable([line]), roles)
  expect(Object.isFrozen(result)).toBe(true)
  expect(String(result)).toContain('kept (kept): 1 lines, 1 customers, revenue 10')
})
