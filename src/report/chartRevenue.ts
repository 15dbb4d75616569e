import { adopt } from '../table/adopt.js'
import { readAbout, type RoleOptions } from '../table/metadata.js'
import type { TableLike } from '../table/types.js'
import { dateLabels, shortNumbers, TITLE_ABOVE } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { readLines } from './figures/lines.js'
import { revenueFigures, type RevenueFigures } from './figures/revenue.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

/** Options of `chartRevenue`: how it is drawn, and the columns where the table does not know them. */
export interface ChartRevenueOptions extends ChartOptions, RoleOptions {
  /** Whose calendar days count, for times that carry a zone; the table's, or UTC. */
  readonly timeZone?: string | undefined
}

const WHO = 'chartRevenue'
const OWN = ['customer', 'time', 'amount', 'quantity', 'price', 'order', 'timeZone']

/**
 * Is revenue growing, and does it come from new customers or from those who come back? Bars over time (days,
 * weeks, months, quarters or years, by the length of the history), each divided into the revenue of
 * customers who had bought in an earlier period and of those who bought for the first time.
 *
 * @param orders - order lines: customer, time (Date, Timestamp or ISO text), amount or quantity and price.
 *   Roles travel with tables from `cleanOrders`. Lines without customer, time or amount are not counted.
 * @param options - `width` (720), `lang` ('en'), `currency`, `timeZone`, and the roles
 * @returns a chart that notebooks show; it holds one row a bar and no order
 * @throws ClienteleError `role-missing`, `column-missing`, `column-type`, `option-invalid`
 *
 * Cost: one pass over the lines and one grouping by customer and by order.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { chartRevenue } from 'clientele/report'
 *
 * const orders = fromRows([
 *   { customer: 'a', time: '2025-01-03', amount: 20 },
 *   { customer: 'b', time: '2025-01-04', amount: 30 },
 * ])
 * const chart = chartRevenue(orders, { customer: 'customer', time: 'time', amount: 'amount' })
 * console.log(chart.spec.$schema.includes('vega-lite')) // true
 * ```
 */
export function chartRevenue(orders: TableLike, options: ChartRevenueOptions = {}): Chart {
  const table = adopt(orders, WHO)
  const scene = sceneOf(WHO, options, readAbout(table, WHO).currency, OWN)
  return drawRevenue(revenueFigures(readLines(table, options, WHO), WHO), scene)
}

/** The picture of figures that are already there. */
export function drawRevenue({ unit, periods }: RevenueFigures, { words, format, width }: Scene): Chart {
  const { returning, fresh, revenue } = words.charts
  const title = format.sign === '' ? revenue : `${revenue}, ${format.sign}`
  const values = periods.flatMap(({ from, revenue, fromNew }) => {
    const old = revenue - fromNew
    // Parts of different signs stack away from zero on their own sides.
    const base = old * fromNew < 0 ? 0 : old
    return [
      { from, kind: returning, low: 0, high: cents(old) },
      { from, kind: fresh, low: cents(base), high: cents(base + fromNew) },
    ]
  })
  return makeChart(words.charts.revenueAbout, width, {
    height: width < 480 ? 210 : 260,
    data: { values },
    mark: { type: 'bar' },
    encoding: {
      x: {
        field: 'from',
        type: 'ordinal',
        scale: spacing(periods.length),
        axis: { title: null, labelAngle: 0, ...dateLabels(periods, unit, words, width < 480 ? 5 : 14) },
      },
      y: {
        field: 'low',
        type: 'quantitative',
        axis: {
          title,
          labelExpr: shortNumbers(format.lang),
          tickCount: 5,
          ...TITLE_ABOVE,
        },
      },
      y2: { field: 'high' },
      color: {
        field: 'kind',
        type: 'nominal',
        scale: { domain: [returning, fresh], range: [palette.accent.light, palette.quiet.light] },
        legend: { offset: 32 },
      },
    },
  })
}

/** Narrow gaps between many bars; a few bars do not fill the width. */
function spacing(bars: number): { paddingInner: number; paddingOuter: number } {
  if (bars < 6) return { paddingInner: 0.5, paddingOuter: (6 - bars) / 2 }
  return { paddingInner: bars > 60 ? 0.02 : 0.06, paddingOuter: 0 }
}

/** Charts need no more digits than that; large numbers have no cents. */
function cents(value: number): number {
  return Math.abs(value) < 1e13 ? Math.round(value * 100) / 100 : value
}
