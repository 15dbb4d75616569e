import { checkInteger, checkNumber, checkOptions } from '../../options.js'
import type { ProgressOptions } from '../../progress.js'
import type { Table } from '../../table/arrow.js'
import { readAmounts } from './customers.js'

/** What every fit can be told. */
export interface FitPlainOptions<Names extends string = string> extends ProgressOptions {
  /** How many customers a row stands for. Default: one. */
  readonly weights?: Names | undefined
  /** L2 penalty: subtracts penalty · customers · Σ parameter² (coefficients too). Default 0. */
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
  const every = ['weights', 'penalty', 'covariates', 'bootstrap', 'seed', 'onProgress', 'signal']
  checkOptions(who, options, [...own, ...every])
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
