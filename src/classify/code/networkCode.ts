import { firstLayerCards } from '../network/layers.js'
import type { NetworkState } from '../network/model.js'
import { type Code, constant, named, scaled, sum } from './expression.js'
import { cardCode } from './linearCode.js'
import type { Link, Named, Scores } from './program.js'

/** The outputs of a network: each unit of each hidden layer is a step's value. */
export function networkScores({ target, features, encodings, layers }: NetworkState): Scores {
  const cards = firstLayerCards(features, encodings, layers)
  let sums = cards.map((card, u) => cardCode(features, card, layers[0]!.biases[u]!))
  const steps: Named[][] = []
  layers.slice(1).forEach(({ weights, biases }, l) => {
    const units = sums.map((total, u) => ({ name: `unit_${l + 1}_${u + 1}`, code: notBelowZero(total) }))
    steps.push(units)
    sums = weights.map((own, k) =>
      sum([constant(biases[k]!), ...own.map((w, u) => scaled(named(units[u]!.name), w))]),
    )
  })
  const link: Link =
    target.task === 'number' ? 'number' : target.classes.length === 2 ? 'logistic' : 'softmax'
  return { steps, outputs: sums, link }
}

function notBelowZero(code: Code): Code {
  return { op: 'most', terms: [code, constant(0)] }
}
