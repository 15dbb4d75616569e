import { invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import { findColumn } from '../table/column.js'
import { parseIsoTime } from '../table/times.js'
import { readStrings } from '../table/strings.js'
import type { TableLike } from '../table/types.js'
import { TITLE_ABOVE } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

const WHO = 'chartAlerts'
const CHANGES = ['ongoing', 'new', 'cleared'] as const
/** More runs than that are too thin to be seen. */
const MOST = 400

/** How many customers came on the warning list, stayed on it and came off it. */
interface Run {
  readonly day: string
  readonly counts: Readonly<Record<(typeof CHANGES)[number], number>>
}

/**
 * How does the warning list change? For each run a bar: upwards the customers on the list, those who were on it before and those who are new; downwards those who
 * have come off it since the run before.
 *
 * @param runs - what `churnAlerts` gave, by the day of the run: `{'2025-01-31': churnAlerts(…), '2025-02-28': churnAlerts(…)}`, in any order
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds three rows a run and no customer
 * @throws ClienteleError `option-invalid` (a name that is no day, no runs or over 400 of them), `column-missing`
 *
 * Cost: one pass over each run.
 *
 * @example
 * ```ts
 * import { churnAlerts, fromRows } from 'clientele'
 * import { chartAlerts } from 'clientele/report'
 *
 * const night = (ann: number, bob: number) => fromRows([{ customer_id: 'ann', churn_probability: ann }, { customer_id: 'bob', churn_probability: bob }])
 * const first = churnAlerts(night(0.8, 0.3))
 * const second = churnAlerts(night(0.2, 0.9), { previous: first })
 * const chart = chartAlerts({ '2025-01-31': first, '2025-02-28': second })
 * console.log(chart.spec.data.values.filter(({ day }) => day === '2025-02-28').map(({ count }) => count)) // [ 0, 1, -1 ]
 * ```
 */
export function chartAlerts(runs: Readonly<Record<string, TableLike>>, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  if (typeof runs !== 'object' || runs === null || 'schema' in runs) {
    throw invalid(WHO, `give runs by their day, as {'2025-01-31': churnAlerts(…)}`)
  }
  const days = Object.keys(runs).toSorted()
  if (days.length === 0 || days.length > MOST) {
    throw invalid(WHO, `there are ${days.length} runs, but from 1 to ${MOST} can be drawn`)
  }
  const wrong = days.find((day) => !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(parseIsoTime(day)))
  if (wrong !== undefined) {
    throw invalid(WHO, `'${wrong}' is no day; name each run by its day, such as '2025-01-31'`)
  }
  return drawAlerts(
    days.map((day) => ({ day, counts: countChanges(runs[day]!) })),
    scene,
  )
}

function countChanges(run: TableLike): Run['counts'] {
  const changes = readStrings(findColumn(adopt(run, WHO), 'alert_change', WHO))
  const counts = { ongoing: 0, new: 0, cleared: 0 }
  for (const change of changes) {
    // Who has lapsed has come off the list too.
    const kind = change === 'lapsed' ? 'cleared' : change
    if (kind !== null && kind in counts) counts[kind as 'new']++
  }
  return counts
}

function drawAlerts(runs: readonly Run[], { words, format, width }: Scene): Chart {
  const { charts } = words.churn
  const kinds = { ongoing: charts.ongoing, new: charts.fresh, cleared: charts.cleared }
  const narrow = width < 480
  const values = runs.flatMap(({ day, counts }) =>
    CHANGES.map((change, place) => ({
      day,
      kind: kinds[change],
      place,
      count: change === 'cleared' ? -counts[change] : counts[change],
    })),
  )
  const step = Math.ceil(runs.length / (narrow ? 3 : 8))
  const shown = runs.filter((_, i) => i % step === 0).map(({ day }) => day)
  const labels = Object.fromEntries(shown.map((day) => [day, format.shortDate(day)]))
  return makeChart(charts.alertsAbout, width, {
    height: narrow ? 200 : 280,
    data: { values },
    encoding: {
      x: {
        field: 'day',
        type: 'ordinal',
        title: null,
        axis: { labelAngle: 0, values: shown, labelExpr: `(${JSON.stringify(labels)})[datum.value] || ''` },
        scale: { paddingInner: runs.length > 60 ? 0 : 0.2 },
      },
      y: {
        field: 'count',
        type: 'quantitative',
        title: words.keys.customers,
        axis: {
          labelExpr: "format(abs(datum.value), ',')",
          ...TITLE_ABOVE,
        },
      },
    },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          order: { field: 'place', type: 'quantitative' },
          color: {
            field: 'kind',
            type: 'nominal',
            scale: {
              domain: [kinds.new, kinds.ongoing, kinds.cleared],
              range: [palette.alert.light, palette.accent.light, palette.quiet.light],
            },
            legend: { offset: 32 },
          },
        },
      },
    ],
  })
}
