import { PERCENT, shortNumbers, TITLE_ABOVE } from './axes.js'
import { invalid } from '../options.js'
import type { ProfitCurve } from '../classify/profitCurve.js'
import { adopt, describe } from '../table/adopt.js'
import { findColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { thinned } from './curves.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

const WHO = 'chartProfit'

/**
 * How many customers should the campaign write to? Profit by the share of customers contacted, from the highest probability down; the best
 * share is marked.
 *
 * @param profit - what `profitCurve` gives
 * @param options - `width` (720), `lang` ('en'), `currency`
 * @returns a chart that notebooks show; it holds at most 300 points
 * @throws ClienteleError `option-invalid`, `column-missing`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fromRows, profitCurve } from 'clientele'
 * import { chartProfit } from 'clientele/report'
 *
 * const scored = fromRows([0.9, 0.8, 0.4, 0.3].map((probability, i) => ({ probability, bought: i < 2 })))
 * const chart = chartProfit(profitCurve(scored, { target: 'bought', gain: 30, cost: 10 }), { currency: 'EUR' })
 * console.log(chart.spec.layer[2].data.values[0].label) // best: 50%, €40.00
 * ```
 */
export function chartProfit(profit: ProfitCurve, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  const { curve, best } = (profit ?? {}) as Partial<ProfitCurve>
  if (!curve || typeof best !== 'object') {
    throw invalid(
      WHO,
      `needs what profitCurve gives, an object of curve and best, but got ${describe(profit)}`,
    )
  }
  const table = adopt(curve, WHO)
  const [share, value] = ['share', 'profit'].map((name) => readNumbers(findColumn(table, name, WHO), WHO))
  const points = thinned(share!.length, 300).map((i) => ({ x: share![i]!, y: value![i]! }))
  return drawProfit(points, best, scene)
}

/** The picture of points that are already there. */
export function drawProfit(
  points: readonly { x: number; y: number }[],
  { share, profit }: Pick<ProfitCurve['best'], 'share' | 'profit'>,
  { words, width, format }: Scene,
): Chart {
  const { charts } = words.classify
  const narrow = width < 480
  const marks = [{ x: share, y: profit, label: charts.best(share, profit) }]
  const isRight = share > 0.6
  return makeChart(charts.profitAbout, width, {
    height: narrow ? 230 : 320,
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: charts.contacted,
        scale: { domain: [0, 1] },
        axis: { labelExpr: PERCENT, tickCount: 5 },
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: charts.profit,
        // Room for what stands at the best point.
        scale: { domainMax: Math.max(1e-9, 1.15 * profit) },
        axis: {
          labelExpr: shortNumbers(format.lang),
          tickCount: 5,
          ...TITLE_ABOVE,
        },
      },
    },
    layer: [
      { data: { values: points }, mark: { type: 'line' } },
      {
        data: { values: marks },
        mark: { type: 'point', filled: true, size: 110, opacity: 1, color: palette.alert.light },
      },
      {
        data: { values: marks },
        mark: {
          type: 'text',
          align: isRight ? 'right' : 'left',
          dx: isRight ? -10 : 10,
          dy: -12,
          fontWeight: 600,
          fontSize: narrow ? 11 : 13,
          color: palette.alert.light,
        },
        encoding: { text: { field: 'label', type: 'nominal' } },
      },
    ],
  })
}
