import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { readStrings } from '../../table/strings.js'

/** One rule of `cleanOrders` and what it found. */
export interface AuditRow {
  readonly rule: string
  readonly action: string
  readonly lines: number
  readonly customers: number
  readonly revenue: number
}

export interface AuditFigures {
  readonly linesRead: number
  readonly linesKept: number
  readonly rules: readonly AuditRow[]
}

/** The audit as plain rows. */
export function auditFigures(audit: Table, who: string): AuditFigures {
  const text = (name: string) => readStrings(findColumn(audit, name, who))
  const numbers = (name: string) => readNumbers(findColumn(audit, name, who), who)
  const [actions, lines, customers, revenue] = [
    text('action'),
    numbers('lines'),
    numbers('customers'),
    numbers('revenue'),
  ]
  const rules = text('rule').map((rule, i) => ({
    rule: rule ?? '',
    action: actions[i] ?? '',
    lines: lines[i]!,
    customers: customers[i]!,
    revenue: revenue[i]!,
  }))
  const linesOf = (action: string) => rules.find((row) => row.action === action)?.lines ?? 0
  return { linesRead: linesOf('read'), linesKept: linesOf('kept'), rules }
}
