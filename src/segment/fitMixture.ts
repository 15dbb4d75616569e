import { ClienteleError } from '../error.js'
import { checkChoice, checkInteger, checkNumber, checkOptions } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { plainCenters } from './features/centersOf.js'
import { checkK } from './features/checkK.js'
import type { Points } from './features/points.js'
import { FEATURE_OPTIONS, type FeatureOptions, learnFeatures } from './features/readFeatures.js'
import { clusterPoints } from './kmeans/cluster.js'
import { fitGaussians, type Fitted } from './mixture/em.js'
import { densitiesOf, type Covariance, type Gaussians, membership } from './mixture/gaussians.js'
import { largestOf, type MixtureModel, mixtureModel } from './mixture/model.js'
import { orderClusters } from './numberClusters.js'

/** What `fitMixture` can be told. */
export interface FitMixtureOptions<Names extends string = string>
  extends FeatureOptions<Names>, ProgressOptions {
  /** How many components, from 1 to 1,000. */
  readonly k: number
  /** Whether the features of a component vary each by itself or together. Default 'full'. */
  readonly covariance?: Covariance | undefined
  /** How many starts are tried, each from another clustering by k-means; the most likely is kept. Default 3. */
  readonly starts?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** Default 1,000. */
  readonly maxIterations?: number | undefined
  /** Stop when the mean log-likelihood of a row rises by less. Default 1e-6. */
  readonly tolerance?: number | undefined
}

const WHO = 'fitMixture'
const OPTIONS = FEATURE_OPTIONS.concat([
  'k',
  'covariance',
  'starts',
  'seed',
  'maxIterations',
  'tolerance',
  'onProgress',
  'signal',
])

/**
 * Finds groups of customers that overlap: how probable it is that each customer belongs to each group. A mixture of k normal
 * distributions, fitted by expectation–maximisation (Dempster, Laird and Rubin 1977) from k-means. Unlike those of k-means, groups may be
 * of different spread, and with `covariance: 'full'` long and slanted.
 *
 * `fit.bic` helps to choose k and the kind of covariance: lower is better. It is in scaled units, so compare only models of the
 * same features and scaling. A millionth is added to each variance, so that no component collapses onto a point.
 *
 * Components are numbered from 0 by their share, the largest first; equal ones by their means.
 *
 * @param table - one row a customer, with numeric or boolean `features`
 * @param options - `features` and `k`; scaling, weights and missing values as in `fitKMeans`
 * @returns a frozen model: `predict(table)` adds `cluster` (int32, the most probable component), `probability` (its probability) and
 * `probability_0`, `probability_1`, … (float64, adding up to 1), null where a feature is missing; `weights` are the components' shares,
 * `centers` their means in the features' own units; `fit` has logLikelihood, bic, aic, iterations, converged, sizes
 * @throws ClienteleError as `fitKMeans` does; `value-invalid` too where features depend on each other so closely that no full
 * covariance can be had
 *
 * Cost: starts × iterations × rows × k × features (squared for 'full'); memory of rows × k numbers.
 *
 * @example
 * ```ts
 * const customers = fromRows([1, 2, 3, 4, 30, 32, 34].map((orders) => ({ orders })))
 * const model = fitMixture(customers, { features: ['orders'], k: 2 })
 * console.log(toRows(model.predict(customers)).map((row) => row.cluster)) // [ 0, 0, 0, 0, 1, 1, 1 ]
 * ```
 */
export function fitMixture<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitMixtureOptions<ColumnName<NoInfer<T>>>,
): MixtureModel {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { k, covariance = 'full', starts = 3, seed = 1, maxIterations = 1000, tolerance = 1e-6 } = options
  checkInteger(WHO, 'k', k, 1, 1000)
  checkChoice(WHO, 'covariance', covariance, ['diagonal', 'full'])
  checkInteger(WHO, 'starts', starts, 1, 1_000_000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER - 1_000_000)
  checkInteger(WHO, 'maxIterations', maxIterations, 1, 1_000_000_000)
  checkNumber(WHO, 'tolerance', tolerance, 0, 1e300)
  const { features, scaling, points, counts } = learnFeatures(WHO, own, options)
  checkK(WHO, k, points)
  let best: Fitted | undefined
  for (let start = 0; start < starts; start++) {
    const plan = { k, starts: 1, seed: seed + start, maxIterations: 300, tolerance: 0, threads: 1 }
    const { labels } = clusterPoints(points, plan)
    const fitted = fitGaussians(points, labels, k, covariance, { tolerance, maxIterations })
    if (!fitted) throw dependent(features)
    if (!best || fitted.logLikelihood > best.logLikelihood) best = fitted
    report(WHO, options, { phase: 'start', done: start + 1, total: starts })
  }
  const { gaussians, logLikelihood, iterations, converged } = best!
  const { weights, means, covariances } = gaussians
  const order = orderClusters([...weights], means)
  const parameters =
    k -
    1 +
    k * features.length +
    k * (covariance === 'full' ? (features.length * (features.length + 1)) / 2 : features.length)
  const rows =
    points.weights.length > 0 ? points.weights.reduce((sum, weight) => sum + weight, 0) : points.rows
  return mixtureModel({
    kind: 'mixture',
    version: 1,
    features,
    scaling,
    covariance,
    weights: Object.freeze(order.map((c) => weights[c]!)),
    scaledCenters: plainCenters(order.map((c) => means[c]!)),
    covariances: plainCenters(order.map((c) => covariances[c]!)),
    fit: Object.freeze({
      ...counts,
      logLikelihood,
      parameters,
      bic: parameters * Math.log(rows) - 2 * logLikelihood,
      aic: 2 * parameters - 2 * logLikelihood,
      iterations,
      converged,
      starts,
      sizes: Object.freeze(sizesOf(points, gaussians, order)),
    }),
  })!
}

/** For how many rows each component is the most probable. */
function sizesOf({ rows, stride, data }: Points, gaussians: Gaussians, order: readonly number[]): number[] {
  const densities = densitiesOf(gaussians)!
  const shares = new Float64Array(order.length)
  const sizes = new Int32Array(order.length)
  for (let i = 0; i < rows; i++) {
    membership(densities, data, i * stride, shares, 0)
    sizes[largestOf(shares)]!++
  }
  return order.map((c) => sizes[c]!)
}

function dependent(features: readonly string[]): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${WHO}: the features ${features.join(', ')} depend on each other so closely that their covariance has no inverse; use covariance: 'diagonal', leave one out, or choose a smaller k.`,
  )
}
