import { checkInteger } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { TableLike } from '../table/types.js'
import type { BuyingModel } from '../value/lifetime/buyingModel.js'
import { shortNumbers, TITLE_ABOVE } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { frequencyRows, modelInside } from './figures/frequencies.js'
import { sceneOf } from './scene.js'
import { seenExpected } from './seenExpected.js'

/** Options of `chartFrequency`. */
export interface ChartFrequencyOptions extends ChartOptions {
  /** The model, fitted to these customers. */
  readonly model: BuyingModel
  /** The last bar holds those with so many repeat orders and more. Default 7. */
  readonly most?: number | undefined
}

const WHO = 'chartFrequency'

/**
 * Does the model describe how often customers order? A histogram of repeat orders, and beside each bar how many customers the model
 * expects there.
 *
 * @param customers - one row a customer, as the model was fitted to; rows with a missing value are not counted
 * @param options - `model` (such as `fitBgNbd` gives), `most` (7), `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds two rows a bar and no customer
 * @throws ClienteleError `column-missing`, `column-type`, `value-invalid`, `rows-too-few`, `option-invalid`
 *
 * Cost: one pass over the customers, and one distribution for each distinct length of time.
 *
 * @example
 * ```ts
 * import { fitBgNbd, simulateLifetime } from 'clientele'
 * import { chartFrequency } from 'clientele/report'
 *
 * const parameters = { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 }
 * const customers = simulateLifetime({ kind: 'bgNbd', parameters, customers: 500 })
 * console.log(chartFrequency(customers, { model: fitBgNbd(customers) }).spec.data.values.length) // 16
 * ```
 */
export function chartFrequency(customers: TableLike, options: ChartFrequencyOptions): Chart {
  const { words, format, width } = sceneOf(WHO, options, undefined, ['model', 'most'])
  const { model, most = 7 } = options
  checkInteger(WHO, 'most', most, 1, 100)
  const rows = frequencyRows(adopt(customers, WHO), modelInside(model, WHO), most, WHO)
  const { charts } = words.worth
  const labels = rows.map(({ repeats }) => (repeats === most ? `${repeats}+` : String(repeats)))
  const values = rows.flatMap(({ actual, expected }, i) => [
    { repeats: labels[i], kind: charts.actual, customers: actual },
    { repeats: labels[i], kind: charts.expected, customers: Math.round(expected * 10) / 10 },
  ])
  return makeChart(charts.frequencyAbout, width, {
    height: width < 480 ? 210 : 260,
    data: { values },
    mark: { type: 'bar' },
    encoding: {
      x: {
        field: 'repeats',
        type: 'ordinal',
        sort: labels,
        title: charts.repeats,
        axis: { labelAngle: 0 },
        scale: { paddingInner: 0.25 },
      },
      xOffset: { field: 'kind', type: 'nominal', sort: [charts.actual, charts.expected] },
      y: {
        field: 'customers',
        type: 'quantitative',
        axis: { title: charts.customers, labelExpr: shortNumbers(format.lang), tickCount: 5, ...TITLE_ABOVE },
      },
      ...seenExpected(words, false),
    },
  })
}
