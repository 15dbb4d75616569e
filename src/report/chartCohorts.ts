import { adopt } from '../table/adopt.js'
import { readAbout, type RoleOptions } from '../table/metadata.js'
import type { TableLike } from '../table/types.js'
import type { Cohorts } from '../value/cohorts.js'
import { labelRoom } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { type CohortFigures, cohortFigures, cohortFiguresOf } from './figures/cohorts.js'
import { readLines } from './figures/lines.js'
import { spanOf } from './figures/periods.js'
import { mapFill, mapText } from './heat.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

/** Options of `chartCohorts`: how it is drawn, and the columns where the table does not know them. */
export interface ChartCohortsOptions extends ChartOptions, RoleOptions {
  /** Whose calendar days count, for times that carry a zone; the table's, or UTC. */
  readonly timeZone?: string | undefined
}

const WHO = 'chartCohorts'
const OWN = ['customer', 'time', 'amount', 'quantity', 'price', 'order', 'timeZone']

/** More rows than that nobody reads. */
/**
 * Do new customers come back? A row for the customers who first bought in one period, a column for each
 * period after it; the number says how many of a hundred of them bought again in it. Periods are weeks, months,
 * quarters or years, by the length of the history; those that the data does not cover to the end are left out,
 * and of more than 36 rows the latest are shown.
 *
 * @param orders - order lines: customer, time (Date, Timestamp or ISO text), amount or quantity and price.
 *   Roles travel with tables from `cleanOrders`. Or what `cohorts` found.
 * @param options - `width` (720), `lang` ('en'), `currency`, `timeZone`, and the roles
 * @returns a chart that notebooks show; it holds one row a field and no order
 * @throws ClienteleError `role-missing`, `column-missing`, `column-type`, `rows-too-few`, `option-invalid`
 *
 * Cost: as `cohorts`.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { chartCohorts } from 'clientele/report'
 *
 * const orders = fromRows([
 *   { customer: 'a', time: '2025-01-03', amount: 20 },
 *   { customer: 'a', time: '2025-02-04', amount: 30 },
 *   { customer: 'b', time: '2025-07-31', amount: 30 },
 * ])
 * const chart = chartCohorts(orders, { customer: 'customer', time: 'time', amount: 'amount' })
 * console.log(chart.description.startsWith('A matrix')) // true
 * ```
 */
export function chartCohorts(orders: TableLike | Cohorts, options: ChartCohortsOptions = {}): Chart {
  if (isCohorts(orders)) return drawCohorts(cohortFiguresOf(orders), sceneOf(WHO, options, undefined, OWN))
  const table = adopt(orders, WHO)
  const scene = sceneOf(WHO, options, readAbout(table, WHO).currency, OWN)
  const { width: _, lang: __, currency: ___, ...roles } = options
  const [first, last] = spanOf(readLines(table, roles, WHO), WHO)
  return drawCohorts(cohortFigures(table, last - first + 1, roles), scene)
}

function isCohorts(given: TableLike | Cohorts): given is Cohorts {
  return typeof given === 'object' && given !== null && 'long' in given && 'average' in given
}

/** More rows than that nobody reads. */
const MOST_ROWS = 36

/** The picture of figures that are already there; of many cohorts the latest. */
export function drawCohorts({ unit, cohorts }: CohortFigures, { words, width }: Scene): Chart {
  const narrow = width < 480
  const shown = cohorts.slice(-MOST_ROWS)
  const columns = Math.min(narrow ? 9 : 24, Math.max(1, ...shown.map(({ again }) => again.length)))
  const most = Math.max(0.01, ...shown.flatMap(({ again }) => again.slice(0, columns)))
  const values = shown.flatMap(({ from, again }) =>
    again.slice(0, columns).map((share, i) => ({
      cohort: words.period(unit, from),
      after: i + 1,
      share: Math.round(share * 1e4) / 1e4,
      label: String(Math.round(share * 100)),
    })),
  )
  const labels = shown.filter(({ again }) => again.length > 0).map(({ from }) => words.period(unit, from))
  const cell = (width - (narrow ? 70 : 110)) / columns
  const axis = { labelAngle: 0, orient: 'top', titleColor: palette.ink.light }
  return makeChart(words.charts.cohortsAbout, width, {
    height: Math.max(40, labels.length * (narrow ? 26 : 28)),
    data: { values },
    encoding: {
      x: {
        field: 'after',
        type: 'ordinal',
        title: words.charts.after(unit),
        axis,
        scale: { paddingInner: 0.05 },
      },
      y: {
        field: 'cohort',
        type: 'ordinal',
        sort: labels,
        title: null,
        axis: { labelColor: palette.ink.light, minExtent: labelRoom(labels, narrow ? 11 : 12) },
        scale: { paddingInner: 0.06 },
      },
    },
    layer: [
      { mark: { type: 'rect' }, encoding: { color: mapFill('share', most) } },
      ...(cell < 20
        ? []
        : [
            {
              mark: { type: 'text', fontSize: 11 },
              encoding: { text: { field: 'label', type: 'nominal' }, color: mapText('share', most) },
            },
          ]),
    ],
  })
}
