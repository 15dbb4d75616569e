import { checkInteger, checkNumber, checkOptions } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { plainCenters } from './features/centersOf.js'
import { checkK } from './features/checkK.js'
import { FEATURE_OPTIONS, type FeatureOptions, learnFeatures } from './features/readFeatures.js'
import { clusterPoints } from './kmeans/cluster.js'
import { type KMeansModel, kmeansModel } from './kmeans/model.js'
import { scaleStart } from './kmeans/scaleStart.js'

/** What `fitKMeans` can be told. */
export interface FitKMeansOptions<Names extends string = string>
  extends FeatureOptions<Names>, ProgressOptions {
  /** How many clusters, from 1 to 65,535. */
  readonly k: number
  /** How many starts are tried; the best is kept. Default 10. */
  readonly starts?: number | undefined
  /** Centres to start from instead: one list a cluster, a number a feature, in the features' own units. */
  readonly start?: readonly (readonly number[])[] | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** Default 300. */
  readonly maxIterations?: number | undefined
  /**
   * Stop when the squared moves of the centres add up to less than this times the mean variance of a feature. Default 0: go on until no
   * row changes its cluster.
   */
  readonly tolerance?: number | undefined
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

const WHO = 'fitKMeans'
const OPTIONS = FEATURE_OPTIONS.concat([
  'k',
  'starts',
  'start',
  'seed',
  'maxIterations',
  'tolerance',
  'threads',
  'onProgress',
  'signal',
])

/**
 * Finds groups of customers that are alike: k clusters such that each customer belongs to the nearest centre and
 * each centre is the mean of its customers. The model keeps centres and scaling, so new customers get their
 * cluster without learning anew.
 *
 * **Exact.** Every start runs Lloyd's algorithm to its end: the labels are those of comparing each row with every centre in
 * each round, found faster by skipping rows whose nearest centre cannot have changed (Hamerly, Making k-means even faster, 2010). Of equally
 * near centres the first wins.
 * Starts are drawn by greedy k-means++ (Arthur and Vassilvitskii 2007), from 2 million rows times clusters on by
 * k-means‖ (Bahmani et al. 2012). A cluster that loses all its rows takes the row farthest from its centre.
 *
 * **Scaling.** Distances add up over features, so these must be comparable. `scale` is a step, a list of steps in turn or one of these by
 * feature: 'standard' (mean 0, population standard deviation 1), 'robust' (median 0, interquartile range 1), 'log1p' (log(1 + x), for skewed
 * counts and amounts), 'quantile' (rank from 0 to 1), 'none'. `['log1p', 'standard']` suits orders and revenue.
 *
 * **Numbers.** Clusters are numbered from 0 by size, the largest first; those of equal size by their centres.
 *
 * @param table - one row a customer, with numeric or boolean `features`
 * @param options - `features` and `k`, and how to scale, weigh, start and stop
 * @returns a frozen model: `predict(table)` adds `cluster` (int32; null where a feature is missing), and with `distance: true`
 * also `distance` (scaled units); `centers` are in the features' own units (after 'log1p' they are the mean of
 * logarithms, undone); `fit` has inertia, iterations, converged, sizes
 * @throws ClienteleError `option-invalid`, also where `k` is above the number of different rows; `column-missing`, `column-type`;
 * `value-invalid` (missing values unless `missing: 'omit'`, infinities, constant columns, negative weights); `rows-too-few`;
 * `aborted`
 *
 * The same rows in another order give other random starts, and so perhaps another of several solutions.
 *
 * Cost: a million rows of 5 features in 8 clusters take half a second a start, of which Lloyd's algorithm the larger part; memory of
 * 16 + 16 × features bytes a row.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { customer_id: 'ann', orders: 9, revenue: 400 },
 *   { customer_id: 'bob', orders: 8, revenue: 380 },
 *   { customer_id: 'cy', orders: 10, revenue: 450 },
 *   { customer_id: 'di', orders: 1, revenue: 15 },
 *   { customer_id: 'eve', orders: 2, revenue: 20 },
 * ])
 * const model = fitKMeans(customers, { features: ['orders', 'revenue'], k: 2, scale: ['log1p', 'standard'] })
 * console.log(model.fit.sizes) // [ 3, 2 ]
 * console.log(toRows(model.predict(customers)).map((row) => row.cluster)) // [ 0, 0, 0, 1, 1 ]
 * ```
 */
export function fitKMeans<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitKMeansOptions<ColumnName<NoInfer<T>>>,
): KMeansModel {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { k, starts = 10, seed = 1, maxIterations = 300, tolerance = 0, threads = 1, start } = options
  checkInteger(WHO, 'k', k, 1, 65_535)
  checkInteger(WHO, 'starts', starts, 1, 1_000_000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkInteger(WHO, 'maxIterations', maxIterations, 1, 1_000_000_000)
  checkNumber(WHO, 'tolerance', tolerance, 0, 1e300)
  checkInteger(WHO, 'threads', threads, 1, 256)
  const learned = learnFeatures(WHO, own, options)
  checkK(WHO, k, learned.points)
  const given = start && scaleStart(WHO, start, k, learned)
  const onStart = (done: number) => report(WHO, options, { phase: 'start', done, total: given ? 1 : starts })
  const plan = { k, starts, seed, maxIterations, tolerance, threads, given, onStart }
  const { centers, sizes, inertia, iterations, converged, repaired } = clusterPoints(learned.points, plan)
  return kmeansModel({
    kind: 'kmeans',
    version: 1,
    features: learned.features,
    scaling: learned.scaling,
    scaledCenters: plainCenters(centers),
    fit: Object.freeze({
      method: 'lloyd',
      ...learned.counts,
      inertia,
      iterations,
      converged,
      starts: given ? 1 : starts,
      repaired,
      sizes: Object.freeze(sizes),
    }),
  })
}
