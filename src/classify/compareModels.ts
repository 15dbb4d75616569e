import { checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table, Utf8, Vector } from '../table/arrow.js'
import { float64, makeTable, utf8 } from '../table/build.js'
import { toRows } from '../table/toRows.js'
import type { ColumnName, Own, TableLike } from '../table/types.js'
import { compareByFolds } from './compare/byFolds.js'
import { compareByRows } from './compare/byRows.js'
import type { Compared } from './compare/compared.js'
import { holm } from './compare/tests.js'
import type { PredictingModel } from './evaluation/scoreOptions.js'
import type { Fit } from './validation/runFolds.js'
import { snake } from './validation/summary.js'
import { VALIDATION_OPTIONS, type ValidationOptions } from './validation/validate.js'

/** What `compareModels` can be told. */
export interface CompareModelsOptions<Names extends string = string, T = any> extends Omit<
  ValidationOptions<Names, any>,
  'probability' | 'predicted'
> {
  /**
   * Two or more, by name. Fitted models, or names of columns of predictions: compared on the rows of this table, which they must not have seen. Or functions
   * that fit a model: compared by cross-validation on the same folds.
   */
  readonly models: {
    readonly [name: string]:
      | PredictingModel
      | string
      | ((train: Table<Own<T>>, fold: number) => PredictingModel)
  }
  /** How many times folds are dealt anew. Default 1. */
  readonly repeats?: number | undefined
  /** The share of intervals that hold the true difference. Default 0.95. */
  readonly interval?: number | undefined
}

/** One row for two models and a figure. */
export type DifferenceColumns = {
  model: Utf8
  versus: Utf8
  figure: Utf8
  difference: Float64
  difference_low: Float64
  difference_high: Float64
  statistic: Float64
  p: Float64
  p_adjusted: Float64
  test: Utf8
}

/** What `compareModels` gives. */
export interface ModelComparison {
  /** One row a model, a column a figure in snake_case. */
  readonly scores: Table<any>
  readonly differences: Table<DifferenceColumns>
}

const WHO = 'compareModels'

/**
 * Is one model really better than another, or was it luck? Any two are compared with a paired test: on the same rows, or on the same folds.
 *
 * **Fitted models and columns** are compared on this table's rows, which none of them may have learned from: AUC by DeLong's test, accuracy by McNemar's
 * (exact), log loss and Brier score (for numbers: squared and absolute error) by the mean difference of rows in units of its standard error.
 *
 * **Functions that fit** are cross-validated on the same folds, and every figure is compared by the corrected resampled t-test: the differences of folds share most of what was
 * learned from, so a plain t-test would find differences where there are none. `repeats: 10` gives it more power.
 *
 * `p` is the chance of such a difference between models that are equally good; `p_adjusted` is Holm's correction over all pairs of models for one figure.
 *
 * @param table - rows with what came (`target`) and what models read
 * @param options - `models`; `target` and, unless it is boolean, 0/1 or yes/no, `positive` (default: those of the models); `interval` (0.95), `missing`, `threshold` (0.5); for functions
 * also what `crossValidate` takes, and `repeats` (1)
 * @returns a frozen object: `scores`, one row a model with its figures; `differences`, one row a pair and figure: `difference` (of `model`, minus that of `versus`) with
 * its interval, `statistic`, `p`, `p_adjusted`, `test`
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`, `value-invalid`, `rows-too-few`
 *
 * Cost: one sort for each model; for functions that of fitting models × folds × repeats times.
 *
 * DeLong, E. R. et al. (1988), Comparing the areas under two or more correlated receiver operating characteristic curves; Nadeau, C. and Bengio, Y. (2003),
 * Inference for the generalization error; McNemar, Q. (1947).
 *
 * @example
 * ```ts
 * const scored = fromRows(Array.from({ length: 200 }, (_, i) => ({
 *   churned: (i * 7) % 10 < 4, good: ((i * 7) % 10 < 4 ? 0.5 : 0.2) + (i % 5) / 10, poor: (i % 10) / 10,
 * })))
 * const { differences } = compareModels(scored, { target: 'churned', models: { good: 'good', poor: 'poor' } })
 * const [auc] = toRows(differences)
 * console.log(auc?.figure, auc?.test, auc?.difference > 0.2, auc?.p < 0.001) // auc delong true true
 * ```
 */
