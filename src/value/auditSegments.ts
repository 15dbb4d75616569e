import { checkInteger, checkOptions } from '../options.js'
import { brief, printable } from '../print.js'
import type { Int32, Table, Utf8 } from '../table/arrow.js'
import { int32, makeTable, utf8 } from '../table/build.js'
import { cellLabel, checkSegments, matches, type RfmSegment, scoresOfCell } from './rfmSegments.js'

/** What `auditSegments` can be told. */
export interface AuditSegmentsOptions {
  /** How many scores there are, from 2 to 20. Default 5. */
  readonly bins?: number | undefined
}

/** What `auditSegments` finds. */
export interface SegmentAudit {
  /** Cells that no segment covers: customers there have none. */
  readonly gaps: Table<{ rfm: Utf8; r: Int32; f: Int32; m: Int32 }>
  /** Cells that several entries cover: the one that wins, and the others. */
  readonly overlaps: Table<{ rfm: Utf8; r: Int32; f: Int32; m: Int32; segment: Utf8; others: Utf8 }>
  /** Entries that get no cell: their number in the list (from 0), and why. */
  readonly neverReached: Table<{ entry: Int32; segment: Utf8; reason: Utf8 }>
  /** How many cells each segment gets. */
  readonly covers: Table<{ segment: Utf8; cells: Int32 }>
}

const WHO = 'auditSegments'

/**
 * Checks a segment table before it is used: which RFM cells have no segment, which have several, which
 * segments nobody can ever be in. The first entry that covers a cell wins, as in `fitRfm`.
 *
 * @param segments - the list: `{name, r: {from, to}, f: {from, to}, m: {from, to}}`
 * @param options - `bins`
 * @returns a frozen `{gaps, overlaps, neverReached, covers}`, a table each; without gaps and overlaps every cell is covered
 * exactly once. `neverReached.reason` is 'outside' (its ranges hold no score from 1 to bins) or 'covered' (earlier
 * entries take all its cells)
 * @throws ClienteleError `option-invalid` where an entry is no segment
 *
 * Cost: bins³ times the entries; none to speak of.
 *
 * @example
 * ```ts
 * const segments = [
 *   { name: 'Regulars', f: { from: 3 } },
 *   { name: 'Recent', r: { from: 4 } },
 *   { name: 'Best', r: { from: 5 }, f: { from: 5 } },
 * ]
 * const { gaps, overlaps, neverReached } = auditSegments(segments)
 * console.log(gaps.numRows, overlaps.numRows) // 30 30
 * console.log(toRows(neverReached)) // [ { entry: 2, segment: 'Best', reason: 'covered' } ]
 * ```
 */
export function auditSegments(
  segments: readonly RfmSegment[],
  options: AuditSegmentsOptions = {},
): SegmentAudit {
  checkOptions(WHO, options, ['bins'])
  const { bins = 5 } = options
  checkInteger(WHO, 'bins', bins, 2, 20)
  checkSegments(segments, WHO)
  const entriesOf = Array.from({ length: bins ** 3 }, (_, cell) => {
    const [r, f, m] = scoresOfCell(cell, bins)
    return [...segments.keys()].filter((i) => matches(segments[i]!, r, f, m))
  })
  const cells = [...entriesOf.keys()]
  const gaps = cells.filter((cell) => entriesOf[cell]!.length === 0)
  const overlaps = cells.filter((cell) => entriesOf[cell]!.length > 1)
  const name = (entry: number) => segments[entry]!.name
  const others = (cell: number) => entriesOf[cell]!.slice(1).map(name).join(', ')
  const result = {
    gaps: makeTable(scoreColumns(gaps, bins)),
    overlaps: makeTable({
      ...scoreColumns(overlaps, bins),
      segment: utf8(overlaps.map((cell) => name(entriesOf[cell]![0]!))),
      others: utf8(overlaps.map(others)),
    }),
    neverReached: unreached(segments, entriesOf),
    covers: coverage(segments, entriesOf),
  }
  return printable(
    result,
    () =>
      `auditSegments: ${brief(bins ** 3)} cells, ${gaps.length} in no segment, ${overlaps.length} in several, ${result.neverReached.numRows} entries never reached`,
  )
}

function scoreColumns(cells: readonly number[], bins: number) {
  const score = (k: number) => int32(Int32Array.from(cells, (cell) => scoresOfCell(cell, bins)[k]!))
  return { rfm: utf8(cells.map((cell) => cellLabel(cell, bins))), r: score(0), f: score(1), m: score(2) }
}

function unreached(
  segments: readonly RfmSegment[],
  entriesOf: readonly (readonly number[])[],
): SegmentAudit['neverReached'] {
  const winners = new Set(entriesOf.map((entries) => entries[0]))
  const covered = new Set(entriesOf.flat())
  const never = [...segments.keys()].filter((i) => !winners.has(i))
  return makeTable({
    entry: int32(Int32Array.from(never)),
    segment: utf8(never.map((i) => segments[i]!.name)),
    reason: utf8(never.map((i) => (covered.has(i) ? 'covered' : 'outside'))),
  })
}

function coverage(
  segments: readonly RfmSegment[],
  entriesOf: readonly (readonly number[])[],
): SegmentAudit['covers'] {
  const cells = new Map(segments.map(({ name }) => [name, 0]))
  for (const [first] of entriesOf) {
    if (first !== undefined) cells.set(segments[first]!.name, cells.get(segments[first]!.name)! + 1)
  }
  return makeTable({ segment: utf8([...cells.keys()]), cells: int32(Int32Array.from(cells.values())) })
}
