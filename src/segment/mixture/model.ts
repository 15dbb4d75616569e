import { flag, listOf, malformed, numberIn, objectOf, wordOf } from '../../modelJson.js'
import { checkOptions } from '../../options.js'
import { brief, printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { Float64, Int32, Table } from '../../table/arrow.js'
import type { NamingOptions } from '../../table/build.js'
import type { TableLike, With } from '../../table/types.js'
import { addClusters } from '../addClusters.js'
import { type Center, centersOf } from '../features/centersOf.js'
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
import { describeCluster } from '../kmeans/model.js'
import { type Covariance, densitiesOf, membership } from './gaussians.js'

/** How fitting a mixture went; all in scaled units. */
export interface MixtureFit extends RowCounts {
  readonly logLikelihood: number
  /** How many free parameters there are. */
  readonly parameters: number
  /** −2 log-likelihood + parameters · log rows; lower is better. */
  readonly bic: number
  /** −2 log-likelihood + 2 parameters; lower is better. */
  readonly aic: number
  readonly iterations: number
  readonly converged: boolean
  readonly starts: number
  /** Rows for which each component is the most probable. */
  readonly sizes: readonly number[]
}

/** Everything a mixture is made of. */
export interface MixtureState {
  readonly kind: 'mixture'
  readonly version: 1
  readonly features: readonly string[]
  readonly scaling: readonly FittedScale[]
  readonly covariance: Covariance
  /** The share of each component. */
  readonly weights: readonly number[]
  readonly scaledCenters: readonly (readonly number[])[]
  /** Variances of each component if diagonal, else its matrix row by row; in scaled units. */
  readonly covariances: readonly (readonly number[])[]
  readonly fit: MixtureFit
}

/** The columns that a mixture adds, and `probability_0`, `probability_1`, … */
export type MixtureColumns = { cluster: Int32; probability: Float64 }

/** A fitted Gaussian mixture. */
export interface MixtureModel extends MixtureState {
  readonly k: number
  /** The mean of each component in the features' own units, scaling undone. */
  readonly centers: readonly Center[]
  /**
   * The table with `cluster` (the most probable component), `probability` (of that one) and `probability_0`, `probability_1`, … added;
   * null where a feature is missing.
   */
  predict<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: NamingOptions,
  ): With<T, MixtureColumns>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): MixtureState
}

/** The model that a state makes; undefined where a covariance is not positive definite. */
export function mixtureModel(state: MixtureState): MixtureModel | undefined {
  const { kind, version, features, scaling, covariance, weights, scaledCenters, covariances, fit } = state
  const k = weights.length
  const densities = densitiesOf({
    covariance,
    width: features.length,
    weights: Float64Array.from(weights),
    means: scaledCenters.map((center) => Float64Array.from(center)),
    covariances: covariances.map((matrix) => Float64Array.from(matrix)),
  })
  if (!densities) return undefined
  const predict = (given: TableLike, options: NamingOptions = {}): Table => {
    const who = 'mixture.predict'
    checkOptions(who, options, ['as', 'replace'])
    const table = adopt(given, who)
    const columns = scaleFeatures(who, table, features, scaling)
    const labels = new Int32Array(table.numRows).fill(-1)
    const probability = new Float64Array(table.numRows).fill(NaN)
    const each = Array.from({ length: k }, () => new Float64Array(table.numRows).fill(NaN))
    const point = new Float64Array(features.length)
    const shares = new Float64Array(k)
    for (let i = 0; i < labels.length; i++) {
      for (let j = 0; j < point.length; j++) point[j] = columns[j]![i]!
      if (point.some(Number.isNaN)) continue
      membership(densities, point, 0, shares, 0)
      const likeliest = largestOf(shares)
      labels[i] = likeliest
      probability[i] = shares[likeliest]!
      for (let c = 0; c < k; c++) each[c]![i] = shares[c]!
    }
    const others = Object.fromEntries(each.map((values, c) => [`probability_${c}`, values]))
    return addClusters(who, table, labels, { probability, ...others }, options)
  }
  const model = {
    kind,
    version,
    k,
    features,
    scaling,
    covariance,
    weights,
    scaledCenters,
    covariances,
    centers: centersOf(features, scaling, scaledCenters),
    fit,
    predict: predict as unknown as MixtureModel['predict'],
    toJSON: () => ({
      kind,
      version,
      features,
      scaling,
      covariance,
      weights,
      scaledCenters,
      covariances,
      fit,
    }),
  }
  return printable(model, () => describeModel(model))
}

/** Where the largest number stands, of equals the first. */
export function largestOf(values: Float64Array): number {
  let largest = 0
  for (let c = 1; c < values.length; c++) if (values[c]! > values[largest]!) largest = c
  return largest
}

function describeModel({ k, covariance, centers, weights, fit }: MixtureModel): string {
  const { logLikelihood, bic, iterations, converged, rows } = fit
  const end = converged ? 'converged' : 'not converged'
  const head = `mixture model (${covariance}): ${k} components, ${brief(rows)} rows, log-likelihood ${brief(logLikelihood)}, BIC ${brief(bic)}, ${end} after ${iterations} iterations`
  const lines = centers.map(
    (center, c) => `${describeCluster(c, fit.sizes[c]!, center)}; share ${brief(weights[c]!)}`,
  )
  return [head, ...lines].join('\n')
}

/** Restores a model from JSON that is not to be trusted. */
export function readMixtureModel(json: unknown, place: string): MixtureModel {
  const { width, k } = sizesOf(json, 'features', 'weights')
  const { covariance } = json as { covariance?: unknown }
  const numbers = covariance === 'full' ? width * width : width
  const state = objectOf({
    kind: wordOf('mixture'),
    version: wordOf(1),
    features: readNames,
    scaling: scalingOf(width),
    covariance: wordOf('diagonal', 'full'),
    weights: listOf(numberIn(0, 1), k, k),
    scaledCenters: rowsOf(k, width),
    covariances: rowsOf(k, numbers),
    fit: objectOf({
      ...rowCounts,
      logLikelihood: numberIn(),
      parameters: readCount,
      bic: numberIn(),
      aic: numberIn(),
      iterations: readCount,
      converged: flag,
      starts: readCount,
      sizes: countsOf(k),
    }),
  })(json, place)
  if (!state.weights.some((weight) => weight > 0)) throw malformed('weights', 'shares, one above 0 at least')
  const model = mixtureModel(state)
  if (!model) throw malformed('covariances', 'positive definite')
  return withinReach(model, place)
}
