import { ClienteleError } from '../../error.js'
import { type Minimum, minimize } from '../../numeric/minimize.js'
import { type ProgressOptions, report } from '../../progress.js'
import { minimumWithin } from './bounds.js'
import type { Learnable } from './core.js'
import { bootstrapDraws, objectiveOf, type Part } from './fitCore.js'
import type { Coefficient } from './profiles.js'
import { type LifetimeFit, fitReport } from './report.js'
import { sampleStart } from './sampleStart.js'

/** How to learn, and what is known of the customers beside their cells. */
export interface LearnSettings extends ProgressOptions {
  readonly penalty: number
  readonly bootstrap: number
  readonly seed: number
  /** Log-parameters, then coefficients. */
  readonly start: Float64Array
  /** Rows that were read. */
  readonly rows: number
  readonly warnings: readonly string[]
  /** What a row must have, for the error where none has. */
  readonly needs: string
  /** What the log-likelihood has apart from the parameters. */
  readonly constant?: number
  /** What a minimum at an edge means, in place of a warning about identification. */
  readonly edge?: (found: Minimum) => string | undefined
}

/** What a model learned. */
export interface Learned {
  /** Named parameters, then coefficients by one unit of their column. */
  readonly parameters: { readonly [name: string]: number }
  readonly logCovariance: readonly (readonly number[])[] | null
  readonly draws: readonly (readonly number[])[] | null
  readonly fit: LifetimeFit
}

/** Fits parameters and coefficients to cells: maximum likelihood, penalty and bootstrap. */
export function learn(
  core: Learnable,
  parts: readonly Part[],
  coefficients: readonly Coefficient[],
  settings: LearnSettings,
): Learned {
  const { who, names: own } = core
  const { penalty, bootstrap, seed } = settings
  const { objective, customers, logLikelihood } = objectiveOf(core, parts, coefficients, penalty)
  if (!(customers > 0)) throw new ClienteleError('rows-too-few', `${who}: no row has ${settings.needs}.`)
  const { start, inverse } = sampleStart(core, parts, coefficients, penalty, settings.start)
  const search = minimize(objective, start, {
    inverse,
    onIteration: (done) => report(who, settings, { phase: 'fit', done }),
  })
  const found = minimumWithin(search, own.length)
  const names = [...own, ...coefficients.map(({ name }) => name)]
  const scales = coefficients.map(({ scale }) => scale)
  const facts = {
    customers,
    leftOut: settings.rows - parts.reduce((sum, { cells }) => sum + rowsIn(cells.rowCell), 0),
    distinct: parts.reduce((sum, { cells }) => sum + cells.size, 0),
    logLikelihood: logLikelihood(found.x) + (settings.constant ?? 0),
    warnings: settings.warnings,
    edge: settings.edge?.(found),
  }
  const { fit, logCovariance } = fitReport(found, names, own.length, facts, scales)
  const onDraw = (done: number): void => report(who, settings, { phase: 'bootstrap', done, total: bootstrap })
  const draws =
    bootstrap > 0
      ? bootstrapDraws(core, parts, coefficients, { penalty, draws: bootstrap, seed, from: found, onDraw })
      : null
  const natural = (v: number, i: number): number =>
    i < own.length ? Math.exp(v) : v / scales[i - own.length]!
  const parameters = Object.fromEntries(names.map((name, i) => [name, natural(found.x[i]!, i)]))
  return { parameters, logCovariance, draws, fit }
}

/** What rows need besides where weights are given. */
export function weighed(weights: string | undefined): string {
  return weights === undefined ? '' : ` and a weight above 0 ('${weights}')`
}

function rowsIn(rowCell: Int32Array): number {
  let rows = 0
  for (let i = 0; i < rowCell.length; i++) if (rowCell[i]! >= 0) rows++
  return rows
}
