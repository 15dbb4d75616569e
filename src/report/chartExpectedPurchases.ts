import { invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { TableLike } from '../table/types.js'
import type { BuyingModel } from '../value/lifetime/buyingModel.js'
import type { Horizon } from '../value/lifetime/horizon.js'
import type { Chart, ChartOptions } from './chart.js'
import { drawHistoryMap } from './drawHistoryMap.js'
import { modelInside } from './figures/frequencies.js'
import { historyMap } from './figures/historyMap.js'
import { sceneOf } from './scene.js'

/** Options of `chartExpectedPurchases`. */
export interface ChartExpectedPurchasesOptions extends ChartOptions {
  /** The model, such as `fitBgNbd` gives; one with covariates has no such map. */
  readonly model: BuyingModel
  /** How far ahead: `{weeks: 39}`. */
  readonly horizon: Horizon
}

const WHO = 'chartExpectedPurchases'

/**
 * What will which customer buy? A map as that of `chartAlive`; each field holds the orders that the model expects of such a customer over
 * the horizon.
 *
 * @param customers - one row a customer, as the model was fitted to: it tells how far the axes go
 * @param options - `model`, `horizon`, `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds one row a field and no customer
 * @throws ClienteleError `column-missing` (also for a model with covariates), `column-type`, `unit-missing`, `option-invalid`
 *
 * Cost: one pass over the customers.
 *
 * @example
 * ```ts
 * import { fitBgNbd, simulateLifetime } from 'clientele'
 * import { chartExpectedPurchases } from 'clientele/report'
 *
 * const parameters = { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 }
 * const customers = simulateLifetime({ kind: 'bgNbd', parameters, customers: 500 })
 * const chart = chartExpectedPurchases(customers, { model: fitBgNbd(customers), horizon: { weeks: 39 } })
 * console.log(chart.description.startsWith('A matrix')) // true
 * ```
 */
export function chartExpectedPurchases(customers: TableLike, options: ChartExpectedPurchasesOptions): Chart {
  const scene = sceneOf(WHO, options, undefined, ['model', 'horizon'])
  const { model, horizon } = options
  modelInside(model, WHO)
  if (horizon === undefined) throw invalid(WHO, 'say how far ahead: horizon: {weeks: 39}')
  const map = historyMap(adopt(customers, WHO), model, horizon, WHO)
  const most = Math.max(1e-9, ...map.fields.map(({ value }) => value))
  return drawHistoryMap(map, scene, { about: scene.words.worth.charts.expectedAbout, most, label })
}

function label(value: number): string {
  return value < 9.95 ? value.toFixed(1) : String(Math.round(value))
}
