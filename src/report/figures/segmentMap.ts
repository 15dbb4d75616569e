import { makeRandom } from '../../numeric/random.js'
import { componentsOf, projectOn } from '../../segment/features/components.js'
import { makePoints } from '../../segment/features/points.js'
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
  const sums = Array.from({ length: size }, () => ({ x: 0, y: 0, customers: 0 }))
  for (let z = 0; z < rows.length; z++) {
    const { x, y, segment } = place(z)
    const sum = sums[segment]!
    sum.x += x
    sum.y += y
    sum.customers++
  }
  const axis = ({ share, loadings }: { share: number; loadings: readonly number[] }): MapAxis => ({
    share,
    loadings: features
      .map((feature, j) => ({ feature, loading: loadings[j]! }))
      .toSorted((a, b) => Math.abs(b.loading) - Math.abs(a.loading)),
  })
  return {
    x: axis(across!),
    y: axis(up!),
    segments: sums.map(({ x, y, customers }, i) => ({
      label: labels[i]!,
      x: round(x / Math.max(1, customers)),
      y: round(y / Math.max(1, customers)),
    })),
    points: Array.from(sampleRows(rows.length, most, makeRandom(1)), place),
    customers: rows.length,
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100 + 0
}
