import { auditFigures } from '../report/figures/audit.js'
import type { Table } from '../table/arrow.js'

/** 'left out: 3 of 12 lines: …', or undefined where every line counts. */
export function leftOut(audit: Table, isReported: boolean): string | undefined {
  const { linesRead, rules } = auditFigures(audit, 'analyze')
  const gone = rules.filter(({ action }) => action === 'drop' || action === 'net')
  const lines = gone.reduce((total, row) => total + row.lines, 0)
  if (lines === 0) return undefined
  const where = isReported ? ' (see the report)' : ''
  return `Left out: ${count(lines)} of ${counted(linesRead, 'line')}: ${whyLeftOut(audit)}${where}.`
}

/** What became of lines that do not count: '2 without a customer, 1 cancelled'. */
export function whyLeftOut(audit: Table): string {
  const { rules } = auditFigures(audit, 'analyze')
  const gone = rules.filter(({ action, lines }) => (action === 'drop' || action === 'net') && lines > 0)
  return gone
    .map(
      ({ rule, action, lines }) =>
        `${count(lines)} ${REASONS[rule] ?? rule}${action === 'net' ? ' (netted)' : ''}`,
    )
    .join(', ')
}

/** Why nothing is left of a file. */
export function nothingCounts(audit: Table): string {
  return auditFigures(audit, 'analyze').linesRead === 0
    ? 'it has no lines under the names of its columns; export it again, with orders in it'
    : whyLeftOut(audit)
}

/** A number of things as a person reads it. */
export function count(value: number): string {
  return value.toLocaleString('en-GB')
}

/** '1 row', '541,909 rows'. */
export function counted(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? '' : 's'}`
}

const REASONS: Readonly<Record<string, string>> = {
  without_customer: 'without a customer',
  without_time: 'without a date',
  without_amount: 'without an amount',
  test: 'of test accounts, by their id (--test none counts them)',
  status: 'by their status (--status)',
  future: 'later than --as-of',
  duplicate: 'equal to another',
  cancelled: 'cancelled',
  refund: 'refunds',
  refunded: 'wholly refunded',
  non_positive: 'with a quantity or price of zero or less',
}
