import { ClienteleError } from '../../error.js'
import { listOf, malformed, numberIn, objectOf, wholeIn, wordOf } from '../../modelJson.js'
import { checkBoolean, checkInteger, checkNumber, checkOptions, invalid } from '../../options.js'
import { brief, printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { Float64, Int32, Table } from '../../table/arrow.js'
import { float64, int32, makeTable, type NamingOptions } from '../../table/build.js'
import type { TableLike, With } from '../../table/types.js'
import { addClusters, type ClusterColumns, type ClusterOptions } from '../addClusters.js'
import { type Center, centersOf } from '../features/centersOf.js'
import { assignRows } from '../features/nearestCenter.js'
import { type RowCounts, scaleFeatures } from '../features/readFeatures.js'
import {
  countsOf,
  readNames,
  rowCounts,
  rowsOf,
  scalingOf,
  sizesOf,
  withinReach,
} from '../features/readJson.js'
import type { FittedScale } from '../features/scaling.js'
import { describeCluster } from '../kmeans/model.js'
import { cutTree } from './cut.js'

/** What fitting a hierarchy found. */
export interface HierarchyFit extends RowCounts {
  /** Rows of the table learned from, those left out included. */
  readonly tableRows: number
  /** The sum of squared distances to the clusters' centres, in scaled units. */
  readonly inertia: number
  /** Rows of each cluster. */
  readonly sizes: readonly number[]
  /** The share of rows whose nearest centre is that of their own cluster. */
  readonly agreement: number
}

/** The merges, from the lowest to the highest. */
export interface HierarchyMerges {
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly height: readonly number[]
  readonly size: readonly number[]
}

/** Everything a hierarchy is made of. */
export interface HierarchyState {
  readonly kind: 'hierarchy'
  readonly version: 1
  readonly features: readonly string[]
  readonly scaling: readonly FittedScale[]
  readonly scaledCenters: readonly (readonly number[])[]
  readonly merges: HierarchyMerges
  readonly fit: HierarchyFit
}

/** The columns of a dendrogram. */
export type DendrogramColumns = { left: Int32; right: Int32; height: Float64; size: Int32 }

/** Where to cut a hierarchy: into how many clusters, or at which height. */
export interface CutOptions extends NamingOptions {
  readonly k?: number | undefined
  readonly height?: number | undefined
}

/** A fitted hierarchy. */
export interface HierarchyModel extends HierarchyState {
  readonly k: number
  /** The centre of each of the k clusters in the features' own units, scaling undone. */
  readonly centers: readonly Center[]
  /**
   * One row a merge, from the lowest to the highest: the clusters merged (rows of the table are numbered from 0; the cluster of merge i is
   * the table's number of rows + i), the height in scaled units, and the rows of the merged cluster.
   */
  readonly dendrogram: Table<DendrogramColumns>
  /** The table with `cluster` added: that of the nearest centre among the k clusters. For rows new and old. */
  predict<T extends { [name: string]: any } = any, Distance extends boolean = false>(
    table: TableLike<T>,
    options?: ClusterOptions<Distance>,
  ): With<T, ClusterColumns<Distance>>
  /** The table that was learned from with `cluster` added, by cutting the dendrogram. Default: into the k clusters. */
  cut<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: CutOptions,
  ): With<T, ClusterColumns<false>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): HierarchyState
}

