import { invalid } from '../options.js'
import type { LifetimeValidation } from '../value/validateLifetime.js'
import { TITLE_ABOVE } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { holdoutGroups } from './figures/holdout.js'
import { sceneOf } from './scene.js'
import { seenExpected } from './seenExpected.js'

const WHO = 'chartConditionalExpectations'

/**
 * Does the model know who will order more? Orders in the holdout, a mean each, of customers who had made none, one, two … repeat
 * orders before: seen and expected.
 *
 * @param validation - what `validateLifetime` found; the last group has its `most` and more
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds two rows a group
 * @throws ClienteleError `option-invalid`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fitBgNbd, fromRows, validateLifetime } from 'clientele'
 * import { chartConditionalExpectations } from 'clientele/report'
 *
 * const customers = fromRows([
 *   { frequency: 0, recency: 0, T: 38, holdout_frequency: 0 },
 *   { frequency: 2, recency: 30, T: 38, holdout_frequency: 1 },
 *   { frequency: 6, recency: 37, T: 39, holdout_frequency: 5 },
 * ])
 * const model = fitBgNbd(customers, { penalty: 0.1, unit: 'week' })
 * const validation = validateLifetime(customers, { model, horizon: { weeks: 39 }, unit: 'week' })
 * console.log(chartConditionalExpectations(validation).spec.data.values.length) // 6
 * ```
 */
export function chartConditionalExpectations(
  validation: LifetimeValidation,
  options: ChartOptions = {},
): Chart {
  const { words, width } = sceneOf(WHO, options, undefined)
  if (!validation?.byFrequency) throw invalid(WHO, 'it needs what validateLifetime gives')
  const groups = holdoutGroups(validation.byFrequency, WHO)
  const { charts } = words.worth
  const last = groups.at(-1)?.group
  const labels = groups.map(({ group }) => (group === last && group > 0 ? `${group}+` : String(group)))
  const values = groups.flatMap(({ actual, expected }, i) => [
    { repeats: labels[i], kind: charts.actual, orders: round(actual) },
    { repeats: labels[i], kind: charts.expected, orders: round(expected) },
  ])
  return makeChart(charts.conditionalAbout, width, {
    height: width < 480 ? 210 : 260,
    data: { values },
    mark: { type: 'line', point: { filled: true, size: 50, strokeDash: [1, 0] } },
    encoding: {
      x: {
        field: 'repeats',
        type: 'ordinal',
        sort: labels,
        title: charts.repeats,
        axis: { labelAngle: 0 },
      },
      y: {
        field: 'orders',
        type: 'quantitative',
        axis: { title: charts.ordersEach, tickCount: 5, ...TITLE_ABOVE },
      },
      ...seenExpected(words, true),
    },
  })
}

function round(value: number): number {
  return Math.round(value * 1e3) / 1e3
}
