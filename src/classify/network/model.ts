import { listOf, malformed, numberIn, objectOf, type Reader, wholeIn, wordOf } from '../../modelJson.js'
import { brief, printable } from '../../print.js'
import type { TableLike, With } from '../../table/types.js'
import { designColumns } from '../../learn/encode/design.js'
import type { Encoding } from '../../learn/encode/encoding.js'
import { readEncodings } from '../../learn/encode/readJson.js'
import type { FeatureInfo } from '../../learn/features.js'
import type { LearnCounts } from '../../learn/learn.js'
import type { PredictedColumns, PredictOptions } from '../../learn/predictions.js'
import { predictor } from '../../learn/predictor.js'
import { COUNTS, readFeatureInfos, readTargetInfo } from '../../learn/readJson.js'
import type { TargetInfo } from '../../learn/target.js'
import { probabilities } from '../logistic/probabilities.js'
import { firstLayerCards, type NetworkLayer, networkOutputs } from './layers.js'

/** How training a network went. */
export interface NetworkFit extends LearnCounts {
  /** Passes over the rows, and the one whose numbers are kept. */
  readonly epochs: number
  readonly bestEpoch: number
  /** The mean loss of each epoch, on the rows trained on and on those held out (empty where none were). */
  readonly loss: { readonly train: readonly number[]; readonly validation: readonly number[] }
}

/** Everything a network is made of. */
export interface NetworkState {
  readonly kind: 'network'
  readonly version: 1
  readonly target: TargetInfo
  readonly features: readonly FeatureInfo[]
  readonly encodings: readonly Encoding[]
  /** The hidden layers, whose units give max(0, sum), and the outputs: a number, a score, or a score a class. */
  readonly layers: readonly NetworkLayer[]
  readonly fit: NetworkFit
}

/** A fitted neural network. */
export interface NetworkModel extends NetworkState {
  /** The table with `predicted` and, for classes, `probability` added (with more than two, `probability_<class>` each). */
  predict<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: PredictOptions,
  ): With<T, PredictedColumns>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): NetworkState
}

/** The model that a state makes. */
export function networkModel(state: NetworkState): NetworkModel {
  const { target, features, encodings, layers, fit } = state
  const cards = firstLayerCards(features, encodings, layers)
  const predict = predictor({
    kind: 'network',
    target,
    features,
    score: (read) => {
      const outputs = networkOutputs(cards, layers, read.features, read.rows)
      return target.task === 'number' ? outputs : probabilities(outputs, target.classes.length)
    },
  })
  const model = { ...state, predict, toJSON: () => state }
  return printable(model, () => {
    const sizes = [designColumns(encodings).length, ...layers.map(({ biases }) => biases.length)].join(' – ')
    const of = target.task === 'classes' ? `${target.name} (${target.classes.join(', ')})` : target.name
    const losses = fit.loss.validation.length > 0 ? fit.loss.validation : fit.loss.train
    const best = brief(losses[Math.max(0, fit.bestEpoch - 1)] ?? NaN)
    const where = fit.loss.validation.length > 0 ? ' held out' : ''
    return `network of ${of}: ${sizes}, ${brief(fit.rows)} rows, ${fit.epochs} epochs, loss ${best}${where} in epoch ${fit.bestEpoch}`
  })
}

/** Restores a model from JSON that is not to be trusted. */
export function readNetworkModel(json: unknown, place: string): NetworkModel {
  const given = (json ?? {}) as { [part: string]: unknown }
  const features = readFeatureInfos(given.features, 'features')
  const encodings = readEncodings(features)(given.encodings, 'encodings')
  const target = readTargetInfo(given.target, 'target')
  const outputs = target.task === 'number' || target.classes.length === 2 ? 1 : target.classes.length
  const losses = listOf(numberIn(), 0, 1_000_000)
  const state = objectOf({
    kind: wordOf('network'),
    version: wordOf(1),
    target: readTargetInfo,
    features: readFeatureInfos,
    encodings: readEncodings(features),
    layers: readLayers(designColumns(encodings).length, outputs),
    fit: objectOf({
      ...COUNTS,
      epochs: wholeIn(0, 1_000_000),
      bestEpoch: wholeIn(0, 1_000_000),
      loss: objectOf({ train: losses, validation: losses }),
    }),
  })(json, place)
  return networkModel(state)
}

/** The most units of a layer. */
export const MOST_UNITS = 4096
const LARGEST = 1e100

function readLayers(width: number, outputs: number): Reader<readonly NetworkLayer[]> {
  return (value, place) => {
    if (!Array.isArray(value) || value.length < 1 || value.length > 20) {
      throw malformed(place, 'a list of 1 to 20 layers')
    }
    let inputs = width
    // From, unlike map, does not pass over holes.
    const layers = Array.from(value, (layer: unknown, l) => {
      const given = (layer as { biases?: unknown } | null)?.biases
      const isLast = l === value.length - 1
      const units = isLast ? outputs : Array.isArray(given) ? given.length : 0
      if (units < 1 || units > MOST_UNITS)
        throw malformed(`${place}[${l}].biases`, `a list of 1 to ${MOST_UNITS}`)
      const number = numberIn(-LARGEST, LARGEST)
      const read = objectOf({
        weights: listOf(listOf(number, inputs, inputs), units, units),
        biases: listOf(number, units, units),
      })(layer, `${place}[${l}]`)
      inputs = units
      return read
    })
    return Object.freeze(layers)
  }
}
