import { checkNumber } from '../options.js'
import { adopt } from '../table/adopt.js'
import { findColumn, hasColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import type { TableLike } from '../table/types.js'
import { PERCENT } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

/** Options of `chartThreshold`. */
export interface ChartThresholdOptions extends ChartOptions {
  /** The threshold that is used; it is marked. */
  readonly threshold?: number | undefined
}

/** A figure at a threshold; `known` where it comes from the truth, not from the probabilities. */
export interface ThresholdPoint {
  readonly threshold: number
  readonly figure: 'precision' | 'recall' | 'f1'
  readonly known: boolean
  readonly value: number
}

const WHO = 'chartThreshold'
const FIGURES = ['precision', 'recall', 'f1'] as const

/**
 * How sure must records be to go together? Expected precision, recall and F1 over the threshold, and beside them, dashed, those that are true where the truth is known.
 *
 * @param curve - `evaluateLinkage(…).curve`, or that of `identify(…).fit`
 * @param options - `threshold` to mark, `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a row a threshold and figure
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { chartThreshold } from 'clientele/report'
 *
 * const curve = fromRows([0.1, 0.9].map((threshold) => ({
 *   threshold, expected_precision: threshold, expected_recall: 1 - threshold, expected_f1: 0.2,
 * })))
 * console.log(chartThreshold(curve).spec.layer[0].data.values.length) // 6
 * ```
 */
export function chartThreshold(curve: TableLike, options: ChartThresholdOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined, ['threshold'])
  const { threshold } = options
  if (threshold !== undefined) checkNumber(WHO, 'threshold', threshold, 0, 1)
  return drawThreshold(thresholdPoints(curve, WHO), threshold, scene)
}

/** The points of a curve's table. */
export function thresholdPoints(curve: TableLike, who: string): ThresholdPoint[] {
  const own = adopt(curve, who)
  const thresholds = readNumbers(findColumn(own, 'threshold', who), who)
  const points = (figure: (typeof FIGURES)[number], known: boolean): ThresholdPoint[] => {
    const values = readNumbers(findColumn(own, known ? figure : `expected_${figure}`, who), who)
    return Array.from(thresholds, (threshold, i) => ({ threshold, figure, known, value: values[i]! })).filter(
      (point) => Number.isFinite(point.value) && Number.isFinite(point.threshold),
    )
  }
  const isKnown = FIGURES.every((figure) => hasColumn(own, figure))
  return [false, ...(isKnown ? [true] : [])].flatMap((known) =>
    FIGURES.flatMap((figure) => points(figure, known)),
  )
}

/** The picture of points that are already there. */
export function drawThreshold(
  points: readonly ThresholdPoint[],
  used: number | undefined,
  { words, width }: Scene,
): Chart {
  const { charts } = words.identify
  const narrow = width < 480
  const expected = { precision: charts.precision, recall: charts.recall, f1: charts.f1 }
  const known = { precision: charts.truePrecision, recall: charts.trueRecall, f1: charts.trueF1 }
  const values = points.map((point) => ({
    x: point.threshold,
    y: point.value,
    name: (point.known ? known : expected)[point.figure],
    known: point.known ? 1 : 0,
  }))
  const names = [...new Set(values.map(({ name }) => name))]
  const tones = [palette.quiet.light, palette.muted.light, palette.accent.light]
  const marks = used === undefined ? [] : [{ x: used, label: charts.used(used) }]
  const x = {
    field: 'x',
    type: 'quantitative',
    title: charts.threshold,
    scale: { domain: [0, 1] },
    axis: { tickCount: 5 },
  }
  return makeChart(charts.curveAbout, width, {
    height: narrow ? 220 : 300,
    encoding: { x },
    layer: [
      {
        data: { values },
        mark: { type: 'line' },
        encoding: {
          y: {
            field: 'y',
            type: 'quantitative',
            title: null,
            scale: { zero: false },
            axis: { labelExpr: PERCENT, tickCount: 5 },
          },
          color: {
            field: 'name',
            type: 'nominal',
            legend: {
              symbolType: 'stroke',
              symbolStrokeWidth: 2.5,
              symbolSize: 350,
              columns: narrow ? 1 : 3,
            },
            scale: { domain: names, range: names.map((name) => tones[figureOf(name, expected, known)]!) },
          },
          strokeDash: {
            field: 'known',
            type: 'nominal',
            legend: null,
            scale: {
              domain: [0, 1],
              range: [
                [1, 0],
                [5, 4],
              ],
            },
          },
        },
      },
      { data: { values: marks }, mark: { type: 'rule', color: palette.alert.light, strokeWidth: 1.5 } },
      {
        data: { values: marks },
        mark: {
          type: 'text',
          align: 'left',
          dx: 6,
          baseline: 'bottom',
          y: 'height',
          dy: -6,
          color: palette.alert.light,
        },
        encoding: { text: { field: 'label', type: 'nominal' } },
      },
    ],
  })
}

type Names = Readonly<Record<(typeof FIGURES)[number], string>>

function figureOf(name: string, expected: Names, known: Names): number {
  return FIGURES.findIndex((figure) => expected[figure] === name || known[figure] === name)
}
