import { hidden } from '../../dialect/hidden.js'
import type { AuditAction } from '../../value/clean/ledger.js'
import { all, call, choose, column, type Expression, whole } from '../expression/expression.js'
import { type Named, type Query, type Select, select } from '../expression/query.js'
import { holds } from '../orders/columns.js'

/** The number of the rule that took a line away, 0 while it is there. */
export const GONE: string = hidden('gone')

/** A rule: what it asks of lines that are still there. */
export interface Rule {
  readonly rule: string
  readonly action: AuditAction
  readonly test: Expression
}

/** A rule that was applied: which lines it found. */
export interface Applied {
  readonly rule: string
  readonly action: AuditAction
  readonly found: Expression
}

/** Lines with what rules have done to them. */
export interface Ruled {
  readonly query: Select
  readonly rules: readonly Applied[]
}

/** Whether a line is still there. */
export const isThere: Expression = call('equal', column(GONE), whole(0))

/** All columns of a query but some. */
export function carry(query: Query, but: readonly string[] = []): Named[] {
  const names = query.kind === 'select' ? query.columns.map(([name]) => name) : []
  return names.filter((name) => !but.includes(name)).map((name) => [name, column(name)])
}

/**
 * Applies rules one after the other, each to the lines that are still there. What takes lines away is one column, so that databases try
 * each test once a line; only rules that keep what they find have a column each.
 */
export function applyRules({ query, rules }: Ruled, next: readonly Rule[]): Ruled {
  if (next.length === 0) return { query, rules }
  const before = query.columns.some(([name]) => name === GONE)
  const cases: [Expression, Expression][] = before ? [[call('not', isThere), column(GONE)]] : []
  const kept: Named[] = []
  const applied = next.map(({ rule, action, test }, k): Applied => {
    const asked = holds(test)
    if (action === 'drop' || action === 'net') {
      const place = whole(rules.length + k + 1)
      cases.push([asked, place])
      return { rule, action, found: call('equal', column(GONE), place) }
    }
    const flag = hidden(`found_${rule}`)
    kept.push([flag, all(...cases.map(([taken]) => call('not', taken)), asked)])
    return { rule, action, found: column(flag) }
  })
  const made = select(query, [...carry(query, [GONE]), [GONE, choose(cases, whole(0))], ...kept])
  return { query: made, rules: [...rules, ...applied] }
}
