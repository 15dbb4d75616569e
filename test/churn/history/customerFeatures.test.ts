import fc from 'fast-check'
import {
  about,
  concat,
  customerFeatures,
  fitBgNbd,
  fromRows,
  join,
  labelChurn,
  summarize,
  toRows,
} from 'clientele'
import { describe, expect, it } from 'vitest'
import { takeRows } from '#src/table/take'
import { date, iso, type Line, line, lines, ordersOf, roles } from './made.js'

const DAY = 50
const cutoff = iso(DAY)
const windows = [{ days: 10 }, { days: 30 }]
const events = fc.array(
  fc.record({
    who: fc.constantFrom('ann', 'bob', 'zoe', 'stranger'),
    day: fc.nat(99),
    length: fc.option(fc.nat(30)),
    responded: fc.boolean(),
  }),
  { maxLength: 15 },
)
type Event = typeof events extends fc.Arbitrary<(infer E)[]> ? E : never

const none = { who: 'stranger', day: 0, length: null, responded: false }
const tableOf = (rows: readonly Event[]) =>
  fromRows(
    [none, ...rows].map(({ who, day, length, responded }) => ({
      who,
      at: date(day),
      resolved: length === null ? null : date(day + length),
      responded,
    })),
    { types: { resolved: 'timestamp' } },
  )
const sources = (rows: readonly Event[]) => ({
  product: 'product',
  discount: 'discount',
  channel: 'channel',
  delivery: { promised: 'promised', delivered: 'delivered' },
  tickets: { table: tableOf(rows), customer: 'who', time: 'at', resolved: 'resolved' },
  contacts: {
    table: tableOf(rows),
    customer: 'who',
    time: 'at',
    responded: 'responded',
    within: { days: 7 },
  },
})
const features = (rows: readonly Line[], happened: readonly Event[] = [], more = {}): any[] =>
  toRows(
    customerFeatures(ordersOf(rows), {
      ...roles,
      cutoff,
      asOf: iso(99),
      windows,
      ...sources(happened),
      ...more,
    }),
  )

describe('what comes after the cut-off', () => {
  it('changes nothing: not when it is altered, deleted or added to', () => {
    const later = line.map((row) => ({ ...row, day: DAY + 1 + (row.day % 49) }))
    fc.assert(
      fc.property(lines, fc.array(later), events, events, (rows, others, happened, more) => {
        const past = rows.filter(({ day }) => day <= DAY)
        // Parcels and tickets of before that come to an end after it, do so at another time or never.
        const altered = past.map((row) => ({
          ...row,
          delivered: row.delivered > DAY ? row.delivered + 7 : row.delivered,
        }))
        const before = happened.filter(({ day }) => day <= DAY)
        const changed = before.map((one) => ({
          ...one,
          length: one.length !== null && one.day + one.length > DAY ? null : one.length,
          responded: one.day + 7 > DAY ? !one.responded : one.responded,
        }))
        const after = more.filter(({ day }) => day > DAY)
        const known = features(rows, happened)
        expect(features([...others, ...altered], [...after, ...changed])).toEqual(known)
        expect(features(altered, changed)).toEqual(known)
      }),
    )
  })
})

