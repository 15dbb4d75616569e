import { checkBoolean, checkChoice, checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { learnForest } from './forest/learnForest.js'
import { type ForestModel, forestModel, MOST_TREES } from './forest/model.js'
import { LEARN_OPTIONS, learn, type LearnOptions } from '../learn/learn.js'
import { readCriterion } from './tree/criterion.js'
import type { TreeCriterion } from './tree/model.js'
import { CLASS_WEIGHT_OPTIONS, type ClassWeightOptions } from './tree/weights.js'

/** What `fitForest` can be told. */
export interface FitForestOptions<Names extends string = string>
  extends LearnOptions<Names>, ClassWeightOptions, ProgressOptions {
  /** How many trees, up to 10,000. Default 300. */
  readonly trees?: number | undefined
  /** What splits make smaller: 'gini' or 'entropy' for classes, 'variance' for numbers. Default 'gini' or 'variance'. */
  readonly criterion?: TreeCriterion | undefined
  /** How deep a tree is at most. Default Infinity: as deep as it takes. */
  readonly maxDepth?: number | undefined
  /** The fewest drawn rows of a leaf. Default 10 for classes, which makes probabilities steady (Malley et al. 2012), 5 for numbers. */
  readonly minLeaf?: number | undefined
  /** The least share of the impurity of all rows that a split must remove. Default 0. */
  readonly minGain?: number | undefined
  /**
   * How many features, drawn by lot, are tried for each split: a number, a function of how many there are, or 'sqrt' (the square root of
   * them), 'third' (a third) or 'all'. Default 'sqrt' for classes, 'third' for numbers.
   */
  readonly featuresPerSplit?: number | 'sqrt' | 'third' | 'all' | ((features: number) => number) | undefined
  /** How many rows are drawn for each tree, at most as many as there are. Default: all of them. */
  readonly sampleSize?: number | undefined
  /** Whether a row can be drawn several times for one tree. Default true. */
  readonly replacement?: boolean | undefined
  /** Draws rows and features. Default 1. */
  readonly seed?: number | undefined
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

const WHO = 'fitForest'
const OPTIONS = LEARN_OPTIONS.concat(CLASS_WEIGHT_OPTIONS, [
  'trees',
  'criterion',
  'maxDepth',
  'minLeaf',
  'minGain',
  'featuresPerSplit',
  'sampleSize',
  'replacement',
  'seed',
  'threads',
  'onProgress',
  'signal',
])

/**
 * Predicts what a customer will do from many trees, each grown on a sample of the customers and asked for some of the features at a time:
 * more accurate than one tree, hard to overfit, and with an honest score without a test set. For rules that can be read use `fitTree`.
 *
 * **Method** (Breiman, Random Forests, 2001). Each tree learns from rows drawn by lot with replacement; each split is the best of some
 * features drawn by lot, of which constant ones do not count. What trees say is averaged: probabilities are means of the shares in the
 * leaves, not votes. Splits, categories and missing values are as in `fitTree`, over at most 255 bins of a number.
 *
 * **Out of bag.** Each row is predicted by the trees that did not draw it, some 37 % of them: `fit.outOfBag` has AUC, log loss, Brier score
 * and accuracy, or r² and RMSE, and the share of rows that they are of.
 *
 * **Random numbers** are counted by tree: the same seed gives the same forest on every machine and for any number of threads, and the first
 * hundred trees of a larger forest are the same.
 *
 * @param table - one row a customer, with the target and features: numbers, and booleans and text as categories
 * @param options - `target`; `positive` where two classes are neither booleans nor 0/1 nor yes/no
 * @returns a frozen model: `predict(table)` adds `predicted` and `probability`; `fit.outOfBag`; `importance` by feature, whose gains are
 * those on the rows that the trees learned from and favour features of many values
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`; `value-invalid`, also for a target that is always the same;
 * `rows-too-few`; `aborted`
 *
 * Cost: 100 trees on the 7,043 rows and 19 features of the Telco data take a third of a second on one thread; memory of one byte a row and
 * feature, and by thread 30 bytes a row.
 *
 * @example
 * ```ts
 * const customers = fromRows(
 *   Array.from({ length: 200 }, (_, i) => ({
 *     orders: i % 20,
 *     complaints: i % 3,
 *     left: i % 20 < 6 && i % 3 > 0,
 *   })),
 * )
 * const forest = fitForest(customers, { target: 'left', trees: 50 })
 * console.log(forest.fit.outOfBag.auc! > 0.95) // true
 * console.log(toRows(forest.importance)[0].feature) // orders
 * ```
 */
export function fitForest<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitForestOptions<ColumnName<NoInfer<T>>>,
): ForestModel {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { trees = 300, maxDepth = Infinity, minGain = 0, replacement = true } = options
  const { seed = 1, threads = 1 } = options
  checkInteger(WHO, 'trees', trees, 1, MOST_TREES)
  if (maxDepth !== Infinity) checkInteger(WHO, 'maxDepth', maxDepth, 1, 1_000_000)
  checkNumber(WHO, 'minGain', minGain, 0, 1)
  checkBoolean(WHO, 'replacement', replacement)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkInteger(WHO, 'threads', threads, 1, 256)
  const learned = learn(WHO, own, options)
  const { sampleSize = learned.counts.rows } = options
  checkInteger(WHO, 'sampleSize', sampleSize, 1, learned.counts.rows)
  const criterion = readCriterion(WHO, learned.target.info.task, options.criterion)
  const { minLeaf = criterion === 'variance' ? 5 : 10 } = options
  checkInteger(WHO, 'minLeaf', minLeaf, 1, Number.MAX_SAFE_INTEGER)
  const plan = {
    trees,
    maxDepth,
    minLeaf,
    minGain,
    entropy: criterion === 'entropy',
    tried: readTried(options.featuresPerSplit, learned.features.length, criterion),
    sampleSize,
    replacement,
    seed,
  }
  const onTrees = (done: number) => report(WHO, options, { phase: 'trees', done, total: trees })
  return forestModel(learnForest(WHO, learned, plan, criterion, threads, options, onTrees))
}

/** How many features are tried for each split. */
function readTried(
  given: FitForestOptions['featuresPerSplit'],
  features: number,
  criterion: TreeCriterion,
): number {
  const wanted = given ?? (criterion === 'variance' ? 'third' : 'sqrt')
  if (typeof wanted === 'string') {
    checkChoice(WHO, 'featuresPerSplit', wanted, ['sqrt', 'third', 'all'])
    const counts = { sqrt: Math.sqrt(features), third: features / 3, all: features }
    return Math.max(1, Math.floor(counts[wanted]))
  }
  const count = typeof wanted === 'function' ? wanted(features) : wanted
  if (Number.isInteger(count) && count >= 1 && count <= features) return count
  throw invalid(
    WHO,
    `featuresPerSplit must be a whole number from 1 to ${features} (the features), 'sqrt', 'third', 'all' or a function that gives one, but got ${String(count)}`,
  )
}
