import { invalid } from '../options.js'
import { list } from '../table/column.js'

/** Scores from … to, both included; an end that is missing is open. */
export interface ScoreRange {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** A segment: the cells whose three scores lie in its ranges; a range that is missing takes any score. */
export interface RfmSegment {
  /** What the segment is called; several entries may share a name. */
  readonly name: string
  /** A name for programs and translations, which stays when `name` is put in other words. */
  readonly key?: string | undefined
  readonly r?: ScoreRange | undefined
  readonly f?: ScoreRange | undefined
  readonly m?: ScoreRange | undefined
}

/** The bins that `rfmSegments` is written for. */
export const SEGMENT_BINS = 5

const only = (score: number): ScoreRange => Object.freeze({ from: score, to: score })
const range = (from: number, to: number): ScoreRange => Object.freeze({ from, to })

/**
 * The segments that `fitRfm` gives unless told otherwise: eleven names over the 125 cells of five scores
 * each, every cell in exactly one. Recency and frequency decide, as is usual; how much was spent tells
 * champions from other loyal customers, and those who must not be lost from others at risk.
 *
 * | key | who they are |
 * |---|---|
 * | `champions` | bought lately, often, and spent the most |
 * | `loyal` | buy often, and not long ago |
 * | `potential_loyal` | bought lately, more than once |
 * | `new` | bought very lately, for the first time or nearly |
 * | `promising` | bought lately, once or nearly |
 * | `need_attention` | in the middle, and drifting |
 * | `about_to_sleep` | bought seldom, and not lately |
 * | `cannot_lose` | bought often and spent much, long ago |
 * | `at_risk` | bought fairly often, long ago |
 * | `hibernating` | bought seldom, long ago |
 * | `lost` | bought seldom, longest ago |
 *
 * @example
 * ```ts
 * console.log(rfmSegments.find(({ key }) => key === 'cannot_lose')?.name) // "Can't lose"
 * console.log(auditSegments(rfmSegments).gaps.numRows) // 0
 * ```
 */
export const rfmSegments: readonly RfmSegment[] = Object.freeze(
  [
    { name: 'Champions', key: 'champions', r: range(4, 5), f: range(4, 5), m: range(4, 5) },
    { name: 'Loyal', key: 'loyal', r: range(4, 5), f: range(4, 5), m: range(1, 3) },
    { name: 'Loyal', key: 'loyal', r: only(3), f: range(4, 5), m: range(1, 5) },
    { name: 'Potential loyal', key: 'potential_loyal', r: range(4, 5), f: range(2, 3), m: range(1, 5) },
    { name: 'New', key: 'new', r: only(5), f: only(1), m: range(1, 5) },
    { name: 'Promising', key: 'promising', r: only(4), f: only(1), m: range(1, 5) },
    { name: 'Need attention', key: 'need_attention', r: only(3), f: range(2, 3), m: range(1, 5) },
    { name: 'About to sleep', key: 'about_to_sleep', r: only(3), f: only(1), m: range(1, 5) },
    { name: "Can't lose", key: 'cannot_lose', r: range(1, 2), f: range(4, 5), m: range(4, 5) },
    { name: 'At risk', key: 'at_risk', r: range(1, 2), f: range(4, 5), m: range(1, 3) },
    { name: 'At risk', key: 'at_risk', r: range(1, 2), f: only(3), m: range(1, 5) },
    { name: 'Hibernating', key: 'hibernating', r: only(2), f: range(1, 2), m: range(1, 5) },
    { name: 'Lost', key: 'lost', r: only(1), f: range(1, 2), m: range(1, 5) },
  ].map((segment) => Object.freeze(segment)),
)

/** Refuses what is no list of segments; ranges that no score can reach are left for `auditSegments` to tell. */
export function checkSegments(segments: unknown, who: string): asserts segments is readonly RfmSegment[] {
  if (!Array.isArray(segments) || segments.length === 0 || segments.length > 1000) {
    throw invalid(who, 'segments must be a list of 1 to 1000 objects such as {name, r: {from, to}, f, m}')
  }
  segments.forEach((segment, i) => checkSegment(segment, `segments[${i}]`, who))
}

function checkSegment(segment: any, place: string, who: string): void {
  if (typeof segment !== 'object' || segment === null) throw invalid(who, `${place} must be an object`)
  const stray = Object.keys(segment).find((key) => !['name', 'key', 'r', 'f', 'm'].includes(key))
  if (stray !== undefined) {
    throw invalid(who, `${place} has '${stray}', but a segment has ${list(['name', 'key', 'r', 'f', 'm'])}`)
  }
  if (typeof segment.name !== 'string' || segment.name.trim() === '' || segment.name.length > 200) {
    throw invalid(who, `${place} needs a name of 1 to 200 characters`)
  }
  if (segment.key !== undefined && typeof segment.key !== 'string') {
    throw invalid(who, `${place}.key must be a string`)
  }
  for (const score of ['r', 'f', 'm'] as const) {
    if (segment[score] !== undefined) checkRange(segment[score], `${place}.${score}`, who)
  }
}

function checkRange(range: any, place: string, who: string): void {
  const isRange = typeof range === 'object' && range !== null && !Array.isArray(range)
  const stray = isRange && Object.keys(range).find((key) => key !== 'from' && key !== 'to')
  const ends = isRange ? [range.from, range.to] : [NaN]
  if (stray || ends.some((end) => end !== undefined && !Number.isInteger(end))) {
    throw invalid(who, `${place} must be {from, to} with whole numbers`)
  }
}

/** The entries that a cell lies in, in the order of the list. */
export function matches(segment: RfmSegment, r: number, f: number, m: number): boolean {
  return within(segment.r, r) && within(segment.f, f) && within(segment.m, m)
}

function within(range: ScoreRange | undefined, score: number): boolean {
  return score >= (range?.from ?? -Infinity) && score <= (range?.to ?? Infinity)
}

/** A score of `bins` as the score at the same place of a scale of `scale`: the ends meet. */
export function rescale(score: number, bins: number, scale: number): number {
  if (bins === scale) return score
  return bins === 1 ? Math.ceil(scale / 2) : Math.round(1 + ((score - 1) * (scale - 1)) / (bins - 1))
}

/** For each cell ((r − 1) · bins + f − 1) · bins + m − 1 the number of the first entry it lies in, −1 for none. */
export function segmentOfCells(segments: readonly RfmSegment[], bins: number, scale: number): Int32Array {
  const cells = new Int32Array(bins ** 3)
  for (let cell = 0; cell < cells.length; cell++) {
    const [r, f, m] = scoresOfCell(cell, bins).map((score) => rescale(score, bins, scale))
    cells[cell] = segments.findIndex((segment) => matches(segment, r!, f!, m!))
  }
  return cells
}

/** The three scores of a cell. */
export function scoresOfCell(cell: number, bins: number): [number, number, number] {
  return [Math.floor(cell / bins ** 2) + 1, (Math.floor(cell / bins) % bins) + 1, (cell % bins) + 1]
}

/** A cell as it is written: '555', with dashes where a score may have two digits. */
export function cellLabel(cell: number, bins: number): string {
  return scoresOfCell(cell, bins).join(bins > 9 ? '-' : '')
}
