import { dateLabels, shortNumbers, TITLE_ABOVE } from './axes.js'
import { type Chart, makeChart } from './chart.js'
import { dayNumber, iso, periodStarts, periodUnit } from './figures/periods.js'
import type { TrackingFigures } from './figures/tracking.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'
import { seenExpected } from './seenExpected.js'

type Way = readonly [actual: 'actual' | 'actualTogether', expected: 'expected' | 'expectedTogether']

/** Repeat orders over time: together above, step by step below; where the forecast begins is marked. */
export function drawTracking(figures: TrackingFigures, scene: Scene): Chart {
  const { words, width } = scene
  const narrow = width < 480
  const room = narrow ? 46 : 54
  const panel = (title: string, way: Way, height: number, isFirst: boolean) => ({
    width: width - room - 12,
    height,
    encoding: { x: timeAxis(figures, scene), y: valueAxis(title, room, scene) },
    layer: [
      {
        data: { values: points(figures, way, scene) },
        mark: lineMark(narrow),
        encoding: seenExpected(words, true),
      },
      ...marked(figures, scene, isFirst),
    ],
  })
  const { together, within } = words.worth.charts
  return makeChart(words.worth.charts.trackingAbout, width, {
    width: undefined,
    autosize: { type: 'pad' },
    padding: 2,
    spacing: 34,
    vconcat: [
      panel(together, ['actualTogether', 'expectedTogether'], narrow ? 170 : 230, true),
      panel(within(figures.days), ['actual', 'expected'], narrow ? 100 : 130, false),
    ],
  })
}

function lineMark(narrow: boolean) {
  return { type: 'line', strokeWidth: narrow ? 2 : 2.5 }
}

function points({ steps }: TrackingFigures, [actual, expected]: Way, { words }: Scene): object[] {
  const { charts } = words.worth
  return steps.flatMap((step) => [
    { day: dayNumber(step.to), kind: charts.actual, orders: round(step[actual]) },
    { day: dayNumber(step.to), kind: charts.expected, orders: round(step[expected]) },
  ])
}

function timeAxis({ steps }: TrackingFigures, { words, width }: Scene): Record<string, unknown> {
  const [first, last] = [dayNumber(steps[0]!.to), dayNumber(steps.at(-1)!.to)]
  const unit = periodUnit(last - first + 1)
  const starts = periodStarts(first, last, unit).filter((day) => day >= first && day <= last)
  const periods = starts.map((day) => ({ from: iso(day) }))
  const { values, labelExpr } = dateLabels(periods, unit, words, width < 480 ? 5 : 12)
  const asDate = "utcFormat(datum.value * 864e5, '%Y-%m-%d')"
  return {
    field: 'day',
    type: 'quantitative',
    scale: { domain: [first, last], nice: false, zero: false },
    axis: {
      title: null,
      grid: false,
      values: values.map(dayNumber),
      labelExpr: labelExpr.replaceAll('datum.value', asDate),
      labelFlush: true,
    },
  }
}

function valueAxis(title: string, room: number, { format }: Scene): Record<string, unknown> {
  return {
    field: 'orders',
    type: 'quantitative',
    axis: {
      title,
      labelExpr: shortNumbers(format.lang),
      tickCount: 4,
      ...TITLE_ABOVE,
      titleX: -room + 6,
      minExtent: room,
      maxExtent: room,
    },
  }
}

/** The upright line where the forecast begins, and what lies on either side of it. */
function marked({ calibrationEnd }: TrackingFigures, { words, width }: Scene, isFirst: boolean): object[] {
  const day = dayNumber(calibrationEnd)
  const values = [{ day }]
  const rule = {
    data: { values },
    mark: { type: 'rule', color: palette.muted.light, strokeWidth: 1 },
    encoding: { y: null },
  }
  if (!isFirst) return [rule]
  const { learned, tried } = words.worth.charts
  const side = (text: string, align: 'left' | 'right') => ({
    data: { values: [{ day, side: text }] },
    mark: {
      type: 'text',
      align,
      dx: align === 'left' ? 6 : -6,
      dy: -5,
      baseline: 'bottom',
      fontSize: width < 480 ? 10 : 11,
      color: palette.muted.light,
    },
    encoding: { y: { value: 'height' }, text: { field: 'side', type: 'nominal' } },
  })
  return [rule, side(`← ${learned}`, 'right'), side(`${tried} →`, 'left')]
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
