import { drawRevenue } from '../chartRevenue.js'
import { share } from '../figures/customers.js'
import type { PeriodFigures } from '../figures/revenue.js'
import type { ReportContext, Section } from '../section.js'

/** Revenue over time: is it growing, and from whom does it come? */
export function revenueSection(context: ReportContext): Section {
  const { figures, words, format } = context
  const { unit, periods } = figures.revenue
  const last = periods.at(-1)
  const trend = trendOf(periods, unit === 'month' ? 12 : unit === 'quarter' ? 4 : 0)
  const lately = periods.slice(-3)
  const returning = 1 - share(total(lately, 'fromNew'), total(lately, 'revenue'))
  const text = words.revenue
  const more = text.returning(returning, lately.length, unit)
  return {
    id: 'revenue',
    finding: trend
      ? text.trend(trend.change, trend.n, unit, trend.versus)
      : text.total(figures.totals.revenue, figures.period.days),
    weight: trend ? Math.min(1, 0.3 + 2 * Math.abs(trend.change)) : 0.1,
    more:
      periods.length >= 4 && returning >= 0 && returning <= 1
        ? [{ text: more, weight: 0.4 * returning }]
        : [],
    chart: (width) => drawRevenue(figures.revenue, { words, format, width }),
    howToRead: text.read(unit, last?.complete === false),
    table: {
      columns: [
        { label: text.columns.period },
        ...(['revenue', 'returning', 'fresh', 'orders', 'newCustomers'] as const).map((key) => ({
          label: text.columns[key],
          numeric: true,
        })),
      ],
      rows: periods.map((p) => [
        p.complete ? words.period(unit, p.from) : text.partial(words.period(unit, p.from)),
        format.money(p.revenue),
        format.money(p.revenue - p.fromNew),
        format.money(p.fromNew),
        format.count(p.orders),
        format.count(p.newCustomers),
      ]),
    },
  }
}

interface Trend {
  readonly change: number
  readonly n: number
  readonly versus: 'year' | 'before'
}

/** The last full periods, three where there are enough, against the same a year before, else against those before them. */
function trendOf(periods: readonly PeriodFigures[], aYear: number): Trend | undefined {
  const full = periods.filter(({ complete }) => complete)
  for (const n of [3, 2, 1]) {
    for (const versus of ['year', 'before'] as const) {
      const back = versus === 'year' ? aYear : n
      if (back === 0 || full.length < back + n) continue
      const now = total(full.slice(-n), 'revenue')
      const then = total(full.slice(-n - back, full.length - back), 'revenue')
      if (then > 0) return { change: now / then - 1, n, versus }
    }
  }
  return undefined
}

function total(periods: readonly PeriodFigures[], what: 'revenue' | 'fromNew'): number {
  return periods.reduce((sum, period) => sum + period[what], 0)
}
