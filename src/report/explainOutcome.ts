import { calibrationCurve, type CalibrationColumns } from '../classify/calibrationCurve.js'
import { crossValidate } from '../classify/crossValidate.js'
import { evaluate } from '../classify/evaluate.js'
import type { Evaluations } from '../classify/evaluation/results.js'
import { fitBoost } from '../classify/fitBoost.js'
import { fitTree } from '../classify/fitTree.js'
import type { BoostModel } from '../classify/boost/model.js'
import type { TreeModel } from '../classify/tree/model.js'
import { liftTable, type LiftColumns } from '../classify/liftTable.js'
import { ClienteleError } from '../error.js'
import { checkInteger, checkOptions } from '../options.js'
import { brief, printable } from '../print.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { addColumns, int32 } from '../table/build.js'
import { findColumn, list } from '../table/column.js'
import { groupColumn } from '../table/group.js'
import { readNumbers } from '../table/numbers.js'
import { takeRows } from '../table/take.js'
import type { ColumnName, TableLike } from '../table/types.js'

/** What `explainOutcome` can be told. */
export interface ExplainOutcomeOptions<Names extends string = string> extends ProgressOptions {
  /** The column to explain: who left, answered, bought; or a number. */
  readonly target: Names
  /** The class that is asked about, where there are two that are neither booleans nor 0/1 nor yes/no. */
  readonly positive?: string | number | boolean | undefined
  /** The columns to learn from. Default: all that can be, but for ids, roles, dates and predictions. */
  readonly features?: readonly Names[] | undefined
  /** A column of weights. Default: all 1. */
  readonly weights?: Names | undefined
  /** Into how many parts customers are cut, to foretell each from the others. Default 5. */
  readonly folds?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

/** What kind of customer an outcome comes with. */
export interface Outcome {
  readonly target: string
  readonly task: keyof Evaluations
  /** The class that is asked about; null where there are more than two, or for a number. */
  readonly positive: string | null
  /** Rows that were learned from, and those without a target. */
  readonly rows: number
  readonly missing: number
  /** A tree that can be read, pruned by cross-validation. */
  readonly tree: TreeModel
  /** Boosting, which foretells better than it can be read. */
  readonly model: BoostModel
  /** How good boosting is on rows that it has not seen. */
  readonly quality: Evaluations[keyof Evaluations]
  /** How good the tree is on rows that it has not seen. */
  readonly treeQuality: Evaluations[keyof Evaluations]
  /** Tenths of customers by the probability of boosting, of rows not seen; null unless the question is yes or no. */
  readonly lift: Table<LiftColumns> | null
  /** Whether its probabilities mean what they say, of rows not seen; null unless the question is yes or no. */
  readonly calibration: Table<CalibrationColumns> | null
  /** The rows with a target, with what boosting foretold without having seen them. */
  readonly predictions: Table
  /** All given rows, with `predicted` and `probability` by boosting, and the `leaf` of the tree. */
  readonly customers: Table
}

const WHO = 'explainOutcome'
const BOOST = { trees: 100, rate: 0.05, leaves: 15 } as const
const TREE = { maxDepth: 4, prune: 'oneStandardError' } as const
/** Fewer rows of each class than this teach nothing that can be tested. */
const LEAST = 50

/**
 * What kind of customer leaves, answers or buys, for a report: a tree that can be read, a boosted model that foretells, what drives it, and how good both are
 * on customers that they have not seen. `reportOutcome` makes a page of it.
 *
 * The tree has at most four questions and is pruned to the smallest one within a standard error of the best (`fitTree`); boosting has 100 trees of 15 leaves at a rate of
 * 0.05 (`fitBoost`). Both are judged by cross-validation. Rows without a target are not learned from, but are foretold.
 *
 * @param table - one row a customer, with the target and features
 * @param options - `target`, `positive`, `features`, `weights`, `folds` (5), `seed` (1), `threads` (1), `onProgress`, `signal`
 * @returns a frozen object: `tree`, `model`, `quality` and `treeQuality` (as `evaluate` gives, of rows not seen), `lift`, `predictions`, `customers` (the given table
 * with `predicted`, `probability` and `leaf`), `target`, `positive`, `rows`, `missing`
 * @throws ClienteleError `column-missing`, `option-invalid`, `value-invalid`; `rows-too-few` below 50 rows with a target
 *
 * Cost: that of fitting a tree and boosting `folds` + 1 times: two seconds for the 7,043 customers of Telco.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { explainOutcome } from 'clientele/report'
 *
 * const customers = fromRows(
 *   Array.from({ length: 200 }, (_, i) => ({ tenure: i % 40, plan: i % 2 ? 'basic' : 'gold', churned: i % 40 < 12 })),
 * )
 * const { tree, quality } = explainOutcome(customers, { target: 'churned' })
 * console.log(tree.fit.leaves, quality.task) // 2 binary
 * ```
 */
export function explainOutcome<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: ExplainOutcomeOptions<ColumnName<NoInfer<T>>>,
): Outcome {
  checkOptions(WHO, options, OPTIONS)
  const { target, positive, features, weights, folds = 5, seed = 1, threads = 1 } = options
  checkInteger(WHO, 'folds', folds, 2, 100)
  const own = adopt(table, WHO)
  const known = withTarget(own, target)
  const learn = { target, positive, features, weights, seed }
  const say = (done: number) => report(WHO, options, { phase: 'fit', done, total: 4 })
  say(0)
  const boost = (rows: TableLike) => fitBoost(rows as Table, { ...learn, ...BOOST, threads })
  const grow = (rows: TableLike) => fitTree(rows as Table, { ...learn, ...TREE })
  const model = boost(known)
  const tree = grow(known)
  say(1)
  const question = { target, positive, weights }
  const task = taskOf(model)
  const validate = (fit: (rows: TableLike) => TreeModel | BoostModel) =>
    crossValidate(known, { ...question, task, fit, folds, seed } as never).predictions as Table
  const predictions = validate(boost)
  say(2)
  const treeQuality = evaluate(validate(grow), { ...question, task } as never)
  const quality = evaluate(predictions, { ...question, task } as never)
  say(3)
  const outcome: Outcome = {
    target,
    task,
    positive: task === 'binary' && 'classes' in model.target ? model.target.classes[1]! : null,
    rows: model.fit.rows,
    missing: own.numRows - known.numRows,
    tree,
    model,
    quality,
    treeQuality,
    lift: task === 'binary' ? liftTable(predictions, question as never) : null,
    calibration: task === 'binary' ? calibrationCurve(predictions, question as never) : null,
    predictions,
    customers: scored(own, model, tree),
  }
  say(4)
  return printable(outcome, () => `outcome ${target}: ${brief(outcome.rows)} rows\n${String(tree)}`)
}

