import { flag, listOf, malformed, numberIn, objectOf, text, wordOf } from '../../modelJson.js'
import { checkBoolean, checkOptions } from '../../options.js'
import { brief, printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import type { TableLike, With } from '../../table/types.js'
import { addClusters, type ClusterColumns, type ClusterOptions } from '../addClusters.js'
import { centersOf } from '../features/centersOf.js'
import { type RowCounts, scaleFeatures } from '../features/readFeatures.js'
import {
  countsOf,
  readCount,
  readNames,
  rowCounts,
  rowsOf,
  scalingOf,
  withinReach,
} from '../features/readJson.js'
import type { FittedScale } from '../features/scaling.js'
import { describeCluster } from '../kmeans/model.js'
import { readField } from './readMixed.js'

/** A cluster's prototype by feature: the mean of numbers in their own unit, the most frequent category. */
export type Prototype = { readonly [feature: string]: number | string }

/** How fitting k-prototypes went. */
export interface KPrototypesFit extends RowCounts {
  /** The sum of dissimilarities of rows to their prototype. */
  readonly cost: number
  readonly iterations: number
  readonly converged: boolean
  readonly starts: number
  readonly repaired: number
  /** Rows of each cluster. */
  readonly sizes: readonly number[]
}

/** Everything a k-prototypes model is made of. */
export interface KPrototypesState {
  readonly kind: 'kprototypes'
  readonly version: 1
  readonly numeric: readonly string[]
  readonly categorical: readonly string[]
  readonly scaling: readonly FittedScale[]
  /** What a different category adds to the dissimilarity, in squared scaled units. */
  readonly gamma: number
  readonly scaledMeans: readonly (readonly number[])[]
  readonly modes: readonly (readonly string[])[]
  readonly fit: KPrototypesFit
}

/** A fitted k-prototypes model. */
export interface KPrototypesModel extends KPrototypesState {
  readonly k: number
  readonly centers: readonly Prototype[]
  /** The table with `cluster` added; `distance: true` adds the dissimilarity to its prototype. */
  predict<T extends { [name: string]: any } = any, Distance extends boolean = false>(
    table: TableLike<T>,
    options?: ClusterOptions<Distance>,
  ): With<T, ClusterColumns<Distance>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): KPrototypesState
}

/** The model that a state makes. */
export function kprototypesModel(state: KPrototypesState): KPrototypesModel {
  const { numeric, categorical, scaling, scaledMeans, modes } = state
  const means = centersOf(numeric, scaling, scaledMeans)
  const predict = (given: TableLike, options: ClusterOptions = {}) => {
    const who = 'kprototypes.predict'
    checkOptions(who, options, ['as', 'replace', 'distance'])
    const { distance = false } = options
    checkBoolean(who, 'distance', distance)
    const table = adopt(given, who)
    const { labels, costs } = assignMixed(who, table, state)
    return addClusters(who, table, labels, distance ? { distance: costs } : {}, options)
  }
  const model = {
    ...state,
    k: modes.length,
    centers: Object.freeze(
      modes.map((words, c) =>
        Object.freeze({
          ...means[c],
          ...Object.fromEntries(categorical.map((name, f) => [name, words[f]!])),
        }),
      ),
    ),
    predict: predict as unknown as KPrototypesModel['predict'],
    toJSON: () => inOrder(state),
  }
  return printable(model, () => describeModel(model))
}

function inOrder(state: KPrototypesState): KPrototypesState {
  const { kind, version, numeric, categorical, scaling, gamma, scaledMeans, modes, fit } = state
  return { kind, version, numeric, categorical, scaling, gamma, scaledMeans, modes, fit }
}

/** The prototype of least dissimilarity for each row; a category that was never seen differs from all. */
function assignMixed(
  who: string,
  table: Table,
  { numeric, categorical, scaling, gamma, scaledMeans, modes }: KPrototypesState,
): { labels: Int32Array; costs: Float64Array } {
  const numbers = scaleFeatures(who, table, numeric, scaling)
  const fields = categorical.map((name) => readField(who, table, name))
  const wanted = fields.map(({ labels }, f) => modes.map((words) => labels.indexOf(words[f]!)))
  const labels = new Int32Array(table.numRows).fill(-1)
  const costs = new Float64Array(table.numRows).fill(NaN)
  for (let i = 0; i < labels.length; i++) {
    const isMissing =
      numbers.some((values) => Number.isNaN(values[i]!)) || fields.some(({ codes }) => codes[i]! < 0)
    if (isMissing) continue
    let least = Infinity
    for (let c = 0; c < modes.length; c++) {
      let squared = 0
      for (let j = 0; j < numbers.length; j++) squared += (numbers[j]![i]! - scaledMeans[c]![j]!) ** 2
      let differing = 0
      for (let f = 0; f < fields.length; f++) if (fields[f]!.codes[i] !== wanted[f]![c]) differing++
      const cost = squared + gamma * differing
      if (cost >= least) continue
      least = cost
      labels[i] = c
      costs[i] = cost
    }
  }
  return { labels, costs }
}

function describeModel({ k, centers, fit }: KPrototypesModel): string {
  const { cost, iterations, converged, rows } = fit
  const end = converged ? 'converged' : 'not converged'
  const head = `kprototypes model: ${k} clusters of ${brief(rows)} rows, cost ${brief(cost)}, ${end} after ${iterations} iterations`
  return [head, ...centers.map((center, c) => describeCluster(c, fit.sizes[c]!, center))].join('\n')
}

/** Restores a model from JSON that is not to be trusted. */
export function readKPrototypesModel(json: unknown, place: string): KPrototypesModel {
  const given = (json ?? {}) as { numeric?: unknown; categorical?: unknown; modes?: unknown }
  const width = readNames(given.numeric, 'numeric').length
  const fields = readNames(given.categorical, 'categorical').length
  const k = Array.isArray(given.modes) ? given.modes.length : 0
  if (k === 0) throw malformed('modes', 'a list, not empty')
  if (width + fields === 0) throw malformed('numeric', 'a list, not empty')
  const state = objectOf({
    kind: wordOf('kprototypes'),
    version: wordOf(1),
    numeric: readNames,
    categorical: readNames,
    scaling: scalingOf(width),
    gamma: numberIn(0),
    scaledMeans: rowsOf(k, width),
    modes: listOf(listOf(text(100_000), fields, fields), k, k),
    fit: objectOf({
      ...rowCounts,
      cost: numberIn(0),
      iterations: readCount,
      converged: flag,
      starts: readCount,
      repaired: readCount,
      sizes: countsOf(k),
    }),
  })(json, place)
  return withinReach(kprototypesModel(state), place)
}
