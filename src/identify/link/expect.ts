import { countedLevels } from '../compare/swaps.js'
import { type Mixture, strangersPrior } from './mixture.js'
import { placeTerms } from './movers.js'
import type { SampledPairs } from './samplePairs.js'
import { patternTerms } from './terms.js'

/** What an iteration expects of the pairs, given the mixture. */
export type Expected = {
  /** Matches, and their levels, eight a field. */
  readonly matches: number
  readonly levels: Float64Array
  /** The matches who moved, and their levels. */
  readonly movers: { readonly matches: number; readonly levels: Float64Array }
  /** By class: pairs, and their levels. */
  readonly pairs: Float64Array
  readonly classLevels: readonly Float64Array[]
  /** By class: pairs by crowd. */
  readonly classCrowds: readonly Float64Array[]
  readonly logLikelihood: number
}

/** A share of a pair too small to be counted. */
const NOTHING = 1e-10

/** Each pair's shares of match and classes, added up by level; pairs that were not proposed are strangers'. */
export function expect(sampled: SampledPairs, space: number, mixture: Mixture): Expected {
  const { distinct, places, factors, weights, known } = sampled
  const fields = mixture.match.length
  const count = mixture.classes.length
  const terms = patternTerms(mixture)
  const width = count + 2
  // What depends on the pattern alone is computed once for each, and what is expected is added up by pattern.
  const likely = new Float64Array(width * distinct.length)
  const left = strangersPrior(mixture)
  const priors = [mixture.prior, ...mixture.classes.map(({ prior }) => prior), left]
  distinct.forEach((pattern, i) => {
    const own = likely.subarray(width * i, width * (i + 1))
    terms.ofPattern(pattern, own)
    priors.forEach((prior, part) => (own[part]! *= prior))
  })
  const sums = new Float64Array((count + 1) * distinct.length)
  const parts = new Float64Array(count + 1)
  const logs = logSum()
  for (let x = 0; x < places.length; x++) {
    const at = width * places[x]!
    const weight = weights[x]!
    const answer = known === undefined ? -1 : known[x]!
    let sum = answer === 1 ? 0 : likely[at + count + 1]!
    for (let c = 0; c <= count; c++) {
      const isOut = c === 0 ? answer === 0 : answer === 1
      sum += parts[c] = isOut ? 0 : likely[at + c]! * factors[c]![x]!
    }
    logs.add(sum, weight)
    const into = (count + 1) * places[x]!
    for (let c = 0; c <= count; c++) {
      const share = (weight * parts[c]!) / sum
      if (share > NOTHING) sums[into + c]! += share
    }
  }
  const outside = Math.max(0, space - sampled.total) * Math.log(left)
  const levels = mixture.classes.map(() => new Float64Array(8 * fields))
  const all = [new Float64Array(8 * fields), ...levels]
  const totals = new Float64Array(count + 1)
  const classCrowds = mixture.classes.map(() => new Float64Array(mixture.crowds?.length ?? 0))
  const some = new Float64Array(mixture.crowds?.length ?? 0)
  const counted = countedLevels(mixture.names)
  const address = placeTerms(mixture)
  const movers = { matches: 0, levels: new Float64Array(8 * fields) }
  distinct.forEach((seen, i) => {
    const pattern = counted(seen)
    for (let c = 0; c <= count; c++) {
      const sum = sums[(count + 1) * i + c]!
      if (sum === 0) continue
      totals[c]! += sum
      const into = all[c]!
      for (let f = 0; f < fields; f++) into[8 * f + ((pattern >>> (3 * f)) & 7)]! += sum
      if (c === 0 && address) addMovers(pattern, sum * address.moved(pattern))
      if (c > 0 && mixture.classes[c - 1]!.crowds) addCrowds(pattern, c, sum)
    }
  })
  return {
    matches: totals[0]!,
    levels: all[0]!,
    movers,
    pairs: totals.slice(1),
    classLevels: levels,
    classCrowds,
    logLikelihood: logs.total() + outside,
  }

  function addMovers(pattern: number, pairs: number): void {
    movers.matches += pairs
    for (const f of mixture.movers!.fields) movers.levels[8 * f + ((pattern >>> (3 * f)) & 7)]! += pairs
  }

  function addCrowds(pattern: number, part: number, pairs: number): void {
    terms.crowdsOf(pattern, part, some)
    let sum = 0
    for (const one of some) sum += one
    some.forEach((one, k) => (classCrowds[part - 1]![k]! += (pairs * one) / sum))
  }
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
