import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  auditSegments,
  ClienteleError,
  fitRfm,
  type FitRfmOptions,
  loadModel,
  rfm,
  type RfmSegment,
  rfmSegments,
} from 'clientele'
import { about } from '#src/table/metadata'
import { cdnowOrders } from './cdnow.js'
import { rowsToTable, tableToRows } from './orderLines.js'

type Cell = number | null
interface Customer {
  days_since_last: Cell
  orders: Cell
  revenue: Cell
}
const names = ['days_since_last', 'orders', 'revenue']
const customersOf = (rows: readonly Customer[]) =>
  rowsToTable(
    rows.map((row) => ({ ...row })),
    names,
  )

/** Customers of CDNOW by plain objects: rows counted, not days, as in the reference below. */
function cdnowCustomers() {
  const found = new Map<string, { last: number; orders: number; revenue: number }>()
  for (const { customer_id, date, amount } of tableToRows(cdnowOrders())) {
    const day = Date.parse(date) / 864e5
    const known = found.get(customer_id) ?? { last: day, orders: 0, revenue: 0 }
    found.set(customer_id, {
      last: Math.max(known.last, day),
      orders: known.orders + 1,
      revenue: known.revenue + amount,
    })
  }
  const end = Math.max(...[...found.values()].map(({ last }) => last))
  return [...found]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, { last, orders, revenue }]) => ({ days_since_last: end - last, orders, revenue }))
}

// numpy 2.4: np.quantile(x, [.2, .4, .6, .8]) and np.searchsorted(cuts, x, 'left' | 'right') + 1 on the sums of
// pandas 3.1; sizes of r and m with ties low equal pandas.qcut(x, 5)'s.
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

const inside = (r: any, v: number) => (r?.from ?? v) <= v && v <= (r?.to ?? v)
const codes = (table: any) => tableToRows(table).map((row) => row.rfm)

describe('segments', () => {
  test('the table that ships covers each of the 125 cells exactly once', () => {
    const { gaps, overlaps, neverReached, covers } = auditSegments(rfmSegments)
    expect([gaps.numRows, overlaps.numRows, neverReached.numRows]).toEqual([0, 0, 0])
    expect(tableToRows(covers).reduce((sum, { cells }) => sum + cells, 0)).toBe(125)
  })

  test('its names and keys go together', () => {
    const keys = new Map(rfmSegments.map(({ name, key }) => [name, key]))
    expect(new Set(keys.values()).size).toBe(11)
    expect(rfmSegments.every(({ name, key }) => keys.get(name) === key)).toBe(true)
  })

  test.each([2, 3, 4, 5, 7, 10, 20])(
    '%i bins: best is Champions, worst is Lost, nobody is left out',
    (bins) => {
      const given = Array.from({ length: 60 }, (_, i) => ({ days_since_last: 60 - i, orders: i, revenue: i }))
      const rows = tableToRows(rfm(customersOf(given), { bins }))
      expect([rows[0]!.segment, rows[59]!.segment]).toEqual(['Lost', 'Champions'])
      expect(rows.every(({ segment }) => segment !== null)).toBe(true)
    },
  )

  test('gaps, overlaps and entries never reached are what counting cells gives', () => {
    const score = fc.integer({ min: -1, max: 7 })
    const range = fc.option(fc.record({ from: score, to: score }, { requiredKeys: [] }), { nil: undefined })
    const segment = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), r: range, f: range, m: range })
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments: RfmSegment[]) => {
        const cells = [1, 2, 3, 4].flatMap((r) =>
          [1, 2, 3, 4].flatMap((f) =>
            [1, 2, 3, 4].map((m) => {
              const own = segments.flatMap((s, i) =>
                inside(s.r, r) && inside(s.f, f) && inside(s.m, m) ? [i] : [],
              )
              return { rfm: `${r}${f}${m}`, own }
            }),
          ),
        )
        const audit = auditSegments(segments, { bins: 4 })
        expect(codes(audit.gaps)).toEqual(cells.filter(({ own }) => own.length === 0).map((c) => c.rfm))
        expect(codes(audit.overlaps)).toEqual(cells.filter(({ own }) => own.length > 1).map((c) => c.rfm))
        const reached = new Set(cells.map(({ own }) => own[0]))
        expect(tableToRows(audit.neverReached).map(({ entry }) => entry)).toEqual(
          [...segments.keys()].filter((i) => !reached.has(i)),
        )
        for (const { segment, cells: size } of tableToRows(audit.covers)) {
          const won = cells.filter(({ own }) => own.length > 0 && segments[own[0]!]!.name === segment)
          expect(size).toBe(won.length)
        }
      }),
    )
  })

  test('one’s own: the first that covers a cell wins, a cell without any has null', () => {
    const segments = [
      { name: 'often', f: { from: 2 } },
      { name: 'much', m: { from: 2 } },
    ]
    const given = [
      { days_since_last: 1, orders: 9, revenue: 9 },
      { days_since_last: 1, orders: 1, revenue: 9 },
      { days_since_last: 1, orders: 1, revenue: 1 },
    ]
    const cuts = { r: [5], f: [5], m: [5] }
    const rows = tableToRows(rfm(customersOf(given), { bins: 2, segments, cuts }))
    expect(rows.map(({ segment }) => segment)).toEqual(['often', 'much', null])
    expect(rfm(customersOf(given), { segments: false }).schema.fields.map(({ name }) => name)).not.toContain(
      'segment',
    )
  })
})

