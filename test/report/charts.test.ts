import {
  chartAlive,
  chartCalibration,
  chartChooseK,
  chartCohorts,
  chartConditionalExpectations,
  chartDendrogram,
  chartExpectedPurchases,
  chartFrequency,
  chartImportance,
  chartLift,
  chartMigration,
  chartPareto,
  chartProfile,
  chartProfit,
  chartRevenue,
  chartRfm,
  chartRoc,
  chartSurvival,
  chartSegmentMap,
  chartSegments,
  chartTracking,
  chartTree,
} from 'clientele/report'
import {
  calibrationCurve,
  chooseK,
  cohorts,
  fitBgNbd,
  fitHierarchy,
  fitKMeans,
  fromRows,
  importance,
  kaplanMeier,
  liftTable,
  fitTree,
  migrate,
  pareto,
  profile,
  profitCurve,
  rfm,
  rocCurve,
  summarize,
  validateLifetime,
} from 'clientele'
import { inspect } from 'node:util'
import { logger, parse, View, Warn } from 'vega'
import { compile } from 'vega-lite'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { dataOf, segmented, smallShop } from './data.js'

const { orders, customers } = dataOf(smallShop(60, 100))
const calibration = summarize(orders, { calibrationEnd: '2024-06-30' })
const model = fitBgNbd(calibration, { penalty: 0.01 })
const validation = validateLifetime(calibration, { model, orders })
const features = ['days_since_last', 'orders', 'revenue'] as const
const scale = ['log1p', 'standard'] as const
const choice = chooseK(customers, { features, scale, k: { from: 2, to: 5 }, sample: 40, resamples: 3 })
const grouping = fitKMeans(customers, { features, scale, k: 4 })
const hierarchy = fitHierarchy(customers, { features, scale, k: 4 })
const tree = fitTree(customers, { target: 'revenue', features: ['orders', 'days_since_last'] })
const moves = migrate(rfm(summarize(orders, { asOf: '2024-03-31', calibrationEnd: '2024-03-31' })), customers)
const scored = fromRows(
  Array.from({ length: 90 }, (_, i) => ({
    tenure: i % 30,
    probability: ((i * 37) % 90) / 90,
    churned: (i * 17) % 90 < ((i * 37) % 90) + 10,
  })),
)
const target = 'churned'
const rule = { features: ['tenure', 'probability'], predict: (table: any) => table }
const charts = {
  chartLift: (options = {}) => chartLift(liftTable(scored, { target }), options),
  chartSurvival: (options = {}) =>
    chartSurvival(kaplanMeier(scored, { duration: 'tenure', event: 'churned' }), options),
  chartRoc: (options = {}) => chartRoc(rocCurve(scored, { target }), options),
  chartCalibration: (options = {}) =>
    chartCalibration(calibrationCurve(scored, { target, bins: 5 }), options),
  chartProfit: (options = {}) => chartProfit(profitCurve(scored, { target, gain: 9, cost: 4 }), options),
  chartImportance: (options = {}) => chartImportance(importance(scored, { target, model: rule }), options),
  chartChooseK: (options = {}) => chartChooseK(choice, options),
  chartDendrogram: (options = {}) => chartDendrogram(hierarchy, options),
  chartMigration: (options = {}) => chartMigration(moves, options),
  chartProfile: (options = {}) => chartProfile(profile(customers), options),
  chartSegmentMap: (options = {}) => chartSegmentMap(customers, { model: grouping, ...options }),
  chartAlive: (options = {}) => chartAlive(customers, { model, ...options }),
  chartConditionalExpectations: (options = {}) => chartConditionalExpectations(validation, options),
  chartExpectedPurchases: (options = {}) =>
    chartExpectedPurchases(customers, { model, horizon: { weeks: 26 }, ...options }),
  chartFrequency: (options = {}) => chartFrequency(calibration, { model, ...options }),
  chartTree: (options = {}) => chartTree(tree, options),
  chartTracking: (options = {}) => chartTracking(validation, options),
  chartRevenue: (options = {}) => chartRevenue(orders, options),
  chartCohorts: (options = {}) => chartCohorts(orders, options),
  chartRfm: (options = {}) => chartRfm(customers, options),
  chartSegments: (options = {}) => chartSegments(customers, options),
  chartPareto: (options = {}) => chartPareto(customers, options),
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe.each(Object.entries(charts))('%s', (_, make) => {
  test('is a Vega-Lite 5 specification that compiles and draws without a warning, wide and narrow, in both languages', async () => {
    for (const options of [{}, { width: 336 }, { lang: 'zh', currency: 'CNY' }]) {
      const warnings: unknown[] = []
      const { spec } = make(options)
      expect(spec.$schema).toBe('https://vega.github.io/schema/vega-lite/v5.json')
      const note = (...args: readonly unknown[]) => {
        warnings.push(args)
        return log
      }
      const log: any = Object.assign(logger(Warn), { warn: note, error: note })
      const view = new View(parse(compile(spec as any, { logger: log }).spec), {
        renderer: 'none',
        logger: log,
      })
      const svg = await view.toSVG()
      view.finalize()
      expect(svg).toMatch(/^<svg/)
      expect(svg).not.toMatch(/NaN|undefined|null|Infinity/)
      expect(warnings.filter((args) => !/vega-lite\/v5/.test(String(args)))).toEqual([])
    }
  })

  test('is as wide as it was told', async () => {
    for (const width of [336, 720]) {
      const box = /viewBox="0 0 ([\d.]+) /.exec(await make({ width }).toSvg())
      expect(Math.abs(Number(box?.[1]) - width)).toBeLessThanOrEqual(24)
    }
  })

  test('gives notebooks its specification under the MIME type of Vega-Lite 5, and a sentence', () => {
    const chart: any = make()
    const bundle = chart[Symbol.for('Jupyter.display')]()
    expect(bundle['application/vnd.vegalite.v5+json']).toBe(chart.spec)
    expect(bundle['text/plain']).toBe(`Chart: ${chart.description}`)
    expect(JSON.parse(JSON.stringify(chart))).toEqual(JSON.parse(JSON.stringify(chart.spec)))
    expect(Object.isFrozen(chart)).toBe(true)
  })

  test('prints as a sentence outside notebooks', () => {
    const chart = make()
    expect(inspect(chart)).toBe(`Chart { ${chart.description} }`)
  })

  test('shows itself in tslab, which prints the value of a cell', () => {
    const sent: any[] = []
    const exports = { lastWriteDisplayData: (message: object) => sent.push(message) }
    const cache = { '/usr/lib/node_modules/tslab/dist/jupyter.js': { exports } }
    vi.stubGlobal('process', { ...process, mainModule: { constructor: { _cache: cache } } })
    const chart = make()
    expect(inspect(chart)).toBe('')
    expect(sent).toHaveLength(1)
    expect(sent[0].data).toEqual(chart.mimeBundle())
  })

  test('is an element where there is a document, as Observable shows it, and draws itself', async () => {
    vi.stubGlobal('document', { createElement: (name: string) => ({ localName: name, innerHTML: '' }) })
    const chart: any = make()
    expect(chart.localName).toBe('figure')
    await vi.waitFor(() => expect(chart.innerHTML).toMatch(/^<svg/))
    expect(chart.spec.$schema).toContain('vega-lite')
  })

  test('refuses a language, a width, a currency and an option that it does not know', () => {
    const wrong = { lang: 'fr', width: 3, currency: 'pounds', colour: 'red' }
    for (const [name, value] of Object.entries(wrong)) {
      expect(() => make({ [name]: value })).toThrow(expect.objectContaining({ code: 'option-invalid' }))
    }
  })
})

test('chartSegments: names from the data are text in the drawing, whatever they say', async () => {
  const hostile = ['<script>alert(1)</script>', '"onload="alert(1)', '=cmd|calc', ']]>&amp;', null]
  const svg = await chartSegments(segmented(hostile, [5, 4, 3, 2, 1]), { width: 1400 }).toSvg()
  expect(svg).not.toMatch(/<script|<[^>]* onload=/i)
  expect(svg).toContain('&lt;script&gt;')
})

function curveBy(by: string): number[] {
  const spec: any = chartPareto(segmented(['a', 'b'], [9, 1]), { by }).spec
  return spec.layer[1].data.values.map((point: any) => point.revenue)
}

test('chartCohorts: takes what cohorts found', () => {
  expect(chartCohorts(cohorts(orders)).spec).toEqual(chartCohorts(orders).spec)
})

test('chartPareto: takes what pareto found', () => {
  const table = segmented(['a', 'b', 'c'], [9, 1, 4])
  expect(chartPareto(pareto(table)).spec).toEqual(chartPareto(table).spec)
})

test('chartPareto: what is shared out can be another column', () => {
  expect(curveBy('revenue')[50]).toBeCloseTo(0.9, 12)
  expect(curveBy('orders')[50]).toBeCloseTo(0.5, 12)
})

test('charts hold totals only: of ten times the customers no larger specification', () => {
  const many = dataOf(smallShop(600))
  for (const make of [chartRfm, chartSegments, chartPareto]) {
    expect(JSON.stringify(make(many.customers)).length).toBeLessThan(30_000)
  }
  for (const make of [chartRevenue, chartCohorts]) {
    expect(JSON.stringify(make(many.orders)).length).toBeLessThan(60_000)
  }
})
