import type { TableLike } from '../table/types.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { chartCustomers } from './chartCustomers.js'
import { type RfmField, rfmMap } from './figures/rfmMap.js'
import { mapFill, mapText } from './heat.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'

/**
 * Where do customers stand by how lately and how often they bought? A map with the recency score from left
 * to right and the frequency score from bottom to top; each field holds the number of its customers and is
 * the darker the more revenue they brought. Customers at the upper left bought often and have stopped.
 *
 * @param customers - one row a customer with the scores `r` and `f`, `orders`, `revenue` and `days_since_last`:
 *   what `rfm(summarize(orders))` gives. Customers without scores are not counted.
 * @param options - `width` (720), `lang` ('en'), `currency`
 * @returns a chart that notebooks show; it holds one row a field and no customer
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`
 *
 * Cost: one pass over the customers.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { chartRfm } from 'clientele/report'
 *
 * const customers = fromRows([
 *   { r: 2, f: 2, orders: 5, revenue: 500, days_since_last: 3 },
 *   { r: 1, f: 1, orders: 1, revenue: 20, days_since_last: 300 },
 * ])
 * console.log(chartRfm(customers).spec.data.values.length) // 4
 * ```
 */
export function chartRfm(customers: TableLike, options: ChartOptions = {}): Chart {
  return chartCustomers('chartRfm', customers, options, rfmMap, drawRfm)
}

/** The picture of figures that are already there. */
export function drawRfm(fields: readonly RfmField[], { words, format, width }: Scene): Chart {
  const most = Math.max(...fields.map(({ shareOfRevenue }) => shareOfRevenue), 1e-9)
  const values = fields.map(({ r, f, customers, shareOfRevenue }) => ({
    r,
    f,
    // The root spreads the lower shares, where most fields lie.
    tone: Math.sqrt(Math.max(0, shareOfRevenue) / most),
    label: customers === 0 ? '' : format.count(customers),
    money: customers === 0 ? '' : format.share(shareOfRevenue),
  }))
  const axis = { labelAngle: 0, titleColor: palette.ink.light }
  const rows = new Set(fields.map(({ f }) => f)).size
  return makeChart(words.charts.rfmAbout, width, {
    height: Math.max(60, rows * (width < 480 ? 48 : 58)),
    data: { values },
    encoding: {
      x: { field: 'r', type: 'ordinal', title: words.charts.recency, axis, scale: { paddingInner: 0.04 } },
      y: {
        field: 'f',
        type: 'ordinal',
        sort: 'descending',
        title: words.charts.frequency,
        axis,
        scale: { paddingInner: 0.04 },
      },
    },
    layer: [
      { mark: { type: 'rect', cornerRadius: 3 }, encoding: { color: mapFill('tone', 1) } },
      {
        mark: { type: 'text', fontWeight: 600, fontSize: width < 480 ? 12 : 14, dy: -7 },
        encoding: { text: { field: 'label', type: 'nominal' }, color: mapText('tone', 1) },
      },
      {
        mark: { type: 'text', fontSize: width < 480 ? 10 : 11, dy: 9 },
        encoding: { text: { field: 'money', type: 'nominal' }, color: mapText('tone', 1) },
      },
    ],
  })
}
