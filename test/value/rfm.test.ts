import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitRfm, loadModel, rfm } from 'clientele'
import { tableToRows } from './orderLines.js'
import { type Customer, names, customersOf, cdnowCustomers } from './rfmHelp.js'

describe('CDNOW beside numpy and pandas', () => {
  const customers = cdnowCustomers()
  const table = customersOf(customers)
  const cases = [
    ['independent', 'low', 774411, 991542266, 62],
    ['nested', 'low', 763352, 976734613, 80],
    ['independent', 'high', 799517, 1021313986, 48],
    ['nested', 'high', 812597, 1032372595, 60],
  ] as const
  test.each(cases)('%s, ties %s: all 2,357 codes', (method, ties, sum, weighted, cells) => {
    const codes = tableToRows(rfm(table, { method, ties })).map(({ r, f, m }) => 100 * r + 10 * f + m)
    expect(codes.length).toBe(2357)
    expect(codes.reduce((a, b) => a + b)).toBe(sum)
    expect(codes.reduce((total, code, i) => total + code * (i + 1), 0)).toBe(weighted)
    expect(new Set(codes).size).toBe(cells)
  })

  test('cuts and sizes', () => {
    const { cuts, fit } = fitRfm(table)
    expect(cuts.r).toEqual([[152, 442, 486, 512]])
    expect(cuts.f).toEqual([[1, 1, 2, 4]])
    cuts.m[0]!.forEach((cut, k) => expect(cut).toBeCloseTo([15.36, 31.958, 59.25, 130.436][k]!, 9))
    expect(fit.r.sizes).toEqual([459, 478, 475, 471, 474])
    expect(fit.m.sizes).toEqual([481, 462, 472, 470, 472])
  })

  test('the fit says which score nobody got, and that 1,205 customers with one order are why', () => {
    const { f } = fitRfm(table).fit
    expect(f.sizes).toEqual([1205, 0, 406, 358, 388])
    expect(f.empty).toEqual([2])
    expect(f.tied).toEqual([{ value: 1, customers: 1205, score: 1 }])
    expect(fitRfm(table, { ties: 'high' }).fit.f).toMatchObject({
      empty: [1, 2],
      tied: [{ value: 1, score: 3 }],
    })
    expect(fitRfm(table, { ties: 'middle' }).fit.f.tied).toEqual([{ value: 1, customers: 1205, score: 2 }])
  })
})

/** Type-7 quantiles and bins, written plainly. */
function plainBin(value: number, all: readonly number[], { bins, ties }: { bins: number; ties: string }) {
  const sorted = [...all].sort((a, b) => a - b)
  const cuts = Array.from({ length: bins - 1 }, (_, k) => {
    const place = ((sorted.length - 1) * (k + 1)) / bins
    const [a, b] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
    const t = place % 1
    return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t)
  })
  const below = cuts.filter((cut) => cut < value).length
  const at = cuts.filter((cut) => cut === value).length
  return 1 + below + { low: 0, middle: Math.floor(at / 2), high: at }[ties as 'low']
}

