import { adopt } from '../table/adopt.js'
import { readAbout } from '../table/metadata.js'
import type { TableLike } from '../table/types.js'
import type { Pareto } from '../value/pareto.js'
import { PERCENT, TITLE_ABOVE } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { concentration, type ConcentrationFigures, concentrationOf } from './figures/concentration.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

/** Options of `chartPareto`. */
export interface ChartParetoOptions extends ChartOptions {
  /** The column that is shared out; 'revenue' unless told. */
  readonly by?: string | undefined
}

const WHO = 'chartPareto'

/**
 * How much of the revenue do the best customers bring? The 80/20 curve: customers from the one who spent
 * most, and the share of revenue that the first of them bring together; the straight line is what it would be
 * if all spent alike. Two points are marked: the top fifth, and those who bring half.
 *
 * @param customers - one row a customer with `revenue` (or the column that `by` names), as `summarize` gives, or
 *   what `pareto` found; customers without a value are left out
 * @param options - `by` ('revenue'), `width` (720), `lang` ('en'), `currency`
 * @returns a chart that notebooks show; it holds a hundred points and no customer. Without positive revenue it is empty.
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`
 *
 * Cost: sorting one column.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { chartPareto } from 'clientele/report'
 *
 * const chart = chartPareto(fromRows([{ revenue: 80 }, { revenue: 20 }]))
 * console.log(JSON.parse(JSON.stringify(chart)).width) // 720
 * ```
 */
export function chartPareto(customers: TableLike | Pareto, options: ChartParetoOptions = {}): Chart {
  const scene = sceneOf(WHO, options, currencyOf(customers), ['by'])
  const figures = isPareto(customers)
    ? concentrationOf(customers)
    : concentration(adopt(customers, WHO), options.by)
  return drawPareto(figures, scene)
}

function isPareto(given: TableLike | Pareto): given is Pareto {
  return typeof given === 'object' && given !== null && 'deciles' in given && 'curve' in given
}

function currencyOf(given: TableLike | Pareto): string | undefined {
  return isPareto(given) ? undefined : readAbout(adopt(given, WHO), WHO).currency
}

/** The picture of figures that are already there. */
export function drawPareto(figures: ConcentrationFigures | undefined, { words, width }: Scene): Chart {
  const curve = figures?.curve ?? []
  const marks = figures ? markedPoints(figures, words.charts.mark) : []
  const axis = { labelExpr: PERCENT, tickCount: 5 }
  const scale = { domain: [0, 1], clamp: true }
  const x = { field: 'customers', type: 'quantitative', scale, title: words.charts.cumulativeCustomers, axis }
  const top = Math.max(1, ...curve.map(({ revenue }) => revenue))
  const y = {
    field: 'revenue',
    type: 'quantitative',
    scale: { domain: [0, top] },
    title: words.charts.cumulativeRevenue,
    axis: { ...axis, ...TITLE_ABOVE },
  }
  const ends = [
    { customers: 0, revenue: 0 },
    { customers: 1, revenue: 1 },
  ]
  return makeChart(words.charts.paretoAbout, width, {
    height: width < 480 ? 250 : 320,
    encoding: { x, y },
    layer: [
      {
        data: { values: ends },
        mark: { type: 'line', color: palette.quiet.light, strokeDash: [4, 4], strokeWidth: 1.5 },
      },
      { data: { values: curve }, mark: { type: 'line', interpolate: 'monotone' } },
      {
        data: { values: marks },
        mark: {
          type: 'point',
          filled: true,
          size: 90,
          opacity: 1,
          color: palette.accent.light,
          stroke: palette.paper.light,
          strokeWidth: 2,
        },
      },
      {
        data: { values: marks },
        mark: {
          type: 'text',
          align: 'left',
          dx: 10,
          dy: 14,
          fontWeight: 600,
          fontSize: width < 480 ? 11 : 13,
        },
        encoding: { text: { field: 'label', type: 'nominal' } },
      },
    ],
  })
}

/** Where the curve passes the top fifth, and half of the revenue; of a handful of customers neither means much. */
function markedPoints(
  { curve, customers, topFifthShare }: ConcentrationFigures,
  mark: (customers: number, revenue: number) => string,
): object[] {
  if (customers < 10) return []
  const points = [{ customers: 0.2, revenue: topFifthShare }]
  const after = curve.findIndex(({ revenue }) => revenue >= 0.5)
  const [a, b] = [curve[after - 1], curve[after]]
  // The two labels would lie on each other where the points are close.
  if (a && b && Math.abs(topFifthShare - 0.5) > 0.08) {
    const part = (0.5 - a.revenue) / (b.revenue - a.revenue)
    points.push({ customers: a.customers + part * (b.customers - a.customers), revenue: 0.5 })
  }
  return points.map(({ customers, revenue }) => ({ customers, revenue, label: mark(customers, revenue) }))
}
