import { readAbout } from '../../table/metadata.js'
import type { ReportContext, Section } from '../section.js'

/** How the figures were made. */
export function methodSection({ figures, words, customers, currency, roles }: ReportContext): Section {
  const text = words.methods
  const { timeZone = 'UTC' } = readAbout(customers, 'report')
  return {
    id: 'methods',
    finding: text.heading(figures.totals.customers),
    weight: 0,
    text: [
      text.columns(roles),
      text.asOf(figures.period.asOf),
      text.timeZone(timeZone),
      text.currency(currency),
      ...text.lines,
      ...(figures.groups ? [words.grouping.method(figures.groups)] : []),
      ...(figures.lifetime ? [words.worth.method(figures.lifetime)] : []),
      ...(figures.churn ? [words.churn.method(figures.churn)] : []),
    ],
  }
}
