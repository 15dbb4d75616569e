import { featureNames } from '../../learn/features.js'
import { invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { addColumns, dictionary } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { groupRows } from '../../table/group.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import { selectColumns } from '../../table/select.js'
import type { SortedGroups } from '../../table/sortedGroups.js'

/** The columns that rules may speak of: those named, or all that can be but for those that would say nothing. */
export function chooseFeatures(
  who: string,
  table: Table,
  by: string,
  given: readonly string[] | undefined,
  groups: SortedGroups,
): readonly string[] {
  const names = featureNames(who, table, given, [by])
  if (given !== undefined) {
    for (const name of names) findColumn(table, name, who)
    return names
  }
  const chosen = names.filter((name) => !saysNothing(table, name, groups, who))
  if (chosen.length > 0) return chosen
  throw invalid(
    who,
    `there is no column to describe the segments by, besides ids, dates and other names for them; name features`,
  )
}

/** Rules of more labels nobody reads. */
const MOST_LABELS = 20

/** Whether each text of a column belongs to one segment alone, or there are too many: such rules would say nothing. */
function saysNothing(table: Table, name: string, groups: SortedGroups, who: string): boolean {
  const column = findColumn(table, name, who)
  if (isNumeric(column.type) || groups.size < 2) return false
  const { codes, size } = groupRows([column], who)
  if (size > MOST_LABELS) return true
  const segments = new Int32Array(size).fill(-1)
  for (let i = 0; i < codes.length; i++) {
    const before = segments[codes[i]!]!
    if (before >= 0 && before !== groups.codes[i]) return false
    segments[codes[i]!] = groups.codes[i]!
  }
  return true
}

/** The features and the segment of each row, as a category. */
export function learningTable(
  who: string,
  table: Table,
  by: string,
  features: readonly string[],
  { codes, labels }: SortedGroups,
): Table<any> {
  const target = dictionary(Int32Array.from(codes), labels as string[])
  return addColumns(selectColumns(table, features, who), { [by]: target }, who)
}

/** The features whose values are all whole. */
export function wholeFeatures(table: Table, features: readonly string[], who: string): string[] {
  return features.filter((name) => {
    const column = findColumn(table, name, who)
    if (!isNumeric(column.type)) return false
    return readNumbers(column, who).every((value) => Number.isNaN(value) || Number.isSafeInteger(value))
  })
}
