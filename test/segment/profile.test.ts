import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromRows, profile, toRows } from 'clientele'
import { made, madeTable } from './help.js'

const rowsOf = (table: any) => toRows(table) as Record<string, any>[]

describe('independent numbers', () => {
  // scipy 1: chi2_contingency(crosstab, correction=False) of segment == s and channel == c; stats.false_discovery_control.
  const scipy = [
    ['A', 'mail', 27.314911325751435, 1.7287312740194964e-7, 2.0744775288233957e-6, 25, 11.7],
    ['A', 'phone', 12.870670303445541, 0.00033377203752104045, 0.0010013161125631213, 7, 17.55],
    ['A', 'web', 0.6964229186451409, 0.4039882621450427, 0.6925513065343589, 33, 35.75],
    ['B', 'mail', 0.5084566320041688, 0.47580773258259823, 0.7137115988738973, 8, 9.72],
    ['B', 'phone', 0.8567145991303113, 0.35465972379951216, 0.6925513065343589, 12, 14.58],
    ['B', 'web', 1.8951565374700836, 0.16862146002790285, 0.40469150406696686, 34, 29.7],
    ['C', 'mail', 19.2665379891209, 1.1368135719877475e-5, 5.840641639138546e-5, 0, 10.98],
    ['C', 'phone', 18.78887936884567, 1.4601604097846365e-5, 5.840641639138546e-5, 29, 16.47],
    ['C', 'web', 0.22896734773135247, 0.6322905838978752, 0.8182593480149536, 32, 33.55],
    ['D', 'mail', 0.13550135501355026, 0.7127948779904184, 0.8182593480149536, 3, 3.6],
    ['D', 'phone', 0.10147133434804655, 0.7500710690137076, 0.8182593480149536, 6, 5.4],
    ['D', 'web', 0, 1, 1, 11, 11],
  ] as const

  test('χ², p, q, counts and expected counts are those of scipy', () => {
    const rows = rowsOf(profile(madeTable(), { features: ['channel'] }).categories)
    expect(rows.map(({ segment, value }) => [segment, value])).toEqual(scipy.map(([s, c]) => [s, c]))
    rows.forEach((row, i) => {
      const [, , chi2, p, q, customers, expected] = scipy[i]!
      expect(row.chi2).toBeCloseTo(chi2, 11)
      expect(row.p / p).toBeCloseTo(1, 11)
      expect(row.q / q).toBeCloseTo(1, 11)
      expect(row.customers).toBe(customers)
      expect(row.expected).toBeCloseTo(expected, 12)
    })
  })

  // pandas: size, share of the sum, mean, median, std, mean of the others, their difference over the std of all.
  const pandas = [
    [
      'A',
      65,
      0.2984314117294435,
      13.786153846153844,
      12.9,
      9.820910041256948,
      15.604444444444443,
      -0.20677726409940334,
    ],
    [
      'B',
      54,
      0.27874912578679184,
      15.499999999999996,
      15.6,
      7.147449736503858,
      14.833561643835615,
      0.07578783067356024,
    ],
    [
      'C',
      61,
      0.3013288040763313,
      14.832786885245898,
      14.7,
      8.77357246339778,
      15.09280575539568,
      -0.029569525704162,
    ],
    ['D', 20, 0.12149065840743332, 18.24, 19.05, 9.084133072792941, 14.655, 0.40768867885764],
  ] as const

  test('size, share of revenue, mean, median, deviation and standardised difference are those of pandas', () => {
    const found = profile(madeTable(), { features: ['amount'], revenue: 'amount' })
    const [segments, features] = [rowsOf(found.segments), rowsOf(found.features)]
    pandas.forEach(([segment, customers, part, ...numbers], i) => {
      expect([segments[i]!.segment, segments[i]!.customers]).toEqual([segment, customers])
      expect(segments[i]!.share).toBe(customers / 200)
      expect(segments[i]!.revenue_share).toBeCloseTo(part, 13)
      const { mean, median, deviation, elsewhere, difference } = features[i]!
      const own = [mean, median, deviation, elsewhere, difference]
      own.forEach((value, k) => expect(value).toBeCloseTo(numbers[k]!, 11))
    })
  })

  // Benjamini & Hochberg (1995), section 3.1: of these 15 p-values the first four are rejected at .05, Bonferroni's rule rejects three.
  test('q is the smallest level at which the step-up rule rejects', async () => {
    const { falseDiscovery } = await import('#src/segment/profile/categoryProfile')
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ]
    const q = falseDiscovery(Float64Array.from(p))
    expect([...q].filter((one) => one <= 0.05).length).toBe(4)
    expect(q[3]).toBeCloseTo((0.0095 * 15) / 4, 15)
    expect(q[4]).toBeCloseTo((0.0201 * 15) / 5, 15)
  })

  test('a sentence names what differs most, and the values that come more often', () => {
    const [a, b] = rowsOf(
      profile(madeTable(), { features: ['amount', 'channel'], revenue: 'amount' }).segments,
    )
    expect(a!.sentence).toBe(
      '65 customers (32.5%) with 29.8% of revenue: amount somewhat lower (mean 13.8, elsewhere 15.6); channel more often mail (38.5%, elsewhere 8.1%).',
    )
    expect(b!.sentence).toBe('54 customers (27%) with 27.9% of revenue: much like the others.')
  })
})

