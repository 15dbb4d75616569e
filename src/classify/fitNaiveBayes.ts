import { freezeDeep } from '../freeze.js'
import { checkChoice, checkInteger, checkNumber, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { bayesProbabilities, type NaiveBayesModel, naiveBayesModel } from './bayes/model.js'
import { learnPart } from './bayes/parts.js'
import { learn, LEARN_OPTIONS, type LearnOptions } from '../learn/learn.js'

/** What `fitNaiveBayes` can be told. */
export interface FitNaiveBayesOptions<Names extends string = string> extends LearnOptions<Names> {
  /** What is added to the count of each label in each class (Laplace), so that nothing is impossible. Default 1. */
  readonly smoothing?: number | undefined
  /** Numbers are 'normal' in each class, or cut into 'bins' of about equally many rows, whatever their distribution. Default 'normal'. */
  readonly numbers?: 'normal' | 'bins' | undefined
  /** The most bins, with `numbers: 'bins'`. Default 10. */
  readonly bins?: number | undefined
}

const WHO = 'fitNaiveBayes'
const OPTIONS = LEARN_OPTIONS.concat(['smoothing', 'numbers', 'bins'])

/**
 * How likely each class is, by how often each trait goes with it: naive Bayes. It takes traits for independent of each other
 * within a class, which they are not, so that probabilities are too sure (`calibrate` them); but it learns in one pass, from few
 * rows, with any number missing, and its table of conditionals can be read.
 *
 * The chance of a label in a class is (count + smoothing) / (all + smoothing · labels). Numbers are normal with the mean and the
 * (population) variance of their class, at least 1e-9 of the variance in all; or binned and counted as labels. Missing values, and labels that were
 * not learned from, are left out of the product, in learning as in predicting.
 *
 * @param table - one row a customer
 * @param options - `target`, and what else: `positive` where it cannot be guessed, `features`, `weights`, `smoothing`, `numbers`
 * @returns a frozen model: `conditionals` (a row a feature, class and label), `priors`, `fit.logLoss`, `predict(table)` adds `predicted` and
 * `probability`
 * @throws ClienteleError `option-invalid`; `column-missing`, `column-type`; `value-invalid` (constant target, missing targets unless
 * `missing: 'omit'`, values beyond 1e100); `rows-too-few`
 *
 * Source: Hand and Yu, Idiot's Bayes: not so stupid after all?, International Statistical Review 69, 2001.
 *
 * Cost: a pass a feature; a million rows of 20 numbers take half a second, memory of 16 bytes a row.
 *
 * @example
 * ```ts
 * const days = fromRows([
 *   { outlook: 'sunny', wind: 'weak', play: 'no' },
 *   { outlook: 'sunny', wind: 'strong', play: 'no' },
 *   { outlook: 'overcast', wind: 'weak', play: 'yes' },
 *   { outlook: 'rain', wind: 'weak', play: 'yes' },
 *   { outlook: 'rain', wind: 'strong', play: 'no' },
 * ])
 * const model = fitNaiveBayes(days, { target: 'play' })
 * const [today] = toRows(model.predict(fromRows([{ outlook: 'overcast', wind: 'weak' }])))
 * console.log(today.predicted, today.probability.toFixed(3)) // yes 0.750
 * ```
 */
export function fitNaiveBayes<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitNaiveBayesOptions<ColumnName<NoInfer<T>>>,
): NaiveBayesModel {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { smoothing = 1, numbers = 'normal', bins = 10 } = options
  checkNumber(WHO, 'smoothing', smoothing, 1e-9, 1e9)
  checkChoice(WHO, 'numbers', numbers, ['normal', 'bins'])
  checkInteger(WHO, 'bins', bins, 2, 1000)
  const { target, features, weights, counts } = learn(WHO, own, options, 'classes')
  const { codes, info } = target
  const classes = info.classes.length
  const plan = { classes, numbers, bins, smoothing }
  const parts = features.map((feature) => learnPart(feature, codes, weights, plan))
  const totals = new Float64Array(classes)
  for (let i = 0; i < codes.length; i++) totals[codes[i]!]! += weights === undefined ? 1 : weights[i]!
  const all = totals.reduce((sum, w) => sum + w, 0)
  const priors = Array.from(totals, (w) => w / all)
  const found = bayesProbabilities({ priors, parts }, features, codes.length)
  return naiveBayesModel(
    freezeDeep({
      kind: 'naiveBayes' as const,
      version: 1 as const,
      target: info,
      features: features.map((feature) => feature.info),
      priors,
      parts,
      fit: { ...counts, logLoss: logLoss(found, codes, weights) },
    }),
  )
}

/** The mean of −log p of the class that came; a p of 0 counts as 1e-15. */
function logLoss(
  found: readonly Float64Array[],
  codes: Int32Array,
  weights: Float64Array | undefined,
): number {
  let [sum, total] = [0, 0]
  for (let i = 0; i < codes.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!
    const c = codes[i]!
    const p = found.length === 1 ? (c === 1 ? found[0]![i]! : 1 - found[0]![i]!) : found[c]![i]!
    sum -= w * Math.log(Math.max(p, 1e-15))
    total += w
  }
  return sum / total
}