/** The model that a state makes. */
export function hierarchyModel(state: HierarchyState): HierarchyModel {
  const { kind, version, features, scaling, scaledCenters, merges, fit } = state
  const predict = (given: TableLike, options: ClusterOptions = {}) => {
    const who = 'hierarchy.predict'
    checkOptions(who, options, ['as', 'replace', 'distance'])
    const { distance = false } = options
    checkBoolean(who, 'distance', distance)
    const table = adopt(given, who)
    const { labels, distances } = assignRows(scaleFeatures(who, table, features, scaling), scaledCenters)
    return addClusters(who, table, labels, distance ? { distance: distances } : {}, options)
  }
  const cut = (given: TableLike, options: CutOptions = {}) => {
    const who = 'hierarchy.cut'
    checkOptions(who, options, ['as', 'replace', 'k', 'height'])
    const table = adopt(given, who)
    if (table.numRows !== fit.tableRows) {
      throw new ClienteleError(
        'value-invalid',
        `${who}: got a table of ${table.numRows} rows, but the hierarchy was learned from one of ${fit.tableRows}; give that one, or use predict for other rows.`,
      )
    }
    const { labels } = cutTree({ rows: fit.tableRows, ...merges }, mergesBelow(who, state, options))
    return addClusters(who, table, labels, {}, options)
  }
  const model = {
    kind,
    version,
    k: scaledCenters.length,
    features,
    scaling,
    scaledCenters,
    centers: centersOf(features, scaling, scaledCenters),
    merges,
    dendrogram: dendrogramTable(merges),
    fit,
    predict: predict as unknown as HierarchyModel['predict'],
    cut: cut as unknown as HierarchyModel['cut'],
    toJSON: () => ({ kind, version, features, scaling, scaledCenters, merges, fit }),
  }
  return printable(model, () => describeModel(model))
}

/** How many merges are made: until k clusters are left, or up to a height. */
function mergesBelow(
  who: string,
  { scaledCenters, merges, fit }: HierarchyState,
  options: CutOptions,
): number {
  const { k, height } = options
  if (k !== undefined && height !== undefined) throw invalid(who, 'give k or height, not both')
  if (height === undefined) {
    const clusters = k ?? scaledCenters.length
    checkInteger(who, 'k', clusters, 1, fit.rows)
    return fit.rows - clusters
  }
  checkNumber(who, 'height', height, 0, Number.MAX_VALUE)
  const above = merges.height.findIndex((merge) => merge > height)
  return above < 0 ? merges.height.length : above
}

function dendrogramTable({ left, right, height, size }: HierarchyMerges): Table<DendrogramColumns> {
  return makeTable({
    left: int32(Int32Array.from(left)),
    right: int32(Int32Array.from(right)),
    height: float64(Float64Array.from(height)),
    size: int32(Int32Array.from(size)),
  })
}

function describeModel({ k, centers, fit, merges }: HierarchyModel): string {
  const top = merges.height.slice(-k).toReversed().map(brief).join(', ')
  const head = `hierarchy model (Ward): ${k} clusters of ${brief(fit.rows)} rows, top merges at ${top}`
  return [head, ...centers.map((center, c) => describeCluster(c, fit.sizes[c]!, center))].join('\n')
}

/** Restores a model from JSON that is not to be trusted. */
export function readHierarchyModel(json: unknown, place: string): HierarchyModel {
  const { width, k } = sizesOf(json, 'features', 'scaledCenters')
  const { fit } = json as { fit?: { rows?: unknown } }
  const rows = wholeIn(1, 10_000_000)(fit?.rows, 'fit.rows')
  const count = wholeIn(0, 2 ** 31 - 1)
  const list = listOf(count, rows - 1, rows - 1)
  const state = objectOf({
    kind: wordOf('hierarchy'),
    version: wordOf(1),
    features: readNames,
    scaling: scalingOf(width),
    scaledCenters: rowsOf(k, width),
    merges: objectOf({
      left: list,
      right: list,
      height: listOf(numberIn(0), rows - 1, rows - 1),
      size: list,
    }),
    fit: objectOf({
      ...rowCounts,
      tableRows: wholeIn(rows, 100_000_000),
      inertia: numberIn(0),
      sizes: countsOf(k),
      agreement: numberIn(0, 1),
    }),
  })(json, place)
  checkMerges(state)
  return withinReach(hierarchyModel(state), place)
}

/** Each cluster must be merged once at most, and after it was made. */
function checkMerges({ merges: { left, right, height }, fit: { tableRows } }: HierarchyState): void {
  const used = new Uint8Array(tableRows + left.length)
  for (let i = 0; i < left.length; i++) {
    for (const id of [left[i]!, right[i]!]) {
      if (id >= tableRows + i || used[id] === 1) throw malformed(`merges[${i}]`, 'a merge of two clusters')
      used[id] = 1
    }
    if (i > 0 && height[i]! < height[i - 1]!) throw malformed('merges.height', 'ascending')
  }
}
