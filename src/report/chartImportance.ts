import { checkInteger } from '../options.js'
import { adopt } from '../table/adopt.js'
import { findColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import { readStrings } from '../table/strings.js'
import type { TableLike } from '../table/types.js'
import { barNames } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

/** Options of `chartImportance`. */
export interface ChartImportanceOptions extends ChartOptions {
  /** How many features are drawn, the most important ones. Default 15. */
  readonly most?: number | undefined
}

const WHO = 'chartImportance'

/**
 * What drives the outcome? A bar for each feature, the most important above; a thin line is one standard deviation over the shuffles to
 * either side.
 *
 * @param table - what `importance` gives
 * @param options - `most` (15), `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a row a feature
 * @throws ClienteleError `option-invalid`, `column-missing`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fitLogistic, fromRows, importance } from 'clientele'
 * import { chartImportance } from 'clientele/report'
 *
 * const customers = fromRows(Array.from({ length: 100 }, (_, i) => ({ tenure: i % 50, churned: (i * 7) % 50 > i % 50 })))
 * const found = importance(customers, { model: fitLogistic(customers, { target: 'churned' }) })
 * console.log(chartImportance(found).spec.layer[0].data.values[0].feature) // tenure
 * ```
 */
export function chartImportance(table: TableLike, options: ChartImportanceOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined, ['most'])
  const { most = 15 } = options
  checkInteger(WHO, 'most', most, 1, 100)
  const own = adopt(table, WHO)
  const names = readStrings(findColumn(own, 'feature', WHO))
  const [values, deviations] = ['importance', 'deviation'].map((name) =>
    readNumbers(findColumn(own, name, WHO), WHO),
  )
  const rows = names
    .map((feature, i) => ({ feature: feature ?? '', value: values![i]!, deviation: deviations![i]! }))
    .filter(({ value }) => Number.isFinite(value))
    .toSorted((a, b) => b.value - a.value)
    .slice(0, most)
  return drawImportance(rows, scene)
}

/** The picture of rows that are already there. */
export function drawImportance(
  rows: readonly { feature: string; value: number; deviation: number }[],
  { words, width }: Scene,
  { title, about }: { readonly title: string; readonly about: string } = {
    title: words.classify.charts.importance,
    about: words.classify.charts.importanceAbout,
  },
): Chart {
  const values = rows.map(({ feature, value, deviation }) => {
    const spread = Number.isFinite(deviation) ? { low: value - deviation, high: value + deviation } : {}
    return { feature, value, ...spread }
  })
  const y = {
    ...barNames(
      values.map(({ feature }) => feature),
      width,
      0.4,
    ),
    field: 'feature',
  }
  const x = { field: 'value', type: 'quantitative', title, axis: { tickCount: 5 } }
  const known = values.filter((row) => 'low' in row)
  return makeChart(about, width, {
    height: Math.max(60, 24 * values.length),
    encoding: { y },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', color: palette.accent.light, height: { band: 0.65 } },
        encoding: { x },
      },
      {
        data: { values: known },
        mark: { type: 'rule', color: palette.ink.light, strokeWidth: 1.5 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
    ],
  })
}
