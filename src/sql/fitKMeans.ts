import { hidden } from '../dialect/hidden.js'
import { checkChoice, checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { plainCenters } from '../segment/features/centersOf.js'
import type { Scale } from '../segment/features/scaling.js'
import { fitKMeans as fitTable } from '../segment/fitKMeans.js'
import { type KMeansModel, kmeansModel } from '../segment/kmeans/model.js'
import { scaleStart } from '../segment/kmeans/scaleStart.js'
import { orderClusters } from '../segment/numberClusters.js'
import { querySql } from './expression/query.js'
import { type Ended, lloyd } from './kmeans/lloyd.js'
import { type ReadPoints, readPoints } from './kmeans/readPoints.js'
import type { AskTable } from './kmeans/rounds.js'
import { planOf, type Relation } from './relation/relation.js'
import { sampleRows } from './sampleRows.js'

/** What `fitKMeans` can be told in a database. */
export interface FitKMeansRelationOptions extends ProgressOptions {
  /** The columns to compare customers by: numbers or booleans. */
  readonly features: readonly string[]
  /** How features are made comparable; not 'quantile'. Default 'standard'. */
  readonly scale?: Scale | undefined
  /** Rows without one of the values: 'error', or 'omit' to learn without them. Default 'error'. */
  readonly missing?: 'error' | 'omit' | undefined
  /** How many clusters, from 1 to 256. */
  readonly k: number
  /** Centres to start from: one list a cluster, a number a feature, in the features' own units. Default: those of a sample. */
  readonly start?: readonly (readonly number[])[] | undefined
  /** How many rows that sample has, and the column that tells rows apart. Default 20,000 and `customer_id`. */
  readonly sample?: number | undefined
  readonly key?: string | readonly string[] | undefined
  /** How many starts are tried on the sample. Default 10. */
  readonly starts?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** Default 300. */
  readonly maxIterations?: number | undefined
  /** Stop when the squared moves of the centres add up to less than this times the mean variance of a feature. Default 0. */
  readonly tolerance?: number | undefined
}

const WHO = 'fitKMeans'
const OPTIONS = ['features', 'scale', 'missing', 'k', 'start', 'sample', 'key', 'starts', 'seed'].concat([
  'maxIterations',
  'tolerance',
  'onProgress',
  'signal',
])

/** What adding up the same rows in another order may change, as a share of the mean square. */
const ROUNDING = 1e-21

/**
 * `fitKMeans` of rows that stay where they are: groups of customers that are alike, learned from all of them. In each round the database finds the nearest centre of each row and adds up each
 * cluster; only these sums come here. Meaning, scaling and model are those of `fitKMeans` of `clientele`, which see.
 *
 * **The same answer.** From the same `start` it finds what `fitKMeans` finds over the whole table, up to the rounding of sums, unless a cluster loses all its rows on the way (it is then given the row that is
 * farthest from its centre, but the cluster that had it is corrected a round later). Rows are not rounded or binned, which would put some of them in another cluster.
 *
 * **Starts.** Without `start`, centres are those of `fitKMeans` on a sample that `sampleRows` draws, the best of `starts`: the same in every database. From there few rounds are needed.
 *
 * @param customers - a relation, one row a customer
 * @param options - `features`, `k`, `scale` ('standard'), `missing` ('error'), `start`, or `sample`, `key`, `starts` and `seed`; `maxIterations`, `tolerance`, `onProgress` (phase 'rounds'), `signal`
 * @returns the model, once it is fitted: `predict` of `clientele/sql` scores there with it
 * @throws ClienteleError as `fitKMeans` does, `unsupported` (scale 'quantile'), `query-failed`
 *
 * Cost: one pass that looks whether the rows will do, two for each step of scaling, one a round, of k × features for each row: write what took long to compute to a table first.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * const customers = fromRows(Array.from({ length: 60 }, (_, i) => ({ customer_id: i, orders: i % 3 ? i % 5 : 20 + (i % 4), revenue: i % 3 ? i : 900 + i })))
 * await engine.upload('customers', customers)
 * const model = await sql.fitKMeans(sql.from(engine, 'customers'), { features: ['orders', 'revenue'], k: 2 })
 * console.log(model.fit.sizes, model.fit.converged) // [ 40, 20 ] true
 * const scored = await sql.predict(sql.from(engine, 'customers'), { model }).toTable()
 * console.log(toRows(scored).slice(0, 3).map((row) => row.cluster)) // [ 1, 0, 0 ]
 * await engine.close()
 * ```
 */
export async function fitKMeans(
  customers: Relation,
  options: FitKMeansRelationOptions,
): Promise<KMeansModel> {
  checkOptions(WHO, options, OPTIONS)
  const { k, features, scale = 'standard', missing = 'error', start, starts = 10 } = options
  const { sample = 20_000, maxIterations = 300, tolerance = 0, signal } = options
  checkInteger(WHO, 'k', k, 1, 256)
  checkInteger(WHO, 'sample', sample, 1, 100_000_000)
  checkInteger(WHO, 'maxIterations', maxIterations, 1, 1_000_000_000)
  checkNumber(WHO, 'tolerance', tolerance, 0, 1e300)
  checkChoice(WHO, 'missing', missing, ['error', 'omit'])
  const plan = await planOf(WHO, customers)()
  const { engine } = customers
  const askTable: AskTable = (query) => engine.query(querySql(query, engine.dialect), { signal })
  const read = await readPoints(WHO, engine, askTable, plan, { features, scale, missing })
  const own = start ?? (await sampleStart(customers, { ...options, scale }))
  const ended = await lloyd(
    askTable,
    read.points,
    scaleStart(WHO, own, k, read),
    { maxIterations, tolerance: tolerance * read.variance, rounding: ROUNDING * read.square * k },
    (done) => report(WHO, options, { phase: 'rounds', done }),
  )
  if (ended.sizes.includes(0)) {
    throw invalid(
      WHO,
      `k is ${k}, but the features have fewer different values taken together; choose a smaller k, or more features`,
    )
  }
  return modelOf(read, ended, start ? 1 : starts)
}

/** The centres that a sample has. */
async function sampleStart(
  customers: Relation,
  { features, k, scale, sample = 20_000, key, seed = 1, starts, signal }: FitKMeansRelationOptions,
): Promise<number[][]> {
  const drawn = sampleRows(customers, { rows: sample, key, seed, as: { weight: hidden('weight') } })
  const table = await drawn.toTable({ signal })
  const { centers } = fitTable(table, { features, k, scale, missing: 'omit', seed, starts })
  return centers.map((center) => features.map((name) => center[name]!))
}

/** Clusters as a model, numbered by size. */
function modelOf(
  { features, scaling, rows, missing }: ReadPoints,
  ended: Ended,
  starts: number,
): KMeansModel {
  const { sizes, centers, inertia, iterations, converged, repaired } = ended
  const order = orderClusters(
    sizes,
    centers.map((center) => Float64Array.from(center)),
  )
  return kmeansModel({
    kind: 'kmeans',
    version: 1,
    features,
    scaling,
    scaledCenters: plainCenters(order.map((c) => centers[c]!)),
    fit: Object.freeze({
      method: 'lloyd',
      rows,
      missing,
      weightless: 0,
      inertia,
      iterations,
      converged,
      starts,
      repaired,
      sizes: Object.freeze(order.map((c) => sizes[c]!)),
    }),
  })
}
