import { Int64, makeData, Vector } from 'apache-arrow'
import { summarize } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { date, dictionary, float64, makeTable, timestamp, utf8 } from '#src/table/build'
import { about } from '#src/table/metadata'
import { forms } from '../arbitrary/forms.js'
import { bruteSummary, type PlainOrder, plainRows } from './bruteSummary.js'

const roles = { customer: 'client', time: 'at', amount: 'paid' } as const
const DAY = 864e5
const START = Date.parse('2024-12-15')

function ordersTable(rows: readonly PlainOrder[], bareDates = false) {
  const times = Float64Array.from(rows, ({ time }) => (bareDates ? Math.floor(time / DAY) : time))
  return makeTable({
    client: utf8(rows.map(({ customer }) => customer)),
    at: bareDates ? date(times) : timestamp(times, 'UTC'),
    paid: float64(Float64Array.from(rows, ({ amount }) => amount)),
    invoice: utf8(rows.map(({ order }) => order)),
  })
}

/** Amounts are quarters, so that sums are exact in any order. */
const order = fc.record({
  customer: fc.constantFrom(' a', 'a', 'b', 'cc', 'customer-0001', 'customer-0002'),
  time: fc.oneof(
    fc.integer({ min: 0, max: 40 * DAY }).map((ms) => START + ms),
    fc.integer({ min: 0, max: 20_000 }).map((days) => (days - 5000) * DAY),
  ),
  amount: fc.integer({ min: -8, max: 40 }).map((n) => n / 4),
  order: fc.constantFrom('1', '2', '3', '4'),
})
const rules = fc.record({
  asOf: fc.constantFrom(undefined, '2025-01-20', '2025-01-20T09:30:00Z'),
  calibrationEnd: fc.constantFrom(undefined, '2024-12-31', '2025-01-20'),
  refunds: fc.constantFrom('net', 'keep', 'drop'),
  useOrder: fc.boolean(),
  unit: fc.constantFrom('day', 'week'),
})
const utcDay = (ms: number) => new Date(ms).toISOString().slice(0, 10)

const figures = ['first_order', 'orders', 'revenue', 'frequency', 'recency', 'T', 'monetary_value'] as (
  | 'orders'
  | 'revenue'
)[]
const pick = (row: Record<string, unknown>, { schema }: { schema: { fields: { name: string }[] } }) =>
  Object.fromEntries(schema.fields.map(({ name }) => [name, row[name]]))

const byName = (table: Parameters<typeof plainRows>[0]) =>
  plainRows(table).sort((a, b) => (a.customer_id! < b.customer_id! ? -1 : 1))