export function compareModels<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: CompareModelsOptions<ColumnName<NoInfer<T>>, T>,
): ModelComparison {
  checkOptions(WHO, options, [
    'models',
    'repeats',
    'interval',
    ...VALIDATION_OPTIONS.filter((name) => name !== 'probability' && name !== 'predicted'),
  ])
  const { models, repeats = 1, interval = 0.95 } = options
  checkInteger(WHO, 'repeats', repeats, 1, 1000)
  checkNumber(WHO, 'interval', interval, 0.01, 0.999)
  const own = adopt(table, WHO)
  const entries = readModels(models)
  const fits = entries.map(([, model]) => model).filter((model) => typeof model === 'function')
  const compared =
    fits.length > 0
      ? compareByFolds(WHO, own, fits as Fit[], options, repeats, interval)
      : compareByRows(WHO, own, entries as [string, PredictingModel | string][], options, interval)
  const names = entries.map(([name]) => name)
  const result = { scores: scoreTable(names, compared), differences: differenceTable(names, compared) }
  return printable(result, () => {
    const lines = names.map((name, m) => {
      const [figure, value] = Object.entries(compared.figures[m]!)[0]!
      return `  ${name}: ${figure} ${brief(value)}`
    })
    const pairs = toRows(result.differences).filter(({ figure }, _, all) => figure === all[0]!.figure)
    const against = pairs.map(
      (row) =>
        `  ${row.model} − ${row.versus}: ${part(row.difference)} (${part(row.difference_low)} to ${part(row.difference_high)}), ${chance(row.p_adjusted)} (${row.test})`,
    )
    return [`comparison of ${names.length} models`, ...lines, ...against].join('\n')
  })
}

function part(value: number | null): string {
  return value === null ? 'n/a' : brief(value)
}

/** How probable such a difference is by chance, of all pairs together. */
function chance(p: number | null): string {
  return p !== null && p < 0.0001 ? 'p below 0.0001' : `p ${part(p)}`
}

function readModels(models: unknown): [string, unknown][] {
  const entries = typeof models === 'object' && models !== null ? Object.entries(models) : []
  if (entries.length < 2) throw invalid(WHO, 'models must be an object of two or more models by name')
  const kinds = new Set(entries.map(([, model]) => typeof model === 'function'))
  if (kinds.size > 1) {
    throw invalid(
      WHO,
      'models must all be functions that fit, or all be fitted models and columns; make them alike',
    )
  }
  const wrong = entries.find(
    ([, model]) =>
      !['string', 'function'].includes(typeof model) && typeof (model as any)?.predict !== 'function',
  )
  if (wrong === undefined) return entries
  throw invalid(WHO, `models.${wrong[0]} must be a model, the name of a column, or a function that fits`)
}

function scoreTable(names: readonly string[], { figures }: Compared): Table {
  const columns: [string, Vector][] = [['model', utf8(names)]]
  for (const figure of Object.keys(figures[0]!)) {
    columns.push([snake(figure), float64(Float64Array.from(figures, (own) => own[figure]!))])
  }
  return makeTable(new Map(columns))
}

function differenceTable(names: readonly string[], { compare }: Compared): Table<DifferenceColumns> {
  const rows = names.flatMap((model, a) =>
    names.slice(a + 1).flatMap((versus, z) =>
      Object.entries(compare(a, a + 1 + z)).map(([figure, found]) => {
        return { model, versus, figure, found, adjusted: 1 }
      }),
    ),
  )
  for (const figure of new Set(rows.map((row) => row.figure))) {
    const family = rows.filter((row) => row.figure === figure)
    holm(family.map(({ found }) => found.p)).forEach((p, i) => (family[i]!.adjusted = p))
  }
  const texts = (of: (row: (typeof rows)[number]) => string) => utf8(rows.map(of))
  const numbers = (of: (row: (typeof rows)[number]) => number) => float64(Float64Array.from(rows, of))
  return makeTable<DifferenceColumns>({
    model: texts((row) => row.model),
    versus: texts((row) => row.versus),
    figure: texts((row) => snake(row.figure)),
    difference: numbers(({ found }) => found.difference),
    difference_low: numbers(({ found }) => found.low),
    difference_high: numbers(({ found }) => found.high),
    statistic: numbers(({ found }) => found.statistic),
    p: numbers(({ found }) => found.p),
    p_adjusted: numbers((row) => row.adjusted),
    test: texts(({ found }) => found.test),
  })
}
