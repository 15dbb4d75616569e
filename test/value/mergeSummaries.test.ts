import { concat, derive, mergeSummaries, summarize } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { date, dictionary, float64, makeTable, timestamp, utf8 } from '#src/table/build'
import { about } from '#src/table/metadata'
import { plainRows } from './bruteSummary.js'

const roles = { customer: 'client', time: 'at', amount: 'paid' } as const
const DAY = 864e5
const START = Date.parse('2025-01-01')

interface Row {
  readonly customer: string
  readonly time: number
  readonly amount: number
}

function tableOf(rows: readonly Row[], form: 'plain' | 'dictionary', bare: boolean) {
  const names = [...new Set(rows.map(({ customer }) => customer))]
  const times = Float64Array.from(rows, ({ time }) => (bare ? Math.floor(time / DAY) : time))
  return makeTable({
    client:
      form === 'plain'
        ? utf8(rows.map(({ customer }) => customer))
        : (dictionary(
            Int32Array.from(rows, ({ customer }) => names.indexOf(customer)),
            names,
          ) as never),
    at: bare ? (date(times) as never) : timestamp(times, 'UTC'),
    paid: float64(Float64Array.from(rows, ({ amount }) => amount)),
  })
}

const names = (table: { schema: { fields: { name: string }[] } }) =>
  table.schema.fields.map(({ name }) => name)
const day = (n: number) => new Date(START + n * DAY).toISOString().slice(0, 10)

