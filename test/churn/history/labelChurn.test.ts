import fc from 'fast-check'
import { about, churnHorizon, fromRows, kaplanMeier, labelChurn, lifecycleStages, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'
import { iso, type Line, lines, ordersOf, roles } from './made.js'

const cutoff = iso(50)
const horizon = { days: 20 }
const label = (rows: readonly Line[], more = {}): any[] =>
  toRows(labelChurn(ordersOf(rows), { ...roles, cutoff, horizon, ...more }))

const at = (customer: string, day: number, amount = 5): Line => ({
  customer,
  day,
  amount,
  product: 'tea',
  discount: 0,
  channel: 'web',
  order: `${customer}-${day}`,
  promised: day,
  delivered: day,
})

/** Left by day 50, came back on the horizon's last day, a day too late, and was not known yet. */
const four = [
  at('left', 3),
  at('back', 50),
  at('back', 70),
  at('late', 9),
  at('late', 71),
  at('new', 51),
  at('new', 99),
]

const dayOf = (row: any): string => new Date(row.cutoff).toISOString().slice(0, 10)
const wrong = (more: object, says: RegExp): void => expect(() => label(four, more)).toThrow(says)

describe('labelChurn', () => {
  it('calls churned who is known at the end of the cut-off and orders on none of the following days of the horizon', () => {
    expect(label(four)).toEqual([
      { customer_id: 'left', churned: true, next_order: null },
      { customer_id: 'back', churned: false, next_order: expect.anything() },
      { customer_id: 'late', churned: true, next_order: expect.anything() },
    ])
  })

  it('agrees with the definition spelt out row by row', () => {
    fc.assert(
      fc.property(lines, (rows) => {
        const bought = rows.filter(({ amount }) => amount >= 0)
        const known = new Set(bought.filter(({ day }) => day <= 50).map((row) => row.customer))
        const back = new Set(bought.filter(({ day }) => day > 50 && day <= 70).map((row) => row.customer))
        const expected = [...known].map((customer) => [customer, !back.has(customer)])
        const varies = new Set(expected.map(([, churned]) => churned)).size === 2
        if (!varies) expect(() => label(rows)).toThrow(/nothing to tell apart/)
        else
          expect(label(rows).map((row) => [row.customer_id, row.churned])).toEqual(
            expect.arrayContaining(expected),
          )
      }),
    )
  })

  it('stacks the rows of several cut-offs, each with its day', () => {
    const both = label(four, { cutoff: [iso(50), iso(20)] })
    expect(both.map((row) => [row.customer_id, dayOf(row), row.churned])).toEqual([
      ['left', iso(50), true],
      ['back', iso(50), false],
      ['late', iso(50), true],
      ['left', iso(20), true],
      ['late', iso(20), true],
    ])
  })

  it('takes those alone who ordered less than so many days ago where active is said', () => {
    expect(label(four, { active: { days: 42 } }).map((row) => row.customer_id)).toEqual(['back', 'late'])
    expect(label([...four, at('left', 50)], { active: { days: 1 } }).map((row) => row.customer_id)).toEqual([
      'left',
      'back',
    ])
  })

  it('says what is wrong with a cut-off outside of the orders and a horizon longer than what follows', () => {
    wrong({ cutoff: '2024-12-31' }, /outside of the orders, which are from 2025-01-04 to 2025-04-10/)
    wrong({ cutoff: '2026-01-01' }, /outside/)
    wrong({ horizon: { days: 50 } }, /at most 49 days/)
    wrong({ horizon: { days: 0 } }, /whole number/)
    wrong({ horizon: 90 }, /horizon must be one object of days/)
    wrong({ cutoff: '2025-02-20T12:00:00' }, /whole day/)
    wrong({ cutoff: new Date() }, /must be a day .* got a Date/)
    wrong({ cutoff: [] }, /which day/)
    wrong({ cutoff: [cutoff, cutoff] }, /twice/)
    wrong({ cutoff: iso(2) }, /outside/)
  })

  it('takes a last day that nothing leads up to for a slip, unless asOf says up to when all is known', () => {
    const rows = Array.from({ length: 120 }, (_, i) => at(i < 60 ? 'a' : `b${i}`, i % 90))
    const slipped = [...rows, at('a', 27_000)]
    const days = { horizon: { days: 500 } }
    expect(() => label(slipped, days)).toThrow(
      `labelChurn: there is no order in the 73 years from ${iso(89)} to ${iso(27_000)}, and 1 row from then on: dates that slipped, by the look of it, by which more would be taken for known than is; say asOf: '${iso(89)}' (here, or to cleanOrders, which counts what is later), or mend the dates.`,
    )
    expect(() => churnHorizon(ordersOf(slipped), roles)).toThrow(/73 years/)
    expect(() => lifecycleStages(ordersOf(slipped), roles)).toThrow(/73 years/)
    expect(label(slipped, { asOf: iso(89) })).toEqual(label(rows))
    expect(label(slipped, { ...days, asOf: iso(27_000) }).length).toBe(label(rows).length)
    // Two of 120 rows are no slip, nor is a pause of a year.
    expect(label([...slipped, at('b', 26_999)], days).length).toBeGreaterThan(0)
    expect(label([...rows, at('a', 480)], { horizon: { days: 400 } }).length).toBeGreaterThan(0)
  })

  it('says so where everybody leaves, and where nobody does', () => {
    expect(() => label([at('a', 1), at('b', 2), at('c', 99)])).toThrow(/all 2 customers .* did not order/)
    expect(() => label([at('a', 1), at('a', 60), at('c', 99)])).toThrow(
      /the only customer known .* ordered in the 20/,
    )
  })

  it('takes refunds for orders only where the policy keeps them', () => {
    const rows = [...four, at('left', 60, -5)]
    expect(label(rows)[0].churned).toBe(true)
    expect(label(rows, { refunds: 'keep' })[0].churned).toBe(false)
  })

  it('counts customers and who left in the metadata', () => {
    const table = labelChurn(ordersOf(four), { ...roles, cutoff, horizon })
    expect(about(table).counts.labelChurn).toEqual({ customers: 3, churned: 2, futureRows: 0 })
    expect(about(table).asOf).toBe(cutoff)
  })
})

/** The silences of all customers, and whether they ended. */
const gapsOf = (rows: readonly Line[]) => {
  const bought = rows.filter(({ amount }) => amount >= 0)
  const end = Math.max(...rows.map(({ day }) => day))
  return [...new Set(bought.map(({ customer }) => customer))].flatMap((customer) => {
    const own = bought.filter((row) => row.customer === customer)
    const days = [...new Set(own.map(({ day }) => day))].toSorted((a, b) => a - b)
    return days.map((day, i) => ({ length: (days[i + 1] ?? end) - day, ended: i + 1 < days.length }))
  })
}

describe('churnHorizon', () => {
  it('gives the product-limit share of silences that end, as kaplanMeier has it', () => {
    fc.assert(
      fc.property(lines, (rows) => {
        const gaps = gapsOf(rows)
        const { silences, recommended, returns, open } = churnHorizon(ordersOf(rows), roles)
        expect([returns, open]).toEqual([
          gaps.filter(({ ended }) => ended).length,
          gaps.filter(({ ended }) => !ended).length,
        ])
        const curve = toRows(kaplanMeier(fromRows(gaps), { duration: 'length', event: 'ended' })) as any[]
        const longest = Math.max(...gaps.filter(({ ended }) => ended).map(({ length }) => length))
        const survival = (d: number) => curve.findLast(({ time }) => time <= d)?.survival ?? 1
        for (const row of toRows(silences) as any[]) {
          const back = 1 - survival(longest) / survival(row.days - 1)
          expect(row.return_share).toBeCloseTo(back, 10)
          expect(row.silent).toBe(gaps.filter(({ length }) => length >= row.days).length)
          expect(row.came_back).toBe(gaps.filter(({ length, ended }) => ended && length >= row.days).length)
        }
        const covered = (d: number) => (1 - survival(d)) / (1 - survival(longest))
        expect(covered(recommended.days)).toBeGreaterThanOrEqual(0.9 - 1e-9)
        if (recommended.days > 0) expect(covered(recommended.days - 1)).toBeLessThan(0.9)
      }),
    )
  })

  it('says so where nobody ever came back', () => {
    expect(() => churnHorizon(ordersOf([at('a', 1), at('b', 2)]), roles)).toThrow(/second day/)
  })
})

describe('Online Retail', () => {
  const file = sharedFile('online_retail/online_retail.parquet')
  it.skipIf(file === undefined)(
    'has 3,370 customers by 2011-09-09, 1,451 of whom order no more in 90 days',
    async () => {
      const { readTable } = await import('clientele/io')
      const { cleanOrders } = await import('clientele')
      const given = await readTable(file!)
      const { orders } = cleanOrders(given as any, {
        customer: 'CustomerID',
        time: 'InvoiceDate',
        quantity: 'Quantity',
        price: 'UnitPrice',
        order: 'InvoiceNo',
      })
      const labels = labelChurn(orders, { cutoff: '2011-09-09', horizon: { days: 90 } })
      expect(about(labels).counts.labelChurn).toMatchObject({ customers: 3370, churned: 1451 })
    },
  )
})