const given = fc.array(
  fc.record({
    segment: fc.constantFrom('a', 'b', null),
    v: fc.option(fc.integer({ min: -20, max: 20 }), { nil: null }),
    c: fc.constantFrom('x', 'y', null),
  }),
  { maxLength: 25 },
)
const types = { segment: 'utf8', v: 'float64', c: 'utf8' } as const
const average = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length

describe('definition', () => {
  test('shares add up to 1; means and shares are of the rows of the segment and of all others', () => {
    fc.assert(
      fc.property(given, (rows) => {
        const found = profile(fromRows(rows, { types }), { revenue: 'v' })
        const segments = rowsOf(found.segments)
        const names = ['a', 'b', null].filter((name) => rows.some(({ segment }) => segment === name))
        expect(segments.map(({ segment }) => segment)).toEqual(names)
        const total = rows.reduce((sum, { v }) => sum + (v ?? 0), 0)
        for (const row of segments) {
          const own = rows.filter(({ segment }) => segment === row.segment)
          const revenue = own.reduce((sum, { v }) => sum + (v ?? 0), 0)
          expect([row.customers, row.share, row.revenue]).toEqual([
            own.length,
            own.length / rows.length,
            revenue,
          ])
          expect(row.revenue_share).toBe(total > 0 ? revenue / total : null)
        }
        for (const row of rowsOf(found.features)) {
          const of = (mine: boolean) =>
            rows.flatMap(({ segment, v }) => ((segment === row.segment) === mine && v !== null ? [v] : []))
          const [own, others] = [of(true), of(false)]
          expect(row.known).toBe(own.length)
          expect(row.mean).toBe(own.length > 0 ? average(own) : null)
          expect(row.elsewhere).toBe(others.length > 0 ? average(others) : null)
          const all = [...own, ...others]
          const spread = Math.sqrt(
            all.reduce((sum, v) => sum + (v - average(all)) ** 2, 0) / Math.max(1, all.length - 1),
          )
          if (own.length === 0 || others.length === 0 || spread === 0) expect(row.difference).toBe(null)
          else expect(row.difference).toBeCloseTo((average(own) - average(others)) / spread, 10)
        }
        const categories = rowsOf(found.categories)
        for (const row of categories) {
          const own = rows.filter(({ segment }) => segment === row.segment)
          const others = rows.filter(({ segment }) => segment !== row.segment)
          const withValue = (list: typeof rows) => list.filter(({ c }) => c === row.value).length
          expect(row.customers).toBe(withValue(own))
          expect(row.share).toBe(withValue(own) / own.length)
          expect(row.elsewhere).toBe(others.length > 0 ? withValue(others) / others.length : null)
          // χ² as the sum over the four cells.
          const every = withValue(rows)
          if (others.length === 0 || every === rows.length)
            expect([row.chi2, row.p, row.q]).toEqual([null, null, null])
          else {
            const cells = [own, others].flatMap((list) =>
              [every, rows.length - every].map((margin, k) => {
                const seen = k === 0 ? withValue(list) : list.length - withValue(list)
                const expected = (list.length * margin) / rows.length
                return [(seen - expected) ** 2 / expected, expected] as const
              }),
            )
            expect(row.chi2).toBeCloseTo(
              cells.reduce((sum, [part]) => sum + part, 0),
              10,
            )
            expect(row.least_expected).toBeCloseTo(Math.min(...cells.map(([, expected]) => expected)), 12)
          }
        }
        // q: the least over levels at least p of p · tests / how many are as small.
        const p = categories.flatMap((row) => row.p ?? [])
        for (const row of categories.filter((one) => one.p !== null)) {
          const bounds = p
            .filter((one) => one >= row.p)
            .map((one) => (one * p.length) / p.filter((other) => other <= one).length)
          expect(row.q).toBeCloseTo(Math.min(1, ...bounds), 12)
        }
      }),
    )
  })

  test('ids, dates and text of many values are left out, and said to be', () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({
      customer_id: `c${i}`,
      email: `c${i}@example.org`,
      last_order: new Date(Date.UTC(2025, 0, i)),
      segment: i % 2,
      vip: i % 3 === 0,
      orders: i,
    }))
    const found = profile(fromRows(rows))
    expect(rowsOf(found.leftOut)).toEqual([
      { column: 'customer_id', reason: 'id' },
      { column: 'email', reason: 'more than 50 values' },
      { column: 'last_order', reason: 'neither numbers nor categories' },
    ])
    expect(new Set(rowsOf(found.features).map(({ feature }) => feature))).toEqual(new Set(['orders']))
    expect(rowsOf(found.categories).map(({ value }) => value)).toEqual(['false', 'true', 'false', 'true'])
    expect(rowsOf(found.segments)[0]!.revenue).toBe(null)
    expect(profile(fromRows(rows), { features: ['email'] }).categories.numRows).toBe(120)
  })

  test('constant columns, one segment, one row and no rows have no differences', () => {
    const constant = profile(fromRows([1, 2, 3].map((i) => ({ segment: `s${i % 2}`, v: 0.1, c: 'x' }))))
    expect(rowsOf(constant.features).map(({ mean, difference }) => [mean, difference])).toEqual([
      [0.1, null],
      [0.1, null],
    ])
    expect(rowsOf(constant.categories).map(({ chi2, q }) => [chi2, q])).toEqual([
      [null, null],
      [null, null],
    ])
    const one = profile(fromRows([{ segment: 'a', v: 5, revenue: 2 }]))
    expect(rowsOf(one.segments)[0]!.sentence).toBe('1 customer (100%) with 100% of revenue: all there are.')
    expect(rowsOf(one.features)[0]).toMatchObject({
      mean: 5,
      deviation: null,
      elsewhere: null,
      difference: null,
    })
    const none = profile(fromRows([], { types }))
    expect([none.segments.numRows, none.features.numRows, none.categories.numRows]).toEqual([0, 0, 0])
  })

  test('it prints as its sentences', () => {
    expect(String(profile(madeTable(), { features: [] }))).toBe(
      [
        'profile: 4 segments',
        '  A: 65 customers (32.5%): much like the others.',
        '  B: 54 customers (27%): much like the others.',
        '  C: 61 customers (30.5%): much like the others.',
        '  D: 20 customers (10%): much like the others.',
      ].join('\n'),
    )
  })
})

test.each([
  [{ by: 'none' }, "no column 'none'"],
  [{ features: 'amount' }, 'features must be a list'],
  [{ features: ['amount', 'amount'] }, "names 'amount' twice"],
  [{ features: ['segment'] }, 'leave it out'],
  [{ features: [7] }, "a column's name must be a string"],
  [{ features: ['when'] }, "column 'when' is"],
  [{ revenue: 'channel' }, "column 'channel' is"],
  [{ revenue: 'segment' }, 'by and revenue are both'],
])('%j is refused: %s', (options, sentence) => {
  const table = fromRows(made.map((row) => ({ ...row, when: new Date(0) })))
  expect(() => profile(table, options as any)).toThrow(sentence)
})