describe('definition', () => {
  const value = fc.oneof(
    fc.constantFrom(1, 1, 1, 2, 3, 7),
    fc.integer({ min: -50, max: 400 }),
    // Without numbers so small that dividing them rounds.
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((v) => (Math.abs(v) < 1e-200 ? 0 : v)),
  )
  const cell = fc.option(value, { nil: null, freq: 15 })
  const row = fc.record({ days_since_last: cell, orders: cell, revenue: cell })
  const rows = fc
    .array(row, { maxLength: 60 })
    .map((list): Customer[] => [...list, { days_since_last: 4, orders: 1, revenue: 2 }])
  const settings = fc.record({
    bins: fc.integer({ min: 2, max: 12 }),
    method: fc.constantFrom('independent' as const, 'nested' as const),
    ties: fc.constantFrom('low' as const, 'middle' as const, 'high' as const),
  })

  test('scores are type-7 quantile bins, of all customers or within the cells above', () => {
    fc.assert(
      fc.property(rows, settings, (given, options) => {
        const scored = tableToRows(rfm(customersOf(given), options))
        const learners = scored.filter((c) => names.every((name) => c[name] !== null))
        const nested = options.method === 'nested'
        for (const c of learners) {
          const among = (name: string, same: (other: any) => boolean) =>
            plainBin(
              c[name],
              learners.filter((other) => !nested || same(other)).map((other) => other[name]),
              options,
            )
          expect(c.r).toBe(options.bins + 1 - among('days_since_last', () => true))
          expect(c.f).toBe(among('orders', (other) => other.r === c.r))
          expect(c.m).toBe(among('revenue', (other) => other.r === c.r && other.f === c.f))
        }
      }),
      { numRuns: 200 },
    )
  })

  test('a score is null where its value is; rfm and segment where one of the three is', () => {
    fc.assert(
      fc.property(rows, settings, (given, options) => {
        for (const c of tableToRows(rfm(customersOf(given), options))) {
          const has = [c.days_since_last, c.orders, c.revenue].map((v) => v !== null)
          const needs = options.method === 'nested' ? [has[0], has[0] && has[1], has.every(Boolean)] : has
          expect([c.r, c.f, c.m].map((score) => score !== null)).toEqual(needs)
          const dash = options.bins > 9 ? '-' : ''
          expect(c.rfm).toBe(has.every(Boolean) ? [c.r, c.f, c.m].join(dash) : null)
          expect(c.segment === null).toBe(!has.every(Boolean))
        }
      }),
    )
  })

  test('predict on one row equals that row among all, also after JSON', () => {
    fc.assert(
      fc.property(rows, settings, (given, options) => {
        const model = fitRfm(customersOf(given), options)
        const restored = loadModel(JSON.stringify(model), { kind: 'rfm' })
        expect(JSON.stringify(restored)).toBe(JSON.stringify(model))
        const together = tableToRows(model.predict(customersOf(given)))
        const alone = given.map((c) => tableToRows(restored.predict(customersOf([c])))[0])
        expect(alone).toEqual(together)
      }),
    )
  })

  test('the order of rows changes nothing, nor does the unit of money', () => {
    fc.assert(
      fc.property(rows, settings, (given, options) => {
        const scores = (list: readonly Customer[]) =>
          tableToRows(rfm(customersOf(list), options)).map((c) => `${c.r} ${c.f} ${c.m} ${c.segment}`)
        expect(scores(given.toReversed()).reverse()).toEqual(scores(given))
        const eighths = given.map((c) => ({ ...c, revenue: c.revenue === null ? null : c.revenue / 8 }))
        expect(scores(eighths)).toEqual(scores(given))
      }),
    )
  })

  test('sizes, empty scores and customers add up', () => {
    fc.assert(
      fc.property(rows, settings, (given, options) => {
        const { fit } = fitRfm(customersOf(given), options)
        expect(fit.customers + fit.missing).toBe(given.length)
        for (const { sizes, empty } of [fit.r, fit.f, fit.m]) {
          expect(sizes.reduce((a, b) => a + b)).toBe(fit.customers)
          expect(empty).toEqual(sizes.flatMap((size, k) => (size === 0 ? [k + 1] : [])))
        }
      }),
    )
  })

  test('without ties the sizes of bins differ by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 300 }), fc.integer({ min: 2, max: 20 }), (n, bins) => {
        const given = Array.from({ length: n }, (_, i) => ({ days_since_last: i, orders: i, revenue: i }))
        const { sizes } = fitRfm(customersOf(given), { bins }).fit.m
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('cuts of one’s own', () => {
  const customers = customersOf(
    [1, 2, 3, 4, 5, 6].map((v) => ({ days_since_last: v, orders: v, revenue: v })),
  )
  test('numbers, or a function of the sorted values', () => {
    const { cuts } = fitRfm(customers, {
      bins: 3,
      cuts: { f: [1, 4], m: (sorted) => [sorted[0]!, sorted.at(-1)!] },
    })
    expect(cuts.f).toEqual([[1, 4]])
    expect(cuts.m).toEqual([[1, 6]])
  })
  test.each([[[1]], [[2, 1]], [[1, NaN]], [[1, Infinity]], ['1,2']])('%j are refused', (cuts) => {
    expect(() => fitRfm(customers, { bins: 3, cuts: { f: cuts as any } })).toThrow(/cuts.f must be 2 finite/)
  })
})
