import { togetherness } from './crowds.js'
import { type Mixture, ratios, strangersPrior } from './mixture.js'
import type { SampledPairs } from './samplePairs.js'

/** What an iteration expects of the pairs, given the mixture. */
export type Expected = {
  /** Matches, and their levels, eight a field. */
  readonly matches: number
  readonly levels: Float64Array
  /** By class: pairs, and their levels. */
  readonly pairs: Float64Array
  readonly classLevels: readonly Float64Array[]
  readonly logLikelihood: number
}

/** A share of a pair too small to be counted. */
const NOTHING = 1e-10

/** Each pair's shares of match and classes, added up by level; pairs that were not proposed are strangers'. */
export function expect(sampled: SampledPairs, space: number, mixture: Mixture): Expected {
  const { patterns, factors, weights, known } = sampled
  const fields = mixture.match.length
  const count = mixture.classes.length
  const match = ratios(mixture.match, mixture.strangers)
  const others = mixture.classes.map(({ levels }) => ratios(levels, mixture.strangers))
  const priors = mixture.classes.map(({ prior }) => prior)
  const left = strangersPrior(mixture)
  const together = togetherness(mixture.crowds)
  const levels = new Float64Array(8 * fields)
  const classLevels = others.map(() => new Float64Array(8 * fields))
  const pairs = new Float64Array(count)
  const parts = new Float64Array(count)
  const logs = logSum()
  let matches = 0
  for (let x = 0; x < patterns.length; x++) {
    const pattern = patterns[x]!
    const weight = weights[x]!
    const answer = known === undefined ? -1 : known[x]!
    let sum = answer === 1 ? 0 : left * together(pattern)
    let odds = answer === 0 ? 0 : mixture.prior * factors[0]![x]!
    for (let f = 0; f < fields; f++) odds *= match[8 * f + ((pattern >>> (3 * f)) & 7)]!
    sum += odds
    for (let c = 0; c < count; c++) {
      const ratio = others[c]!
      let part = answer === 1 ? 0 : priors[c]! * factors[c + 1]![x]!
      for (let f = 0; f < fields; f++) part *= ratio[8 * f + ((pattern >>> (3 * f)) & 7)]!
      parts[c] = part
      sum += part
    }
    logs.add(sum, weight)
    const share = (weight * odds) / sum
    if (share > NOTHING) {
      matches += share
      for (let f = 0; f < fields; f++) levels[8 * f + ((pattern >>> (3 * f)) & 7)]! += share
    }
    for (let c = 0; c < count; c++) {
      const part = (weight * parts[c]!) / sum
      if (part <= NOTHING) continue
      pairs[c]! += part
      const into = classLevels[c]!
      for (let f = 0; f < fields; f++) into[8 * f + ((pattern >>> (3 * f)) & 7)]! += part
    }
  }
  const outside = Math.max(0, space - sampled.total) * Math.log(left)
  return { matches, levels, pairs, classLevels, logLikelihood: logs.total() + outside }
}

/** A sum of weighted logarithms that multiplies as long as it can, since a logarithm takes as long as the rest of a pair. */
function logSum(): { add(value: number, weight: number): void; total(): number } {
  let sum = 0
  let product = 1
  let current = 1
  const settle = () => {
    sum += current * Math.log(product)
    product = 1
  }
  return {
    add(value, weight) {
      if (weight !== current) {
        settle()
        current = weight
      }
      product *= value
      if (product > 1e150 || product < 1e-150) settle()
    },
    total() {
      settle()
      return sum
    },
  }
}
