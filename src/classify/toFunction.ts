import { checkNumber, checkOptions, invalid } from '../options.js'
import { printTypeScript } from './code/printTypeScript.js'
import { type CodeModel, programOf } from './code/programOf.js'

/** What `toFunction` can be told. */
export interface ToFunctionOptions {
  /** The name of the function. Default 'predict'. */
  readonly name?: string | undefined
  /** With two classes: from which probability on the positive one is predicted. Default 0.5, or where the model's costs say. */
  readonly threshold?: number | undefined
}

const WHO = 'toFunction'
const RESERVED = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield labelOf numberOf Math Number String'.split(
    ' ',
  ),
)

/**
 * Scores a customer anywhere: a model as the source of one TypeScript function without dependencies, for a web page, an edge worker or a service
 * that must not carry a library. `(row) => ({ predicted, probability })`; with more than two classes a `probability_<class>` each.
 *
 * It says what `predict` says, missing values (null, undefined, NaN) and unknown labels included; sums of many terms may differ in their last digits. The
 * source also has the types `Row` and `Prediction`. It is text: write it to a file, and read it before you trust a model of somebody else's.
 *
 * @param model - a logistic regression, naive Bayes, tree, forest, boosted model or network, or one of them calibrated
 * @param options - `name` of the function, `threshold` as for `predict`
 * @returns the source of a module that exports the function
 * @throws ClienteleError `option-invalid`; `unsupported` for other models
 *
 * Cost: linear in the size of the model.
 *
 * @example
 * ```ts
 * const rows = [1, 2, 3, 4, 5, 6].map((orders) => ({ orders, churned: [1, 2, 4].includes(orders) }))
 * const source = toFunction(fitLogistic(fromRows(rows), { target: 'churned' }), { name: 'churnOf' })
 * console.log(source.includes('export function churnOf(row: Row): Prediction {')) // true
 * ```
 */
export function toFunction(model: CodeModel, options: ToFunctionOptions = {}): string {
  checkOptions(WHO, options, ['name', 'threshold'])
  const { name = 'predict', threshold } = options
  if (threshold !== undefined) checkNumber(WHO, 'threshold', threshold, 0, 1)
  if (typeof name !== 'string' || !/^[A-Za-z_$][\w$]*$/.test(name) || RESERVED.has(name)) {
    throw invalid(
      WHO,
      `name must be a function's name, such as 'predict', but got '${String(name).slice(0, 40)}'`,
    )
  }
  return printTypeScript(programOf(WHO, model, threshold), name)
}
