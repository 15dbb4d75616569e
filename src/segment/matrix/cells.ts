import type { Grouping } from '../../table/aggregate.js'
import type { Column } from '../../table/column.js'
import { groupRows } from '../../table/group.js'
import { type SortedGroups, sortedGroups } from '../../table/sortedGroups.js'
import type { Wholes } from './measures.js'

/** One cell: how far down the rows and the columns it is, and the place of its value in each dimension. */
export interface MatrixCell {
  readonly rowDepth: number
  readonly columnDepth: number
  /** For each dimension the number of its value; that after the last value stands for all of them. */
  readonly places: Int32Array
}

/** All cells of the matrix, totals and subtotals with them, in sorted order: what is totalled comes before its total. */
export interface MatrixCells {
  readonly dimensions: readonly SortedGroups[]
  readonly cells: readonly MatrixCell[]
  /** The cells of each level and the rows that go into them. */
  readonly levels: readonly { readonly cells: Int32Array; readonly grouping: Grouping }[]
  readonly wholes: Wholes
}

/** Finds the cells at every depth of rows and columns; the grand total is there even without rows. */
export function findCells(rows: readonly Column[], columns: readonly Column[], who: string): MatrixCells {
  const keys = [...rows, ...columns]
  const dimensions = keys.map((column) => sortedGroups(column, who))
  const leaves = groupRows(keys, who)
  const all = Int32Array.from(dimensions, ({ size }) => size)
  const found = []
  for (let rowDepth = 0; rowDepth <= rows.length; rowDepth++) {
    for (let columnDepth = 0; columnDepth <= columns.length; columnDepth++) {
      const isSet = keys.map((_, d) => (d < rows.length ? d < rowDepth : d - rows.length < columnDepth))
      const placesOf = (leaf: number) =>
        all.map((total, d) => (isSet[d] ? dimensions[d]!.codes[leaves.firstRows[leaf]!]! : total))
      const level = mergeLeaves(leaves.size, placesOf, rowDepth + columnDepth === 0 ? all : undefined)
      const cells = level.places.map((places) => ({ rowDepth, columnDepth, places }))
      found.push({ cells, codes: leaves.codes.map((leaf) => level.cellOf[leaf]!) })
    }
  }
  const unsorted = found.flatMap(({ cells }) => cells)
  const cells = unsorted.toSorted((a, b) => compare(a.places, b.places))
  const at = new Map(cells.map((cell, i) => [cell, i]))
  const levels = found.map((level) => ({
    cells: Int32Array.from(level.cells, (cell) => at.get(cell)!),
    grouping: { codes: level.codes, size: level.cells.length },
  }))
  return { dimensions, cells, levels, wholes: findWholes(cells, all, rows.length) }
}

/** Leaves with the same places are one cell. */
function mergeLeaves(leaves: number, placesOf: (leaf: number) => Int32Array, total: Int32Array | undefined) {
  const known = new Map<string, number>()
  const places: Int32Array[] = []
  const number = (own: Int32Array) => {
    const key = own.join()
    const cell = known.get(key)
    if (cell !== undefined) return cell
    known.set(key, places.length)
    return places.push(own) - 1
  }
  if (total) number(total)
  return { places, cellOf: Int32Array.from({ length: leaves }, (_, leaf) => number(placesOf(leaf))) }
}

function compare(a: Int32Array, b: Int32Array): number {
  let d = 0
  while (d < a.length && a[d] === b[d]) d++
  return d === a.length ? 0 : a[d]! - b[d]!
}

/** For each cell the grand total, the total of its row and that of its column. */
function findWholes(cells: readonly MatrixCell[], all: Int32Array, rowCount: number): Wholes {
  const at = new Map(cells.map(({ places }, i) => [places.join(), i]))
  const whole = (isTotal: (d: number) => boolean) =>
    Int32Array.from(cells, ({ places }) => {
      const key = places.map((place, d) => (isTotal(d) ? all[d]! : place)).join()
      return at.get(key)!
    })
  return {
    share: whole(() => true),
    shareOfRow: whole((d) => d >= rowCount),
    shareOfColumn: whole((d) => d < rowCount),
  }
}
