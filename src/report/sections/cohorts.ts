import { drawCohorts } from '../chartCohorts.js'
import type { ReportContext, Section } from '../section.js'

/** Cohorts: do new customers come back, and is that getting better? */
export function cohortSection({ figures, words, format }: ReportContext): Section | undefined {
  const { unit, cohorts, mean } = figures.cohorts
  const text = words.cohorts
  if (cohorts.length === 0) return undefined
  const most = Math.max(...cohorts.map(({ again }) => again.length))
  const once = {
    text: text.once(1 - figures.totals.repeatShare),
    weight: 0.6 * (1 - figures.totals.repeatShare),
  }
  return {
    id: 'cohorts',
    finding: mean.length === 0 ? text.one(unit) : text.again(mean[0]!, unit),
    weight: mean.length === 0 ? 0 : 0.5 * (1 - mean[0]!),
    more: figures.totals.customers > 1 ? [once] : [],
    ...(most > 0 && {
      chart: (width: number) => drawCohorts(figures.cohorts, { words, format, width }),
      howToRead: text.read(unit),
    }),
    table: {
      columns: [
        { label: text.columns.cohort },
        { label: text.columns.size, numeric: true },
        ...Array.from({ length: most }, (_, i) => ({ label: String(i + 1), numeric: true })),
      ],
      rows: cohorts.map(({ from, customers, again }) => {
        const head = [words.period(unit, from), format.count(customers)]
        return head.concat(
          Array.from({ length: most }, (_, i) => (again[i] === undefined ? '' : format.share(again[i]))),
        )
      }),
    },
  }
}
