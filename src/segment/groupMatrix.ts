import { checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt, describe } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { findCells } from './matrix/cells.js'
import { type Measure, readMeasures } from './matrix/measures.js'
import { cellTable, gather, wideTable } from './matrix/tables.js'

/** What `groupMatrix` can be told. */
export interface GroupMatrixOptions<Names extends string = string> {
  /** One column or several, from the coarsest to the finest: each but the last gets subtotals. */
  readonly rows: Names | readonly Names[]
  /** As `rows`, for the columns of the matrix. Default: none. */
  readonly columns?: Names | readonly Names[] | undefined
  /** What to take of each cell, by the name that it gets. Default `{customers: 'count'}`. */
  readonly measures?: { readonly [name: string]: Measure<Names> } | undefined
}

/** What `groupMatrix` gives. */
export interface GroupMatrix {
  /** One row a cell, with all totals and subtotals. */
  readonly cells: Table<any>
  /** The same as a matrix to be read: one row for each row and its subtotals, a column for each column and its subtotals. */
  readonly matrix: Table<any>
}

const WHO = 'groupMatrix'

/**
 * Customers by two or more factors at once, as an OLAP cube: how many, how much revenue, what median, for each segment by country by channel,
 * with totals and subtotals of every level to drill down from.
 *
 * Measures are `'count'` (rows), or a column's `{count}` (values that are not missing), `{sum}`, `{mean}`, `{median}`, `{min}`, `{max}`, `{distinct}` (different values, of any
 * type), `{share}` (of the sum of all), `{shareOfRow}` and `{shareOfColumn}` (of the sum of the cell's row or column of the matrix); `'share'`, `'shareOfRow'` and `'shareOfColumn'` alone are of the number of
 * rows. Missing values (null, NaN) are left out of measures. Totals are computed from the rows, so medians and distinct values are right too. A cell of rows without a
 * value, and a share of a whole that is not above 0, is null. Only cells that some row is in are there; the grand total always is.
 *
 * **Drilling down** is `where` on `cells`: the depth says how many factors a cell is of, the rest are all of their values.
 *
 * @param table - one row a customer (or an order, or whatever is to be counted)
 * @param options - `rows`, `columns`, `measures`
 * @returns a frozen `{cells, matrix}`. `cells` has each factor in its own type (null where the cell is of all values; a missing value is null too, and a group of its
 * own: `rows_depth` and `columns_depth`, int32, tell them apart; 0 and 0 is the grand total), and each measure (float64; counts int32). `matrix` has the factors of rows, `rows_depth`, and for each measure a column for
 * all (`revenue`) and one for each group of columns (`revenue: web`, `revenue: web / 2011`; a missing value is `(missing)`). Groups are in sorted order, missing ones last, totals
 * after what they total
 * @throws ClienteleError `column-missing`, `column-type` (text to be added up), `option-invalid`, `value-invalid` (a number beyond ±1e100; a matrix of more than 10,000 columns)
 *
 * Cost: a pass over the rows for each measure and level, of which there are (rows + 1)(columns + 1); medians sort them.
 *
 * Gray, J. et al. (1997), Data cube: a relational aggregation operator generalizing group-by, cross-tab, and sub-totals: the roll-up of the rows' factors crossed with that of the columns'.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { region: 'EU', country: 'FR', channel: 'web', revenue: 30 },
 *   { region: 'EU', country: 'DE', channel: 'shop', revenue: 50 },
 *   { region: 'US', country: 'US', channel: 'web', revenue: 20 },
 * ])
 * const { cells, matrix } = groupMatrix(customers, {
 *   rows: ['region', 'country'],
 *   columns: 'channel',
 *   measures: { customers: 'count', revenue: { sum: 'revenue' } },
 * })
 * const europe = where(cells, { region: 'EU', rows_depth: 2, columns_depth: 0 })
 * console.log(toRows(europe).map((row) => [row.country, row.revenue])) // [ [ 'DE', 50 ], [ 'FR', 30 ] ]
 * console.log(toRows(where(matrix, { rows_depth: 0 }))[0]?.['revenue: web']) // 50
 * ```
 */
export function groupMatrix<T extends { [name: string]: any }>(
  table: TableLike<T>,
  options: GroupMatrixOptions<ColumnName<NoInfer<T>>>,
): GroupMatrix {
  checkOptions(WHO, options, ['rows', 'columns', 'measures'])
  const { rows, columns = [], measures = { customers: 'count' } } = options as GroupMatrixOptions
  const own = adopt(table, WHO)
  const [rowNames, columnNames] = [readNames('rows', rows), readNames('columns', columns)]
  if (rowNames.length === 0) throw invalid(WHO, `rows must name a column at least`)
  const names = [...rowNames, ...columnNames]
  const taken = readMeasures(own, measures, WHO)
  checkDistinct([...names, 'rows_depth', 'columns_depth', ...taken.map(({ name }) => name)])
  const rowKeys = rowNames.map((name) => findColumn(own, name, WHO))
  const keys = [...rowKeys, ...columnNames.map((name) => findColumn(own, name, WHO))]
  const found = findCells(rowKeys, keys.slice(rowKeys.length), WHO)
  const vectors = taken.map(({ name, take, finish }) => {
    const values = gather(found, (level) => take(found.levels[level]!.grouping))
    return [name, finish(values, found.wholes)] as const
  })
  const result = {
    cells: cellTable(keys, found, vectors),
    matrix: wideTable(rowKeys, found, vectors, WHO),
  }
  return printable(
    result,
    () =>
      `groupMatrix: ${rowNames.join(' / ')}${columnNames.length > 0 ? ` by ${columnNames.join(' / ')}` : ''}, ${brief(found.cells.length)} cells and totals`,
  )
}

/** One name or several, as a list. */
export function readNames(option: string, given: unknown): string[] {
  const names = typeof given === 'string' ? [given] : given
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names
  throw invalid(WHO, `${option} must be a column or a list of columns, but got ${describe(given)}`)
}

function checkDistinct(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) {
    throw invalid(
      WHO,
      `'${twice}' would name two columns of the result; name each factor once and give measures other names`,
    )
  }
}
