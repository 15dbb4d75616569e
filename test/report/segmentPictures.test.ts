import {
  cleanOrders,
  fitHierarchy,
  fitKMeans,
  fromRows,
  migrate,
  nameSegments,
  profile,
  rfm,
  summarize,
} from 'clientele'
import { readTable } from 'clientele/io'
import { chartDendrogram, chartMigration, chartProfile, chartSegmentMap } from 'clientele/report'
import fc from 'fast-check'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { componentsOf, projectOn } from '#src/segment/features/components'
import { makePoints } from '#src/segment/features/points'
import { dendrogramOf } from '#src/report/figures/dendrogram'
import { movesOf } from '#src/report/figures/moves'
import { degreeOf } from '#src/report/figures/profileMap'
import { layStreams } from '#src/report/figures/streams'
import { wrapped } from '#src/report/wrapped'

const folder = join(import.meta.dirname, '../../datasets/cdnow/orders.csv')
const { orders } = cleanOrders(await readTable(folder), {
  customer: 'customer_id',
  time: 'date',
  amount: 'amount',
})
const customers = rfm(summarize(orders))
const layers = (chart: { readonly spec: any }): any[] => chart.spec.layer
const of = (segments: readonly (string | null)[], first = 0) =>
  fromRows(
    segments.map((segment, i) => ({ customer_id: `c${i + first}`, segment })),
    { types: { segment: 'utf8' } },
  )
const width = ([from, to]: readonly number[]) => to! - from!
const row = (shift: number) => (segment: string, i: number) => ({ customer_id: `c${i + shift}`, segment })
const columns = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, j) => Float64Array.from(rows, (row) => row[j]!))
const far = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, j) => x - b[j]!))
const share = (title: string[]) => Number(/\((\d+)% of all differences\)/.exec(title.join(' '))![1])

describe('principal components', () => {
  // numpy 2.4: linalg.eigh of the population covariance of these columns, standardised.
  it('have the shares, loadings and scores that numpy finds', () => {
    const raw = Array.from({ length: 60 }, (_, i) => {
      const first = (i % 7) + ((i * i) % 5)
      return [first, ((i * 3) % 11) + 0.8 * first, ((i * i * 3 + i) % 13) / 2, i % 4]
    })
    const scaled = columns(raw).map((values) => {
      const mean = values.reduce((a, b) => a + b) / 60
      const spread = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 60)
      return values.map((x) => (x - mean) / spread)
    })
    const points = makePoints(scaled, new Float64Array(0))
    const { means, components } = componentsOf(points)
    const shares = [0.38272929, 0.27244794, 0.22443557, 0.12038721]
    shares.forEach((share, i) => expect(components[i]!.share).toBeCloseTo(share, 8))
    const loadings = [
      [0.68092678, 0.70170556, 0.03030758, 0.2074355],
      [-0.20092093, -0.02899396, 0.73167949, 0.65071903],
    ]
    loadings.forEach((all, i) =>
      all.forEach((loading, j) => expect(components[i]!.loadings[j]).toBeCloseTo(loading, 7)),
    )
    const scores = [-3.28107586, -1.66506555, 0.72945804]
    scores.forEach((score, row) =>
      expect(projectOn(components[0]!, means, points, row)).toBeCloseTo(score, 7),
    )
  })

  it('are across each other, keep distances, and their variances are their shares of the whole', () => {
    const row = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 20 }), (rows) => {
        const points = makePoints(columns(rows), new Float64Array(0))
        const { means, components } = componentsOf(points)
        const place = (i: number) => components.map((one) => projectOn(one, means, points, i))
        expect(far(place(0), place(1))).toBeCloseTo(far(rows[0]!, rows[1]!), 7)
        const sum = components.reduce((total, { share }) => total + share, 0)
        expect(sum === 0 || Math.abs(sum - 1) < 1e-9).toBe(true)
      }),
    )
  })
})

