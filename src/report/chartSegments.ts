import type { TableLike } from '../table/types.js'
import { labelRoom, PERCENT } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { chartCustomers } from './chartCustomers.js'
import { type SegmentFigures, segmentFigures } from './figures/segments.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'
import { segmentName } from './standing.js'

/**
 * Which customer groups earn the money? Two bars a segment: its share of customers and its share of revenue,
 * the segment that earns most first.
 *
 * @param customers - one row a customer with `segment` (text), `orders`, `revenue` and `days_since_last`: what
 *   `rfm(summarize(orders))` gives. Customers without a segment are a group of their own.
 * @param options - `width` (720), `lang` ('en'), `currency`
 * @returns a chart that notebooks show; it holds two rows a segment and no customer
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`
 *
 * Cost: one pass over the customers for each segment.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { chartSegments } from 'clientele/report'
 *
 * const customers = fromRows([
 *   { segment: 'champions', orders: 5, revenue: 500, days_since_last: 3 },
 *   { segment: 'lost', orders: 1, revenue: 20, days_since_last: 300 },
 * ])
 * console.log(chartSegments(customers).spec.data.values.length) // 4
 * ```
 */
export function chartSegments(customers: TableLike, options: ChartOptions = {}): Chart {
  return chartCustomers('chartSegments', customers, options, segmentFigures, drawSegments)
}

/** The picture of figures that are already there. */
export function drawSegments(figures: readonly SegmentFigures[], { words, format, width }: Scene): Chart {
  const { shareOfCustomers, shareOfRevenue } = words.charts
  const names = figures.map(({ segment }) => segmentName(segment, words))
  const values = figures.flatMap((figure, i) => [
    {
      segment: names[i],
      kind: shareOfCustomers,
      share: figure.shareOfCustomers,
      label: format.share(figure.shareOfCustomers),
    },
    {
      segment: names[i],
      kind: shareOfRevenue,
      share: figure.shareOfRevenue,
      label: format.share(figure.shareOfRevenue),
    },
  ])
  const kinds = [shareOfCustomers, shareOfRevenue]
  const labelLimit = width < 480 ? 150 : 220
  const place = {
    y: {
      field: 'segment',
      type: 'nominal',
      sort: names,
      title: null,
      axis: {
        labelLimit,
        minExtent: Math.min(labelLimit, labelRoom(names, 12)),
        labelColor: palette.ink.light,
      },
      scale: { paddingInner: 0.32 },
    },
    yOffset: { field: 'kind', type: 'nominal', sort: kinds },
    x: {
      field: 'share',
      type: 'quantitative',
      axis: { title: null, labelExpr: PERCENT, tickCount: width < 480 ? 4 : 6 },
    },
  }
  return makeChart(words.charts.segmentsAbout, width, {
    height: Math.max(40, 40 * figures.length),
    data: { values },
    encoding: place,
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          color: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: kinds, range: [palette.quiet.light, palette.accent.light] },
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 5, fontSize: 11, color: palette.muted.light },
        encoding: { text: { field: 'label', type: 'nominal' } },
      },
    ],
  })
}
