import type { AuditRow } from '../figures/audit.js'
import { share } from '../figures/customers.js'
import type { ReportContext, Section } from '../section.js'

/** What was read and what was left out. */
export function dataSection({ figures, words, format }: ReportContext): Section | undefined {
  const { audit } = figures
  if (!audit) return undefined
  const text = words.data
  const lost = share(audit.linesRead - audit.linesKept, audit.linesRead)
  const dropped = audit.rules.filter(({ action, lines }) => action === 'drop' && lines > 0)
  const worst = dropped.reduce<AuditRow | undefined>((a, b) => (a && a.lines >= b.lines ? a : b), undefined)
  const nameless = share(dropped.find(({ rule }) => rule === 'without_customer')?.lines ?? 0, audit.linesRead)
  return {
    id: 'data',
    finding: worst ? text.leftOut(lost, text.rule(worst.rule, '')) : text.all(audit.linesRead),
    weight: 0.8 * lost,
    actions: nameless >= 0.02 ? [{ text: text.nameCustomers(nameless), weight: nameless }] : [],
    howToRead: text.read,
    text: [
      ...(figures.lifetimeGap ? [words.worth.gap(figures.lifetimeGap)] : []),
      ...(figures.churnGap ? [words.churn.gap(figures.churnGap)] : []),
      ...(figures.groupsGap ? [words.grouping.gap(figures.groupsGap)] : []),
    ],
    table: {
      columns: [
        { label: text.columns.rule },
        { label: text.columns.lines, numeric: true },
        { label: text.columns.customers, numeric: true },
        { label: text.columns.revenue, numeric: true },
      ],
      rows: audit.rules
        .filter(({ action, lines }) => lines > 0 || action === 'read' || action === 'kept')
        .map(({ rule, action, lines, customers, revenue }) => [
          text.rule(rule, action),
          format.count(lines),
          format.count(customers),
          format.money(revenue),
        ]),
    },
  }
}
