import { ClienteleError } from '../error.js'
import { freezeDeep } from '../freeze.js'
import { checkChoice, checkInteger, checkNumber, checkOptions } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { columnTerm, designColumns, makeDesign } from '../learn/encode/design.js'
import { learnEncodings } from '../learn/encode/encoding.js'
import { learn, LEARN_OPTIONS, type LearnOptions } from '../learn/learn.js'
import { centredCovariance } from './logistic/contrasts.js'
import { type Collinear, findCollinear, findSeparating, separated } from './logistic/identify.js'
import { type Problem, scoresOf } from './logistic/likelihood.js'
import { type LogisticModel, logisticModel } from './logistic/model.js'
import type { Penalty } from './logistic/penalty.js'
import { covarianceOf, freeParameters, goodness, ownUnits } from './logistic/report.js'
import { type Solution, solve } from './logistic/solve.js'

/** What `fitLogistic` can be told. */
export interface FitLogisticOptions<Names extends string = string>
  extends LearnOptions<Names>, ProgressOptions {
  /** How strongly coefficients are drawn to 0 by their absolute value, which leaves many at exactly 0. Default 0. */
  readonly l1?: number | undefined
  /** How strongly coefficients are drawn to 0 by half their square. Default 1; 0 for plain maximum likelihood. */
  readonly l2?: number | undefined
  /** A feature that is missing in some rows: 'indicator', a coefficient of its own; or 'error'. Default 'indicator'. */
  readonly missingFeatures?: 'indicator' | 'error' | undefined
  /** How sure the intervals of odds ratios are. Default 0.95. */
  readonly interval?: number | undefined
  /** Default 100. */
  readonly maxIterations?: number | undefined
}

const WHO = 'fitLogistic'
const OPTIONS = LEARN_OPTIONS.concat([
  'l1',
  'l2',
  'missingFeatures',
  'interval',
  'maxIterations',
  'onProgress',
  'signal',
])

/** Second derivatives take the square of it. */
const MOST_COEFFICIENTS = 2000

/**
 * Which traits of a customer raise or lower the odds of an outcome, and by how much: logistic regression, for two classes or more. It
 * predicts nearly as well as trees on most customer tables, and each coefficient can be read: `odds_ratio` 2 doubles the odds.
 *
 * **Columns.** A number is one column, standardised inside; coefficients are in its own units. A category has a column for each label. Without a
 * penalty the first label in alphabetical order has none: the others are compared with it. Missing: the number's mean, or no
 * label, and a column `… is missing` besides. A label that was not learned from counts as missing; where nothing was missing, as the
 * average of all labels.
 *
 * **Penalty.** What is minimised is −log-likelihood + l1 · Σ|β| + l2/2 · Σβ², β the coefficients of standardised numbers and of 0/1 for labels,
 * intercepts apart. In scikit-learn's terms l2 is 1/C (elastic net: l1 = l1_ratio/C, l2 = (1 − l1_ratio)/C); in glmnet's, λ = (l1 + l2)/rows
 * and α = l1/(l1 + l2). The default `l2: 1` changes little where there are hundreds of rows, and holds coefficients of rare labels; its standard
 * errors are those of the penalised likelihood, a label being read beside the mean of its feature's labels. For p values as of R's `glm` say `l2: 0`: then columns that others make up have no coefficient and are
 * named in `fit.collinear`, and a column that tells the classes apart without fail is an error.
 *
 * More than two classes: the multinomial model; without a penalty each class is compared with the first, else each has its own coefficients.
 *
 * @param table - one row a customer
 * @param options - `target` and what else: `positive` where it cannot be guessed, `features`, `weights`, `l1`, `l2`
 * @returns a frozen model: `coefficients` (a row a term: coefficient, standard error, z, p, odds ratio and its interval; all but
 * coefficients null with `l1`), `fit` (log-likelihood, deviance, AIC, pseudo R², …), `predict(table)` adds `predicted` and `probability`
 * @throws ClienteleError `option-invalid`; `column-missing`, `column-type`; `value-invalid` (constant target, a separating column, values
 * beyond 1e100, more than 2,000 coefficients); `rows-too-few`; `aborted`
 *
 * Newton's method, with `l1` by coordinate descent (Friedman, Hastie and Tibshirani, Journal of Statistical Software 33, 2010).
 *
 * Cost: a million rows of 20 numbers take a second; memory of 8 bytes a cell. Labels cost hardly more than one column however many.
 *
 * @example
 * ```ts
 * const rows = Array.from({ length: 200 }, (_, i) => ({
 *   contract: i % 4 === 0 ? 'yearly' : 'monthly',
 *   calls: i % 5,
 *   churned: Math.floor(i / 20) < (i % 4 === 0 ? 1 : 3) + (i % 5) ? 'yes' : 'no',
 * }))
 * const model = fitLogistic(fromRows(rows), { target: 'churned', l2: 0 })
 * console.log(toRows(model.coefficients).map((row) => row.term)) // [ '(intercept)', 'contract = yearly', 'calls' ]
 * const [first] = toRows(model.predict(fromRows([{ contract: 'monthly', calls: 4 }])))
 * console.log(first.predicted, first.probability > 0.5) // yes true
 * ```
 */
