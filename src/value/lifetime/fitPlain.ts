import { ClienteleError } from '../../error.js'
import { minimize, type Objective } from '../../numeric/minimize.js'
import { makeRandom } from '../../numeric/random.js'
import { checkInteger, checkNumber, checkOptions } from '../../options.js'
import { type ProgressOptions, report } from '../../progress.js'
import { minimumWithin, withinBounds } from './bounds.js'
import type { Table } from '../../table/arrow.js'
import { readAmounts } from './customers.js'
import type { Cells } from './collapse.js'
import type { Likelihood } from './core.js'
import { type LifetimeFit, fitReport } from './report.js'
import { resampler } from './resample.js'

/** What every fit without covariates can be told. */
export interface FitPlainOptions<Names extends string = string> extends ProgressOptions {
  /** How many customers a row stands for. Default: one. */
  readonly weights?: Names | undefined
  /** L2 penalty: subtracts penalty · customers · Σ parameter². Default 0. */
  readonly penalty?: number | undefined
  /** How many samples to fit again, for intervals. Default 0. */
  readonly bootstrap?: number | undefined
  /** For the bootstrap. Default 1. */
  readonly seed?: number | undefined
}

/** Checks those options, a model's own names beside them, and fills in what they leave out. */
export function readPlainOptions(
  who: string,
  options: FitPlainOptions,
  own: readonly string[],
): { penalty: number; bootstrap: number; seed: number } {
  checkOptions(who, options, [...own, 'weights', 'penalty', 'bootstrap', 'seed', 'onProgress', 'signal'])
  const { penalty = 0, bootstrap = 0, seed = 1 } = options
  checkNumber(who, 'penalty', penalty, 0, 1e6)
  checkInteger(who, 'bootstrap', bootstrap, 0, 100_000)
  checkInteger(who, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  return { penalty, bootstrap, seed }
}

/** How many customers each row stands for; undefined without weights. */
export function readWeights(
  table: Table,
  weights: string | undefined,
  who: string,
): Float64Array | undefined {
  return weights === undefined ? undefined : readAmounts(table, weights, who, 'weights are not negative')
}

/** What a model without covariates learned. */
export interface Learned {
  readonly parameters: { readonly [name: string]: number }
  readonly logCovariance: readonly (readonly number[])[] | null
  readonly draws: readonly (readonly number[])[] | null
  readonly fit: LifetimeFit
}

/** Fits positive parameters to cells: maximum likelihood, penalty and bootstrap. */
export function fitPlain(
  who: string,
  cells: Cells,
  likelihood: (cells: Cells) => Likelihood,
  names: readonly string[],
  start: readonly number[],
  settings: ProgressOptions & {
    penalty: number
    bootstrap: number
    seed: number
    leftOut: number
    warnings: string[]
    /** What a row must have, for the error where none has. */
    needs: string
  },
): Learned {
  const { penalty, bootstrap, seed, leftOut, warnings } = settings
  const customers = cells.weights.reduce((sum, w) => sum + w, 0)
  if (!(customers > 0)) {
    throw new ClienteleError('rows-too-few', `${who}: no row has ${settings.needs}; give one row a customer.`)
  }
  const search = minimize(objectiveFor(likelihood(cells), customers, penalty), start.map(Math.log), {
    onIteration: (done) => report(who, settings, { phase: 'fit', done }),
  })
  const found = minimumWithin(search, names.length)
  const theta = found.x.map(Math.exp)
  const logLikelihood = likelihood(cells)(theta, new Float64Array(names.length))
  const about = { customers, leftOut, distinct: cells.size, logLikelihood, warnings }
  const { fit, logCovariance } = fitReport(found, names, names.length, about)
  const sampled = bootstrap > 0 ? resampler(who, cells.weights) : undefined
  const draws = Array.from({ length: bootstrap }, (_, draw) => {
    report(who, settings, { phase: 'bootstrap', done: draw, total: bootstrap })
    const weights = sampled!(makeRandom(seed, draw))
    const sample = objectiveFor(likelihood({ ...cells, weights }), customers, penalty)
    return Array.from(withinBounds(minimize(sample, found.x, { tolerance: 1e-6 }).x, names.length))
  })
  return {
    parameters: Object.freeze(Object.fromEntries(names.map((name, i) => [name, theta[i]!]))),
    logCovariance,
    draws: bootstrap > 0 ? draws : null,
    fit,
  }
}

function objectiveFor(likelihood: Likelihood, customers: number, penalty: number): Objective {
  return (phi, g) => {
    const theta = phi.map(Math.exp)
    let value = -likelihood(theta, g) / customers
    for (let i = 0; i < phi.length; i++) {
      value += penalty * theta[i]! ** 2
      g[i] = -(g[i]! * theta[i]!) / customers + 2 * penalty * theta[i]! ** 2
    }
    return value
  }
}