/** A small random generator, so that the rows are the same each time. */
function mulberry(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

describe('summarize', () => {
  it('gives what filtering, grouping and sorting plain rows gives, for every rule', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 60 }), rules, fc.boolean(), (plain, r, bare) => {
        const rows = bare ? plain.map((row) => ({ ...row, time: Math.floor(row.time / DAY) * DAY })) : plain
        const asOf = bare ? r.asOf?.slice(0, 10) : r.asOf
        const truth = { ...r, asOf, dayOf: utcDay, daysAUnit: r.unit === 'week' ? 7 : 1 }
        const { unit, refunds, calibrationEnd } = r
        const options = { ...roles, asOf, unit, refunds, calibrationEnd } as const
        const order = r.useOrder ? 'invoice' : undefined
        const summary = summarize(ordersTable(rows, bare), { ...options, order })
        expect(plainRows(summary)).toEqual(bruteSummary(rows, truth))
      }),
      { numRuns: 300 },
    )
  })

  it('counts calendar days of the zone', () => {
    const zones = fc.constantFrom('America/New_York', 'Asia/Kolkata', 'Pacific/Auckland')
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 40 }), zones, (rows, timeZone) => {
        const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
        const truth = {
          refunds: 'net',
          useOrder: false,
          daysAUnit: 1,
          dayOf: (ms: number) => format.format(ms),
        } as const
        const options = { ...roles, timeZone, calibrationEnd: '2025-01-02' } as const
        const brute = bruteSummary(rows, { ...truth, calibrationEnd: '2025-01-02' })
        expect(plainRows(summarize(ordersTable(rows), options))).toEqual(brute)
      }),
    )
  })

  it('gives the same for every physical form of the table', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 30 }), (rows) => {
        const table = ordersTable(rows)
        const truth = plainRows(summarize(table, { ...roles, order: 'invoice' }))
        for (const { form, table: other } of forms(table)) {
          const summary = summarize(other, { ...roles, order: 'invoice' })
          // Arrow itself cannot print dictionaries of 64-bit codes.
          const readable = form.includes('64-bit codes') ? summary.select(figures) : summary
          expect(plainRows(readable), form).toEqual(truth.map((row) => pick(row, readable)))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('has what each customer is, not depending on the order of rows', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...Array(40).keys()], { minLength: 40 }),
        fc.array(order, { minLength: 40, maxLength: 40 }),
        (places, rows) => {
          const shuffled = places.map((i) => rows[i]!)
          expect(byName(summarize(ordersTable(shuffled), roles))).toEqual(
            byName(summarize(ordersTable(rows), roles)),
          )
        },
      ),
    )
  })

  it('has the same bits for 1, 2 and 4 threads, from codes, short and long text and 64-bit integers', () => {
    const n = 150_000
    const random = mulberry(5)
    const whose = Int32Array.from({ length: n }, () => Math.floor(random() ** 2 * 20_000))
    const table = makeTable({
      code: dictionary(
        whose,
        Array.from({ length: 20_000 }, (_, i) => `client ${i}`),
      ),
      short: utf8(Array.from(whose, (w) => `c${w}`)),
      long: utf8(Array.from(whose, (w) => `customer-${w}`)),
      number: new Vector([
        makeData({ type: new Int64(), data: BigInt64Array.from(whose, (w) => BigInt(w) << 30n) }),
      ]),
      at: timestamp(
        Float64Array.from(whose, () => Math.floor(START + random() * 500 * DAY)),
        'UTC',
      ),
      paid: float64(Float64Array.from(whose, () => random() * 100 - 5)),
    })
    const summaries = (['code', 'short', 'long', 'number'] as const).flatMap((customer) =>
      [1, 2, 4].map((threads) => {
        const options = { ...roles, customer, threads, calibrationEnd: '2025-12-31' } as const
        return summarize(table, options).select([
          'first_order',
          'orders',
          'revenue',
          'monetary_value',
          'holdout_revenue',
        ] as any)
      }),
    )
    const [first, ...others] = summaries.map(plainRows)
    expect(first).not.toHaveLength(0)
    for (const other of others) expect(other).toEqual(first)
  })

  it('says what it counted and what it took for granted', () => {
    const rows = [
      { customer: 'a', time: Date.parse('2025-01-01'), amount: 10, order: '1' },
      { customer: 'a', time: Date.parse('2025-01-05'), amount: -4, order: '2' },
      { customer: 'b', time: Date.parse('2025-02-03'), amount: 7, order: '3' },
      { customer: 'c', time: Date.parse('2025-03-01'), amount: 7, order: '4' },
    ]
    const options = { ...roles, calibrationEnd: '2025-01-31', asOf: '2025-02-28', unit: 'week' } as const
    const summary = summarize(ordersTable(rows), options)
    expect(about(summary)).toEqual({
      roles: { customer: 'customer_id' },
      unit: 'week',
      asOf: '2025-02-28',
      calibrationEnd: '2025-01-31',
      refunds: 'net',
      counts: {
        summarize: {
          customers: 1,
          futureRows: 1,
          refundRows: 1,
          refundsDropped: 0,
          customersLate: 1,
          customersNone: 1,
        },
      },
    })
    expect(plainRows(summary)).toMatchObject([{ customer_id: 'a', orders: 1, revenue: 6, frequency: 0 }])
    const dropped = about(summarize(ordersTable(rows), { ...options, refunds: 'drop' }))
    expect(dropped.counts.summarize).toMatchObject({ refundRows: 1, refundsDropped: 1 })
  })
})
