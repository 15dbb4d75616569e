import { ClienteleError } from '../error.js'
import { checkInteger, checkOptions, invalid } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt, describe } from '../table/adopt.js'
import type { Float64, Vector } from '../table/arrow.js'
import { addColumns, float64, type NamingOptions } from '../table/build.js'
import { list } from '../table/column.js'
import { markPredicted } from '../table/predicted.js'
import type { TableLike, With } from '../table/types.js'
import type { BoostModel } from './boost/model.js'
import type { ForestModel } from './forest/model.js'
import { readFeaturesAgain } from '../learn/features.js'
import type { TargetInfo } from '../learn/target.js'
import { explain } from './shap/explain.js'
import type { TreeModel } from './tree/model.js'

/** What `shapValues` can be told. */
export interface ShapOptions extends NamingOptions, ProgressOptions {
  /** The model whose predictions are explained: of `fitTree`, `fitForest` or `fitBoost`. */
  readonly model: TreeModel | ForestModel | BoostModel
  /** Where there are more than two classes, the one whose score is explained. */
  readonly class?: string | number | boolean | undefined
  /** How many threads work, from 1 to 256; the answer is the same. Default 1. */
  readonly threads?: number | undefined
}

/** The columns that are added: `shap_<feature>` for each feature of the model, and what they are added to. */
export type ShapColumns = { shap_base: Float64 }

const WHO = 'shapValues'

/**
 * Why each customer is predicted as they are: what each feature adds to, or takes from, the prediction of a tree, forest or boosted
 * model. A row's `shap_<feature>` and `shap_base` add up to what the model says about it.
 *
 * **Scale.** For a tree or forest that is the probability (of the second class, or of `class`) or the number; for boosting it is the raw
 * score: the logit ('logistic'), the score of `class` ('classes'), the number ('squared') or its logarithm ('poisson', 'tweedie').
 * `shap_base` is the mean of what the model says about the rows that it was fitted to, the same in each row.
 *
 * **Method.** Exact Shapley values of the game in which features that are not known are answered by the shares of rows at fit
 * (path-dependent TreeSHAP: Lundberg, Erion and Lee, Consistent individualized feature attribution for tree ensembles, 2018), computed leaf
 * by leaf from the conditions that a row meets.
 *
 * @param table - rows with the features of the model
 * @param options - `model`; `class` where there are more than two; `threads`, `as`, `replace`
 * @returns the table with a float64 column `shap_<feature>` for each feature, and `shap_base`
 * @throws ClienteleError `option-invalid`; `column-missing`, `column-type`, `column-exists`; `aborted`
 *
 * Cost: some 5 s for 100,000 rows and 100 trees of 31 leaves on one thread; grows with rows × leaves × features on a path. Memory: the added columns.
 *
 * @example
 * ```ts
 * const customers = fromRows(
 *   Array.from({ length: 200 }, (_, i) => ({ tenure: i % 40, plan: i % 3 ? 'basic' : 'gold', churned: i % 40 < 10 && i % 3 > 0 })),
 * )
 * const model = fitTree(customers, { target: 'churned' })
 * const { shap_tenure, shap_plan, shap_base } = toRows(shapValues(customers, { model }))[1]
 * console.log((shap_base + shap_tenure + shap_plan).toFixed(3), toRows(model.predict(customers))[1].probability) // 1.000 1
 * console.log(shap_tenure > shap_plan, shap_plan > 0) // true true
 * ```
 */
export function shapValues<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: ShapOptions,
): With<T, ShapColumns> {
  checkOptions(WHO, options, ['model', 'class', 'threads', 'as', 'replace', 'onProgress', 'signal'])
  const { model, threads = 1, as, replace } = options
  checkInteger(WHO, 'threads', threads, 1, 256)
  checkModel(model)
  const own = adopt(table, WHO)
  const { ensemble, features, target } = model
  const output = outputOf(target, ensemble.base.length, options.class)
  const columns = readFeaturesAgain(WHO, own, features)
  const total = ensemble.trees.length
  const { values, base } = explain(ensemble, columns, own.numRows, output, threads, (done) =>
    report(WHO, options, { phase: 'tree', done, total }),
  )
  const added: Record<string, Vector> = {}
  features.forEach(({ name }, f) => (added[`shap_${name}`] = float64(values[f]!)))
  if ('shap_base' in added) {
    throw new ClienteleError(
      'column-exists',
      `${WHO}: the model has a feature 'base', whose column would be 'shap_base', as that of the base is; rename the feature and fit again.`,
    )
  }
  added.shap_base = float64(new Float64Array(own.numRows).fill(base))
  return markPredicted(addColumns(own, added, WHO, { as, replace }), own) as With<T, ShapColumns>
}

const KINDS: ReadonlySet<unknown> = new Set(['tree', 'forest', 'boost'])

function checkModel(model: unknown): void {
  const kind: unknown = (model as { kind?: unknown } | null | undefined)?.kind
  if (KINDS.has(kind)) return
  const got = typeof kind === 'string' ? `one of kind '${kind}'` : describe(model)
  throw invalid(WHO, `model must be one of fitTree, fitForest or fitBoost, but got ${got}`)
}

/** The number of the output that is explained. */
function outputOf(target: TargetInfo, outputs: number, wanted: ShapOptions['class']): number {
  if (outputs === 1) {
    if (wanted === undefined) return 0
    throw invalid(
      WHO,
      'class is for models of more than two classes; leave it out, what is explained is the second class or the number',
    )
  }
  const classes = target.task === 'classes' ? target.classes : []
  const output = classes.indexOf(String(wanted))
  if (wanted !== undefined && output >= 0) return output
  throw invalid(WHO, `class must say which class is explained: one of ${list(classes)}`)
}
