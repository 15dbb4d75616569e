import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ClienteleError, cohorts, type CohortsOptions } from 'clientele'
import { about } from '#src/table/metadata'
import { markDistinct } from '#src/value/cohorts/count'
import { periodOfDay, periodStart } from '#src/value/cohorts/periods'
import { cdnowOrders, cdnowRoles } from './cdnow.js'
import { rowsToTable, tableToRows } from './orderLines.js'

const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const roles = { customer: 'id', time: 'day', amount: 'paid' } as const
const names = ['id', 'day', 'paid']

function matrixOf(rows: readonly Record<string, any>[], options: CohortsOptions = {}) {
  const { matrix } = cohorts(rowsToTable(rows, names), { ...roles, ...options })
  return tableToRows(matrix).map(({ cohort, customers, ...cells }) => [
    isoDay(cohort),
    customers,
    ...Object.values(cells),
  ])
}

// pandas 3.1: periods by dt.to_period('M'), nunique of customers and sum of amounts, by cohort and age.
describe('CDNOW beside pandas', () => {
  const { long, matrix, average } = cohorts(cdnowOrders(), cdnowRoles)
  const rows = tableToRows(long)
  const ofCohort = (month: string) => rows.filter(({ cohort }) => isoDay(cohort) === month)
  const active = (month: string) => ofCohort(month).map((row) => row.active)

  test('active customers by month', () => {
    expect(active('1997-01-01')).toEqual([
      781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33,
    ])
    expect(active('1997-02-01')).toEqual([
      857, 134, 110, 75, 77, 75, 61, 61, 74, 70, 59, 57, 59, 70, 56, 59, 60,
    ])
    expect(active('1997-03-01')).toEqual([719, 87, 84, 78, 63, 64, 55, 57, 73, 65, 47, 51, 78, 32, 38, 45])
  })

  test('revenue by month', () => {
    const revenue = ofCohort('1997-03-01').map((row) => Math.round(row.revenue * 100) / 100)
    expect(revenue.slice(0, 5)).toEqual([32812.09, 4103.03, 3456.67, 3163.59, 3098.32])
    expect(revenue.at(-1)).toBe(1681.64)
    const total = rows.reduce((sum, row) => sum + row.revenue, 0)
    expect(total).toBeCloseTo(244_091.94, 6)
  })

  test('the data end on the last day of June: every month is whole, what follows is null', () => {
    expect(rows.every(({ complete }) => complete)).toBe(true)
    const [first, , third] = tableToRows(matrix)
    expect(first!.month_17).toBeCloseTo(33 / 781, 15)
    expect([third!.month_15, third!.month_16, third!.month_17]).toEqual([45 / 719, null, null])
    const months = tableToRows(average)
    expect(months[1]!.retention).toBeCloseTo((124 + 134 + 87) / 2357, 15)
    expect(months[17]).toMatchObject({ cohorts: 1, customers: 781 })
  })
})

describe('periods', () => {
  test('each day lies in its period, as Date and ISO 8601 have it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800_000, max: 800_000 }), (day) => {
        const date = new Date(day * 864e5)
        for (const period of ['week', 'month', 'quarter', 'year'] as const) {
          const number = periodOfDay(day, period)
          const [start, next] = [periodStart(number, period), periodStart(number + 1, period)]
          expect(start <= day && day < next).toBe(true)
          const first = new Date(start * 864e5)
          if (period === 'week') expect([first.getUTCDay(), next - start]).toEqual([1, 7])
          else {
            expect([first.getUTCDate(), first.getUTCFullYear()]).toEqual([1, date.getUTCFullYear()])
            const months = { month: 1, quarter: 3, year: 12 }[period]
            expect(first.getUTCMonth()).toBe(date.getUTCMonth() - (date.getUTCMonth() % months))
          }
        }
      }),
    )
  })
})

const month = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

