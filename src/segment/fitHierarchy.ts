import { ClienteleError } from '../error.js'
import { checkInteger, checkOptions } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { checkK } from './features/checkK.js'
import { plainCenters } from './features/centersOf.js'
import { assignRows } from './features/nearestCenter.js'
import type { Points } from './features/points.js'
import {
  FEATURE_OPTIONS,
  type FeatureOptions,
  learnFeatures,
  scaleFeatures,
} from './features/readFeatures.js'
import { cutTree } from './hierarchy/cut.js'
import { type HierarchyModel, hierarchyModel } from './hierarchy/model.js'
import { type Merges, ward } from './hierarchy/ward.js'

/** What `fitHierarchy` can be told. */
export interface FitHierarchyOptions<Names extends string = string>
  extends FeatureOptions<Names>, ProgressOptions {
  /** How many clusters `predict` and `cut` tell apart unless told otherwise. */
  readonly k: number
}

const WHO = 'fitHierarchy'
const OPTIONS = FEATURE_OPTIONS.concat(['k', 'onProgress', 'signal'])
const MOST_ROWS = 200_000
const STEP = 1024

/**
 * Finds groups within groups: starting from single customers, the two clusters whose merger adds least to the sum of squared distances
 * are merged, again and again (Ward 1963). The dendrogram shows at which height groups come together, so how many groups there
 * are can be read off and changed later without learning anew.
 *
 * Heights are those of scipy's `linkage(method='ward')` and of R's `hclust(method = 'ward.D2')`: √(2ab / (a + b)) times the
 * distance of the centres of clusters of a and b rows. Of mergers at equal heights one comes first by the order of rows.
 *
 * Clusters are numbered from 0 by size, the largest first; those of equal size by their first row.
 *
 * @param table - one row a customer, with numeric or boolean `features`; up to tens of thousands of rows
 * @param options - `features` and `k`; scaling, weights and missing values as in `fitKMeans`
 * @returns a frozen model: `dendrogram` (a table: left, right, height, size), `cut(table, {k} | {height})` adds `cluster` (int32) to
 * the table learned from, `predict(table)` to any by the nearest of the k centres; `fit.agreement` says for how many rows the
 * two are the same
 * @throws ClienteleError as `fitKMeans` does; `unsupported` beyond 200,000 rows
 *
 * Cost: time quadratic in rows: 20,000 rows take some seconds, 50,000 six times as long; memory linear.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { customer_id: 'ann', orders: 9, revenue: 400 },
 *   { customer_id: 'bob', orders: 8, revenue: 380 },
 *   { customer_id: 'cy', orders: 1, revenue: 15 },
 *   { customer_id: 'di', orders: 2, revenue: 20 },
 *   { customer_id: 'eve', orders: 2, revenue: 25 },
 * ])
 * const model = fitHierarchy(customers, { features: ['orders', 'revenue'], k: 2 })
 * console.log(toRows(model.cut(customers)).map((row) => row.cluster)) // [ 1, 1, 0, 0, 0 ]
 * console.log(model.dendrogram.numRows) // 4
 * ```
 */
export function fitHierarchy<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitHierarchyOptions<ColumnName<NoInfer<T>>>,
): HierarchyModel {
  checkOptions(WHO, options, OPTIONS)
  const { k } = options
  const own = adopt(table, WHO)
  const { features, scaling, points, rowsUsed, counts } = learnFeatures(WHO, own, options)
  if (points.rows > MOST_ROWS) {
    throw new ClienteleError(
      'unsupported',
      `${WHO}: got ${points.rows} rows, but compares each with each, so ${MOST_ROWS} are the most; use fitKMeans, or take a sample.`,
    )
  }
  checkInteger(WHO, 'k', k, 1, points.rows)
  checkK(WHO, k, points)
  const total = points.rows - 1
  const merges = ward(points, (done) => {
    if (done % STEP === 0 || done === total) report(WHO, options, { phase: 'merge', done, total })
  })
  const tree = { rows: own.numRows, ...onTableRows(merges, rowsUsed, own.numRows) }
  const { labels, sizes } = cutTree(tree, points.rows - k)
  const centers = meansOf(points, rowsUsed, labels, k)
  const scaledCenters = plainCenters(centers)
  const assigned = assignRows(scaleFeatures(WHO, own, features, scaling), scaledCenters)
  let agreeing = 0
  for (const row of rowsUsed) if (assigned.labels[row] === labels[row]) agreeing++
  return hierarchyModel({
    kind: 'hierarchy',
    version: 1,
    features,
    scaling,
    scaledCenters,
    merges: Object.freeze({
      left: Object.freeze([...tree.left]),
      right: Object.freeze([...tree.right]),
      height: Object.freeze([...merges.height]),
      size: Object.freeze([...merges.size]),
    }),
    fit: Object.freeze({
      ...counts,
      tableRows: own.numRows,
      inertia: inertiaOf(points, rowsUsed, labels, centers),
      sizes: Object.freeze(sizes),
      agreement: agreeing / points.rows,
    }),
  })
}

/** Merges that name rows of the table in place of points. */
function onTableRows(
  { left, right }: Merges,
  rowsUsed: Int32Array,
  tableRows: number,
): { left: Int32Array; right: Int32Array } {
  const points = rowsUsed.length
  const number = (id: number) => (id < points ? rowsUsed[id]! : tableRows + id - points)
  return { left: left.map(number), right: right.map(number) }
}

function meansOf(
  { rows, width, stride, data, weights }: Points,
  rowsUsed: Int32Array,
  labels: Int32Array,
  k: number,
): Float64Array[] {
  const centers = Array.from({ length: k }, () => new Float64Array(width))
  const masses = new Float64Array(k)
  for (let i = 0; i < rows; i++) {
    const c = labels[rowsUsed[i]!]!
    const weight = weights.length > 0 ? weights[i]! : 1
    masses[c]! += weight
    for (let j = 0; j < width; j++) centers[c]![j]! += weight * data[i * stride + j]!
  }
  return centers.map((center, c) => center.map((sum) => sum / masses[c]!))
}

function inertiaOf(
  { rows, width, stride, data, weights }: Points,
  rowsUsed: Int32Array,
  labels: Int32Array,
  centers: readonly Float64Array[],
): number {
  let inertia = 0
  for (let i = 0; i < rows; i++) {
    const center = centers[labels[rowsUsed[i]!]!]!
    const weight = weights.length > 0 ? weights[i]! : 1
    for (let j = 0; j < width; j++) inertia += weight * (data[i * stride + j]! - center[j]!) ** 2
  }
  return inertia
}
