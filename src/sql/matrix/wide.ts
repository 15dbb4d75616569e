import { MOST_COLUMNS, tooWide } from '../../segment/matrix/tables.js'
import { MISSING, uniqueName } from '../../segment/groups/uniqueName.js'
import type { Table, Vector } from '../../table/arrow.js'
import { makeTable } from '../../table/build.js'
import { readCells } from '../../table/cells.js'
import { asColumn, type Column, findColumn } from '../../table/column.js'
import { isTime } from '../../table/times.js'
import { readTimes } from '../../table/times.js'
import { readNumbers } from '../../table/numbers.js'
import { readStrings } from '../../table/strings.js'
import type { Known } from '../../table/whereTests.js'
import { equals } from '../conditions.js'
import type { Engine } from '../engine.js'
import { all, call, column, type Expression, type Order, when, whole } from '../expression/expression.js'
import { type Named, querySql, select } from '../expression/query.js'
import type { Plan } from '../relation/relation.js'
import { isText } from '../../table/strings.js'
import { totalOf } from './cells.js'

/** The columns by which cells are in order: of each factor its values, missing ones last, then all of them together. */
export function placesIn(factors: readonly string[]): string[] {
  return factors.flatMap((name) => [totalOf(name), name])
}

/** A group of the matrix's columns: its name behind that of a measure, and which cells are its own. */
interface Group {
  readonly suffix: string
  readonly test: Expression
}

/** One row for each row and its subtotals, a column for each measure of each group of columns. */
export async function widePlan(
  who: string,
  engine: Engine,
  cells: Plan,
  rows: readonly string[],
  columns: readonly string[],
  measures: readonly string[],
): Promise<Plan> {
  const groups = await groupsOf(who, engine, cells, columns)
  if (groups.length * measures.length > MOST_COLUMNS) throw tooWide(groups.length, who)
  const taken = new Set([...rows, 'rows_depth'])
  const wide = measures.flatMap((measure) =>
    groups.map(({ suffix, test }) => ({ name: uniqueName(`${measure}${suffix}`, taken), measure, test })),
  )
  const keys = [...rows, ...rows.map(totalOf), 'rows_depth']
  const query = select(
    cells.query,
    [
      ...keys.map((name): Named => [name, column(name)]),
      ...wide.map(({ name, measure, test }): Named => [name, call('max', when(test, column(measure)))]),
    ],
    { groupBy: keys.map((name) => column(name)) },
  )
  const vectorOf = (name: string): Vector => cells.shape.getChild(name)!
  const shape = makeTable(
    new Map([
      ...[...rows, 'rows_depth'].map((name) => [name, vectorOf(name)] as const),
      ...wide.map(({ name, measure }) => [name, vectorOf(measure)] as const),
    ]) as ReadonlyMap<string, Vector>,
  )
  return { query, shape, order: placesIn(rows) }
}

/** The groups of columns, in their order, as the database has them. */
async function groupsOf(
  who: string,
  engine: Engine,
  cells: Plan,
  columns: readonly string[],
): Promise<Group[]> {
  const names = [...columns, 'columns_depth']
  const orderBy = placesIn(columns).map((name): Order => ({
    by: column(name),
    text: columns.includes(name) && isText(findColumn(cells.shape, name, who).type),
  }))
  const found = await engine.query(
    querySql(
      select(
        cells.query,
        names.map((name) => [name, column(name)]),
        { where: call('equal', column('rows_depth'), whole(0)), orderBy },
      ),
      engine.dialect,
    ),
  )
  const depths = readNumbers(findColumn(found, 'columns_depth', who), who)
  const factors = columns.map((name) => valuesOf(found, cells.shape, name, who))
  return Array.from(depths, (depth, i): Group => {
    const own = factors.slice(0, depth)
    const labels = own.map(({ labels }) => labels[i] ?? MISSING)
    return {
      suffix: labels.length === 0 ? '' : `: ${labels.join(' / ')}`,
      test: all(
        call('equal', column('columns_depth'), whole(depth)),
        ...own.map(({ column: factor, values }) => equals(factor, values[i]!)),
      ),
    }
  })
}

/** A factor's values as they are compared, and as they are written. */
export function valuesOf(
  found: Table,
  shape: Table,
  name: string,
  who: string,
): {
  readonly column: Column
  readonly values: readonly (Known | null)[]
  readonly labels: readonly (string | null)[]
} {
  const given = findColumn(found, name, who)
  const values: (Known | null)[] = isTime(given.type)
    ? Array.from(readTimes(given, who), (ms) => (Number.isNaN(ms) ? null : ms))
    : Array.from({ length: given.length }, (_, i) => readCells(given, who)(i) as Known | null)
  const own = findColumn(shape, name, who)
  return { column: own, values, labels: readStrings(asColumn(name, given.type, given.chunks)) }
}
