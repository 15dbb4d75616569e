import { invalid } from '../../options.js'
import { ClienteleError } from '../../error.js'
import type { Cell } from '../../table/rows.js'

/** One of the values that a customer's records have. */
export interface GoldenCandidate {
  readonly value: Cell
  /** The record's row. */
  readonly row: number
}

/** Says which of a customer's values survives, by its place in the list; −1 for none. */
export type GoldenChoice = (candidates: readonly GoldenCandidate[]) => number

/**
 * Which of a customer's values survives: that of the most `recent` record, the most `frequent`, the `longest`, that of the record with the most
 * fields (`complete`), that of the source trusted most, or what a function says.
 */
export type GoldenRule =
  | 'recent'
  | 'frequent'
  | 'longest'
  | 'complete'
  | { readonly trusted: readonly string[] }
  | GoldenChoice

const WORDS = ['recent', 'frequent', 'longest', 'complete']

/** A column's rules as a list, the first that tells two values apart deciding. */
export function rulesOf(
  given: GoldenRule | readonly GoldenRule[],
  name: string,
  roles: { readonly time?: string | undefined; readonly source?: string | undefined },
  who: string,
): readonly GoldenRule[] {
  const rules = Array.isArray(given) ? (given as readonly GoldenRule[]) : [given as GoldenRule]
  if (rules.length === 0) throw invalid(who, `${name} is an empty list; name a rule, or leave it out`)
  for (const rule of rules) {
    if (typeof rule === 'function') {
      if (rules.length === 1) continue
      throw invalid(who, `${name} has a function among other rules; a function decides alone`)
    }
    if (typeof rule === 'string' && WORDS.includes(rule)) {
      if (rule === 'recent') needs(roles.time, 'time', name, rule, who)
    } else if (isTrusted(rule)) {
      needs(roles.source, 'source', name, 'trusted', who)
    } else {
      throw invalid(
        who,
        `${name} must be one of ${WORDS.join(', ')}, {trusted: […]}, a list of these, or a function`,
      )
    }
  }
  return rules
}

function isTrusted(rule: unknown): rule is { readonly trusted: readonly string[] } {
  const list = typeof rule === 'object' && rule !== null ? (rule as { trusted?: unknown }).trusted : undefined
  return Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string')
}

function needs(column: string | undefined, role: string, name: string, rule: string, who: string): void {
  if (column !== undefined) return
  throw new ClienteleError(
    'role-missing',
    `${who}: ${name} is '${rule}', which needs to know the ${role} of each record; say ${role}: '…'.`,
  )
}