describe('customerFeatures', () => {
  it('agrees with each definition spelt out', () => {
    fc.assert(
      fc.property(lines, events, (rows, happened) => {
        const found = features(rows, happened)
        const names = [
          ...new Set(rows.filter(({ day, amount }) => day <= DAY && amount >= 0).map((row) => row.customer)),
        ]
        expect(found.map((row) => row.customer_id).toSorted()).toEqual(names.toSorted())
        for (const row of found) expect(row).toMatchObject(plain(rows, happened, row.customer_id))
      }),
    )
  })

  it('stacks cut-offs as one call for each would have them', () => {
    fc.assert(
      fc.property(lines, (rows) => {
        const stacked = features(rows, [], { cutoff: [iso(30), iso(80)] })
        const each = [iso(30), iso(80)].flatMap((one) => features(rows, [], { cutoff: one }))
        expect(stacked.map((row) => ({ ...row, cutoff: 0 }))).toEqual(
          each.map((row) => ({ ...row, cutoff: 0 })),
        )
      }),
      { numRuns: 20 },
    )
  })

  it('does not depend on the order of rows, but for that of customers', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (rows, seed) => {
        const turned = rows.toSorted(
          (a, b) => ((a.day * 7 + a.amount + seed) % 11) - ((b.day * 7 + b.amount + seed) % 11),
        )
        expect(byId(features(turned))).toEqual(byId(features(rows)))
      }),
    )
  })

  it('has the frequency, recency and T of summarize, so that buying models can be fitted to it', () => {
    const table = ordersOf(
      Array.from({ length: 300 }, (_, i) => ({ ...fixed, customer: `c${i % 37}`, day: (i * i * 7) % 100 })),
    )
    const own = customerFeatures(table, { ...roles, order: undefined, cutoff })
    const other = summarize(table, { ...roles, order: undefined, asOf: cutoff })
    expect(key(own)).toEqual(key(other))
    expect(fitBgNbd(own as any).fit.customers).toBe(own.numRows)
  })

  it('joins with the labels of the same cut-offs, and knows what it is about', () => {
    const options = { ...roles, cutoff: [iso(30), iso(50)], asOf: iso(99) } as const
    const table = ordersOf([
      { ...fixed, customer: 'a', day: 1 },
      { ...fixed, customer: 'b', day: 2 },
      { ...fixed, customer: 'b', day: 55 },
    ])
    const labels = labelChurn(table, { ...options, horizon: { days: 20 } })
    const joined = join(customerFeatures(table, options), labels, { on: ['customer_id', 'cutoff'] })
    expect(joined.numRows).toBe(4)
    expect(about(joined).roles.customer).toBe('customer_id')
  })

  it('takes the options of labelChurn as they are, and makes nothing of the horizon but to look at it', () => {
    const past = { ...roles, cutoff: iso(30), asOf: iso(99), horizon: { days: 20 } } as const
    const { horizon: _, ...without } = past
    const table = ordersOf([
      { ...fixed, customer: 'a', day: 1 },
      { ...fixed, customer: 'b', day: 2 },
      { ...fixed, customer: 'b', day: 40 },
    ])
    expect(toRows(customerFeatures(table, past))).toEqual(toRows(customerFeatures(table, without)))
    expect(join(customerFeatures(table, past), labelChurn(table, past), { on: 'customer_id' }).numRows).toBe(
      2,
    )
    wrong({ horizon: 90 }, /horizon must be one object of days/)
  })

  it('reads tables in several batches', () => {
    const rows = [
      { ...fixed, customer: 'a', day: 1 },
      { ...fixed, customer: 'b', day: 2 },
    ]
    const [one, two] = rows.map((row) => ordersOf([row]))
    const options = { ...roles, cutoff: iso(3), asOf: iso(9) }
    expect(toRows(customerFeatures(concat([one!, two!]) as any, options))).toEqual(
      toRows(customerFeatures(takeRows(ordersOf(rows), Int32Array.of(0, 1)) as any, options)),
    )
  })

  it('refuses what it cannot use', () => {
    wrong({ windows: [{ days: 0 }] }, /each of windows.days/)
    wrong({ windows: [{ days: 5 }, { days: 5 }] }, /twice/)
    wrong({ windows: 30 }, /must be a list/)
    wrong({ windows: [30] }, /each of windows must be one object of days/)
    wrong(
      { tickets: tableOf([]) },
      /tickets must be an object .*\{table, customer, time\}, but got the table itself/,
    )
    wrong({ product: 'nothing' }, /no column 'nothing'/)
    wrong({ discount: 'channel' }, /numbers are needed/)
    wrong({ tickets: { table: tableOf([]), customer: 'who' } }, /tickets.time/)
    wrong({ tickets: { table: tableOf([]), customer: 'who', time: 'at', closed: 'x' } }, /no option 'closed'/)
    wrong({ delivery: { promised: 'promised' } }, /./)
  })
})

const fixed = {
  amount: 5.25,
  product: 'tea',
  discount: 0,
  channel: 'web',
  order: 'o',
  promised: 0,
  delivered: 0,
} as const

const byId = (list: any[]): any[] => list.toSorted((a, b) => (a.customer_id < b.customer_id ? -1 : 1))
const wrong = (more: object, says: RegExp): void =>
  expect(() => features([{ ...fixed, customer: 'a', day: 1 }], [], more)).toThrow(says)
const key = (table: any): unknown =>
  (toRows(table) as any[])
    .map((row) => [row.customer_id, row.frequency, row.recency, row.T, row.revenue, row.orders])
    .toSorted()

