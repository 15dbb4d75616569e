import type { Table, Vector } from '../../table/arrow.js'
import { float64, int32, makeTable, utf8 } from '../../table/build.js'
import { takeVector } from '../../table/take.js'
import type { Column } from '../../table/column.js'
import type { SortedGroups } from '../../table/sortedGroups.js'
import { MISSING, uniqueName } from '../groups/uniqueName.js'

/** What became of a customer. */
export const CHANGES = ['stayed', 'moved', 'new', 'lost'] as const

/**
 * How many customers went from each segment (row) to each (column): square, with one more row for those who are new and one more
 * column for those who are lost.
 */
export interface Transitions {
  readonly counts: Int32Array
  /** How many segments there are, and so the place of the new and the lost. */
  readonly size: number
}

/** Counts the moves; −1 is no segment at all: not yet or no longer a customer. */
export function countTransitions(from: Int32Array, to: Int32Array, size: number): Transitions {
  const counts = new Int32Array((size + 1) ** 2)
  for (let i = 0; i < from.length; i++) counts[place(from[i]!, size) * (size + 1) + place(to[i]!, size)]!++
  return { counts, size }
}

function place(segment: number, size: number): number {
  return segment < 0 ? size : segment
}

/** What going from one segment to another is called, as a place in `CHANGES`; −1 is no segment at all. */
export function changeOf(from: number, to: number): number {
  if (from < 0) return 2
  if (to < 0) return 3
  return from === to ? 0 : 1
}

/** One row a pair of segments that any customer went between. */
export function longTable({ counts, size }: Transitions, segments: SortedGroups, column: Column): Table<any> {
  const used = [...counts.keys()].filter((cell) => counts[cell]! > 0)
  const side = size + 1
  const from = used.map((cell) => sideOf(Math.floor(cell / side), size))
  const to = used.map((cell) => sideOf(cell % side, size))
  const totals = rowTotals({ counts, size })
  const all = totals.reduce((a, b) => a + b, 0)
  const values = (list: readonly number[]): Vector =>
    takeVector(
      column,
      Int32Array.from(list, (segment) => (segment < 0 ? -1 : segments.firstRows[segment]!)),
    )
  const of = (f: (cell: number) => number) => Float64Array.from(used, f)
  return makeTable({
    from: values(from),
    to: values(to),
    change: utf8(from.map((segment, i) => CHANGES[changeOf(segment, to[i]!)]!)),
    customers: int32(Int32Array.from(used, (cell) => counts[cell]!)),
    share_of_from: float64(of((cell) => counts[cell]! / totals[Math.floor(cell / side)]!)),
    share: float64(of((cell) => counts[cell]! / all)),
  } as any)
}

function sideOf(place: number, size: number): number {
  return place === size ? -1 : place
}

function rowTotals({ counts, size }: Transitions): number[] {
  const side = size + 1
  return Array.from({ length: side }, (_, row) =>
    counts.subarray(row * side, (row + 1) * side).reduce((a, b) => a + b, 0),
  )
}

/** The matrix of counts with its margins: a row a segment before, a column a segment after. */
export function countMatrix(transitions: Transitions, segments: SortedGroups): Table<any> {
  const { counts, size } = transitions
  const side = size + 1
  const totals = rowTotals(transitions)
  const columns = columnNames(segments).map((name, column) => {
    const values = totals.map((_, row) => counts[row * side + column]!)
    return [name, int32(Int32Array.from([...values, sum(values)]))] as const
  })
  const total = int32(Int32Array.from([...totals, sum(totals)]))
  const [last, ...names] = rowNames(segments)
  return makeTable(new Map<string, Vector>([['from', utf8([...names, last!])], ...columns, [TOTAL, total]]))
}

/** The matrix of shares: of those who were in the segment before, how many are in each after. */
export function shareMatrix(transitions: Transitions, segments: SortedGroups): Table<any> {
  const { counts, size } = transitions
  const side = size + 1
  const totals = rowTotals(transitions)
  const columns = columnNames(segments).map((name, column) => {
    const shares = totals.map((total, row) => counts[row * side + column]! / total)
    return [name, float64(Float64Array.from(shares))] as const
  })
  const [, ...names] = rowNames(segments)
  return makeTable(new Map<string, Vector>([['from', utf8(names)], ...columns]))
}

const TOTAL = '(total)'

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

/** The total's name, then the segments' and that of the new. */
function rowNames({ labels }: SortedGroups): string[] {
  const taken = new Set<string>()
  return [TOTAL, ...labels.map((label) => label ?? MISSING), '(new)'].map((name) => uniqueName(name, taken))
}

function columnNames({ labels }: SortedGroups): string[] {
  const taken = new Set(['from', TOTAL])
  return [...labels.map((label) => label ?? MISSING), '(lost)'].map((name) => uniqueName(name, taken))
}
