import { checkChoice, checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { LEARN_OPTIONS, learn, type LearnOptions } from '../learn/learn.js'
import { readCriterion } from './tree/criterion.js'
import { learnTree } from './tree/learnTree.js'
import { type TreeCriterion, type TreeModel, treeModel } from './tree/model.js'
import { CLASS_WEIGHT_OPTIONS, type ClassWeightOptions } from './tree/weights.js'

/** What `fitTree` can be told. */
export interface FitTreeOptions<Names extends string = string>
  extends LearnOptions<Names>, ClassWeightOptions {
  /** What splits make smaller: 'gini' or 'entropy' for classes, 'variance' for numbers. Default 'gini' or 'variance'. */
  readonly criterion?: TreeCriterion | undefined
  /** How many conditions a rule has at most; Infinity: as many as it takes. Default 6. */
  readonly maxDepth?: number | undefined
  /** The fewest rows of a leaf. Default: a hundredth of the rows, at least 1 and at most 50. */
  readonly minLeaf?: number | undefined
  /** The least share of the impurity of all rows that a split must remove. Default 0. */
  readonly minGain?: number | undefined
  /**
   * Takes splits back that do not pay: a leaf costs so much, as a share of the impurity of all rows (0.01 is much). 'crossValidated' finds
   * the cost of the least loss on held-out rows; 'oneStandardError' the smallest tree within one standard error of that. Default 0.
   */
  readonly prune?: number | 'crossValidated' | 'oneStandardError' | undefined
  /** Parts for the cross-validation of `prune`. Default 10. */
  readonly folds?: number | undefined
  /** Deals the rows to the folds. Default 1. */
  readonly seed?: number | undefined
}

const WHO = 'fitTree'
const OPTIONS = LEARN_OPTIONS.concat(CLASS_WEIGHT_OPTIONS, [
  'criterion',
  'maxDepth',
  'minLeaf',
  'minGain',
  'prune',
  'folds',
  'seed',
])

/**
 * Says what kind of customer does what, as a tree of questions: who leaves, answers, buys again, how much they spend. Each leaf is a rule
 * that a colleague can read and a campaign can use.
 *
 * **Target.** Text, booleans or 0/1 are classes, other numbers are predicted as numbers. With two classes `probability` is that of the
 * positive one.
 *
 * **Splits** (CART; Breiman, Friedman, Olshen and Stone, Classification and Regression Trees, 1984). Every cut between two different values
 * of every feature is tried, and the one kept that leaves the rows purest; beyond 100,000 rows (or 10 million rows times classes) numbers
 * are put into 255 bins of equally many rows first. Text and booleans are split in two sets of labels: for two classes and for numbers
 * the best of all, found in order of their response (Breiman's theorem 4.5); with more classes the best found by ordering the labels by
 * each of the eight most frequent classes in turn. Beyond 255 labels the rarest are taken together.
 *
 * **Missing values** go to the side where they fit better; where a node saw none, to the side with more rows. So do labels that a
 * node did not see; labels that no row had count as missing.
 *
 * **Probabilities** are the shares of the classes among a leaf's rows as they are, even with `classWeights` or `costs`: these
 * shape the splits and decide what is `predicted`, but leave the probabilities true (weighing the Telco data's churners as much as the
 * others and giving those shares as probabilities would make the Brier score worse by a fifth). `priors` say what the shares are where
 * the model is used, and probabilities follow them.
 *
 * @param table - one row a customer, with the target and features: numbers, and booleans and text as categories
 * @param options - `target`; `positive` where two classes are neither booleans nor 0/1 nor yes/no
 * @returns a frozen model: `predict(table)` adds `predicted` and `probability`; `rules()` is a table of if-then rules with support (share of
 * all rows), confidence (share of the class predicted) and lift (confidence by the class's share of all); `toText()`, `path(row)`;
 * `importance` by feature
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`; `value-invalid`, also for a target that is always the same;
 * `rows-too-few`
 *
 * Cost: the 7,043 rows and 19 features of the Telco data take 10 ms at depth 6, a million rows of 20 features some seconds; memory of
 * 20 bytes a row and 16 to 36 bytes a row and numeric feature.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { plan: 'monthly', tenure: 2, left: 'yes' },
 *   { plan: 'monthly', tenure: 5, left: 'yes' },
 *   { plan: 'monthly', tenure: 40, left: 'no' },
 *   { plan: 'yearly', tenure: 3, left: 'no' },
 *   { plan: 'yearly', tenure: 30, left: 'no' },
 *   { plan: 'yearly', tenure: 50, left: 'no' },
 * ])
 * const tree = fitTree(customers, { target: 'left' })
 * console.log(toRows(tree.rules())[0].rule) // plan is monthly and tenure at most 22.5
 * console.log(toRows(tree.predict(customers))[2].probability) // 0
 * ```
 */
export function fitTree<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitTreeOptions<ColumnName<NoInfer<T>>>,
): TreeModel {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { maxDepth = 6, minLeaf, minGain = 0, prune = 0, folds = 10, seed = 1 } = options
  if (maxDepth !== Infinity) checkInteger(WHO, 'maxDepth', maxDepth, 1, 1_000_000)
  if (minLeaf !== undefined) checkInteger(WHO, 'minLeaf', minLeaf, 1, Number.MAX_SAFE_INTEGER)
  checkNumber(WHO, 'minGain', minGain, 0, 1)
  if (typeof prune === 'string') checkChoice(WHO, 'prune', prune, ['crossValidated', 'oneStandardError'])
  else checkNumber(WHO, 'prune', prune, 0, 1)
  checkInteger(WHO, 'folds', folds, 2, 1000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  const learned = learn(WHO, own, options)
  const { rows } = learned.counts
  if (typeof prune === 'string' && rows < folds) {
    throw invalid(WHO, `prune needs a row for each of the ${folds} folds, but there are ${rows} rows`)
  }
  const plan = { maxDepth, minLeaf: minLeaf ?? defaultLeaf(rows), minGain, prune, folds, seed }
  const criterion = readCriterion(WHO, learned.target.info.task, options.criterion)
  return treeModel(learnTree(WHO, learned, { ...plan, criterion }, options))
}

function defaultLeaf(rows: number): number {
  return Math.max(1, Math.min(50, Math.floor(rows / 100)))
}
