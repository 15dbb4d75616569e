import { invalid } from '../options.js'
import type { LifetimeValidation } from '../value/validateLifetime.js'
import type { Chart, ChartOptions } from './chart.js'
import { drawTracking } from './drawTracking.js'
import { trackingFigures } from './figures/tracking.js'
import { sceneOf } from './scene.js'

const WHO = 'chartTracking'

/**
 * Does the model keep up with what happened? Repeat orders over time, seen and expected: above together since the
 * beginning, below in each step of time. An upright line marks the end of calibration; what comes after it is a forecast.
 *
 * @param validation - what `validateLifetime` found with `orders`; steps of more than 80 are drawn together
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a row a step and line
 * @throws ClienteleError `option-invalid` (also where there is no `tracking`), `unit-missing`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fitBgNbd, fromRows, summarize, validateLifetime } from 'clientele'
 * import { chartTracking } from 'clientele/report'
 *
 * const orders = fromRows(
 *   ['01-01', '01-20', '02-11', '03-02', '05-05'].flatMap((day, i) => [
 *     { customer: `c${i % 3}`, time: `2025-${day}`, amount: 5 },
 *     { customer: `d${i}`, time: `2025-${day}`, amount: 5 },
 *   ]),
 * )
 * const roles = { customer: 'customer', time: 'time', amount: 'amount' } as const
 * const customers = summarize(orders, { ...roles, calibrationEnd: '2025-03-31' })
 * const validation = validateLifetime(customers, { model: fitBgNbd(customers, { penalty: 0.1 }), orders, ...roles })
 * console.log(chartTracking(validation).spec.vconcat.length) // 2
 * ```
 */
export function chartTracking(validation: LifetimeValidation, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  if (!validation?.tracking) {
    throw invalid(WHO, 'there is nothing over time; give validateLifetime the orders: {model, orders}')
  }
  return drawTracking(trackingFigures(validation.tracking, WHO), scene)
}
