import { checkOptions, invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { readCategories } from '../../table/categories.js'
import { findColumn } from '../../table/column.js'
import { groupRows } from '../../table/group.js'
import type { Lines } from './lines.js'
import { type IdTest, matchIds } from './rules.js'

/** Which orders did not come to pass, by a column that says what became of each. */
export interface StatusRule<Names extends string = string> {
  /** The column of statuses, such as 'order_status'. */
  readonly column: Names
  /** The statuses whose lines are dropped: a list, a pattern or a function of the status. */
  readonly drop: IdTest
}

/**
 * Whether a line has a status that is to be dropped. Exports that give an order's status on its first line alone
 * leave the others blank: these take what their order has.
 */
export function statusLines(
  table: Table,
  lines: Lines,
  status: unknown,
  who: string,
): (line: number) => boolean {
  const { column, drop } = checkStatus(status, who)
  const { codes, labels } = readCategories(findColumn(table, column, who), who)
  const texts = labels.map((label) => (label.trim() === '' ? null : label))
  const drops = matchIds(texts, drop, 'status.drop', who)
  const isBlank = (line: number) => codes[line]! < 0 || texts[codes[line]!] === null
  const { order } = lines.columns
  if (!order) return (line) => drops[codes[line]!] === 1
  const orders = groupRows([order], who)
  const dropped = new Uint8Array(orders.size)
  for (let i = 0; i < lines.rows; i++) if (drops[codes[i]!] === 1) dropped[orders.codes[i]!] = 1
  return (line) => drops[codes[line]!] === 1 || (isBlank(line) && dropped[orders.codes[line]!] === 1)
}

function checkStatus(status: unknown, who: string): StatusRule {
  const isObject = typeof status === 'object' && status !== null && !Array.isArray(status)
  if (!isObject || !('column' in status) || typeof status.column !== 'string' || !('drop' in status)) {
    throw invalid(who, "status must be {column: '…', drop: ['cancelled', …]}")
  }
  checkOptions(who, status, ['column', 'drop'])
  return status as StatusRule
}
