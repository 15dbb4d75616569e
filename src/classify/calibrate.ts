import { ClienteleError } from '../error.js'
import { checkChoice, checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { fitIsotonic } from './calibration/isotonic.js'
import {
  calibratedModel,
  type CalibratedModel,
  calibrateScores,
  type Calibrator,
} from './calibration/model.js'
import { fitSigmoid } from './calibration/sigmoid.js'
import { pointFigures } from './evaluation/figures.js'
import { checkProbabilities, checkVaries, type ScoredTable } from './evaluation/scoredTable.js'
import { type PredictingModel } from './evaluation/scoreOptions.js'
import { readScored } from './evaluation/readScored.js'

/** What `calibrate` can be told. */
export interface CalibrateOptions<Names extends string = string> {
  /** The model whose probabilities are to be made right. */
  readonly model: PredictingModel
  /** 'sigmoid': two numbers, for few rows; 'isotonic': any rising curve, from some 1,000 rows on. Default 'sigmoid'. */
  readonly method?: 'sigmoid' | 'isotonic' | undefined
  /** The column of what came. Default: what the model learned to predict. */
  readonly target?: Names | undefined
  /** The class that `probability` is of. Default: the model's. */
  readonly positive?: string | number | boolean | undefined
  /** A column of weights: a row of weight 2 counts as two. Default: all 1. */
  readonly weights?: Names | undefined
  /** Rows without a target or weight: 'error', or 'omit' to learn without them. Default 'error'. */
  readonly missing?: 'error' | 'omit' | undefined
}

const WHO = 'calibrate'

/**
 * Makes probabilities mean what they say: of customers who are given 30 %, 30 % should do it. Class weights, priors and rebalancing
 * ruin that, and so does a model that is too sure of itself; ranks, and with them AUC and lift, stay (nearly) as they are.
 *
 * **The table must hold rows that the model has not seen**, or it learns how sure the model is of what it knows by heart: keep a part back with
 * `splitTable`, and another one to evaluate on.
 *
 * 'sigmoid' is Platt's scaling of log-odds (probabilities nearer than 10⁻⁶ to 0 or 1 count as that near), outcomes drawn in as if there were one more row of
 * each class. 'isotonic' fits the never falling curve with the least squared error, tied probabilities being one point, and is straight between points; it
 * gives 0 and 1 where all rows agree. With more than two classes each is calibrated against the rest, and all are made to add up to 1.
 *
 * @param table - rows with the model's features and what came (`target`)
 * @param options - `model`; `method` ('sigmoid'); `target`, `positive` (the model's), `weights`, `missing`
 * @returns a frozen model of kind 'calibrated' with the one within (`base`): `predict` gives calibrated `probability` and `predicted` by it; `toJSON` holds
 * both; `fit` has log loss and Brier score on these rows before and after
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`, `value-invalid`, `rows-too-few`
 *
 * Cost: predicting the table, and one sort ('isotonic') or a dozen passes ('sigmoid'); two seconds for a million rows.
 *
 * Platt, J. (1999), Probabilistic outputs for support vector machines; Zadrozny, B. and Elkan, C. (2002), Transforming classifier scores into
 * accurate multiclass probability estimates.
 *
 * @example
 * ```ts
 * const customers = fromRows(Array.from({ length: 200 }, (_, i) => ({ tenure: i % 50, churned: (i * 7) % 50 > i % 50 })))
 * const { train, test } = splitTable(customers, { stratify: 'churned', test: 0.5 })
 * // A model that is far too sure.
 * const sure = { predict: (table, options) => derive(table, { probability: (row) => (row.tenure < 25 ? 0.99 : 0.01) }, options) }
 * const { fit } = calibrate(test, { model: sure, target: 'churned' })
 * console.log(fit.brier < fit.brierBefore) // true
 * ```
 */
export function calibrate<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: CalibrateOptions<ColumnName<NoInfer<T>>>,
): CalibratedModel {
  checkOptions(WHO, options, ['model', 'method', 'target', 'positive', 'weights', 'missing'])
  const { model, method = 'sigmoid' } = options
  checkChoice(WHO, 'method', method, ['sigmoid', 'isotonic'])
  if (model === undefined)
    throw invalid(WHO, 'model is needed: the one whose probabilities are to be made right')
  const scored = readScored(WHO, adopt(table, WHO), options, 'classes')
  checkProbabilities(WHO, scored)
  const codes = checkVaries(WHO, scored)
  const { target, scores, weights, counts } = scored
  if ('values' in target || (model.target?.task === 'classes' && !sameClasses(model, target.info.classes))) {
    throw otherClasses(target.info)
  }
  const calibrators = scores.map((values, s): Calibrator => {
    const own = scores.length === 1 ? 1 : s
    const outcomes = Float64Array.from(codes, (code) => Number(code === own))
    const one = { scores: values, outcomes, weights }
    return Object.freeze(
      method === 'sigmoid' ? { method, ...fitSigmoid(WHO, one) } : { method, ...fitIsotonic(one) },
    )
  })
  const before = figuresOf(scored)
  const after = figuresOf({ ...scored, scores: calibrateScores(calibrators, scores) })
  const fit = Object.freeze({
    ...counts,
    logLossBefore: before.logLoss!,
    logLoss: after.logLoss!,
    brierBefore: before.brier!,
    brier: after.brier!,
  })
  return calibratedModel({ target: target.info, calibrators: Object.freeze(calibrators), fit }, model)
}

function figuresOf(scored: ScoredTable): Record<string, number> {
  return pointFigures(WHO, scored)
}

function sameClasses({ target }: PredictingModel, classes: readonly string[]): boolean {
  return target?.task === 'classes' && String(target.classes) === String(classes)
}

function otherClasses(info: ScoredTable['target']['info']): ClienteleError {
  const classes = info.task === 'classes' ? info.classes.join(', ') : 'numbers'
  return new ClienteleError(
    'contradiction',
    `${WHO}: the target '${info.name}' holds ${classes}, but the model was learned for other classes; give rows of all classes that it knows.`,
  )
}
