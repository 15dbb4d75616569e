import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { type DataType, type Table, Type } from '../../table/arrow.js'
import { allColumns, type Column, findColumn, wrongType } from '../../table/column.js'
import { readAbout } from '../../table/metadata.js'
import { isNumeric } from '../../table/numbers.js'
import { isText } from '../../table/strings.js'
import { type SortedGroups, sortedGroups } from '../../table/sortedGroups.js'

/** Text of more values than this tells customers apart rather than groups. */
const MOST_VALUES = 50
/** More cells of segment and value than anybody reads. */
const MOST_CELLS = 1_000_000

/** What segments are described by. */
export interface ChosenColumns {
  readonly numbers: readonly Column[]
  readonly categories: readonly { readonly name: string; readonly groups: SortedGroups }[]
  readonly leftOut: readonly { readonly column: string; readonly reason: string }[]
}

/** The columns that are named, or all that are numbers or categories. */
export function chooseColumns(
  table: Table,
  by: string,
  features: readonly string[] | undefined,
  segments: number,
  who: string,
): ChosenColumns {
  return features === undefined
    ? chooseAll(table, by, segments, who)
    : takeNamed(table, by, features, segments, who)
}

function chooseAll(table: Table, by: string, segments: number, who: string): ChosenColumns {
  const { roles } = readAbout(table, who)
  const ids = new Set([roles.customer, roles.order])
  const numbers: Column[] = []
  const categories: { name: string; groups: SortedGroups }[] = []
  const leftOut: { column: string; reason: string }[] = []
  for (const column of allColumns(table, who)) {
    const { name, type } = column
    if (name === by) continue
    const leave = (reason: string) => leftOut.push({ column: name, reason })
    if (ids.has(name) || /(^|_)id$/i.test(name)) leave('id')
    else if (isNumeric(type)) numbers.push(column)
    else if (!isCategory(type)) leave('neither numbers nor categories')
    else {
      const groups = sortedGroups(column, who)
      if (groups.size > MOST_VALUES) leave(`more than ${MOST_VALUES} values`)
      else categories.push({ name, groups: checkCells(name, groups, segments, who) })
    }
  }
  return { numbers, categories, leftOut }
}

function takeNamed(
  table: Table,
  by: string,
  features: unknown,
  segments: number,
  who: string,
): ChosenColumns {
  if (!Array.isArray(features)) {
    throw invalid(
      who,
      `features must be a list of columns, such as ['orders', 'country'], but got ${describe(features)}`,
    )
  }
  const twice = features.find((name, i) => features.indexOf(name) !== i)
  if (twice !== undefined) throw invalid(who, `features names '${twice}' twice; name each column once`)
  if (features.includes(by)) {
    throw invalid(who, `features names '${by}', which is what the segments are by; leave it out`)
  }
  const columns = features.map((name) => findColumn(table, name, who))
  const wrong = columns.find(({ type }) => !isNumeric(type) && !isCategory(type))
  if (wrong) throw wrongType(who, wrong, 'features are numbers, text or booleans', 'leave it out')
  const categories = columns.filter(({ type }) => !isNumeric(type))
  return {
    numbers: columns.filter(({ type }) => isNumeric(type)),
    categories: categories.map((column) => {
      const groups = checkCells(column.name, sortedGroups(column, who), segments, who)
      return { name: column.name, groups }
    }),
    leftOut: [],
  }
}

function isCategory(type: DataType): boolean {
  return isText(type) || type.typeId === Type.Bool
}

function checkCells(name: string, groups: SortedGroups, segments: number, who: string): SortedGroups {
  if (groups.size * segments <= MOST_CELLS) return groups
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' has ${groups.size} values in ${segments} segments, but at most ${MOST_CELLS} pairs can be compared; leave it out, or group its values first.`,
  )
}