describe('definition', () => {
  const row = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    day: fc.integer({ min: 0, max: 120 }).map((d) => isoDay(Date.UTC(2024, 10, 20 + d))),
    paid: fc.integer({ min: -20, max: 100 }),
  })
  const rows = fc.array(row, { minLength: 1, maxLength: 40 })

  test('equals counting by plain objects', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(undefined, '2025-01-31', '2025-02-10'), (given, asOf) => {
        const kept = given.filter(({ day }) => asOf === undefined || day <= asOf)
        const end =
          asOf ??
          kept
            .map(({ day }) => day)
            .sort()
            .at(-1)!
        const first = new Map<string, number>()
        for (const { id, day, paid } of kept) {
          if (paid >= 0) first.set(id, Math.min(first.get(id) ?? Infinity, month(day)))
        }
        const found = cohorts(rowsToTable(given, names), { ...roles, asOf })
        const expected = [...new Set(first.values())]
          .sort((a, b) => a - b)
          .flatMap((cohort) => {
            const members = [...first].filter(([, m]) => m === cohort).map(([id]) => id)
            let sum = 0
            return Array.from({ length: month(end) - cohort + 1 }, (_, period) => {
              const own = kept.filter(({ id, day }) => members.includes(id) && month(day) === cohort + period)
              const active = new Set(own.filter(({ paid }) => paid >= 0).map(({ id }) => id)).size
              const revenue = own.reduce((total, { paid }) => total + paid, 0)
              sum += revenue
              const n = members.length
              return {
                cohort: Date.UTC(Math.floor(cohort / 12), cohort % 12, 1),
                period,
                start: Date.UTC(Math.floor(cohort / 12), (cohort % 12) + period, 1),
                customers: n,
                active,
                retention: active / n,
                revenue,
                cumulative_revenue: sum,
                revenue_per_customer: revenue / n,
                cumulative_revenue_per_customer: sum / n,
                complete: cohort + period < month(end) || end === '2025-01-31' || end === '2024-12-31',
              }
            })
          })
          // Other ends of months are told apart here.
          .map((cell) => ({ ...cell, complete: cell.complete || /-(11-30|02-28)$/.test(end) }))
        const plain = tableToRows(found.long).map((cell) => ({
          ...cell,
          cohort: Number(cell.cohort),
          start: Number(cell.start),
        }))
        expect(plain).toEqual(expected)
        const refunds = kept.filter(({ id, day }) => !(month(day) >= (first.get(id) ?? Infinity))).length
        expect(about(found.long).counts.cohorts).toEqual({
          futureRows: given.length - kept.length,
          refundsLeftOut: refunds,
        })
      }),
      { numRuns: 300 },
    )
  })

  test('the order of rows changes nothing', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('week', 'month', 'quarter', 'year'), (given, period) => {
        expect(matrixOf(given.toReversed(), { period, measure: 'active' })).toEqual(
          matrixOf(given, { period, measure: 'active' }),
        )
      }),
    )
  })

  test('the matrix holds what the long table does, and null where a period is not over', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('week', 'month', 'year'), (given, period) => {
        const measure = 'cumulative_revenue'
        const { long, matrix } = cohorts(rowsToTable(given, names), { ...roles, period, measure })
        const cells = new Map(
          tableToRows(long).map((c) => [`${Number(c.cohort)} ${c.period}`, c.complete ? c[measure] : null]),
        )
        for (const { cohort, customers: _, ...columns } of tableToRows(matrix)) {
          Object.values(columns).forEach((value, k) =>
            expect(value).toBe(cells.get(`${Number(cohort)} ${k}`) ?? null),
          )
        }
      }),
    )
  })

  test('purchases are told apart alike by bits and by groups', () => {
    const cell = fc.tuple(fc.nat(5), fc.integer({ min: -1, max: 6 }), fc.integer({ min: -2, max: 2 }))
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const given = {
          codes: Int32Array.from(cells, ([code]) => code),
          customers: 6,
          periods: Int32Array.from(cells, ([, period]) => period),
          amounts: Float64Array.from(cells, ([, , amount]) => amount),
          least: 0,
          last: 6,
        }
        const pairs = (isNew: Uint8Array) =>
          cells
            .filter((_, i) => isNew[i] === 1)
            .map(([code, period]) => `${code} ${period}`)
            .sort()
        const bought = cells.filter(([, period, amount]) => period >= 0 && amount >= 0)
        const expected = [...new Set(bought.map(([code, period]) => `${code} ${period}`))].sort()
        expect(pairs(markDistinct(given))).toEqual(expected)
        expect(pairs(markDistinct(given, 0))).toEqual(expected)
      }),
    )
  })
})

