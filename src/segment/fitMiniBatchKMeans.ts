import { makeRandom } from '../numeric/random.js'
import { checkInteger, checkOptions } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { concat } from '../table/concat.js'
import { ClienteleError } from '../error.js'
import { isStream } from '../table/isStream.js'
import { selectColumns } from '../table/select.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { plainCenters } from './features/centersOf.js'
import { checkK } from './features/checkK.js'
import { momentsOf, takePoints } from './features/points.js'
import {
  checkFeatures,
  FEATURE_OPTIONS,
  featureColumn,
  type FeatureOptions,
  type Learned,
  learnFeatures,
  moreFeatures,
} from './features/readFeatures.js'
import { clusterPoints } from './kmeans/cluster.js'
import { makeMiniBatches, type MiniBatches } from './kmeans/miniBatch.js'
import { type KMeansModel, kmeansModel } from './kmeans/model.js'
import { sampleRows } from './measure/sample.js'
import { orderClusters } from './numberClusters.js'

/** What `fitMiniBatchKMeans` can be told. */
export interface FitMiniBatchKMeansOptions<Names extends string = string>
  extends FeatureOptions<Names>, ProgressOptions {
  /** How many clusters, from 1 to 65,535. */
  readonly k: number
  /** Rows that the centres learn from at once. Default 4,096. */
  readonly batchRows?: number | undefined
  /** Rows that scaling and the first centres are learned from: the first of the stream. Default 20,000, or 20 × k. */
  readonly startRows?: number | undefined
  /** How many starts are tried on those rows. Default 10. */
  readonly starts?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
}

const WHO = 'fitMiniBatchKMeans'
const OPTIONS = FEATURE_OPTIONS.concat([
  'k',
  'batchRows',
  'startRows',
  'starts',
  'seed',
  'onProgress',
  'signal',
])

/**
 * Finds groups of customers in more rows than fit into memory: k-means that sees each row once, as tables come
 * (Sculley, Web-scale k-means clustering, 2010). The answer is near that of `fitKMeans`, not the same: prefer that one
 * where the table fits.
 *
 * Scaling and the first centres are learned exactly from the first `startRows` rows of the stream, so these should be
 * like the rest (not, say, the oldest customers). Then every row passes once, in batches, into which the rows of each table
 * are shuffled, so that a sorted table does no harm.
 *
 * @param tables - an (async) iterable of tables, as `readBatches` gives, or one table
 * @param options - `features` and `k`, and those of `fitKMeans` that apply
 * @returns for a stream a promise of it, for a table at once: a model of kind 'kmeans', as `fitKMeans` returns. Its `fit.inertia` adds up
 * squared distances to the centres as they were when a row passed; `fit.sizes` likewise; `fit.iterations` counts
 * batches; `fit.converged` says whether the last batch moved the centres by less than a ten-thousandth of the mean variance
 * @throws ClienteleError as `fitKMeans` does; as a rejection for a stream
 *
 * Cost: one pass, some 0.1 s for a million rows of 5 features in 8 clusters; memory of the first `startRows` rows and one table.
 *
 * @example
 * ```ts
 * const day = (n: number) => fromRows([
 *   { orders: 9 + n, revenue: 400 },
 *   { orders: 1, revenue: 15 + n },
 *   { orders: 2, revenue: 18 },
 * ])
 * const model = await fitMiniBatchKMeans([day(0), day(1)], { features: ['orders', 'revenue'], k: 2 })
 * console.log(model.fit.sizes) // [ 4, 2 ]
 * ```
 */
export function fitMiniBatchKMeans<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitMiniBatchKMeansOptions<ColumnName<NoInfer<T>>>,
): KMeansModel
export function fitMiniBatchKMeans<T extends { [name: string]: any } = any>(
  tables: Iterable<TableLike<T>> | AsyncIterable<TableLike<T>>,
  options: FitMiniBatchKMeansOptions<ColumnName<NoInfer<T>>>,
): Promise<KMeansModel>
export function fitMiniBatchKMeans(
  given: TableLike | Iterable<TableLike> | AsyncIterable<TableLike>,
  options: FitMiniBatchKMeansOptions,
): KMeansModel | Promise<KMeansModel> {
  return isStream(given) ? fitStream(given, options) : fitTables([adopt(given, WHO)], options)
}

