import { ClienteleError } from '../error.js'
import { checkOptions, invalid } from '../options.js'
import { plainCenters } from '../segment/features/centersOf.js'
import { type KMeansModel, kmeansModel } from '../segment/kmeans/model.js'
import { numberClusters } from '../segment/numberClusters.js'
import { describe } from '../table/adopt.js'

/** What ml-kmeans' `kmeans` gives, recognised by its shape. */
export interface MlKMeansResult {
  /** The cluster of each row. */
  readonly clusters: ArrayLike<number>
  /** The centre of each cluster. */
  readonly centroids: readonly (readonly number[])[]
  readonly converged: boolean
  readonly iterations: number
  readonly distance?: ((a: number[], b: number[]) => number) | undefined
}

/** What `fromMlKMeans` needs to know. */
export interface FromMlKMeansOptions {
  /** What the numbers of each row are called, in their order. */
  readonly features: readonly string[]
  /** The rows that `kmeans` was given. */
  readonly data: readonly (readonly number[])[]
}

const WHO = 'fromMlKMeans'

/**
 * A model of this library from what ml-kmeans found, so that clusters found there can be kept as JSON, described, mapped and put to new customers here.
 *
 * Centres stay what they are; clusters are numbered anew by size, the largest first, as everywhere here. The features count as they are (no
 * scaling): if `data` was scaled, scale the tables that are predicted in the same way.
 *
 * @param result - what `kmeans(data, k, options)` of ml-kmeans gives
 * @param options - `features`, the names of the columns, and `data`, from which inertia and sizes are counted
 * @returns a frozen k-means model, as `fitKMeans` gives
 * @throws ClienteleError `value-invalid` where the result is none, or data do not fit it; `unsupported` where it was made with a distance
 * that is not Euclidean; `option-invalid`
 *
 * Cost: one pass over the data.
 *
 * @example
 * ```ts
 * // import { kmeans } from 'ml-kmeans'
 * // const result = kmeans(data, 2, {})
 * const data = [[9, 400], [8, 380], [1, 15], [10, 450], [2, 20]]
 * const result = { clusters: [1, 1, 0, 1, 0], centroids: [[1.5, 17.5], [9, 410]], converged: true, iterations: 3 }
 * const model = fromMlKMeans(result, { features: ['orders', 'revenue'], data })
 * console.log(model.fit.sizes, model.centers[0]) // [ 3, 2 ] { orders: 9, revenue: 410 }
 * console.log(toRows(model.predict(fromRows([{ orders: 1, revenue: 5 }])))[0]?.cluster) // 1
 * ```
 */
export function fromMlKMeans(result: MlKMeansResult, options: FromMlKMeansOptions): KMeansModel {
  checkOptions(WHO, options, ['features', 'data'])
  const { features, data } = options
  const isNamed = Array.isArray(features) && features.every((name) => typeof name === 'string')
  if (!isNamed || features.length === 0 || new Set(features).size < features.length) {
    throw invalid(WHO, `features must be a list of different names, but got ${describe(features)}`)
  }
  const { clusters, centroids, converged, iterations, distance } = readResult(result, features.length)
  checkData(data, clusters.length, features.length)
  if (distance) checkDistance(distance, data, centroids)
  let inertia = 0
  data.forEach((row, i) => (inertia += squared(row, centroids[clusters[i]!]!)))
  const { centers, sizes } = numberClusters(
    Int32Array.from(clusters),
    centroids.map((center) => Float64Array.from(center)),
  )
  return kmeansModel({
    kind: 'kmeans',
    version: 1,
    features: Object.freeze([...features]),
    scaling: Object.freeze(features.map(() => Object.freeze([]))),
    scaledCenters: plainCenters(centers),
    fit: Object.freeze({
      method: 'lloyd',
      rows: data.length,
      missing: 0,
      weightless: 0,
      inertia,
      iterations,
      converged,
      starts: 1,
      repaired: 0,
      sizes: Object.freeze(sizes),
    }),
  })
}

/** The result of ml-kmeans, checked part by part. */
function readResult(result: unknown, width: number): MlKMeansResult {
  const given = (result ?? {}) as Partial<MlKMeansResult>
  const { clusters, centroids, converged, iterations } = given
  if (!Array.isArray(centroids) || centroids.length === 0 || typeof clusters?.length !== 'number') {
    throw wrong(
      `got ${describe(result)}, but needs what kmeans of ml-kmeans gives, with clusters and centroids`,
    )
  }
  if (!centroids.every((center) => isPoint(center, width))) {
    throw wrong(
      `the centroids must be lists of ${width} numbers each, one a feature; name as many features as there are`,
    )
  }
  const stray = Array.prototype.find.call(clusters, (c: number) => !Number.isInteger(c) || !(c in centroids))
  if (stray !== undefined)
    throw wrong(`a row is in cluster ${String(stray)}, but there are ${centroids.length} centroids`)
  if (typeof converged !== 'boolean' || !Number.isInteger(iterations) || iterations! < 0) {
    throw wrong(
      'converged and iterations must be true or false and a whole number, as kmeans of ml-kmeans gives them',
    )
  }
  return given as MlKMeansResult
}

function checkData(data: unknown, rows: number, width: number): void {
  if (!Array.isArray(data) || data.length !== rows) {
    const got = Array.isArray(data) ? `${data.length} rows` : describe(data)
    throw wrong(`data is ${got}, but must be the ${rows} rows that kmeans was given`)
  }
  const at = data.findIndex((row) => !isPoint(row, width))
  if (at >= 0) throw wrong(`row ${at + 1} of data must be a list of ${width} numbers, one a feature`)
}

function isPoint(row: unknown, width: number): boolean {
  return Array.isArray(row) && row.length === width && row.every(Number.isFinite)
}

/** Other distances give other clusters than the nearest centres of this library. */
function checkDistance(
  distance: NonNullable<MlKMeansResult['distance']>,
  data: FromMlKMeansOptions['data'],
  centroids: MlKMeansResult['centroids'],
): void {
  const isEuclidean = data.slice(0, 20).every((row) =>
    centroids.every((center) => {
      const [got, square] = [distance([...row], [...center]), squared(row, center)]
      return isNear(got, square) || isNear(got, Math.sqrt(square))
    }),
  )
  if (isEuclidean) return
  throw new ClienteleError(
    'unsupported',
    `${WHO}: the result was made with a distance that is not Euclidean, but a k-means model puts rows to the nearest centre; run kmeans without distanceFunction.`,
  )
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b))
}

function squared(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0)
}

function wrong(sentence: string): ClienteleError {
  return new ClienteleError('value-invalid', `${WHO}: ${sentence}.`)
}
