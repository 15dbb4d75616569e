import { checkOptions, invalid } from '../options.js'
import { assignRows } from '../segment/features/nearestCenter.js'
import { scaleFeatures } from '../segment/features/readFeatures.js'
import { applyScale } from '../segment/features/scaling.js'
import type { KMeansModel } from '../segment/kmeans/model.js'
import { adopt, describe } from '../table/adopt.js'
import type { TableLike } from '../table/types.js'

/** What code written for ml-kmeans goes on with. */
export interface MlKMeansLike {
  /** The cluster of each row of the table; −1 where a feature is missing. */
  readonly clusters: number[]
  /** The centres in the features' own units, a number a feature. */
  readonly centroids: number[][]
  readonly converged: boolean
  readonly iterations: number
  /** The squared distance of two points in the features' own units, as the model scales them. */
  distance(a: number[], b: number[]): number
  /** The cluster of each of new points. */
  nearest(data: number[][]): number[]
  /** Each cluster's centre, mean distance of its rows (−1 where there are none), and how many they are. */
  computeInformation(data: number[][]): { centroid: number[]; error: number; size: number }[]
}

/** What `toMlKMeans` needs to know. */
export interface ToMlKMeansOptions {
  /** The rows whose clusters are wanted. */
  readonly table: TableLike
}

const WHO = 'toMlKMeans'

/**
 * What ml-kmeans would give for a model of this library, for code that goes on with it: an object of the shape of its result. Points are in the features' own units; what the model scales
 * is scaled inside.
 *
 * @param model - what `fitKMeans` or `fitMiniBatchKMeans` gives
 * @param options - `table`, the rows whose clusters are wanted
 * @returns an object with `clusters`, `centroids`, `converged`, `iterations`, `distance`, `nearest` and `computeInformation`
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`, `value-invalid` (a point that is no list of a number a feature)
 *
 * Cost: as `predict`.
 *
 * @example
 * ```ts
 * const customers = fromRows([9, 8, 10, 1, 2].map((orders) => ({ orders })))
 * const model = fitKMeans(customers, { features: ['orders'], k: 2 })
 * const result = toMlKMeans(model, { table: customers })
 * console.log(result.clusters, result.nearest([[3], [7]])) // [ 0, 0, 0, 1, 1 ] [ 1, 0 ]
 * ```
 */
export function toMlKMeans(model: KMeansModel, options: ToMlKMeansOptions): MlKMeansLike {
  if (model?.kind !== 'kmeans' || typeof model.predict !== 'function') {
    throw invalid(WHO, `model must be what fitKMeans gives, but got ${describe(model)}`)
  }
  checkOptions(WHO, options, ['table'])
  const { features, scaling, scaledCenters, centers, fit } = model
  const scaled = (points: readonly (readonly number[])[]) =>
    features.map((name, j) => {
      const values = Float64Array.from(points, (point) => point[j]!)
      applyScale(WHO, name, values, scaling[j]!)
      return values
    })
  const checked = (data: unknown): readonly (readonly number[])[] => {
    const isPoint = (row: unknown) =>
      Array.isArray(row) && row.length === features.length && row.every(Number.isFinite)
    if (Array.isArray(data) && data.every(isPoint)) return data
    throw invalid(
      WHO,
      `data must be a list of points, each of ${features.length} numbers (${features.join(', ')})`,
    )
  }
  const columns = scaleFeatures(WHO, adopt(options.table, WHO), features, scaling)
  const clusters = Array.from(assignRows(columns, scaledCenters).labels)
  const centroids = centers.map((center) => features.map((name) => center[name]!))
  const distance = (a: number[], b: number[]) =>
    scaled(checked([a, b])).reduce((sum, [x, y]) => sum + (x! - y!) ** 2, 0)
  return {
    clusters,
    centroids,
    converged: fit.converged,
    iterations: fit.iterations,
    distance,
    nearest: (data) => Array.from(assignRows(scaled(checked(data)), scaledCenters).labels),
    computeInformation: (data) => {
      if (checked(data).length !== clusters.length) {
        throw invalid(
          WHO,
          `data must be the ${clusters.length} rows of the table, but there are ${data.length}`,
        )
      }
      return centroids.map((centroid, c) => {
        const own = data.filter((_, i) => clusters[i] === c)
        const sum = own.reduce((total, row) => total + distance(row, centroid), 0)
        return { centroid, error: own.length > 0 ? sum / own.length : -1, size: own.length }
      })
    },
  }
}
