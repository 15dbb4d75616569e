import { adopt } from '../table/adopt.js'
import { countBy } from '../table/aggregate.js'
import { findColumn } from '../table/column.js'
import { groupColumn } from '../table/group.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { shortNumbers, TITLE_ABOVE } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { type Scene, sceneOf } from './scene.js'

/** Options of `chartCustomerSizes`. */
export interface ChartCustomerSizesOptions<Names extends string = string> extends ChartOptions {
  /** The column that says whose record it is. Default `customer_id`. */
  readonly by?: Names | undefined
}

/** Customers with so many records; the last row has those with that many or more. */
export interface SizeRow {
  readonly size: number
  readonly customers: number
  readonly records: number
}

/** Customers with as many records and more are one bar. */
const MOST = 10
const WHO = 'chartCustomerSizes'

/**
 * How many records does a customer have? A bar for those with one, two, and so on up to ten or more. A long tail is worth a look: a shared address or a test
 * account may hold several persons.
 *
 * @param records - one row a record, as `clusterPairs` or `identify` gives them
 * @param options - `by` ('customer_id'), `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds ten rows
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`
 *
 * Cost: that of grouping the records.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { chartCustomerSizes } from 'clientele/report'
 *
 * const records = fromRows([1, 1, 2, 3].map((customer_id) => ({ customer_id })))
 * console.log(chartCustomerSizes(records).spec.data.values.slice(0, 2).map(({ customers }) => customers)) // [ 2, 1 ]
 * ```
 */
export function chartCustomerSizes<T extends { [name: string]: any } = any>(
  records: TableLike<T>,
  options: ChartCustomerSizesOptions<ColumnName<NoInfer<T>>> = {},
): Chart {
  const scene = sceneOf(WHO, options, undefined, ['by'])
  return drawCustomerSizes(customerSizes(records, options.by ?? 'customer_id', WHO), scene)
}

/** How many customers have one record, two, … up to ten or more; records of nobody are left out. */
export function customerSizes(records: TableLike, by: string, who: string): SizeRow[] {
  const groups = groupColumn(findColumn(adopt(records, who), by, who), who)
  const rows = Array.from({ length: MOST }, (_, i) => ({ size: i + 1, customers: 0, records: 0 }))
  countBy(groups).forEach((size, group) => {
    if (group === groups.missing) return
    const row = rows[Math.min(size, MOST) - 1]!
    row.customers++
    row.records += size
  })
  return rows
}

/** What stands under the bar. */
export function sizeLabel({ size }: SizeRow, { identify: { charts } }: Scene['words']): string {
  return size === MOST ? charts.more(size) : String(size)
}

/** The picture of counts that are already there. */
export function drawCustomerSizes(rows: readonly SizeRow[], { words, format, width }: Scene): Chart {
  const { charts } = words.identify
  const narrow = width < 480
  const values = rows.map((row) => ({ label: sizeLabel(row, words), customers: row.customers }))
  return makeChart(charts.sizesAbout, width, {
    height: narrow ? 200 : 280,
    data: { values },
    encoding: {
      x: {
        field: 'label',
        type: 'ordinal',
        sort: null,
        title: charts.records,
        scale: { domain: values.map(({ label }) => label) },
        axis: { labelAngle: 0, labelOverlap: true },
      },
      y: {
        field: 'customers',
        type: 'quantitative',
        title: charts.customers,
        axis: {
          labelExpr: shortNumbers(format.lang),
          tickCount: 5,
          ...TITLE_ABOVE,
        },
      },
    },
    layer: [
      { mark: { type: 'bar', width: { band: 0.7 } } },
      {
        transform: [{ filter: 'datum.customers > 0' }],
        mark: { type: 'text', dy: -7 },
        encoding: { text: { field: 'customers', type: 'quantitative', format: ',' } },
      },
    ],
  })
}