describe('chartSegmentMap', () => {
  const features = ['days_since_last', 'orders', 'revenue'] as const
  const model = fitKMeans(customers, { features, scale: ['log1p', 'standard'], k: 4 })

  test('draws as many customers as it is told, the same ones each time, and says what its axes are', () => {
    const [dots] = layers(chartSegmentMap(customers, { model, points: 300 }))
    expect(dots.data.values).toHaveLength(300)
    expect(chartSegmentMap(customers, { model, points: 300 }).spec).toEqual(
      chartSegmentMap(customers, { model, points: 300 }).spec,
    )
    const { x, y }: any = chartSegmentMap(customers, { model }).spec['encoding']
    expect(share(x.title)).toBeGreaterThan(share(y.title))
    expect(x.title.join(' ')).toContain('orders')
  })

  test('the segments can be those of a column; rows without one are left out', () => {
    const table = fromRows(
      [1, 2, 3, 21, 22, 23].map((x, i) => ({ x, y: x * x, of: i === 0 ? null : i > 2 ? 'b' : 'a' })),
    )
    const model = fitKMeans(table, { features: ['x', 'y'], k: 2 })
    const [dots] = layers(chartSegmentMap(table, { model, by: 'of' }))
    expect(dots.data.values.map((row: any) => row.segment)).toEqual(['a', 'a', 'b', 'b', 'b'])
  })

  test('without a model: the same map from the same features', () => {
    const named = model.predict(customers, { as: { cluster: 'group' } })
    const found = chartSegmentMap(named, { model, by: 'group' })
    const own = chartSegmentMap(named, { features, scale: ['log1p', 'standard'], by: 'group' })
    expect(own.spec).toEqual(found.spec)
    expect(layers(chartSegmentMap(customers, { features }))[0].data.values.length).toBe(1500)
    expect(() => chartSegmentMap(customers, { model, features })).toThrow(/not both/)
    expect(() => chartSegmentMap(customers, { features: ['orders'] })).toThrow(/two features/)
    expect(() => chartSegmentMap(customers, {})).toThrow(/needs a model/)
  })

  test('needs a model of two features', () => {
    const one = fitKMeans(customers, { features: ['orders'], k: 2 })
    expect(() => chartSegmentMap(customers, { model: one })).toThrow(/a map needs two/)
    expect(() => chartSegmentMap(customers, { model: {} as any })).toThrow(/model must be/)
  })
})

describe('chartDendrogram', () => {
  const rows = [1, 2, 4, 20, 21, 24, 60].map((x) => ({ x }))
  const model = fitHierarchy(fromRows(rows), { features: ['x'], scale: 'none', k: 3 })

  test('whole: a leaf a row, a joint a merge, cut between the merges that leave k and k − 1 clusters', () => {
    const { leaves, joints, cut } = dendrogramOf(model, 30)
    expect(leaves).toHaveLength(7)
    expect(leaves.every(({ customers }) => customers === 1)).toBe(true)
    expect(joints.map(({ height }) => height).sort((a, b) => a - b)).toEqual([...model.merges.height])
    expect(cut).toBeGreaterThan(model.merges.height[3]!)
    expect(cut).toBeLessThan(model.merges.height[4]!)
  })

  test('cut short: leaves hold all rows, clusters keep theirs, places are those of leaves', () => {
    for (let most = 2; most <= 8; most++) {
      const { leaves, joints } = dendrogramOf(model, most)
      expect(leaves).toHaveLength(Math.min(most, 7))
      expect(leaves.reduce((sum, { customers }) => sum + customers, 0)).toBe(7)
      expect(joints).toHaveLength(leaves.length - 1)
      if (most < 3) continue
      model.fit.sizes.forEach((size, c) => {
        const own = leaves.filter(({ cluster }) => cluster === c)
        expect(own.reduce((sum, { customers }) => sum + customers, 0)).toBe(size)
      })
    }
  })

  test('lines of clusters have their colour, those above the cut none', () => {
    const [lines] = layers(chartDendrogram(model))
    const above = lines.data.values.filter(({ cluster }: any) => cluster < 0)
    // The last merge has three lines above the cut; the one below it, its own bar.
    expect(above.length).toBeGreaterThanOrEqual(3)
    expect(new Set(lines.data.values.map(({ cluster }: any) => cluster))).toEqual(new Set([-1, 0, 1, 2]))
    expect(() => chartDendrogram({} as any)).toThrow(/fitHierarchy/)
  })
})

