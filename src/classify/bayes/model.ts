import { listOf, malformed, nullOr, numberIn, objectOf, type Reader, wordOf } from '../../modelJson.js'
import { brief, printable } from '../../print.js'
import type { Table } from '../../table/arrow.js'
import type { TableLike, With } from '../../table/types.js'
import type { Feature, FeatureInfo } from '../../learn/features.js'
import type { LearnCounts } from '../../learn/learn.js'
import type { PredictedColumns, PredictOptions } from '../../learn/predictions.js'
import { predictor } from '../../learn/predictor.js'
import { COUNTS, readFeatureInfos, readTargetInfo } from '../../learn/readJson.js'
import type { TargetInfo } from '../../learn/target.js'
import { probabilities } from '../logistic/probabilities.js'
import { addLogs, type BayesPart, NO_VARIANCE } from './parts.js'
import { type ConditionalColumns, conditionalTable } from './conditionalTable.js'

/** How learning went. */
export interface NaiveBayesFit extends LearnCounts {
  /** The mean of −log probability of the class that came, over the rows learned from. */
  readonly logLoss: number
}

/** Everything a naive Bayes model is made of. */
export interface NaiveBayesState {
  readonly kind: 'naiveBayes'
  readonly version: 1
  readonly target: TargetInfo & { readonly task: 'classes' }
  readonly features: readonly FeatureInfo[]
  /** The share of each class. */
  readonly priors: readonly number[]
  /** What is known of each feature in each class. */
  readonly parts: readonly BayesPart[]
  readonly fit: NaiveBayesFit
}

/** A fitted naive Bayes classifier. */
export interface NaiveBayesModel extends NaiveBayesState {
  /** A row a feature, class and label: how the feature is distributed in the class. */
  readonly conditionals: Table<ConditionalColumns>
  /** The table with `predicted` and `probability` (with more than two classes, `probability_<class>`) added. */
  predict<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: PredictOptions,
  ): With<T, PredictedColumns>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): NaiveBayesState
}

/** The probability of each class, or with two that of the second. */
export function bayesProbabilities(
  { priors, parts }: Pick<NaiveBayesState, 'priors' | 'parts'>,
  features: readonly Feature[],
  rows: number,
): Float64Array[] {
  const scores = priors.map((prior) => new Float64Array(rows).fill(Math.log(prior)))
  parts.forEach((part, f) => addLogs(part, features[f]!, scores))
  const [first, second] = scores
  const compared = scores.length === 2 ? [second!.map((score, i) => score - first![i]!)] : scores
  return probabilities(compared, priors.length)
}

/** The model that a state makes. */
export function naiveBayesModel(state: NaiveBayesState): NaiveBayesModel {
  const { target, features } = state
  const predict = predictor({
    kind: 'naiveBayes',
    target,
    features,
    score: (read) => bayesProbabilities(state, read.features, read.rows),
  })
  const model = {
    ...state,
    conditionals: conditionalTable(state),
    predict,
    toJSON: () => state,
  }
  return printable(model, () => {
    const { classes, name } = target
    const shares = classes.map((label, c) => `${label} ${brief(state.priors[c]!)}`)
    const head = `naive Bayes model of ${name}: ${brief(state.fit.rows)} rows, log loss ${brief(state.fit.logLoss)}`
    return `${head}\n  classes ${shares.join(', ')}\n  features ${features.map((info) => info.name).join(', ')}`
  })
}

/** Restores a model from JSON that is not to be trusted. */
export function readNaiveBayesModel(json: unknown, place: string): NaiveBayesModel {
  const given = (json ?? {}) as { [part: string]: unknown }
  const features = readFeatureInfos(given.features, 'features')
  const target = readTargetInfo(given.target, 'target')
  if (target.task !== 'classes') throw malformed('target.task', `'classes'`)
  const classes = target.classes.length
  const state = objectOf({
    kind: wordOf('naiveBayes'),
    version: wordOf(1),
    target: readTargetInfo,
    features: readFeatureInfos,
    priors: listOf(numberIn(Number.MIN_VALUE, 1), classes, classes),
    parts: readParts(features, classes),
    fit: objectOf({ ...COUNTS, logLoss: numberIn(0) }),
  })(json, place)
  return naiveBayesModel({ ...state, target })
}

const variance: Reader<number> = (value, place) => {
  if (value === 0) return 0
  return numberIn(NO_VARIANCE, 1e200)(value, place)
}

function readParts(features: readonly FeatureInfo[], classes: number): Reader<readonly BayesPart[]> {
  return (value, place) => {
    if (!Array.isArray(value) || value.length !== features.length) {
      throw malformed(place, `a list of ${features.length}`)
    }
    return Object.freeze(
      features.map((info, f) => readPart(info, classes)(value[f] as unknown, `${place}[${f}]`)),
    )
  }
}

function readPart(info: FeatureInfo, classes: number): Reader<BayesPart> {
  return (value, place) => {
    const given = (value ?? {}) as { kind?: unknown; cuts?: unknown }
    if (given.kind === 'normal') {
      if (info.kind !== 'number') throw malformed(`${place}.kind`, `'chances', as for any category`)
      return objectOf({
        kind: wordOf('normal'),
        means: listOf(numberIn(-1e100, 1e100), classes, classes),
        variances: listOf(variance, classes, classes),
      })(value, place)
    }
    const isNumber = info.kind === 'number'
    const labels = isNumber ? (Array.isArray(given.cuts) ? given.cuts.length + 1 : 1) : info.labels.length
    const part = objectOf({
      kind: wordOf('chances'),
      cuts: nullOr(listOf(numberIn(-1e100, 1e100), 0, 10_000)),
      chances: listOf(listOf(numberIn(Number.MIN_VALUE, 1), labels, labels), classes, classes),
    })(value, place)
    if ((part.cuts !== null) !== isNumber) throw malformed(`${place}.cuts`, isNumber ? 'a list' : 'null')
    if (part.cuts?.some((cut, i) => i > 0 && cut < part.cuts![i - 1]!)) {
      throw malformed(`${place}.cuts`, 'ascending')
    }
    return part
  }
}
