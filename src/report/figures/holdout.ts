import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** Orders of the customers of one group in the holdout, a mean each. */
export interface HoldoutGroup {
  readonly group: number
  readonly customers: number
  readonly actual: number
  readonly expected: number
}

/** The groups that `validateLifetime` made. */
export function holdoutGroups(groups: Table, who: string): HoldoutGroup[] {
  const numbers = (name: string) => readNumbers(findColumn(groups, name, who), who)
  const [group, customers, actual, expected] = ['group', 'customers', 'actual', 'expected'].map(numbers)
  return Array.from(group!, (group, i) => ({
    group,
    customers: customers![i]!,
    actual: actual![i]!,
    expected: expected![i]!,
  }))
}