describe('the edges', () => {
  const order = { id: 'a', day: '2025-01-05', paid: 10 }

  test('a refund is no purchase, but lowers revenue', () => {
    const rows = [order, { ...order, day: '2025-02-01', paid: -4 }, { ...order, id: 'b', day: '2025-02-28' }]
    expect(matrixOf(rows, { asOf: '2025-02-28' })).toEqual([
      ['2025-01-01', 1, 1, 0],
      ['2025-02-01', 1, 1, null],
    ])
    const net = matrixOf(rows, { asOf: '2025-02-28', measure: 'cumulative_revenue' })
    expect(net[0]).toEqual(['2025-01-01', 1, 10, 6])
  })

  test('the time zone moves an order to another month', () => {
    const late = { id: 'a', day: '2025-01-31T23:30:00Z', paid: 1 }
    expect(matrixOf([late], { asOf: '2025-03-31' })[0]![0]).toBe('2025-01-01')
    expect(matrixOf([late], { asOf: '2025-03-31', timeZone: 'Europe/Berlin' })[0]![0]).toBe('2025-02-01')
  })

  test('no rows, or none before asOf, give empty tables', () => {
    for (const [table, asOf] of [
      [rowsToTable([order]).slice(0, 0), undefined],
      [rowsToTable([order]), '2024-12-31'],
    ] as const) {
      const { long, matrix, average } = cohorts(table, { ...roles, asOf })
      expect([long.numRows, matrix.numRows, average.numRows]).toEqual([0, 0, 0])
    }
  })

  const bad: [string, () => unknown, string][] = [
    ['a missing column', () => cohorts(rowsToTable([order]), { ...roles, time: 'when' }), 'column-missing'],
    ['no role', () => cohorts(rowsToTable([order])), 'role-missing'],
    [
      'one column as customer and as amount',
      () => cohorts(rowsToTable([order]), { ...roles, customer: 'paid' }),
      'contradiction',
    ],
    [
      'text as amount',
      () => cohorts(rowsToTable([{ ...order, word: 'x' }]), { ...roles, amount: 'word' }),
      'column-type',
    ],
    [
      'a missing amount',
      () => cohorts(rowsToTable([order, { ...order, paid: null }]), roles),
      'value-invalid',
    ],
    [
      'a stray date',
      () => cohorts(rowsToTable([order, { ...order, day: '1025-01-05' }]), { ...roles, period: 'week' }),
      'value-invalid',
    ],
    ['a wrong period', () => matrixOf([order], { period: 'day' as any }), 'option-invalid'],
    ['a wrong measure', () => matrixOf([order], { measure: 'orders' as any }), 'option-invalid'],
    ['an unknown option', () => matrixOf([order], { periods: 3 } as any), 'option-invalid'],
  ]
  test.each(bad)('%s is one clear sentence', (_, call, code) => {
    expect(call).toThrow(ClienteleError)
    expect(call).toThrow(expect.objectContaining({ code, message: expect.stringMatching(/^cohorts: .*\.$/) }))
  })

  test('prints as a summary', () => {
    expect(String(cohorts(rowsToTable([order]), roles))).toBe(
      'cohorts by month: 1 cohorts, 1 periods, up to 2025-01-05',
    )
  })
})
