import { designColumns } from '../../learn/encode/design.js'
import type { Encoding } from '../../learn/encode/encoding.js'
import type { Feature, FeatureInfo } from '../../learn/features.js'
import { type Part, scorecard, scoreRows } from '../logistic/scorecard.js'
import type { NetworkShape } from './shape.js'

/** A layer: what each of its units adds up. */
export interface NetworkLayer {
  /** A list a unit: a weight an input. */
  readonly weights: readonly (readonly number[])[]
  readonly biases: readonly number[]
}

/**
 * The layers of a trained network. Inputs of the first are in the features' own units, distances of numbers from their centre; the outputs
 * of a number's network in its own units too.
 */
export function networkLayers(
  { units, weightsAt, biasesAt }: NetworkShape,
  encodings: readonly Encoding[],
  theta: Float64Array,
  output: { readonly center: number; readonly scale: number },
): NetworkLayer[] {
  const columns = designColumns(encodings)
  return units.map((count, l) => {
    const inputs = l === 0 ? columns.length : units[l - 1]!
    const isLast = l === units.length - 1
    const scale = isLast ? output.scale : 1
    const weights = Array.from({ length: count }, (_, u) =>
      Array.from({ length: inputs }, (_, i) => {
        if (l > 0) return theta[weightsAt[l]! + i * count + u]! * scale
        const { feature, label, isMissing } = columns[i]!
        const encoding = encodings[feature]!
        const unit = encoding.kind === 'number' && label < 0 && !isMissing ? encoding.scale : 1
        return (theta[(i + 1) * count + u]! / unit) * scale
      }),
    )
    const biases = Array.from(
      { length: count },
      (_, u) => theta[biasesAt[l]! + u]! * scale + (isLast ? output.center : 0),
    )
    return { weights, biases }
  })
}

/** Rows that are worked on together. */
const BLOCK = 4096

/** What the outputs of a network are for each row. */
export function networkOutputs(
  cards: readonly (readonly Part[])[],
  layers: readonly NetworkLayer[],
  features: readonly Feature[],
  rows: number,
): Float64Array[] {
  const outputs = layers.at(-1)!.biases.map(() => new Float64Array(rows))
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(rows, start + BLOCK)
    const part = features.map((feature) => cut(feature, start, end))
    let values = cards.map((card, u) => scoreRows(part, card, layers[0]!.biases[u]!, end - start))
    for (const layer of layers.slice(1)) values = nextLayer(layer, values, end - start)
    values.forEach((list, k) => outputs[k]!.set(list, start))
  }
  return outputs
}

function cut(feature: Feature, start: number, end: number): Feature {
  return 'values' in feature
    ? { info: feature.info, values: feature.values.subarray(start, end) }
    : { info: feature.info, codes: feature.codes.subarray(start, end) }
}

/** Units say no more than this, so that no sum overflows. */
const LARGEST = 1e100

function nextLayer(
  { weights, biases }: NetworkLayer,
  before: readonly Float64Array[],
  rows: number,
): Float64Array[] {
  for (const values of before) {
    for (let i = 0; i < rows; i++) values[i] = values[i]! > 0 ? Math.min(values[i]!, LARGEST) : 0
  }
  return weights.map((own, u) => {
    const out = new Float64Array(rows).fill(biases[u]!)
    before.forEach((values, j) => {
      const w = own[j]!
      for (let i = 0; i < rows; i++) out[i]! += w * values[i]!
    })
    return out
  })
}

/** What each feature adds to each unit of the first layer. */
export function firstLayerCards(
  features: readonly FeatureInfo[],
  encodings: readonly Encoding[],
  [first]: readonly NetworkLayer[],
): Part[][] {
  return first!.weights.map((weights) => scorecard(features, encodings, weights))
}
