import { PERCENT } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { type Curve, curveColor, type Curves, DIAGONAL, readCurves, shareAxis } from './curves.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

const WHO = 'chartLift'
/** The columns of `liftTable` that are drawn. */
export const LIFT_COLUMNS: readonly string[] = ['bin', 'lift', 'cumulative_share', 'cumulative_gain']

/**
 * Whom to write to first, and how much that helps? Above, the gain: which share of those who did are found among the customers with the highest
 * probability; the straight line is luck. Below, the lift of each part: how many times as many did as among all.
 *
 * @param lift - what `liftTable` gives, or several by name: `{tree: liftTable(…), boosting: liftTable(…)}`; then gains alone are drawn
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a row a part and no customer
 * @throws ClienteleError `option-invalid`, `column-missing`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fromRows, liftTable } from 'clientele'
 * import { chartLift } from 'clientele/report'
 *
 * const scored = fromRows([0.9, 0.8, 0.4, 0.3].map((probability, i) => ({ probability, churned: i < 2 })))
 * console.log(chartLift(liftTable(scored, { target: 'churned', bins: 2 })).spec.vconcat.length) // 2
 * ```
 */
export function chartLift(lift: Curves, options: ChartOptions = {}): Chart {
  return drawLift(readCurves(WHO, lift, LIFT_COLUMNS), sceneOf(WHO, options, undefined))
}

/** The picture of tables that are already read. */
export function drawLift(curves: readonly Curve[], scene: Scene): Chart {
  const { words, width } = scene
  const gains = gainPanel(curves, scene)
  if (curves.length > 1) return makeChart(words.classify.charts.liftAbout, width, gains)
  const room = 46
  return makeChart(words.classify.charts.liftAbout, width, {
    width: undefined,
    autosize: { type: 'pad' },
    padding: 2,
    spacing: 40,
    vconcat: [
      { width: width - room - 12, ...fixedRoom(gains, room) },
      { width: width - room - 12, ...liftPanel(curves[0]!, scene, room) },
    ],
  })
}

function gainPanel(curves: readonly Curve[], { words, width }: Scene): Record<string, any> {
  const { charts } = words.classify
  const values = curves.flatMap(({ name, columns }) => [
    { model: name, x: 0, y: 0 },
    ...Array.from(columns.cumulative_share!, (x, i) => ({ model: name, x, y: columns.cumulative_gain![i]! })),
  ])
  const marks = curves.length === 1 ? markedGains(curves[0]!, charts.gain) : []
  const narrow = width < 480
  return {
    height: narrow ? 220 : 300,
    encoding: { x: shareAxis('x', charts.contacted, false), y: shareAxis('y', charts.found, true) },
    layer: [
      DIAGONAL,
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 2.5 },
        encoding: { color: curveColor(curves) },
      },
      {
        data: { values: marks },
        mark: { type: 'point', filled: true, size: 90, opacity: 1, color: palette.accent.light },
      },
      {
        data: { values: marks },
        mark: { type: 'text', align: 'left', dx: 10, dy: 12, fontWeight: 600, fontSize: narrow ? 11 : 13 },
        encoding: { text: { field: 'label', type: 'nominal' } },
      },
    ],
  }
}

/** The parts that end nearest to a tenth and to a fifth. */
function markedGains({ columns }: Curve, label: (share: number, found: number) => string): object[] {
  const shares = Array.from(columns.cumulative_share!)
  const places = [0.1, 0.2]
    .map((wanted) => shares.findIndex((share) => Math.abs(share - wanted) < 0.011))
    .filter((at) => at >= 0)
  return places.map((at) => {
    const [x, y] = [shares[at]!, columns.cumulative_gain![at]!]
    return { x, y, label: label(x, y) }
  })
}

function fixedRoom(panel: Record<string, any>, room: number): Record<string, unknown> {
  const { x, y } = panel.encoding
  const axis = { ...y.axis, minExtent: room, maxExtent: room, titleX: -room + 6, labelExpr: PERCENT }
  return { ...panel, encoding: { x, y: { ...y, axis } } }
}

function liftPanel({ columns }: Curve, { words, width }: Scene, room: number): Record<string, unknown> {
  const { charts } = words.classify
  const narrow = width < 480
  const values = Array.from(columns.lift!, (lift, i) => ({ bin: columns.bin![i]!, lift }))
    .filter(({ lift }) => !Number.isNaN(lift))
    .map(({ bin, lift }) => ({ bin, lift, label: charts.times(lift) }))
  const isFew = values.length <= (narrow ? 5 : 12)
  const axis = {
    titleAngle: 0,
    titleAlign: 'left',
    titleAnchor: 'end',
    titleX: -room + 6,
    titleY: -16,
    tickCount: 4,
    minExtent: room,
    maxExtent: room,
  }
  return {
    height: narrow ? 110 : 140,
    data: { values },
    encoding: {
      x: { field: 'bin', type: 'ordinal', title: charts.part, axis: { labelAngle: 0, labelOverlap: true } },
      y: { field: 'lift', type: 'quantitative', title: charts.lift, axis },
    },
    layer: [
      { mark: { type: 'bar', color: palette.accent.light } },
      {
        data: { values: [{ lift: 1 }] },
        mark: { type: 'rule', color: palette.muted.light, strokeDash: [4, 4] },
        encoding: { x: null },
      },
      ...(isFew
        ? [
            {
              mark: { type: 'text', dy: -7, fontSize: narrow ? 10 : 11 },
              encoding: { text: { field: 'label', type: 'nominal' } },
            },
          ]
        : []),
    ],
  }
}
