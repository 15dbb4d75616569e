import { calibrationCurve, fromRows, liftTable, profitCurve, rocCurve, toRows } from 'clientele'
import { chartCalibration, chartLift, chartProfit, chartRoc } from 'clientele/report'
import { expect, test } from 'vitest'

const scored = fromRows(
  Array.from({ length: 900 }, (_, i) => ({
    probability: ((i * 37) % 900) / 900,
    churned: (i * 17) % 900 < ((i * 37) % 900) * 0.8,
  })),
)
const target = 'churned'
const valuesOf = (layer: any): any[] => layer.data.values

test('chartLift draws gain and lift part by part, and marks the first tenth and fifth', () => {
  const table = liftTable(scored, { target })
  const [gain, lift] = (chartLift(table).spec as any).vconcat
  const rows = toRows(table)
  expect(valuesOf(gain.layer[1])).toEqual([
    { model: '', x: 0, y: 0 },
    ...rows.map((row) => ({ model: '', x: row.cumulative_share, y: row.cumulative_gain })),
  ])
  expect(valuesOf(lift).map((bar) => bar.lift)).toEqual(rows.map((row) => row.lift))
  expect(valuesOf(gain.layer[2]).map(({ x }) => x)).toEqual([0.1, 0.2])
})

test('several models are lines of their own colour, by their names', () => {
  const roc = rocCurve(scored, { target, all: true })
  const lift = liftTable(scored, { target })
  for (const chart of [chartRoc({ tree: roc, forest: roc }), chartLift({ tree: lift, forest: lift })]) {
    const { color } = (chart.spec as any).layer[1].encoding
    expect(color.scale.domain).toEqual(['tree', 'forest'])
    expect(new Set(color.scale.range).size).toBe(2)
  }
})

test('chartRoc thins long curves and keeps both ends', () => {
  const roc = rocCurve(scored, { target, all: true })
  expect(roc.numRows).toBe(901)
  const points = valuesOf((chartRoc(roc).spec as any).layer[1])
  expect(points).toHaveLength(300)
  expect([points[0], points.at(-1)].map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [1, 1],
  ])
})

test('chartCalibration leaves out empty bins; chartProfit marks the best share', () => {
  const sparse = fromRows(
    [0.05, 0.06, 0.93, 0.95].map((probability, i) => ({ probability, churned: i % 2 === 0 })),
  )
  const calibration = chartCalibration(calibrationCurve(sparse, { target }))
  expect(valuesOf((calibration.spec as any).layer[1])).toHaveLength(2)
  const profit = profitCurve(scored, { target, gain: 10, cost: 4 })
  const [mark] = valuesOf((chartProfit(profit).spec as any).layer[1])
  expect([mark.x, mark.y]).toEqual([profit.best.share, profit.best.profit])
})

test('explain what they need', () => {
  for (const wrong of [null, 7, {}, { tree: 7 }] as any[]) {
    expect(() => chartRoc(wrong)).toThrow(/needs a table|at most 8/)
    expect(() => chartProfit(wrong)).toThrow(/what profitCurve gives/)
  }
  expect(() => chartRoc(liftTable(scored, { target }))).toThrow(/no column 'false_positive_rate'/)
})
