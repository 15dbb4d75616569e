import type { Migration } from '../../segment/migrate.js'
import { adopt } from '../../table/adopt.js'
import { toRows } from '../../table/toRows.js'
import { rfmSegments } from '../../value/rfmSegments.js'

/** What became of customers. */
export type Change = 'stayed' | 'moved' | 'new' | 'lost'

/** How many customers went from one segment to another; a place past the last is outside. */
export interface Move {
  readonly from: number
  readonly to: number
  readonly change: Change
  readonly customers: number
}

/** Moves between segments; a missing segment is null. */
export interface Moves {
  readonly segments: readonly (string | null)[]
  readonly moves: readonly Move[]
}

const RFM: readonly string[] = rfmSegments.map(({ name }) => name)

/** The moves of a migration; RFM segments from the best to the lost, others in sorted order. */
export function movesOf(migration: Migration, who: string): Moves {
  const rows = toRows(adopt(migration.moves, who)) as Record<string, any>[]
  const found = new Map(rows.flatMap(inside).map((segment) => [keyOf(segment), segment]))
  const ordered = [...found.values()].sort(bySegment)
  const segments = ordered.map((segment) => (segment === null ? null : String(segment)))
  const keys = ordered.map(keyOf)
  const place = (segment: unknown) => keys.indexOf(keyOf(segment))
  return {
    segments,
    moves: rows.map((row) => ({
      from: row.change === 'new' ? keys.length : place(row.from),
      to: row.change === 'lost' ? keys.length : place(row.to),
      change: row.change,
      customers: row.customers,
    })),
  }
}

/** The segments of a move; those who are new come from none, those who are lost go to none. */
function inside({ from, to, change }: Record<string, any>): unknown[] {
  return change === 'new' ? [to] : change === 'lost' ? [from] : [from, to]
}

function keyOf(segment: unknown): string {
  return `${typeof segment} ${String(segment)}`
}

function bySegment(a: unknown, b: unknown): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const [x, y] = [RFM.indexOf(String(a)), RFM.indexOf(String(b))]
  if (x >= 0 && y >= 0) return x - y
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : 1
}