const OPTIONS = 'target positive features weights folds seed threads onProgress signal'.split(' ')

function withTarget(table: Table, target: string): Table {
  const { codes, missing } = groupColumn(findColumn(table, target, WHO), WHO)
  const rows = Int32Array.from(codes.keys()).filter((row) => codes[row] !== missing)
  if (rows.length >= LEAST) return rows.length === table.numRows ? table : takeRows(table, rows)
  throw new ClienteleError(
    'rows-too-few',
    `${WHO}: ${rows.length} of the ${table.numRows} rows have a '${target}', but at least ${LEAST} are needed to learn from some and test on others; give more customers (columns: ${list(table.schema.fields.map(({ name }) => name))}).`,
  )
}

function taskOf({ target }: BoostModel): keyof Evaluations {
  if (target.task === 'number') return 'number'
  return target.classes.length === 2 ? 'binary' : 'classes'
}

/** All rows with what both models say; a file that was scored before is scored anew. */
function scored(table: Table, model: BoostModel, tree: TreeModel): Table {
  const leaves = tree.predict(table, { leaf: true, replace: true }) as unknown as Table
  const said = model.predict(table, { replace: true }) as unknown as Table
  const leaf = int32(Int32Array.from(readNumbers(findColumn(leaves, 'leaf', WHO), WHO)))
  return addColumns(said, { leaf }, WHO, { replace: true })
}
