import { tellingCategories } from '../../segment/profile/traits.js'
import type { Profile } from '../../segment/profile.js'
import { adopt } from '../../table/adopt.js'
import { toRows } from '../../table/toRows.js'
import type { TableLike } from '../../table/types.js'
import type { Degree } from '../words/groupWords.js'

/** One field: a column, or a value of a column, in a segment. */
export interface ProfileField {
  readonly feature: string
  /** The value of a column of categories; missing for numbers. */
  readonly value?: string | null
  /** The place of the segment. */
  readonly segment: number
  /** The mean, or the share of the value; null where unknown. */
  readonly here: number | null
  /** How far from the others, in standard deviations of all customers; null where that says nothing. */
  readonly difference: number | null
}

/** What segments are like, field by field. */
export interface ProfileMap {
  readonly segments: readonly { readonly label: string | null; readonly customers: number }[]
  readonly fields: readonly ProfileField[]
}

/** Categories beyond that nobody reads. */
const MOST_VALUES = 12

/** The numbers of a profile and the values that tell segments apart; `names` puts names to segments. */
export function profileMap(profile: Profile, names: TableLike | undefined, who: string): ProfileMap {
  const rows = (table: TableLike) => toRows(adopt(table, who)) as Record<string, any>[]
  const segments = rows(profile.segments)
  const named = new Map((names ? rows(names) : []).map((row) => [keyOf(row.segment), row.name as string]))
  const places = new Map(segments.map(({ segment }, place) => [keyOf(segment), place]))
  const placeOf = ({ segment }: Record<string, any>) => places.get(keyOf(segment))!
  return {
    segments: segments.map(({ segment, customers }) => ({
      label: named.get(keyOf(segment)) ?? (segment === null ? null : String(segment)),
      customers,
    })),
    fields: [
      ...rows(profile.features).map((row) => ({
        feature: row.feature,
        segment: placeOf(row),
        here: row.mean,
        difference: row.difference,
      })),
      ...categoryFields(rows(profile.categories), placeOf),
    ],
  }
}

/** The values that come significantly more often in some segment, the most telling first. */
function categoryFields(
  cells: readonly Record<string, any>[],
  placeOf: (row: Record<string, any>) => number,
): ProfileField[] {
  const known = cells
    .filter(({ q }) => q !== null)
    .map((cell) => Object.assign(cell, { leastExpected: cell.least_expected }))
  const telling = tellingCategories(known as any[]) as Record<string, any>[]
  const keys = [...new Set(telling.map((cell) => valueKey(cell)))].slice(0, MOST_VALUES)
  return keys.flatMap((key) =>
    cells
      .filter((cell) => valueKey(cell) === key)
      .map((cell) => ({
        feature: cell.feature,
        value: cell.value,
        segment: placeOf(cell),
        here: cell.share,
        difference: shareDifference(cell.share, cell.elsewhere, cell.lift),
      })),
  )
}

/** A difference of shares in standard deviations of a yes or no; the share among all is this one over its lift. */
function shareDifference(share: number, elsewhere: number | null, lift: number | null): number | null {
  if (elsewhere === null || lift === null) return null
  const all = lift > 0 ? share / lift : elsewhere
  const spread = Math.sqrt(all * (1 - all))
  return spread > 0 ? (share - elsewhere) / spread : null
}

function valueKey({ feature, value }: Record<string, any>): string {
  return JSON.stringify([feature, value])
}

function keyOf(segment: unknown): string {
  return `${typeof segment} ${String(segment)}`
}

/** Small, plain and large differences, by Cohen's convention. */
export function degreeOf(difference: number | null): Degree {
  const size = Math.abs(difference ?? 0)
  const degree = size >= 0.8 ? 3 : size >= 0.5 ? 2 : size >= 0.2 ? 1 : 0
  return (difference !== null && difference < 0 ? -degree + 0 : degree) as Degree
}
