import { labelRoom, shortNumbers } from './axes.js'
import { type Chart, makeChart } from './chart.js'
import type { SegmentValue } from './outlook/valueTotals.js'
import { palette, ramp } from './palette.js'
import type { Scene } from './scene.js'
import { segmentName } from './standing.js'

/** What each segment will be worth, with its interval. */
export function drawWorth(segments: readonly SegmentValue[], { words, format, width }: Scene): Chart {
  const narrow = width < 480
  const names = segments.map(({ segment }) => segmentName(segment, words))
  const values = segments.map(({ value, low, high }, i) => ({
    segment: names[i],
    value: Math.round(value),
    ...(low !== null && high !== null && { low: Math.round(low), high: Math.round(high) }),
    end: Math.round(Math.max(value, high ?? value)),
    label: format.moneyShort(Number(value.toPrecision(3))),
  }))
  const labelLimit = narrow ? 150 : 220
  const most = Math.max(1, ...values.map(({ end }) => end))
  const y = {
    field: 'segment',
    type: 'nominal',
    sort: names,
    title: null,
    axis: {
      labelLimit,
      minExtent: Math.min(labelLimit, labelRoom(names, 12)),
      labelColor: palette.ink.light,
    },
    scale: { paddingInner: 0.35 },
  }
  // Room for the number behind the longest bar.
  const scale = { domain: [0, most * (narrow ? 1.25 : 1.12)], nice: false }
  const axis = { title: null, labelExpr: shortNumbers(format.lang), tickCount: narrow ? 4 : 6 }
  const whisker = { color: palette.ink.light, strokeWidth: 1.5 }
  return makeChart(words.worth.charts.worthAbout, width, {
    height: Math.max(40, 30 * segments.length),
    data: { values },
    encoding: { y },
    layer: [
      {
        mark: { type: 'bar', color: ramp[3]!.light },
        encoding: { x: { field: 'value', type: 'quantitative', scale, axis } },
      },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', ...whisker },
        encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 11, color: palette.muted.light },
        encoding: {
          x: { field: 'end', type: 'quantitative' },
          text: { field: 'label', type: 'nominal' },
        },
      },
    ],
  })
}
