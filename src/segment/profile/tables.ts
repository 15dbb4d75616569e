import type { Table, Vector } from '../../table/arrow.js'
import { float64, int32, makeTable, utf8 } from '../../table/build.js'
import { asColumn } from '../../table/column.js'
import { takeVector } from '../../table/take.js'
import type { SortedGroups } from '../../table/sortedGroups.js'
import type { CategoryCell } from './categoryProfile.js'
import type { NumberProfile } from './numberProfile.js'
import { sentenceOf } from './sentence.js'
import type { CategoryTrait } from './traits.js'

/** One row a segment. */
export function segmentTable(
  groups: SortedGroups,
  customers: Int32Array,
  revenue: Float64Array | undefined,
  numbers: readonly NumberProfile[],
  cells: readonly CategoryCell[],
  q: Float64Array,
): Table<any> {
  const total = revenue?.reduce((a, b) => a + b, 0) ?? 0
  const revenues = revenue ?? new Float64Array(groups.size).fill(NaN)
  const revenueShares = revenues.map((sum) => (total > 0 ? sum / total : NaN))
  const shares = Float64Array.from(customers, (count) => count / groups.codes.length)
  const traits = traitsBySegment(groups.size, cells, q)
  const sentences = Array.from(customers, (count, g) =>
    sentenceOf({
      customers: count,
      share: shares[g]!,
      revenueShare: revenueShares[g]!,
      numbers: numbers.map((one) => ({
        feature: one.name,
        mean: one.mean[g]!,
        median: one.median[g]!,
        elsewhere: one.elsewhere[g]!,
        difference: one.difference[g]!,
      })),
      categories: traits[g]!,
    }),
  )
  return makeTable({
    segment: groups.values,
    customers: int32(customers),
    share: float64(shares),
    revenue: float64(revenues),
    revenue_share: float64(revenueShares),
    sentence: utf8(sentences),
  } as any)
}

function traitsBySegment(size: number, cells: readonly CategoryCell[], q: Float64Array): CategoryTrait[][] {
  const traits: CategoryTrait[][] = Array.from({ length: size }, () => [])
  cells.forEach((cell, i) => traits[cell.segment]!.push({ ...cell, feature: cell.name, q: q[i]! }))
  return traits
}

/** One row a segment and column of numbers, segment by segment. */
export function featureTable(groups: SortedGroups, numbers: readonly NumberProfile[]): Table<any> {
  const rows = Array.from({ length: groups.size }, (_, g) => numbers.map((one) => ({ g, one }))).flat()
  const of = (part: 'mean' | 'median' | 'deviation' | 'elsewhere' | 'difference') =>
    float64(Float64Array.from(rows, ({ g, one }) => one[part][g]!))
  return makeTable({
    segment: segmentsOf(
      groups,
      rows.map(({ g }) => g),
    ),
    feature: utf8(rows.map(({ one }) => one.name)),
    known: int32(Int32Array.from(rows, ({ g, one }) => one.known[g]!)),
    mean: of('mean'),
    median: of('median'),
    deviation: of('deviation'),
    elsewhere: of('elsewhere'),
    difference: of('difference'),
  } as any)
}

/** One row a segment and value, column by column. */
export function categoryTable(
  groups: SortedGroups,
  cells: readonly CategoryCell[],
  q: Float64Array,
): Table<any> {
  const of = (part: (cell: CategoryCell) => number) => float64(Float64Array.from(cells, part))
  return makeTable({
    segment: segmentsOf(
      groups,
      cells.map(({ segment }) => segment),
    ),
    feature: utf8(cells.map(({ name }) => name)),
    value: utf8(cells.map(({ value }) => value)),
    customers: int32(Int32Array.from(cells, ({ customers }) => customers)),
    share: of(({ share }) => share),
    elsewhere: of(({ elsewhere }) => elsewhere),
    lift: of(({ lift }) => lift),
    expected: of(({ expected }) => expected),
    least_expected: of(({ leastExpected }) => leastExpected),
    chi2: of(({ chi2 }) => chi2),
    p: of(({ p }) => p),
    q: float64(q),
  } as any)
}

/** The columns that were not looked at. */
export function leftOutTable(leftOut: readonly { column: string; reason: string }[]): Table<any> {
  return makeTable({
    column: utf8(leftOut.map(({ column }) => column)),
    reason: utf8(leftOut.map(({ reason }) => reason)),
  })
}

function segmentsOf({ values }: SortedGroups, rows: readonly number[]): Vector {
  return takeVector(asColumn('segment', values.type, values.data), Int32Array.from(rows))
}