describe('mergeSummaries', () => {
  const row = fc.record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    time: fc.integer({ min: 0, max: 60 * DAY - 1 }).map((ms) => START + ms),
    amount: fc.integer({ min: -8, max: 40 }).map((n) => n / 4),
  })
  const rules = fc.record({
    refunds: fc.constantFrom('net', 'keep', 'drop'),
    unit: fc.constantFrom('day', 'week', 'month', 'year'),
    timeZone: fc.constantFrom(undefined, 'America/New_York'),
  })

  it('of two periods is the summary of both, whatever is bought and returned on which side', () => {
    const form = fc.constantFrom('plain', 'dictionary')
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.integer({ min: 0, max: 59 }),
        rules,
        form,
        form,
        fc.boolean(),
        (rows, cut, r, one, two, bare) => {
          const zone = bare ? undefined : r.timeZone
          const local = (ms: number) =>
            new Intl.DateTimeFormat('sv-SE', { timeZone: zone ?? 'UTC', dateStyle: 'short' }).format(ms)
          const past = rows.filter(({ time }) => local(time) <= day(cut))
          const next = rows.filter(({ time }) => local(time) > day(cut))
          const options = { ...roles, ...r, timeZone: zone } as const
          const earlier = summarize(tableOf(past, one, bare), { ...options, asOf: day(cut) })
          const later = summarize(tableOf(next, two, bare), { ...options, asOf: day(59) })
          const merged = mergeSummaries(earlier, later)
          const whole = summarize(tableOf([...past, ...next], 'plain', bare), { ...options, asOf: day(59) })
          // Amounts are quarters, so that even sums are equal.
          // Where refunds are dropped, one that comes first still gives its customer a place in one run.
          const inOrder = (table: typeof merged) =>
            r.refunds === 'drop'
              ? plainRows(table).sort((a, b) => (a.customer_id! < b.customer_id! ? -1 : 1))
              : plainRows(table)
          expect(inOrder(merged)).toEqual(inOrder(whole))
          expect({ ...about(merged), counts: {} }).toEqual({ ...about(whole), counts: {} })
          expect(names(merged)).toEqual(names(whole))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('makes a year of nightly jobs equal to one run', () => {
    const nights = Array.from({ length: 365 }, (_, n) =>
      Array.from({ length: n % 5 }, (_, k) => ({
        customer: `c${(n * 7 + k * 3) % 40}`,
        time: START + n * DAY + k * 1e6,
        amount: 1.1 * (k + 1),
      })),
    )
    const base = nights
      .map((rows, n) => summarize(tableOf(rows, 'plain', false), { ...roles, asOf: day(n) }))
      .reduce((all, night) => mergeSummaries(all, night))
    const whole = plainRows(summarize(tableOf(nights.flat(), 'plain', false), { ...roles, asOf: day(364) }))
    plainRows(base).forEach((merged, i) => {
      for (const [name, value] of Object.entries(whole[i]!)) {
        if (name.includes('revenue') || name === 'monetary_value')
          expect(merged[name]).toBeCloseTo(value as number, 9)
        else expect(merged[name], name).toEqual(value)
      }
    })
    expect(base.numRows).toBe(whole.length)
  })

  const january = summarize(tableOf([{ customer: 'a', time: START, amount: 1 }], 'plain', false), {
    ...roles,
    asOf: day(5),
  })
  const at = (n: number, options: object = {}, bare = false) =>
    summarize(tableOf([{ customer: 'a', time: START + n * DAY, amount: 1 }], 'plain', bare), {
      ...roles,
      asOf: day(n),
      ...options,
    })

  it('refuses periods that overlap, come in the wrong order, or are summed up in another way', () => {
    expect(() => mergeSummaries(january, at(5))).toThrow(
      /begins on 2025-01-06, but the earlier one knows about everything up to 2025-01-06/,
    )
    expect(() => mergeSummaries(at(9), january)).toThrow(/begins on 2025-01-01/)
    expect(() => mergeSummaries(january, at(9, { unit: 'week' }))).toThrow(
      /unit is day, the later one's week/,
    )
    expect(() => mergeSummaries(january, at(9, { refunds: 'drop' }))).toThrow(/refunds is net/)
    expect(() => mergeSummaries(january, at(9, { timeZone: 'Asia/Tokyo' }))).not.toThrow()
    expect(() => mergeSummaries(january, at(9, {}, true))).toThrow(
      /kind of first_order is a timestamp in zone UTC, the later one's a date/,
    )
    expect(() => mergeSummaries(january, at(9, { calibrationEnd: day(9) }))).toThrow(/calibrationEnd/)
  })

  it('renames what it returns by as, and finds it under these names the next night', () => {
    const as = { customer_id: 'client', revenue: 'umsatz', T: 'age', first_order: 'since' } as const
    const plain = mergeSummaries(mergeSummaries(january, at(9)), at(12))
    const tuesday = mergeSummaries(january, at(9), { as })
    const renamed = mergeSummaries(tuesday, at(12), { as })
    const expected = names(plain).map((name) => as[name as 'T'] ?? name)
    expect(names(renamed)).toEqual(expected)
    expect(plainRows(renamed).map(Object.values)).toEqual(plainRows(plain).map(Object.values))
    expect(about(renamed)).toEqual({ ...about(plain), roles: { customer: 'client' } })
    expect(() => mergeSummaries(tuesday, at(12))).toThrow(/'first_order'/)
    expect(() => mergeSummaries(january, at(9), { as: { rfm: 'x' } } as object)).toThrow(/renames 'rfm'/)
    expect(() => mergeSummaries(january, at(9), { as: { T: 'revenue' } })).toThrow(/two columns/)
  })

  it('refuses a table that is no summary', () => {
    expect(() => mergeSummaries(january, tableOf([], 'plain', false))).toThrow(
      /does not say what T is measured in/,
    )
    const twice = concat([january, january])
    expect(twice.numRows).toBe(2)
    expect(() => mergeSummaries(twice, at(9))).toThrow(/twice/)
    const nobody = derive(january, { customer_id: () => ' ' }, { replace: true })
    expect(() => mergeSummaries(nobody, at(9))).toThrow(/'customer_id' .* is missing or blank in 1 row,/)
    expect(() => mergeSummaries(january, at(9), { asof: day(9) } as object)).toThrow(/no option 'asof'/)
  })

  it('takes from options what a CSV file does not say', () => {
    const bare = (table: typeof january) =>
      makeTable(
        Object.fromEntries(
          table.schema.fields.map(({ name }) => [name, table.getChild(name as 'T')!]),
        ) as any,
      )
    const options = { earlierAsOf: day(5), asOf: day(9), unit: 'day' } as const
    expect(plainRows(mergeSummaries(bare(january), bare(at(9)), options))).toEqual(
      plainRows(mergeSummaries(january, at(9))),
    )
  })
})
