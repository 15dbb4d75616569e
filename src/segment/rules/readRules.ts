import { checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { passingRows } from '../../table/passingRows.js'
import type { Conditions, RowTest } from '../../table/where.js'

/** A segment by rule: its name, and which customers belong to it. */
export interface SegmentRule<T = any> {
  /** What the segment is called; several rules may share a name. */
  readonly name: string
  /** The condition, in the form that `where` takes: tests by column, or a function of the row. Without one, everybody. */
  readonly where?: Conditions<T> | RowTest<T> | undefined
}

/** Rules as found in a table. */
export interface Matched {
  readonly names: readonly string[]
  /** For each rule which rows meet it: 1 or 0. */
  readonly passes: readonly Uint8Array[]
  /** The first rule that each row meets, −1 where none does. */
  readonly first: Int32Array
}

/** Checks the rules and tries each on every row. */
export function matchRules(table: Table, rules: unknown, who: string): Matched {
  const given = checkRules(rules, who)
  const first = new Int32Array(table.numRows).fill(-1)
  const passes = given.map(({ name, where }, rule) => {
    if (where === undefined) {
      const all = new Uint8Array(table.numRows).fill(1)
      return markFirst(first, all, rule)
    }
    return markFirst(first, passingRows(table, where, `${who}: rule '${name}'`), rule)
  })
  return { names: given.map(({ name }) => name), passes, first }
}

function markFirst(first: Int32Array, passes: Uint8Array, rule: number): Uint8Array {
  for (let i = 0; i < first.length; i++) if (first[i]! < 0 && passes[i] === 1) first[i] = rule
  return passes
}

/** Checks the rules. */
export function checkRules(rules: unknown, who: string): readonly SegmentRule[] {
  if (!Array.isArray(rules) || rules.length === 0) {
    throw invalid(
      who,
      `rules must be a list such as [{name: 'Regulars', where: {orders: {from: 3}}}, {name: 'Others'}], but got ${Array.isArray(rules) ? 'an empty list' : describe(rules)}`,
    )
  }
  rules.forEach((rule, i) => {
    checkOptions(`${who}: rule ${i}`, rule, ['name', 'where'])
    if (typeof rule.name !== 'string' || rule.name === '') {
      throw invalid(who, `rule ${i} needs a name, but got ${rule.name === '' ? "''" : describe(rule.name)}`)
    }
    if (rule.where === null) {
      throw invalid(who, `rule '${rule.name}' has where: null; leave where out to take everybody`)
    }
  })
  return rules
}
