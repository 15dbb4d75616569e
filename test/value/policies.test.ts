import { Float64, Int32, type Table, Utf8, vectorFromArray } from 'apache-arrow'
import {
  about,
  cleanOrders,
  cohorts,
  fitRfm,
  fromRows,
  pareto,
  rfm,
  summarize,
  toRows,
  where,
} from 'clientele'
import { expect, test } from 'vitest'
import { columnIndexReads } from './columnReads.js'
import { makeTable } from '#src/table/build'

const roles = { customer: 'c', time: 't', amount: 'a' } as const
const lines = fromRows([
  { c: 'ann', t: '2025-01-01', a: 10 },
  { c: 'ann', t: '2025-01-20', a: -4 },
  { c: 'ann', t: '2025-03-05', a: 7 },
])

test.each([
  ['keep', 3, 13, 2],
  ['drop', 2, 17, 1],
  ['net', 2, 13, 1],
] as const)(
  'the refund policy %s travels from cleanOrders to summarize and cohorts',
  (refunds, n, revenue, active) => {
    const { orders } = cleanOrders(lines, { ...roles, refunds })
    const customers = summarize(orders)
    expect(about(customers).refunds).toBe(refunds)
    expect(toRows(customers)[0]).toMatchObject({ orders: n, revenue })
    expect(about(cohorts(orders).long).refunds).toBe(refunds)
    const weekly = toRows(cohorts(orders, { period: 'week' }).long)
    expect(weekly.filter((row) => row.active === 1).length).toBe(active + 1)
    expect(weekly.reduce((sum, row) => sum + row.revenue!, 0)).toBe(revenue)
  },
)

test('a table that was not cleaned has its refunds netted, and options override', () => {
  expect(toRows(summarize(lines, roles))[0]).toMatchObject({ orders: 2, revenue: 13 })
  expect(toRows(summarize(lines, { ...roles, refunds: 'keep' }))[0]!.orders).toBe(3)
  const total = (refunds: 'net' | 'keep' | 'drop') =>
    toRows(cohorts(lines, { ...roles, refunds }).long).map((row) => [row.active, row.revenue])
  expect(total('net')).toEqual([
    [1, 6],
    [0, 0],
    [1, 7],
  ])
  expect(total('keep')).toEqual([
    [1, 6],
    [0, 0],
    [1, 7],
  ])
  expect(total('drop')).toEqual([
    [1, 10],
    [0, 0],
    [1, 7],
  ])
  const { long } = cohorts(lines, { ...roles, refunds: 'drop' })
  expect(about(long).counts.cohorts!.refundsLeftOut).toBe(1)
})

test('asOf after that of cleanOrders is a contradiction where it left orders out, and only then', () => {
  const { orders } = cleanOrders(lines, { ...roles, asOf: '2025-02-01' })
  const verbs: ((t: Table<any>, o: { asOf: string }) => unknown)[] = [summarize, cohorts]
  for (const verb of verbs) {
    expect(() => verb(orders, { asOf: '2026-01-01' })).toThrow(
      /asOf is 2026-01-01, but cleanOrders left out 1 lines after 2025-02-01/,
    )
    expect(() => verb(orders, { asOf: '2025-01-15' })).not.toThrow()
  }
  const whole = cleanOrders(lines, { ...roles, asOf: '2025-03-31' }).orders
  expect(about(summarize(whole, { asOf: '2026-01-01' })).asOf).toBe('2026-01-01')
})

test('the currency is an option of cleanOrders and summarize, and travels', () => {
  const { orders } = cleanOrders(lines, { ...roles, currency: 'EUR' })
  expect(about(orders).currency).toBe('EUR')
  expect(about(summarize(orders)).currency).toBe('EUR')
  expect(about(summarize(orders, { currency: 'GBP' })).currency).toBe('GBP')
  expect(about(cohorts(orders).long).currency).toBe('EUR')
  for (const currency of ['eur', '€', 'EURO', 3 as never]) {
    expect(() => cleanOrders(lines, { ...roles, currency })).toThrow(/ISO 4217/)
    expect(() => summarize(lines, { ...roles, currency })).toThrow(/ISO 4217/)
  }
})

test('errors name what was called', () => {
  const customers = fromRows([{ days_since_last: 1, orders: Infinity, revenue: 3 }])
  expect(() => rfm(customers)).toThrow(/^rfm: /)
  expect(() => rfm(customers, { bins: 1 })).toThrow(/^rfm: /)
  expect(() => rfm(fromRows([{ r: 1 }]) as Table<any>)).toThrow(/^rfm: /)
  expect(() => fitRfm(customers)).toThrow(/^fitRfm: /)
  const twice = fromRows([{ days_since_last: 1, orders: 1, revenue: 3, segment: 'x' }])
  expect(() => rfm(twice)).toThrow(/^rfm: would add a column 'segment'/)
})

test('a list given as a test of a column: the error says how', () => {
  expect(() => where(lines, { a: [1, 3] as never })).toThrow(/\{in: \[1, 3\]\}/)
})

const groupsOf = (n: number) =>
  toRows(pareto(fromRows(Array.from({ length: n }, (_, i) => ({ revenue: n - i })))).deciles)
    .filter(({ customers }) => customers! > 0)
    .map(({ decile }) => decile)

test('the best customer is in group 1, however few there are', () => {
  expect(groupsOf(3)).toEqual([1, 4, 7])
  expect(groupsOf(1)).toEqual([1])
})

const idTable = (ids: (number | null)[], type: any = new Float64()) =>
  makeTable<any>({
    c: vectorFromArray(ids, type),
    t: vectorFromArray(
      ids.map(() => '2025-01-01'),
      new Utf8(),
    ),
    a: vectorFromArray(
      ids.map(() => 1),
      new Float64(),
    ),
  })

test('a stream takes doubles as ids, and gives what the table does', async () => {
  const ids = [3, 0, -0, 2.5, 3, 1e300, -7]
  const streamed = await summarize([idTable(ids.slice(0, 3)), idTable(ids.slice(3))], roles)
  expect(toRows(streamed)).toEqual(toRows(summarize(idTable(ids), roles)))
  expect(toRows(streamed).map((row) => row.customer_id)).toEqual([3, 0, 2.5, 1e300, -7])
  await expect(summarize([idTable([1, NaN])], roles)).rejects.toThrow(/'c' is missing in 1 of 2 rows/)
  await expect(summarize([idTable([1]), idTable([1], new Int32())], roles)).rejects.toThrow(
    /customer is whole numbers in a table of the stream, but doubles in the first/,
  )
})

const wide = (n: number) =>
  fromRows([
    Object.fromEntries([
      ['c', 'ann'],
      ['t', '2025-01-01'],
      ['a', 1],
      ...Array.from({ length: n }, (_, i) => [`x${i}`, 1]),
    ]),
  ])

test('cleanOrders looks at each of very many columns once', () => {
  expect(columnIndexReads(wide(200), (t) => cleanOrders(t as never, roles))).toBeLessThan(
    2.5 * columnIndexReads(wide(100), (t) => cleanOrders(t as never, roles)),
  )
})
