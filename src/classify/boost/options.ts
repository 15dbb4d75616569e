import { checkChoice, checkInteger, checkNumber, checkOptions, invalid } from '../../options.js'
import type { ProgressOptions } from '../../progress.js'
import { describe } from '../../table/adopt.js'
import type { TableLike } from '../../table/types.js'
import { LEARN_OPTIONS, type LearnOptions } from '../../learn/learn.js'
import type { ClassWeightOptions } from '../tree/weights.js'
import type { LossKind } from './loss/loss.js'
import type { GrowthRules } from './memory.js'

/** When boosting stops by itself. */
export interface EarlyStopping<Names extends string = string> {
  /** The share of rows that are held out to see when it gets no better, from 0.01 to 0.9. Default 0.2. */
  readonly share?: number | undefined
  /** A column of times: the latest rows are held out, rather than drawn ones. */
  readonly time?: Names | undefined
  /** Rows to see it by instead: a table with the same columns; none of the table's own is held out. */
  readonly validation?: TableLike | undefined
  /** How many rounds in a row may bring no better loss. Default 20. */
  readonly rounds?: number | undefined
}

/** What `fitBoost` can be told. */
export interface FitBoostOptions<Names extends string = string> extends LearnOptions<Names>, ProgressOptions {
  /**
   * What is made small: 'logistic' (two classes; default for these), 'classes' (more classes; default for these), 'squared' (numbers; default
   * for these), 'poisson' (counts from 0), 'tweedie' (amounts from 0, many of them 0).
   */
  readonly loss?: LossKind | undefined
  /** Rounds, each of one tree or of one a class. Default 100. */
  readonly trees?: number | undefined
  /** What each tree's answer is multiplied by, above 0 and up to 1. Default 0.1. */
  readonly rate?: number | undefined
  /** Leaves of a tree at most, from 2 to 4096. Default 31. */
  readonly leaves?: number | undefined
  /** Questions to a leaf at most. Default: as many as there are. */
  readonly maxDepth?: number | undefined
  /** Rows of a leaf at least (counted by their share of the second derivative). Default 20. */
  readonly minLeafRows?: number | undefined
  /** The second derivatives of a leaf's rows add up to this at least. Default 0.001. */
  readonly minLeafHessian?: number | undefined
  /** How much leaves are shrunk towards 0: added to the sum of second derivatives. Default 0. */
  readonly l2?: number | undefined
  /**
   * How much a row of each class counts while learning: 'balanced' (classes count equally) or a number a class, `{Yes: 3}`, others 1.
   * Probabilities are set right afterwards, so that they are still those of the rows as they are. Default: all 1.
   */
  readonly classWeights?: ClassWeightOptions['classWeights']
  /** What a split must gain at least. Default 0. */
  readonly minGain?: number | undefined
  /** The share of rows that each tree sees. Default 1. */
  readonly rowSample?: number | undefined
  /** The share of features that each tree sees. Default 1. */
  readonly featureSample?: number | undefined
  /** Stop when a held-out part gets no better, and keep the trees up to the best round; `true` for the defaults. Default false. */
  readonly earlyStopping?: EarlyStopping<Names> | boolean | undefined
  /** Features with which the answer may only rise (1) or only fall (−1). */
  readonly monotone?: { readonly [Name in Names]?: 1 | -1 | undefined } | undefined
  /** For 'tweedie': the power of the mean that the variance grows with, between 1 and 2. Default 1.5. */
  readonly tweediePower?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

const OPTIONS = LEARN_OPTIONS.concat([
  'loss',
  'trees',
  'rate',
  'leaves',
  'maxDepth',
  'minLeafRows',
  'minLeafHessian',
  'l2',
  'minGain',
  'classWeights',
  'rowSample',
  'featureSample',
  'earlyStopping',
  'monotone',
  'tweediePower',
  'seed',
  'threads',
  'onProgress',
  'signal',
])

/** How to boost, checked and complete. */
export interface BoostSettings extends GrowthRules {
  readonly loss: LossKind | undefined
  readonly trees: number
  readonly tweediePower: number
  readonly threads: number
  readonly stopping: StopSettings | undefined
}

/** When to stop, complete. */
export interface StopSettings extends EarlyStopping {
  readonly share: number
  readonly rounds: number
}

const LOSSES = ['logistic', 'classes', 'squared', 'poisson', 'tweedie']

/** Checks the options that are not about the table. */
export function boostSettings(who: string, options: FitBoostOptions): BoostSettings {
  checkOptions(who, options, OPTIONS)
  const {
    loss,
    trees = 100,
    rate = 0.1,
    leaves = 31,
    maxDepth,
    minLeafRows = 20,
    l2 = 0,
    minGain = 0,
  } = options
  const { minLeafHessian = 1e-3, rowSample = 1, featureSample = 1, tweediePower = 1.5 } = options
  const { seed = 1, threads = 1, earlyStopping = false } = options
  if (loss !== undefined) checkChoice(who, 'loss', loss, LOSSES)
  checkInteger(who, 'trees', trees, 1, 100_000)
  checkNumber(who, 'rate', rate, 1e-6, 1)
  checkInteger(who, 'leaves', leaves, 2, 4096)
  if (maxDepth !== undefined) checkInteger(who, 'maxDepth', maxDepth, 1, 4096)
  checkInteger(who, 'minLeafRows', minLeafRows, 1, 1_000_000_000)
  checkNumber(who, 'minLeafHessian', minLeafHessian, 0, 1e100)
  checkNumber(who, 'l2', l2, 0, 1e100)
  checkNumber(who, 'minGain', minGain, 0, 1e100)
  checkNumber(who, 'rowSample', rowSample, 0.001, 1)
  checkNumber(who, 'featureSample', featureSample, 0.001, 1)
  checkNumber(who, 'tweediePower', tweediePower, 1.001, 1.999)
  checkInteger(who, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkInteger(who, 'threads', threads, 1, 256)
  return {
    loss,
    trees,
    rate,
    leaves,
    maxDepth: maxDepth ?? 0,
    minLeafRows,
    minLeafHessian,
    l2,
    minGain,
    rowSample,
    featureSample,
    tweediePower,
    seed,
    threads,
    stopping: readStopping(who, earlyStopping),
  }
}

function readStopping(who: string, given: EarlyStopping | boolean): StopSettings | undefined {
  if (given === false) return undefined
  const own = given === true ? {} : given
  checkOptions(who, own, ['share', 'time', 'validation', 'rounds'], 'earlyStopping')
  const { share = 0.2, rounds = 20, time, validation } = own
  checkNumber(who, 'earlyStopping.share', share, 0.01, 0.9)
  checkInteger(who, 'earlyStopping.rounds', rounds, 1, 100_000)
  if (time !== undefined && typeof time !== 'string') {
    throw invalid(who, `earlyStopping.time must name a column of times, but got ${describe(time)}`)
  }
  if (validation !== undefined && (time !== undefined || own.share !== undefined)) {
    throw invalid(who, 'earlyStopping has validation, so that no rows are held out; leave out share and time')
  }
  return { share, rounds, time, validation }
}

/** By feature 1, −1 or 0. */
export function readMonotone(
  who: string,
  given: FitBoostOptions['monotone'],
  features: readonly { readonly name: string; readonly kind: string }[],
): number[] {
  const rules: { readonly [name: string]: unknown } = given ?? {}
  const names = features.map(({ name }) => name)
  checkOptions(who, rules, names, 'monotone')
  return features.map(({ name, kind }) => {
    const rule = Object.hasOwn(rules, name) ? (rules[name] ?? 0) : 0
    if (rule !== 0 && rule !== 1 && rule !== -1) {
      throw invalid(
        who,
        `monotone.${name} must be 1 (rising) or -1 (falling), but got ${typeof rule === 'number' ? rule : describe(rule)}`,
      )
    }
    if (rule !== 0 && kind === 'category') {
      throw invalid(who, `monotone names '${name}', which is a category and has no order; give numbers`)
    }
    return rule
  })
}
