import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { type Curve, curveColor, type Curves, DIAGONAL, readCurves, shareAxis, thinned } from './curves.js'
import { type Scene, sceneOf } from './scene.js'

const WHO = 'chartRoc'

/**
 * How well are those who did told from those who did not? The ROC curve: how many of those who did are found (up) against how many
 * others are taken with them (right). The straight line is luck; the nearer a curve comes to the upper left corner, the better.
 *
 * @param curve - what `rocCurve` gives, or several by name: `{tree: rocCurve(…), boosting: rocCurve(…)}`
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds at most 300 points a curve
 * @throws ClienteleError `option-invalid`, `column-missing`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fromRows, rocCurve } from 'clientele'
 * import { chartRoc } from 'clientele/report'
 *
 * const scored = fromRows([0.9, 0.8, 0.4, 0.3].map((probability, i) => ({ probability, churned: i !== 1 && i < 3 })))
 * console.log(chartRoc(rocCurve(scored, { target: 'churned' })).spec.layer.length) // 2
 * ```
 */
export function chartRoc(curve: Curves, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  return drawRoc(readCurves(WHO, curve, ['false_positive_rate', 'true_positive_rate']), scene)
}

/** The picture of curves that are already read. */
export function drawRoc(curves: readonly Curve[], { words, width }: Scene): Chart {
  const { charts } = words.classify
  const values = curves.flatMap(({ name, columns }) => {
    const { false_positive_rate: x, true_positive_rate: y } = columns
    return thinned(x!.length, 300).map((i) => ({ model: name, at: i, x: x![i]!, y: y![i]! }))
  })
  return makeChart(charts.rocAbout, width, {
    height: width < 480 ? 250 : 360,
    encoding: {
      x: shareAxis('x', charts.falsePositives, false),
      y: shareAxis('y', charts.truePositives, true),
    },
    layer: [
      DIAGONAL,
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 2 },
        encoding: { color: curveColor(curves), order: { field: 'at', type: 'quantitative' } },
      },
    ],
  })
}