describe('chartMigration', () => {
  test('bars and streams are as wide as customers are many, and bars do not touch', () => {
    const segments = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(segments, segments, fc.nat(5), (before, after, shift) => {
        const result = migrate(fromRows(before.map(row(0))), fromRows(after.map(row(shift))))
        const figures = movesOf(result, 'test')
        const { bars, streams } = layStreams(figures, 0.02)
        const all = result.stayed + result.moved + result.new + result.lost
        for (const side of ['left', 'right'] as const) {
          expect(streams.reduce((sum, stream) => sum + width(stream[side]), 0)).toBeCloseTo(all, 9)
        }
        for (const side of [0, 1]) {
          const own = bars.filter((bar) => bar.side === side).sort((a, b) => a.from - b.from)
          expect(own.reduce((sum, { customers }) => sum + customers, 0)).toBe(all)
          own.slice(1).forEach(({ from }, i) => expect(from).toBeGreaterThan(own[i]!.to))
        }
      }),
    )
  })

  test('RFM segments stand from the best to the lost, others in order, a missing one last', () => {
    const rfmOrder = movesOf(
      migrate(of(['Lost', 'Champions', 'At risk']), of(['Lost', 'New', 'Loyal'])),
      'test',
    )
    expect(rfmOrder.segments).toEqual(['Champions', 'Loyal', 'New', 'At risk', 'Lost'])
    const others = movesOf(migrate(of(['b', null]), of(['a', 'b'])), 'test')
    expect(others.segments).toEqual(['a', 'b', null])
  })

  test('many segments are a heat map, whose rows add up to 100', () => {
    const many = Array.from({ length: 20 }, (_, i) => `s${i}`)
    const chart = chartMigration(migrate(of(many), of(many.toReversed())))
    const values = (chart.spec as any).data.values
    expect(
      values.filter(({ from }: any) => from === 3).reduce((sum: number, { share }: any) => sum + share, 0),
    ).toBe(1)
    expect(() => chartMigration({} as any)).toThrow(/migrate/)
  })
})

describe('chartProfile', () => {
  test('degrees change at 0.2, 0.5 and 0.8, by their sign', () => {
    expect([0.1, 0.2, 0.5, 0.8, -0.1, -0.2, -0.5, -0.8, null].map(degreeOf)).toEqual([
      0, 1, 2, 3, 0, -1, -2, -3, 0,
    ])
  })

  test('a field a segment and number, and those values that come more often somewhere', () => {
    const rows = Array.from({ length: 80 }, (_, i) => ({
      segment: i < 40 ? 'A' : 'B',
      orders: i < 40 ? 9 + (i % 3) : 1 + (i % 3),
      country: i % 40 < (i < 40 ? 36 : 10) ? 'DE' : 'FR',
    }))
    const found = profile(fromRows(rows))
    const chart = chartProfile(found, { names: nameSegments(found) })
    const values: any[] = (chart.spec as any).data.values
    const field = (row: string, segment: number) =>
      values.find((one) => one.row === row && one.segment === segment)
    expect(field('orders', 0)).toMatchObject({ label: '10', degree: 'much higher' })
    expect(field('country: DE', 0)).toMatchObject({ label: '90%', degree: 'much higher' })
    expect(field('country: DE', 1)).toMatchObject({ label: '25%', degree: 'much lower' })
    expect(JSON.stringify(chart.spec)).toContain('Frequent')
    expect(() => chartProfile({} as any)).toThrow(/profile/)
  })
})

test('text is broken between words; Chinese signs count double and may begin a line', () => {
  expect(wrapped('Recent frequent big spenders', 16)).toEqual(['Recent frequent', 'big spenders'])
  expect(wrapped('近期下单高频', 8)).toEqual(['近期下单', '高频'])
  expect(wrapped('onelongwordalone', 4)).toEqual(['onelongwordalone'])
})