/** The features of a customer by their definitions. */
function plain(all: readonly Line[], happened: readonly Event[], customer: string): object {
  const rows = all.filter((row) => row.customer === customer && row.day <= DAY)
  const bought = rows.filter(({ amount }) => amount >= 0)
  const back = rows.filter(({ amount }) => amount < 0)
  const days = [...new Set(bought.map(({ day }) => day))].toSorted((a, b) => a - b)
  const [first, last] = [days[0]!, days.at(-1)!]
  const gaps = days.slice(1).map((day, i) => day - days[i]!)
  const mean = sum(gaps) / gaps.length
  const sd = Math.sqrt(sum(gaps.map((gap) => (gap - mean) ** 2)) / (gaps.length - 1))
  const opened = new Map<string, number>()
  for (const { order, day } of bought) opened.set(order, Math.min(day, opened.get(order) ?? Infinity))
  const ordersIn = (from: number, to: number) =>
    [...opened.values()].filter((day) => day > from && day <= to).length
  const revenueIn = (from: number, to: number) =>
    sum(rows.filter(({ day }) => day > from && day <= to).map(({ amount }) => amount))
  const trend = (now: number, before: number) =>
    now + before > 0 ? closeTo((now - before) / (now + before)) : null
  const inWindows = Object.assign(
    {},
    ...[10, 30].map((w) => ({
      [`orders_${w}`]: ordersIn(DAY - w, DAY),
      [`revenue_${w}`]: revenueIn(DAY - w, DAY),
      [`orders_trend_${w}`]:
        DAY - first < w ? null : trend(ordersIn(DAY - w, DAY), ordersIn(DAY - 2 * w, DAY - w)),
      [`revenue_trend_${w}`]:
        DAY - first < w
          ? null
          : trend(Math.max(0, revenueIn(DAY - w, DAY)), Math.max(0, revenueIn(DAY - 2 * w, DAY - w))),
      [`products_${w}`]: distinct(bought.filter(({ day }) => day > DAY - w)),
    })),
  )
  const isLate = ({ promised, delivered }: Line) => Math.min(delivered, DAY) > promised
  const atLast = bought.filter(({ day }) => day === last)
  const own = happened.filter(({ who, day }) => who === customer && day <= DAY)
  const channels = ['shop', 'web'].map((name) => bought.filter(({ channel }) => channel === name).length)
  return {
    days_since_last: DAY - last,
    T: DAY - first,
    frequency: gaps.length,
    recency: last - first,
    orders: opened.size,
    revenue: sum(rows.map(({ amount }) => amount)),
    average_order: closeTo(sum(rows.map(({ amount }) => amount)) / opened.size),
    returns: back.length,
    returned_share:
      sum(bought.map(({ amount }) => amount)) > 0
        ? closeTo(-sum(back.map(({ amount }) => amount)) / sum(bought.map(({ amount }) => amount)))
        : null,
    gap_mean: gaps.length > 0 ? closeTo(mean) : null,
    gap_sd: gaps.length > 1 ? closeTo(sd) : null,
    gap_last: gaps.at(-1) ?? null,
    silence: gaps.length > 0 ? closeTo((DAY - last) / mean) : null,
    ...inWindows,
    products: distinct(bought),
    products_last: distinct(atLast),
    discount_share: closeTo(bought.filter(({ discount }) => discount > 0).length / bought.length),
    discount_last: atLast.some(({ discount }) => discount > 0) ? 1 : 0,
    channel_last: atLast.map(({ channel }) => channel).toSorted()[0],
    channel_main: channels[0]! >= channels[1]! ? 'shop' : 'web',
    late_deliveries: bought.filter(isLate).length,
    late_last: atLast.some(isLate) ? 1 : 0,
    tickets: own.length,
    tickets_unresolved: own.filter(({ day, length }) => length === null || day + length > DAY).length,
    days_since_ticket: own.length > 0 ? Math.min(...own.map(({ day }) => DAY - day)) : null,
    contacts: own.length,
    responses: own.filter(({ day, responded }) => responded && day + 7 <= DAY).length,
  }
}

function closeTo(value: number): unknown {
  return expect.closeTo(value, 9)
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

function distinct(rows: readonly Line[]): number {
  return new Set(rows.map(({ product }) => product)).size
}
