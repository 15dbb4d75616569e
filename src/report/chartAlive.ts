import { adopt } from '../table/adopt.js'
import type { TableLike } from '../table/types.js'
import type { BuyingModel } from '../value/lifetime/buyingModel.js'
import type { Chart, ChartOptions } from './chart.js'
import { drawAlive } from './drawHistoryMap.js'
import { modelInside } from './figures/frequencies.js'
import { historyMap } from './figures/historyMap.js'
import { sceneOf } from './scene.js'

/** Options of `chartAlive`. */
export interface ChartAliveOptions extends ChartOptions {
  /** The model, such as `fitBgNbd` gives; one with covariates has no such map. */
  readonly model: BuyingModel
}

const WHO = 'chartAlive'

/**
 * Who is still a customer? A map with the time since the last order from left (long) to right (none), repeat orders from bottom to
 * top; each field holds the chance, of a hundred, that such a customer will ever come back. Those with repeat orders are drawn as if known as long as the
 * oldest customer; those without as if their only order were that long ago.
 *
 * @param customers - one row a customer, as the model was fitted to: it tells how far the axes go
 * @param options - `model`, `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds one row a field and no customer
 * @throws ClienteleError `column-missing` (also for a model with covariates), `column-type`, `option-invalid`
 *
 * Cost: one pass over the customers.
 *
 * @example
 * ```ts
 * import { fitBgNbd, simulateLifetime } from 'clientele'
 * import { chartAlive } from 'clientele/report'
 *
 * const parameters = { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 }
 * const customers = simulateLifetime({ kind: 'bgNbd', parameters, customers: 500 })
 * console.log(chartAlive(customers, { model: fitBgNbd(customers) }).description.startsWith('A matrix')) // true
 * ```
 */
export function chartAlive(customers: TableLike, options: ChartAliveOptions): Chart {
  const scene = sceneOf(WHO, options, undefined, ['model'])
  const { model } = options
  modelInside(model, WHO)
  return drawAlive(historyMap(adopt(customers, WHO), model, undefined, WHO), scene)
}
