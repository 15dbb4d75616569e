import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { type Curve, curveColor, type Curves, DIAGONAL, readCurves, shareAxis } from './curves.js'
import { type Scene, sceneOf } from './scene.js'

const WHO = 'chartCalibration'
/** The columns of `calibrationCurve` that are drawn. */
export const CALIBRATION_COLUMNS: readonly string[] = [
  'predicted',
  'observed',
  'observed_low',
  'observed_high',
]

/**
 * Do probabilities mean what they say? For each bin how often it came (up), with its interval, against how often it was foretold (right). Points
 * on the straight line are honest; below it the model promises too much.
 *
 * @param curve - what `calibrationCurve` gives, or several by name: `{before: calibrationCurve(…), after: calibrationCurve(…)}`
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a row a bin; empty bins are left out
 * @throws ClienteleError `option-invalid`, `column-missing`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { calibrationCurve, fromRows } from 'clientele'
 * import { chartCalibration } from 'clientele/report'
 *
 * const scored = fromRows([0.9, 0.8, 0.4, 0.3].map((probability, i) => ({ probability, churned: i < 2 })))
 * console.log(chartCalibration(calibrationCurve(scored, { target: 'churned', bins: 2 })).spec.layer.length) // 4
 * ```
 */
export function chartCalibration(curve: Curves, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  return drawCalibration(readCurves(WHO, curve, CALIBRATION_COLUMNS), scene)
}

/** The picture of curves that are already read. */
export function drawCalibration(curves: readonly Curve[], { words, width }: Scene): Chart {
  const { charts } = words.classify
  const values = curves.flatMap(({ name, columns }) =>
    Array.from(columns.predicted!, (x, i) => ({
      model: name,
      x,
      y: columns.observed![i]!,
      low: columns.observed_low![i]!,
      high: columns.observed_high![i]!,
    })).filter(({ x }) => !Number.isNaN(x)),
  )
  const color = curveColor(curves)
  const y = shareAxis('y', charts.came, true)
  return makeChart(charts.calibrationAbout, width, {
    height: width < 480 ? 250 : 360,
    encoding: { x: shareAxis('x', charts.foretold, false), y },
    layer: [
      DIAGONAL,
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      { data: { values }, mark: { type: 'line', strokeWidth: 1.5 }, encoding: { color } },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 70, opacity: 1 },
        encoding: { color },
      },
    ],
  })
}
