import { makeRandom } from '../../numeric/random.js'
import { componentsOf, projectOn } from '../../segment/features/components.js'
import { makePoints, type Points } from '../../segment/features/points.js'
import { scaleFeatures } from '../../segment/features/readFeatures.js'
import type { FittedScale } from '../../segment/features/scaling.js'
import { sortedGroups } from '../../table/sortedGroups.js'
import { sampleRows } from '../../segment/measure/sample.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'

/** What an axis of the map stands for. */
export interface MapAxis {
  /** Its share of all differences between customers. */
  readonly share: number
  /** How much each feature counts, from −1 to 1, the one that counts most first. */
  readonly loadings: readonly { readonly feature: string; readonly loading: number }[]
}

/** Customers as points where those who are alike stand together. */
export interface SegmentMap {
  readonly x: MapAxis
  readonly y: MapAxis
  /** The segments and the middle of each. */
  readonly segments: readonly { readonly label: string | null; readonly x: number; readonly y: number }[]
  /** Some of the customers, by the place of their segment. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly segment: number }[]
  /** How many customers there are. */
  readonly customers: number
}

/** The scaled features by which customers were grouped. */
export interface MapFeatures {
  readonly features: readonly string[]
  readonly scaling: readonly FittedScale[]
}

/** The plane of the two principal components of scaled features; customers without one of the features or a segment are left out. */
export function segmentMap(
  table: Table,
  { features, scaling }: MapFeatures,
  by: string,
  most: number,
  who: string,
): SegmentMap {
  const { codes, size, labels } = sortedGroups(findColumn(table, by, who), who)
  const columns = scaleFeatures(who, table, features, scaling)
  const unknown = labels.indexOf(null)
  const rows = Int32Array.from(codes.keys()).filter(
    (row) => codes[row] !== unknown && columns.every((values) => !Number.isNaN(values[row]!)),
  )
  const points = makePoints(
    columns.map((values) => Float64Array.from(rows, (row) => values[row]!)),
    new Float64Array(0),
  )
  const { means, components } = componentsOf(points)
  const [across, up] = components
  const place = (z: number) => ({
    x: round(projectOn(across!, means, points, z)),
    y: round(projectOn(up!, means, points, z)),
    segment: codes[rows[z]!]!,
  })
  const axis = ({ share, loadings }: { share: number; loadings: readonly number[] }): MapAxis => ({
    share,
    loadings: features
      .map((feature, j) => ({ feature, loading: loadings[j]! }))
      .toSorted((a, b) => Math.abs(b.loading) - Math.abs(a.loading)),
  })
  return {
    x: axis(across!),
    y: axis(up!),
    segments: middlesOf(points, rows, codes, size).map((middle, i) => ({
      label: labels[i]!,
      x: round(projectOn(across!, means, middle, 0)),
      y: round(projectOn(up!, means, middle, 0)),
    })),
    points: Array.from(sampleRows(rows.length, most, makeRandom(1)), place),
    customers: rows.length,
  }
}

/** The mean of each segment's points, as a point. */
function middlesOf(points: Points, rows: Int32Array, codes: Int32Array, size: number): Points[] {
  const { width, stride, data } = points
  const sums = Array.from({ length: size }, () => new Float64Array(stride))
  const counts = new Int32Array(size)
  for (let z = 0; z < rows.length; z++) {
    const segment = codes[rows[z]!]!
    counts[segment]!++
    for (let j = 0; j < width; j++) sums[segment]![j]! += data[z * stride + j]!
  }
  const none = new Float64Array(0)
  return sums.map((sum, c) => {
    const middle = sum.map((total) => total / Math.max(1, counts[c]!))
    return { rows: 1, width, stride, data: middle, weights: none }
  })
}

function round(value: number): number {
  return Math.round(value * 100) / 100 + 0
}
