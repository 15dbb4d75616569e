import { TimestampMillisecond, vectorFromArray, Table } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { about, cleanOrders, cohorts, fromRows, summarize, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { reportFigures } from '#src/report/reportFigures'

const roles = { customer: 'c', time: 't', amount: 'a' } as const
const timeZone = 'America/New_York'

/** One customer's order at each time, in a column of that kind. */
const KINDS = {
  'text without a zone': (times: string[]): Table<any> => fromRows(times.map((t) => ({ c: 'ann', t, a: 1 }))),
  'a timestamp without a zone': (times: string[]): Table<any> =>
    fromRows(
      times.map((t) => ({ c: 'ann', t, a: 1 })),
      { types: { t: 'timestamp' } },
    ),
}
const ZONED = {
  'text with an offset': (times: string[]): Table<any> =>
    fromRows(times.map((t) => ({ c: 'ann', t: `${t}+00:00`, a: 1 }))),
  'text with Z': (times: string[]): Table<any> =>
    fromRows(times.map((t) => ({ c: 'ann', t: `${t}Z`, a: 1 }))),
  Dates: (times: string[]): Table<any> =>
    fromRows(times.map((t) => ({ c: 'ann', t: new Date(`${t}Z`), a: 1 }))),
  'a timestamp with a zone': (times: string[]): Table<any> =>
    new Table({
      c: vectorFromArray(times.map(() => 'ann')),
      t: vectorFromArray(
        times.map((t) => new Date(`${t}Z`)),
        new TimestampMillisecond('Asia/Tokyo'),
      ),
      a: vectorFromArray(times.map(() => 1)),
    }),
}

describe.each(Object.entries(KINDS))('%s is wall-clock time, whose day timeZone leaves alone', (_, table) => {
  const orders = table(['2025-06-30T23:30:00', '2025-07-01T02:00:00'])
  it('in summarize, of tables and of streams', async () => {
    for (const found of [
      summarize(orders, { ...roles, timeZone }),
      await summarize([orders], { ...roles, timeZone }),
    ]) {
      expect(about(found).asOf).toBe('2025-07-01')
      expect(toRows(found)[0]).toMatchObject({ frequency: 1, recency: 1 })
    }
    const until = summarize(orders, { ...roles, timeZone, asOf: '2025-06-30' })
    expect(toRows(until)[0]).toMatchObject({ orders: 1, days_since_last: 0 })
  })
  it('in cohorts, cleanOrders and the report', () => {
    expect(cohorts(orders, { ...roles, timeZone }).long.numRows).toBe(2)
    const clean = cleanOrders(orders, { ...roles, timeZone, asOf: '2025-06-30' })
    expect(clean.orders.numRows).toBe(1)
    const customers = summarize(orders, { ...roles, timeZone })
    expect(reportFigures({ customers, orders }, { ...roles, timeZone }).period.to).toBe('2025-07-01')
  })
  it('and asOf is compared with it on the wall clock', () => {
    // 02:00 on the wall in New York is 06:00 in UTC.
    for (const asOf of ['2025-07-01T02:00:00', '2025-07-01T06:00:00Z', new Date('2025-07-01T06:00:00Z')]) {
      expect(toRows(summarize(orders, { ...roles, timeZone, asOf }))[0]!.orders).toBe(2)
      expect(
        cohorts(orders, { ...roles, timeZone, asOf })
          .long.getChild('active')!
          .get(1),
      ).toBe(1)
      expect(cleanOrders(orders, { ...roles, timeZone, asOf }).orders.numRows).toBe(2)
    }
    for (const asOf of ['2025-07-01T01:59:59', '2025-07-01T05:59:59Z']) {
      expect(toRows(summarize(orders, { ...roles, timeZone, asOf }))[0]!.orders).toBe(1)
      expect(cleanOrders(orders, { ...roles, timeZone, asOf }).orders.numRows).toBe(1)
    }
  })
})

describe.each(Object.entries(ZONED))('%s is a moment, whose day is that of timeZone', (_, table) => {
  // On the wall in New York: 30 June 19:30 and 22:00.
  const orders = table(['2025-06-30T23:30:00', '2025-07-01T02:00:00'])
  it('in summarize, of tables and of streams', async () => {
    for (const found of [
      summarize(orders, { ...roles, timeZone }),
      await summarize([orders], { ...roles, timeZone }),
    ]) {
      expect(about(found).asOf).toBe('2025-06-30')
      expect(toRows(found)[0]).toMatchObject({ orders: 2, frequency: 0 })
    }
  })
  it('in cohorts, cleanOrders and the report', () => {
    expect(cohorts(orders, { ...roles, timeZone }).long.numRows).toBe(1)
    expect(cleanOrders(orders, { ...roles, timeZone, asOf: '2025-06-30' }).orders.numRows).toBe(2)
    const customers = summarize(orders, { ...roles, timeZone })
    expect(reportFigures({ customers, orders }, { ...roles, timeZone }).period.to).toBe('2025-06-30')
  })
  it('and asOf without a zone is on the clock of timeZone', () => {
    for (const asOf of ['2025-06-30T22:00:00', '2025-07-01T02:00:00Z']) {
      expect(toRows(summarize(orders, { ...roles, timeZone, asOf }))[0]!.orders).toBe(2)
      expect(cleanOrders(orders, { ...roles, timeZone, asOf }).orders.numRows).toBe(2)
    }
    const before = summarize(orders, { ...roles, timeZone, asOf: '2025-06-30T21:59:59' })
    expect(toRows(before)[0]!.orders).toBe(1)
  })
})

it('among text with a zone, values without one are on the clock of timeZone', () => {
  const orders = fromRows(
    ['2025-07-01T02:00:00Z', '2025-07-01 02:00:00', '2025-07-01'].map((t) => ({ c: 'ann', t, a: 1 })),
  )
  const [ann] = toRows(summarize(orders, { ...roles, timeZone }))
  expect(ann).toMatchObject({ orders: 3, frequency: 1, first_order: new Date('2025-07-01T02:00:00Z') })
  expect(ann!.last_order).toEqual(new Date('2025-07-01T06:00:00Z'))
})

it('a stream of which some tables carry a zone and others none is refused', async () => {
  const one = fromRows([{ c: 'ann', t: '2025-07-01 02:00:00', a: 1 }])
  const other = fromRows([{ c: 'ann', t: '2025-07-01T02:00:00Z', a: 1 }])
  await expect(summarize([one, other], { ...roles, timeZone })).rejects.toThrow(/and a zone/)
})

const csv = (t: string) => new TextEncoder().encode(`c,t,a\nann,${t},1\nbob,${t},2\n`)

it('the times of a CSV file keep their days, unless the file gives their zone', async () => {
  const plain = await readTable(csv('2025-06-30 23:30'))
  expect(about(summarize(plain, { ...roles, timeZone: 'Europe/Berlin' })).asOf).toBe('2025-06-30')
  const zoned = await readTable(csv('2025-06-30T23:30:00Z'))
  expect(about(summarize(zoned, { ...roles, timeZone: 'Europe/Berlin' })).asOf).toBe('2025-07-01')
})
