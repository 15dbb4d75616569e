import { ClienteleError } from '../error.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { type Curve, curveColor, type Curves, readCurves, shareAxis, thinned } from './curves.js'
import { type Scene, sceneOf } from './scene.js'

const WHO = 'chartSurvival'
/** The columns of `kaplanMeier` that are drawn. */
export const SURVIVAL_COLUMNS: readonly string[] = [
  'time',
  'at_risk',
  'survival',
  'survival_low',
  'survival_high',
]

/**
 * How long do customers stay? Falling steps of the share still there (up) by time (right), with their interval as a band, and below, how many customers are still
 * followed at some times: where there are few, the curve says little.
 *
 * @param curve - what `kaplanMeier` gives without `by`, or several by name: `{monthly: kaplanMeier(…), yearly: kaplanMeier(…)}`, at most eight
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds at most 300 points a curve
 * @throws ClienteleError `option-invalid`, `column-missing`; `value-invalid` where a table holds several curves
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fromRows, kaplanMeier } from 'clientele'
 * import { chartSurvival } from 'clientele/report'
 *
 * const customers = fromRows(Array.from({ length: 40 }, (_, i) => ({ months: 1 + (i % 12), left: i % 3 === 0 })))
 * const curve = kaplanMeier(customers, { duration: 'months', event: 'left' })
 * console.log(chartSurvival(curve).spec.layer.length) // 4
 * ```
 */
export function chartSurvival(curve: Curves, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  return drawSurvival(readCurves(WHO, curve, SURVIVAL_COLUMNS), scene)
}

const HEIGHT = 320
/** Pixels from the plot to the table below it, and from line to line. */
const GAP = 58
const LINE = 18

/** The picture of curves that are already read; `title` says what time is. */
export function drawSurvival(
  curves: readonly Curve[],
  { words, format, width }: Scene,
  title: string = words.churn.charts.time,
): Chart {
  const { charts } = words.churn
  for (const curve of curves) checkOne(curve)
  const last = Math.max(...curves.map(({ columns }) => columns['time']!.at(-1) ?? 0))
  const values = curves.flatMap(({ name, columns }) => {
    const { time, survival, survival_low: low, survival_high: high } = columns
    return thinned(time!.length, 300).map((i) => ({
      model: name,
      x: time![i]!,
      y: survival![i]!,
      low: orNull(low![i]!),
      high: orNull(high![i]!),
    }))
  })
  const ticks = ticksTo(last, width < 480 ? 3 : 6)
  const table = curves.flatMap(({ name, columns }) =>
    ticks.map((x) => ({ model: name, x, text: format.count(atRisk(columns, x)) })),
  )
  const x = {
    field: 'x',
    type: 'quantitative',
    title,
    scale: { domain: [0, last], nice: false },
    axis: { values: ticks, format: '.3~g', grid: false },
  }
  const color = curveColor(curves)
  return makeChart(charts.survivalAbout, width, {
    height: HEIGHT,
    encoding: { x },
    layer: [
      {
        data: { values: values.filter(({ low, high }) => low !== null && high !== null) },
        mark: { type: 'area', interpolate: 'step-after', fillOpacity: 0.15 },
        encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' }, color },
      },
      {
        data: { values },
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
        encoding: { y: shareAxis('y', charts.surviving, true), color },
      },
      {
        data: { values: [{ text: charts.atRisk }] },
        mark: { type: 'text', align: 'left', fontWeight: 600 },
        encoding: { text: { field: 'text' }, x: { value: 0 }, y: { value: HEIGHT + GAP } },
      },
      ...curves.map(({ name }, line) => ({
        data: { values: table.filter(({ model }) => model === name) },
        mark: { type: 'text', align: 'center' },
        encoding: { text: { field: 'text' }, y: { value: HEIGHT + GAP + LINE * (line + 1) }, color },
      })),
    ],
  })
}

/** Times of one curve rise; those of groups begin anew. */
function checkOne({ name, columns }: Curve): void {
  const time = columns['time']!
  if (time.length > 0 && time.every((t, i) => i === 0 || t > time[i - 1]!)) return
  const which = name === '' ? 'the table' : `table '${name}'`
  throw new ClienteleError(
    'value-invalid',
    `${WHO}: ${which} ${time.length === 0 ? 'has no rows' : 'holds several curves'}, but each must be one; give those of groups by name, as {monthly: kaplanMeier(…), yearly: kaplanMeier(…)}.`,
  )
}

/** Round times from 0 on, at most so many steps: those that people count in, or 1, 2 or 5 times a power of ten. */
function ticksTo(last: number, most: number): number[] {
  if (!(last > 0)) return [0]
  const decade = 10 ** Math.floor(Math.log10(last / most))
  const round = [1, 2, 5, 10].map((n) => n * decade)
  const steps = last > 60 ? [...DAYS, ...round].toSorted((a, b) => a - b) : round
  const step = steps.find((one) => last / one <= most)!
  return Array.from({ length: Math.floor(last / step + 1e-9) + 1 }, (_, k) => k * step)
}

/** A month, a quarter, half a year, a year and two, in days. */
const DAYS = [30, 90, 180, 365, 730]

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

/** How many are at risk at a time: those of the first time from it on. */
function atRisk(columns: Curve['columns'], x: number): number {
  const at = columns['time']!.findIndex((time) => time >= x)
  return at < 0 ? 0 : columns['at_risk']![at]!
}
