import { flag, numberIn, objectOf, wordOf } from '../../modelJson.js'
import { checkBoolean, checkOptions } from '../../options.js'
import { brief, printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { TableLike, With } from '../../table/types.js'
import { addClusters, type ClusterColumns, type ClusterOptions } from '../addClusters.js'
import { type Center, centersOf } from '../features/centersOf.js'
import { assignRows } from '../features/nearestCenter.js'
import { type RowCounts, scaleFeatures } from '../features/readFeatures.js'
import {
  countsOf,
  readCount,
  readNames,
  rowCounts,
  rowsOf,
  scalingOf,
  sizesOf,
  withinReach,
} from '../features/readJson.js'
import type { FittedScale } from '../features/scaling.js'

/** How fitting k-means went. */
export interface KMeansFit extends RowCounts {
  readonly method: 'lloyd' | 'mini-batch'
  /** The sum of (weighted) squared distances of rows to their centre, in scaled units. */
  readonly inertia: number
  /** Rounds of the best start; batches, for mini-batches. */
  readonly iterations: number
  /** Whether it ended because nothing changed any more (or the centres moved less than the tolerance). */
  readonly converged: boolean
  /** How many starts were tried. */
  readonly starts: number
  /** How many clusters lost all rows on the way and were given another one. */
  readonly repaired: number
  /** Rows of each cluster. */
  readonly sizes: readonly number[]
}

/** Everything a k-means model is made of. */
export interface KMeansState {
  readonly kind: 'kmeans'
  readonly version: 1
  readonly features: readonly string[]
  /** What scaling learned, feature by feature. */
  readonly scaling: readonly FittedScale[]
  /** The centres in scaled units, feature by feature. */
  readonly scaledCenters: readonly (readonly number[])[]
  readonly fit: KMeansFit
}

/** A fitted k-means model. */
export interface KMeansModel extends KMeansState {
  readonly k: number
  /** The centre of each cluster in the features' own units, scaling undone. */
  readonly centers: readonly Center[]
  /** The table with `cluster` added, int32 from 0; null where a feature is missing. `distance: true` adds the distance. */
  predict<T extends { [name: string]: any } = any, Distance extends boolean = false>(
    table: TableLike<T>,
    options?: ClusterOptions<Distance>,
  ): With<T, ClusterColumns<Distance>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): KMeansState
}

/** The model that a state makes. */
export function kmeansModel(state: KMeansState): KMeansModel {
  const { kind, version, features, scaling, scaledCenters, fit } = state
  const predict = (given: TableLike, options: ClusterOptions = {}) => {
    const who = 'kmeans.predict'
    checkOptions(who, options, ['as', 'replace', 'distance'])
    const { distance = false } = options
    checkBoolean(who, 'distance', distance)
    const table = adopt(given, who)
    const { labels, distances } = assignRows(scaleFeatures(who, table, features, scaling), scaledCenters)
    const others: Record<string, Float64Array> = distance ? { distance: distances } : {}
    return addClusters(who, table, labels, others, options)
  }
  const model = {
    kind,
    version,
    k: scaledCenters.length,
    features,
    scaling,
    scaledCenters,
    centers: centersOf(features, scaling, scaledCenters),
    fit,
    predict: predict as unknown as KMeansModel['predict'],
    toJSON: () => ({ kind, version, features, scaling, scaledCenters, fit }),
  }
  return printable(model, () => describeModel(model))
}

function describeModel({ k, centers, fit }: KMeansModel): string {
  const { inertia, iterations, converged, rows } = fit
  const end = converged ? 'converged' : 'not converged'
  const head = `kmeans model: ${k} clusters of ${brief(rows)} rows, inertia ${brief(inertia)}, ${end} after ${iterations} iterations`
  return [head, ...centers.map((center, c) => describeCluster(c, fit.sizes[c]!, center))].join('\n')
}

/** One line of a summary. */
export function describeCluster(
  c: number,
  size: number,
  center: { readonly [name: string]: unknown },
): string {
  const parts = Object.entries(center).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? brief(value) : String(value)}`,
  )
  return `  ${c}: ${brief(size)} rows; ${parts.join(', ')}`
}

/** Restores a model from JSON that is not to be trusted. */
export function readKMeansModel(json: unknown, place: string): KMeansModel {
  const { width, k } = sizesOf(json, 'features', 'scaledCenters')
  const state = objectOf({
    kind: wordOf('kmeans'),
    version: wordOf(1),
    features: readNames,
    scaling: scalingOf(width),
    scaledCenters: rowsOf(k, width),
    fit: objectOf({
      method: wordOf('lloyd', 'mini-batch'),
      ...rowCounts,
      inertia: numberIn(0),
      iterations: readCount,
      converged: flag,
      starts: readCount,
      repaired: readCount,
      sizes: countsOf(k),
    }),
  })(json, place)
  return withinReach(kmeansModel(state), place)
}