function fitTables(tables: Iterable<Table>, options: FitMiniBatchKMeansOptions): KMeansModel {
  const learner = makeLearner(options)
  for (const table of tables) learner.add(table)
  return learner.finish()
}

async function fitStream(
  tables: Iterable<TableLike> | AsyncIterable<TableLike>,
  options: FitMiniBatchKMeansOptions,
): Promise<KMeansModel> {
  const learner = makeLearner(options)
  for await (const table of tables) learner.add(adopt(table, WHO))
  return learner.finish()
}

interface Begun {
  readonly learned: Learned
  readonly batches: MiniBatches
  readonly variance: number
}

/** Keeps the first tables until there are rows enough to begin with. */
function makeLearner(options: FitMiniBatchKMeansOptions) {
  checkOptions(WHO, options, OPTIONS)
  const { k, batchRows = 4096, starts = 10, seed = 1 } = options
  checkInteger(WHO, 'k', k, 1, 65_535)
  const { startRows = Math.max(20_000, 20 * k) } = options
  checkInteger(WHO, 'batchRows', batchRows, 1, 1_000_000_000)
  checkInteger(WHO, 'startRows', startRows, k, 1_000_000_000)
  checkInteger(WHO, 'starts', starts, 1, 1_000_000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  // A stream of random numbers of its own, apart from those of starts.
  const random = makeRandom(seed, 4_000_000)
  const counts = { rows: 0, missing: 0, weightless: 0 }
  let waiting: Table[] = []
  let waitingRows = 0
  let begun: Begun | undefined

  const count = (more: Learned['counts']) => {
    counts.rows += more.rows
    counts.missing += more.missing
    counts.weightless += more.weightless
    report(WHO, options, { phase: 'learn', done: counts.rows })
  }
  const begin = () => {
    const table = waiting.length === 1 ? waiting[0]! : (concat(waiting) as Table)
    waiting = []
    const learned = learnFeatures(WHO, table, options)
    const sample = takePoints(learned.points, sampleRows(learned.points.rows, startRows, random))
    checkK(WHO, k, sample)
    const plan = { k, starts, seed, maxIterations: 300, tolerance: 0, threads: 1 }
    const batches = makeMiniBatches(clusterPoints(sample, plan).centers, batchRows)
    batches.add(learned.points, random)
    const { variances } = momentsOf(learned.points)
    begun = { learned, batches, variance: variances.reduce((a, b) => a + b, 0) / variances.length }
    count(learned.counts)
  }
  const add = (table: Table) => {
    if (begun) {
      const { points, counts } = moreFeatures(WHO, table, options, begun.learned.scaling)
      begun.batches.add(points, random)
      count(counts)
      return
    }
    waiting.push(onlyNeeded(table, options))
    waitingRows += table.numRows
    if (waitingRows >= startRows) begin()
  }
  const finish = (): KMeansModel => {
    if (waiting.length > 0) begin()
    if (!begun) {
      throw new ClienteleError('rows-too-few', `${WHO}: the stream has no table; it needs one at least.`)
    }
    const { learned, batches, variance } = begun
    const { centers, sizes, inertia, batches: iterations, moved } = batches.found()
    const order = orderClusters(sizes, centers)
    return kmeansModel({
      kind: 'kmeans',
      version: 1,
      features: learned.features,
      scaling: learned.scaling,
      scaledCenters: plainCenters(order.map((c) => centers[c]!)),
      fit: Object.freeze({
        method: 'mini-batch',
        ...counts,
        inertia,
        iterations,
        converged: moved <= 1e-4 * variance,
        starts,
        repaired: 0,
        sizes: Object.freeze(order.map((c) => sizes[c]!)),
      }),
    })
  }
  return { add, finish }
}

/** The columns that are learned from, so that others may differ from table to table. */
function onlyNeeded(table: Table, { features, weights }: FitMiniBatchKMeansOptions): Table {
  checkFeatures(WHO, table, features)
  for (const name of features) featureColumn(WHO, table, name)
  return selectColumns(table, weights === undefined ? features : [...features, weights], WHO)
}
