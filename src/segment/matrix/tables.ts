import { ClienteleError } from '../../error.js'
import type { Table, Vector } from '../../table/arrow.js'
import { int32, makeTable } from '../../table/build.js'
import { asColumn, type Column } from '../../table/column.js'
import { takeVector } from '../../table/take.js'
import { MISSING, uniqueName } from '../groups/uniqueName.js'
import type { MatrixCell, MatrixCells } from './cells.js'

/** More columns than anybody reads. */
export const MOST_COLUMNS: number = 10_000

/** The columns of the dimensions for some cells: null where a cell is of all values. */
export function dimensionColumns(
  keys: readonly Column[],
  { dimensions }: MatrixCells,
  cells: readonly MatrixCell[],
): [string, Vector][] {
  return keys.map((column, d) => {
    const { firstRows } = dimensions[d]!
    const rows = Int32Array.from(cells, ({ places }) => firstRows[places[d]!] ?? -1)
    return [column.name, takeVector(column, rows)]
  })
}

/** One row a cell. */
export function cellTable(
  keys: readonly Column[],
  found: MatrixCells,
  measures: readonly (readonly [string, Vector])[],
): Table<any> {
  const depth = (of: (cell: MatrixCell) => number) => int32(Int32Array.from(found.cells, of))
  return makeTable(
    new Map([
      ...dimensionColumns(keys, found, found.cells),
      ['rows_depth', depth(({ rowDepth }) => rowDepth)],
      ['columns_depth', depth(({ columnDepth }) => columnDepth)],
      ...measures,
    ] as [string, Vector][]),
  )
}

/** One row for each row of the matrix, a column for each of its columns and each measure. */
export function wideTable(
  rows: readonly Column[],
  found: MatrixCells,
  measures: readonly (readonly [string, Vector])[],
  who: string,
): Table<any> {
  const { cells } = found
  const split = cells.map(({ places }) => [
    places.subarray(0, rows.length).join(),
    places.subarray(rows.length).join(),
  ])
  // The total of each row and column is a cell: they stand for it.
  const rowCells = cells.filter(({ columnDepth }) => columnDepth === 0)
  const columnCells = cells.filter(({ rowDepth }) => rowDepth === 0)
  if (columnCells.length * measures.length > MOST_COLUMNS) throw tooWide(columnCells.length, who)
  const rowAt = new Map(rowCells.map(({ places }, i) => [places.subarray(0, rows.length).join(), i]))
  const columnAt = new Map(columnCells.map(({ places }, i) => [places.subarray(rows.length).join(), i]))
  const taken = new Set([...rows.map(({ name }) => name), 'rows_depth'])
  const wide = measures.flatMap(([name, vector]) => {
    const sources = columnCells.map(() => new Int32Array(rowCells.length).fill(-1))
    split.forEach(([row, column], cell) => (sources[columnAt.get(column!)!]![rowAt.get(row!)!] = cell))
    const source = asColumn(name, vector.type, vector.data)
    return sources.map(
      (own, i) =>
        [
          uniqueName(wideName(name, columnCells[i]!, rows.length, found), taken),
          takeVector(source, own),
        ] as const,
    )
  })
  const depths = int32(Int32Array.from(rowCells, ({ rowDepth }) => rowDepth))
  return makeTable(
    new Map<string, Vector>([...dimensionColumns(rows, found, rowCells), ['rows_depth', depths], ...wide]),
  )
}

/** 'revenue' for all columns, 'revenue: web' for one, 'revenue: web / 2011' for one of the second dimension. */
function wideName(measure: string, cell: MatrixCell, rowCount: number, { dimensions }: MatrixCells): string {
  const labels = Array.from({ length: cell.columnDepth }, (_, d) => {
    const label = dimensions[rowCount + d]!.labels[cell.places[rowCount + d]!]
    return label ?? MISSING
  })
  return labels.length === 0 ? measure : `${measure}: ${labels.join(' / ')}`
}

/** The error for a matrix of too many columns. */
export function tooWide(columns: number, who: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: columns have ${columns} values and totals, which makes a table too wide to read (at most ${MOST_COLUMNS} columns); put them in rows, or group them first.`,
  )
}

/** The values of a measure for all cells, from those of each level. */
export function gather(
  { cells, levels }: MatrixCells,
  take: (level: number) => ArrayLike<number>,
): Float64Array {
  const values = new Float64Array(cells.length)
  levels.forEach((level, k) => {
    const own = take(k)
    level.cells.forEach((cell, i) => (values[cell] = own[i]!))
  })
  return values
}
