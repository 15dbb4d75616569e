import { type Chart, makeChart } from './chart.js'
import { DIAGONAL, shareAxis } from './curves.js'
import type { ConcentrationFigures } from './figures/concentration.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'

/** What is at stake with the customers who come first; where half of it is, is marked. */
export function drawStakes(
  { curve, customers, halfCustomers }: ConcentrationFigures,
  { words, width }: Scene,
): Chart {
  const { charts } = words.churn
  const narrow = width < 480
  const values = [{ x: 0, y: 0 }, ...curve.map((point) => ({ x: point.customers, y: point.revenue }))]
  const mark = [{ x: halfCustomers / customers, y: 0.5, label: charts.half(halfCustomers) }]
  return makeChart(charts.stakesAbout, width, {
    height: narrow ? 220 : 300,
    encoding: {
      x: shareAxis('x', charts.contacted, false),
      y: shareAxis('y', charts.stakes, true),
    },
    layer: [
      DIAGONAL,
      { data: { values }, mark: { type: 'line', strokeWidth: 2.5 } },
      {
        data: { values: mark },
        mark: { type: 'point', filled: true, size: 90, opacity: 1, color: palette.accent.light },
      },
      {
        data: { values: mark },
        mark: { type: 'text', align: 'left', dx: 10, dy: 12, fontWeight: 600, fontSize: narrow ? 11 : 13 },
        encoding: { text: { field: 'label', type: 'nominal' } },
      },
    ],
  })
}