describe('bad input', () => {
  const good = { days_since_last: 1, orders: 1, revenue: 1 }
  const table = customersOf([good])
  const fit = (options: FitRfmOptions) => () => fitRfm(table, options)
  const bad: [string, () => unknown, string][] = [
    ['a missing column', fit({ recency: 'days' }), 'column-missing'],
    ['text', () => fitRfm(rowsToTable([{ ...good, revenue: '12 €' }])), 'column-type'],
    ['infinity', () => fitRfm(customersOf([{ ...good, revenue: Infinity }])), 'value-invalid'],
    ['no rows', () => fitRfm(table.slice(0, 0)), 'rows-too-few'],
    ['no complete row', () => fitRfm(customersOf([{ ...good, orders: null }])), 'rows-too-few'],
    ['one bin', fit({ bins: 1 }), 'option-invalid'],
    ['too many bins', fit({ bins: 21 }), 'option-invalid'],
    ['a misspelt option', fit({ bin: 3 } as any), 'option-invalid'],
    ['no list of segments', fit({ segments: {} as any }), 'option-invalid'],
    ['a segment without a name', fit({ segments: [{ r: { from: 1 } } as any] }), 'option-invalid'],
    ['a range of words', fit({ segments: [{ name: 'a', r: 'high' as any }] }), 'option-invalid'],
    ['a column that is there already', () => rfm(rfm(table)), 'column-exists'],
  ]
  test.each(bad)('%s is one clear sentence', (_, call, code) => {
    expect(call).toThrow(ClienteleError)
    expect(call).toThrow(expect.objectContaining({ code, message: expect.stringMatching(/^[\w.]+: .*\.$/s) }))
  })

  test('predict refuses infinity too', () => {
    const { predict } = fitRfm(table)
    expect(() => predict(customersOf([{ ...good, revenue: -Infinity }]))).toThrow(/row 1, but finite numbers/)
  })

  test('one customer, or all alike, are all scored alike', () => {
    const rows = tableToRows(rfm(customersOf([good, good, good])))
    expect(new Set(rows.map((row) => row.rfm))).toEqual(new Set(['511']))
  })

  test('replace scores again, as renames; what was counted stands in the metadata', () => {
    const once = rfm(table, { as: { segment: 'group' } })
    expect(once.schema.fields.map(({ name }) => name)).toEqual([...names, 'r', 'f', 'm', 'rfm', 'group'])
    expect(tableToRows(rfm(rfm(table), { replace: true }))).toEqual(tableToRows(rfm(table)))
    expect(about(once).counts.rfm).toEqual({ customers: 1, missing: 0 })
  })
})

test('the model is frozen, prints as a summary and keeps nothing that the caller can change', () => {
  const segments = [{ name: 'all' }]
  const model = fitRfm(customersOf([{ days_since_last: 1, orders: 1, revenue: 1 }]), { segments })
  segments[0]!.name = 'changed'
  expect(model.segments).toEqual([{ name: 'all' }])
  expect(Object.isFrozen(model)).toBe(true)
  expect(Object.isFrozen(model.cuts.f[0])).toBe(true)
  expect(String(model)).toMatch(/^rfm model: 5 bins, independent, ties low, from 1 customers\n {2}r: sizes/)
})