export function fitLogistic<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitLogisticOptions<ColumnName<NoInfer<T>>>,
): LogisticModel {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { l1 = 0, l2 = 1, missingFeatures = 'indicator', interval = 0.95, maxIterations = 100 } = options
  checkNumber(WHO, 'l1', l1, 0, 1e100)
  checkNumber(WHO, 'l2', l2, 0, 1e100)
  checkChoice(WHO, 'missingFeatures', missingFeatures, ['indicator', 'error'])
  checkNumber(WHO, 'interval', interval, 0.01, 0.9999)
  checkInteger(WHO, 'maxIterations', maxIterations, 1, 1_000_000)
  const isPlain = l1 === 0 && l2 === 0
  const { target, features, weights, counts } = learn(WHO, own, options, 'classes')
  const encodings = learnEncodings(WHO, features, weights, { dropFirst: isPlain, missing: missingFeatures })
  const design = makeDesign(features, encodings, counts.rows)
  const { classes } = target.info
  const reference = isPlain || classes.length === 2
  const problem = { design, codes: target.codes, weights, classes: classes.length, reference }
  checkSize(problem)
  const infos = features.map(({ info }) => info)
  const terms = ['(intercept)', ...designColumns(encodings).map((column) => columnTerm(infos, column))]
  const separating = isPlain ? findSeparating(problem) : 0
  if (separating > 0) throw separated(WHO, terms[separating]!, classes)
  const collinear = isPlain ? findCollinear(design, weights) : []
  const dropped = droppedColumns(problem, collinear)
  const penalty: Penalty = { l1, l2, width: design.width, isFree: !reference }
  const solution = solve(problem, penalty, {
    maxIterations,
    dropped,
    onIteration: (done) => report(WHO, options, { phase: 'iteration', done }),
  })
  const inverse = l1 > 0 ? undefined : covarianceOf(solution, penalty, dropped)
  const covariance =
    inverse && l2 > 0 ? centredCovariance(inverse, encodings, scoresOf(problem), penalty.isFree) : inverse
  if (isPlain) checkBounded(solution, covariance, terms, classes)
  const state = {
    kind: 'logistic' as const,
    version: 1 as const,
    target: target.info,
    features: infos,
    encodings,
    l1,
    l2,
    interval,
    ...ownUnits(problem, encodings, solution.theta, covariance, dropped),
    fit: {
      ...counts,
      ...goodness(problem, solution, freeParameters(solution, penalty, dropped), isPlain),
      collinear: collinear.map(({ column, by }) => ({ term: terms[column]!, by: by.map((b) => terms[b]!) })),
      constant: infos.filter((_, f) => isConstant(encodings[f]!)).map(({ name }) => name),
    },
  }
  return logisticModel(freezeDeep(state))
}

function isConstant(encoding: ReturnType<typeof learnEncodings>[number]): boolean {
  if (encoding.missing) return false
  return encoding.kind === 'number' ? encoding.scale === 0 : encoding.levels.length === 0
}

function checkSize(problem: Problem): void {
  const count = scoresOf(problem) * (problem.design.width + 1)
  if (count <= MOST_COEFFICIENTS) return
  throw new ClienteleError(
    'value-invalid',
    `${WHO}: the features and classes make ${count} coefficients, but at most ${MOST_COEFFICIENTS} can be fitted; group rare labels, or leave out the category that has so many.`,
  )
}

function droppedColumns(problem: Problem, collinear: readonly Collinear[]): Set<number> {
  const m = problem.design.width + 1
  return new Set(
    Array.from({ length: scoresOf(problem) }, (_, s) => collinear.map(({ column }) => s * m + column)).flat(),
  )
}

/** A coefficient that has grown over many steps, and of which the data say nothing, has no bound. */
function checkBounded(
  { theta, iterations, converged }: Solution,
  covariance: readonly Float64Array[] | undefined,
  terms: readonly string[],
  classes: readonly string[],
): void {
  const unsure = (j: number) => (covariance ? covariance[j]![j]! : Math.abs(theta[j]!))
  // An intercept grows along with the column that makes it.
  const columns = Array.from(theta.keys()).filter((j) => j % terms.length > 0)
  const worst = columns.reduce((most, j) => (unsure(j) > unsure(most) ? j : most), columns[0] ?? 0)
  if (converged && (iterations < 15 || unsure(worst) < 1e4)) return
  throw separated(WHO, terms[worst % terms.length]!, classes)
}
