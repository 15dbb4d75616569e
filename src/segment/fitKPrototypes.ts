import { checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { plainCenters } from './features/centersOf.js'
import { momentsOf, type Points } from './features/points.js'
import { FEATURE_OPTIONS, type FeatureOptions } from './features/readFeatures.js'
import { clusterMixed } from './kprototypes/cluster.js'
import { type KPrototypesModel, kprototypesModel } from './kprototypes/model.js'
import { checkCategorical, learnMixed, type LearnedMixed } from './kprototypes/readMixed.js'
import { numberClusters } from './numberClusters.js'

/** What `fitKPrototypes` can be told. */
export interface FitKPrototypesOptions<Names extends string = string>
  extends FeatureOptions<Names>, ProgressOptions {
  /** How many clusters, from 1 to 65,535. */
  readonly k: number
  /** Features that are categories although they are numbers, such as postal codes. Text and booleans always are. */
  readonly categorical?: readonly Names[] | undefined
  /** What a different category adds to the dissimilarity, in squared scaled units. Default: half the mean deviation of the numbers. */
  readonly gamma?: number | undefined
  /** How many starts are tried; the best is kept. Default 10. */
  readonly starts?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** Default 100. */
  readonly maxIterations?: number | undefined
}

const WHO = 'fitKPrototypes'
const OPTIONS = FEATURE_OPTIONS.concat([
  'k',
  'categorical',
  'gamma',
  'starts',
  'seed',
  'maxIterations',
  'onProgress',
  'signal',
])

/**
 * Finds groups of customers by numbers and categories together: revenue and age, but also country, contract and
 * payment method. Each cluster has a prototype: the means of the numbers and the most frequent category of each kind (Huang, Extensions to
 * the k-means algorithm for clustering large data sets with categorical values, 1998).
 *
 * The dissimilarity of a customer and a prototype is the squared distance of the scaled numbers, and `gamma` for each category that
 * differs. Rows are assigned and prototypes renewed in turn until no row changes. With categories alone this is
 * k-modes, and `gamma` is 1.
 *
 * Clusters are numbered from 0 by size, the largest first; those of equal size by their means.
 *
 * @param table - one row a customer; `features` may be numbers, text (plain or as a dictionary) and booleans
 * @param options - `features` and `k`; scaling, weights and missing values as in `fitKMeans`
 * @returns a frozen model: `predict(table)` adds `cluster` (int32; null where a feature is missing), and with `distance: true`
 * also `distance`, the dissimilarity; a category that was not seen in learning differs from all. `centers` are the prototypes;
 * `fit` has cost, iterations, converged, sizes
 * @throws ClienteleError as `fitKMeans` does
 *
 * Cost: starts × iterations × rows × k × features; 7,000 rows of 19 features in 4 clusters take a twentieth of a second a start.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { customer_id: 'ann', revenue: 400, plan: 'pro' },
 *   { customer_id: 'bob', revenue: 380, plan: 'pro' },
 *   { customer_id: 'cy', revenue: 15, plan: 'free' },
 *   { customer_id: 'di', revenue: 20, plan: 'free' },
 *   { customer_id: 'eve', revenue: 25, plan: 'free' },
 * ])
 * const model = fitKPrototypes(customers, { features: ['revenue', 'plan'], k: 2 })
 * console.log(model.centers.map((center) => center.plan)) // [ 'free', 'pro' ]
 * ```
 */
export function fitKPrototypes<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitKPrototypesOptions<ColumnName<NoInfer<T>>>,
): KPrototypesModel {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { k, categorical = [], starts = 10, seed = 1, maxIterations = 100 } = options
  checkInteger(WHO, 'k', k, 1, 65_535)
  checkInteger(WHO, 'starts', starts, 1, 1_000_000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkInteger(WHO, 'maxIterations', maxIterations, 1, 1_000_000_000)
  if (Array.isArray(options.features)) checkCategorical(WHO, categorical, options.features)
  const learned = learnMixed(WHO, own, options, categorical)
  const { gamma = usualGamma(learned.points) } = options
  checkNumber(WHO, 'gamma', gamma, 0, 1e100)
  checkDistinct(learned, k)
  const { points, codes, categories } = learned
  const mixed = {
    points,
    codes,
    gamma,
    fields: categories.length,
    cardinalities: categories.map((c) => c.length),
  }
  const onStart = (done: number) => report(WHO, options, { phase: 'start', done, total: starts })
  const found = clusterMixed(mixed, { k, starts, seed, maxIterations, onStart })
  const { width, stride } = points
  const { means, modes } = found.prototypes
  const centers = Array.from({ length: k }, (_, c) => means.slice(c * stride, c * stride + width))
  const numbered = numberClusters(found.labels, centers)
  return kprototypesModel({
    kind: 'kprototypes',
    version: 1,
    numeric: learned.numeric,
    categorical: learned.categorical,
    scaling: learned.scaling,
    gamma,
    scaledMeans: plainCenters(numbered.centers),
    modes: Object.freeze(
      numbered.order.map((c) =>
        Object.freeze(categories.map((words, f) => words[modes[c * categories.length + f]!]!)),
      ),
    ),
    fit: Object.freeze({
      ...learned.counts,
      cost: found.cost,
      iterations: found.iterations,
      converged: found.converged,
      starts,
      repaired: found.repaired,
      sizes: Object.freeze(numbered.sizes),
    }),
  })
}

function usualGamma(points: Points): number {
  if (points.width === 0) return 1
  const { variances } = momentsOf(points)
  return variances.reduce((sum, variance) => sum + Math.sqrt(variance), 0) / points.width / 2
}

/** An error where there are fewer different rows than clusters are asked for. */
function checkDistinct({ points, codes, categories }: LearnedMixed, k: number): void {
  const seen = new Set<string>()
  const fields = categories.length
  for (let i = 0; i < points.rows && seen.size < k; i++) {
    const numbers = points.data.subarray(i * points.stride, i * points.stride + points.width)
    seen.add(`${numbers.join()};${codes.subarray(i * fields, (i + 1) * fields).join()}`)
  }
  if (seen.size >= k) return
  throw invalid(
    WHO,
    `k is ${k}, but the features of the ${points.rows} rows learned from have only ${seen.size} different values taken together; choose k up to ${seen.size}, or more features`,
  )
}
