import type { NaiveBayesState } from '../bayes/model.js'
import type { FeatureInfo } from '../../learn/features.js'
import type { LogisticState } from '../logistic/model.js'
import { type Part, scorecard } from '../logistic/scorecard.js'
import { type Code, constant, scaled, sum, type Test } from './expression.js'
import type { Scores } from './program.js'

/** The scores of a logistic regression. */
export function logisticScores({ target, features, encodings, intercepts, effects }: LogisticState): Scores {
  const scores = intercepts.map((intercept, s) =>
    cardCode(features, scorecard(features, encodings, effects[s]!), intercept),
  )
  if (target.classes.length === 2) return { steps: [], outputs: scores, link: 'logistic' }
  const all = scores.length < target.classes.length ? [constant(0), ...scores] : scores
  return { steps: [], outputs: all, link: 'softmax' }
}

/** What features add to a score, all together. */
export function cardCode(features: readonly FeatureInfo[], card: readonly Part[], intercept: number): Code {
  const parts = card.map((part, f) => {
    const info = features[f]!
    return partCode(part, f, info.kind === 'category' ? info.labels : [])
  })
  return sum([constant(intercept), ...parts])
}

function partCode(part: Part, feature: number, labels: readonly string[]): Code {
  if (part.kind === 'category') return labelsCode(feature, labels, part.effects, part.missing)
  const { center, slope, missing } = part
  if (slope === 0 && missing === 0) return constant(0)
  const distance: Code = { op: 'minus', left: { op: 'feature', feature }, right: constant(center) }
  return unlessMissing(feature, missing, scaled(distance, slope))
}

function unlessMissing(feature: number, missing: number, code: Code): Code {
  return { op: 'choose', cases: [[{ op: 'missing', feature }, constant(missing)]], otherwise: code }
}

/** A number a label; labels of equal numbers are asked for together, and the most frequent number is left for the end. */
function labelsCode(
  feature: number,
  labels: readonly string[],
  values: readonly number[],
  missing: number,
): Code {
  const byValue = new Map<number, string[]>()
  labels.forEach((label, l) => {
    const own = byValue.get(values[l]!)
    if (own) own.push(label)
    else byValue.set(values[l]!, [label])
  })
  const groups = [...byValue].filter(([value]) => value !== missing)
  if (groups.length === 0) return constant(missing)
  const cases = groups.map(([value, own]): readonly [Test, Code] => [
    { op: 'oneOf', feature, labels: own, orMissing: false },
    constant(value),
  ])
  return { op: 'choose', cases, otherwise: constant(missing) }
}

/** The scores of naive Bayes: of two classes, how much the second one's exceeds the first one's. */
export function bayesScores({ target, features, priors, parts }: NaiveBayesState): Scores {
  const classes = priors.map((prior, c) => {
    const own = parts.map((part, feature): Code => {
      const info = features[feature]!
      if (part.kind === 'normal') {
        if (part.variances.includes(0)) return constant(0)
        return normalCode(feature, part.means[c]!, part.variances[c]!)
      }
      const logs = part.chances[c]!.map(Math.log)
      return info.kind === 'category'
        ? labelsCode(feature, info.labels, logs, 0)
        : binsCode(feature, part.cuts!, logs)
    })
    return sum([constant(Math.log(prior)), ...own])
  })
  const [first, second] = classes
  if (target.classes.length > 2) return { steps: [], outputs: classes, link: 'softmax' }
  return { steps: [], outputs: [{ op: 'minus', left: second!, right: first! }], link: 'logistic' }
}

function normalCode(feature: number, mean: number, variance: number): Code {
  const distance: Code = { op: 'minus', left: { op: 'feature', feature }, right: constant(mean) }
  const square: Code = { op: 'times', left: distance, right: distance }
  const log = sum([constant(-0.5 * Math.log(2 * Math.PI * variance)), scaled(square, -0.5 / variance)])
  return unlessMissing(feature, 0, log)
}

function binsCode(feature: number, cuts: readonly number[], logs: readonly number[]): Code {
  const cases = cuts.map((value, b): readonly [Test, Code] => [
    { op: 'atMost', feature, value, orMissing: false },
    constant(logs[b]!),
  ])
  return {
    op: 'choose',
    cases: [[{ op: 'missing', feature }, constant(0)], ...cases],
    otherwise: constant(logs.at(-1)!),
  }
}
