import { Int16, Int64, LargeUtf8, type Table, Uint64, vectorFromArray } from 'apache-arrow'
import { summarize } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dictionary, float64, makeTable, timestamp, utf8 } from '#src/table/build'
import { about } from '#src/table/metadata'
import { plainRows } from './bruteSummary.js'

const roles = { customer: 'client', time: 'at', amount: 'paid' } as const
const DAY = 864e5
const START = Date.parse('2024-12-15')

const row = fc.record({
  customer: fc.constantFrom(
    ' a',
    'a',
    'ab',
    'abc',
    'abcd',
    'abcde',
    '数据数据数',
    'customer-0001',
    'customer-0002',
  ),
  time: fc.oneof(
    fc.integer({ min: 0, max: 400 * DAY }).map((ms) => START + ms),
    fc.integer({ min: 0, max: 60_000 }).map((days) => (days - 5000) * DAY),
  ),
  amount: fc.integer({ min: -8, max: 40 }).map((n) => n / 4),
  order: fc.constantFrom('1', '2', 'order-number-3', '4', ''),
})
type Row = typeof row extends fc.Arbitrary<infer R> ? R : never

function tableOf(rows: readonly Row[]) {
  const names = [...new Set(rows.map(({ customer }) => customer))].sort()
  return makeTable({
    client: utf8(rows.map(({ customer }) => customer)),
    category: dictionary(
      Int32Array.from(rows, ({ customer }) => names.indexOf(customer)),
      names,
    ),
    at: timestamp(
      Float64Array.from(rows, ({ time }) => time),
      'UTC',
    ),
    paid: float64(Float64Array.from(rows, ({ amount }) => amount)),
    invoice: utf8(rows.map(({ order }) => order)),
  })
}

/** The rows in batches that end at the cuts. */
function batches(rows: readonly Row[], cuts: readonly number[]): Table[] {
  const ends = [...cuts.map((cut) => cut % (rows.length + 1)), rows.length].sort((a, b) => a - b)
  return ends.map((end, i) => tableOf(rows.slice(ends[i - 1] ?? 0, end)))
}

async function* later(tables: readonly Table[]) {
  for (const table of tables) yield await Promise.resolve(table)
}

const clients = (first: number) =>
  makeTable({
    client: utf8(Array.from({ length: 20_000 }, (_, i) => `client ${first + i}`)),
    at: timestamp(Float64Array.from({ length: 20_000 }, (_, i) => START + (first + i) * 1e6)),
    paid: float64(Float64Array.from({ length: 20_000 }, (_, i) => 0.1 * i)),
  })

describe('summarize of a stream', () => {
  const cuts = fc.array(fc.nat(100), { maxLength: 5 })
  const rules = fc.record({
    refunds: fc.constantFrom('net', 'keep', 'drop'),
    calibrationEnd: fc.constantFrom(undefined, '2025-03-31'),
    asOf: fc.constantFrom(undefined, '2025-06-30', '2025-06-30T12:00:00Z'),
    order: fc.constantFrom(undefined, 'invoice'),
    customer: fc.constantFrom('client', 'category'),
    timeZone: fc.constantFrom(undefined, 'Asia/Tokyo'),
    threads: fc.constantFrom(1, 1, 1, 2),
  })

  it('gives what one table of the same rows gives, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), cuts, rules, async (rows, at, r) => {
        const options = { ...roles, ...r } as const
        const whole = summarize(tableOf(rows), options as typeof roles)
        const parts = await summarize(later(batches(rows, at)), options as typeof roles)
        expect(plainRows(parts)).toEqual(plainRows(whole))
        expect(about(parts)).toEqual(about(whole))
        expect(parts.schema.fields.map(String)).toEqual(whole.schema.fields.map(String))
      }),
      { numRuns: 200 },
    )
  })

  it('keeps the type of whole numbers, also beyond 53 bits', async () => {
    const at = timestamp(Float64Array.from([0, 1, 2, 3], (day) => day * DAY))
    const paid = float64(Float64Array.of(1, 2, 3, 4))
    const keys = [
      vectorFromArray([-5, 7, -5, 300], new Int16()),
      vectorFromArray([-5n, 2n ** 62n + 1n, -5n, 2n ** 62n], new Int64()),
      vectorFromArray([5n, 2n ** 64n - 1n, 5n, 0n], new Uint64()),
    ]
    for (const client of keys) {
      const table = makeTable({ client, at, paid })
      const truth = summarize(table, roles)
      const summary = await summarize([table.slice(0, 2), table.slice(2)], roles)
      expect(plainRows(summary)).toEqual(plainRows(truth))
      expect(String(summary.schema.fields[0]!.type)).toBe(String(client.type))
    }
  })

  it('grows to any number of customers, the same for one and two threads', async () => {
    const tables = Array.from({ length: 12 }, (_, k) => clients(10_000 * k))
    const [one, two] = [await summarize(tables, roles), await summarize(tables, { ...roles, threads: 2 })]
    expect(one.numRows).toBe(130_000)
    expect(one.getChild('customer_id')!.get(129_999)).toBe('client 129999')
    expect(plainRows(one)).toEqual(plainRows(two))
  })

  it('refuses what it cannot compare, and nothing at all', async () => {
    const table = tableOf([{ customer: 'a', time: 0, amount: 1, order: '1' }])
    const other = makeTable({
      ...Object.fromEntries(['at', 'paid'].map((n) => [n, table.getChild(n as 'at')!])),
      client: vectorFromArray([1], new Int16()),
    } as any)
    await expect(summarize([table, other], roles)).rejects.toThrow(
      /customer is whole numbers in a table of the stream, but text in the first/,
    )
    expect(() => summarize([], roles)).toThrow(/there is no table/)
    await expect(summarize(later([]), roles)).rejects.toThrow(/there is no table/)
    const dated = makeTable({
      ...Object.fromEntries(['at', 'paid'].map((n) => [n, table.getChild(n as 'at')!])),
      client: table.getChild('at')!,
    } as any)
    await expect(summarize([dated], roles)).rejects.toThrow(/'client' is Timestamp/)
    const large = makeTable({
      at: table.getChild('at')!,
      paid: table.getChild('paid')!,
      client: vectorFromArray(['a'], new LargeUtf8()),
    })
    expect(plainRows(await summarize([table, large] as Table<any>[], roles))).toMatchObject([
      { customer_id: 'a', orders: 2 },
    ])
  })

  it('a customer of blank text is missing, as in one table', async () => {
    const rows = ['a', '', ' \u3000'].map((customer) => ({
      customer,
      time: 0,
      amount: 1,
      order: '1',
    })) as Row[]
    const table = tableOf(rows)
    for (const customer of ['client', 'category'] as const) {
      const answer = summarize([tableOf(rows.slice(0, 1)), table], { ...roles, customer })
      await expect(answer).rejects.toThrow(`'${customer}' is missing or blank in 2 of 3 rows`)
    }
  })

  it('stops where the signal says so, and lets go of the stream', async () => {
    const stop = new AbortController()
    let ended = false
    async function* endless() {
      try {
        for (;;) yield tableOf([{ customer: 'a', time: 0, amount: 1, order: '1' }])
      } finally {
        ended = true
      }
    }
    const onProgress = ({ done }: { done: number }) => done > 5 && stop.abort()
    const answer = summarize(endless(), {
      ...roles,
      signal: stop.signal,
      onProgress: onProgress as () => void,
    })
    await expect(answer).rejects.toMatchObject({ code: 'aborted' })
    expect(ended).toBe(true)
  })
})
