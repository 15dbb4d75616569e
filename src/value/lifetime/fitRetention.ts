import { checkInteger, checkNumber, checkOptions } from '../../options.js'
import type { ProgressOptions } from '../../progress.js'
import { adopt } from '../../table/adopt.js'
import { findColumn } from '../../table/column.js'
import type { TableLike } from '../../table/types.js'
import { collapseRows } from './collapse.js'
import { readAmounts } from './customers.js'
import { fitPlain } from './fitPlain.js'
import { retentionLikelihood } from './retentionKernel.js'
import { readDurations, type RetentionModel, retentionModel } from './retentionModel.js'

/** What fits of contracts can be told. */
export interface FitRetentionOptions<Names extends string = string> extends ProgressOptions {
  /** At which renewal the customer left, or how many renewals one who is still there has made. Default `duration`. */
  readonly duration?: Names | undefined
  /** Whether the customer left: boolean, 0/1 or yes/no. Default `churned`. */
  readonly churned?: Names | undefined
  /** How many customers a row stands for. Default: one. */
  readonly weights?: Names | undefined
  /** L2 penalty: subtracts penalty · customers · Σ parameter². Default 0. */
  readonly penalty?: number | undefined
  /** How many samples to fit again, for intervals. Default 0. */
  readonly bootstrap?: number | undefined
  /** For the bootstrap. Default 1. */
  readonly seed?: number | undefined
}

const OPTIONS = ['duration', 'churned', 'weights', 'penalty', 'bootstrap', 'seed', 'onProgress', 'signal']

/** Learns a model of contracts from one row a customer. */
export function fitRetention(
  who: string,
  kind: 'sbg' | 'bdw',
  names: readonly string[],
  given: TableLike,
  options: FitRetentionOptions,
): RetentionModel {
  checkOptions(who, options, OPTIONS)
  const {
    duration = 'duration',
    churned = 'churned',
    weights,
    penalty = 0,
    bootstrap = 0,
    seed = 1,
  } = options
  checkNumber(who, 'penalty', penalty, 0, 1e6)
  checkInteger(who, 'bootstrap', bootstrap, 0, 100_000)
  checkInteger(who, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  const table = adopt(given, who)
  const columns = Object.freeze({ duration, churned })
  // Of new customers everybody may be there, but nothing can be learned without knowing who left.
  findColumn(table, churned, who)
  const [durations, left] = readDurations(table, columns, who)
  const counts =
    weights === undefined ? undefined : readAmounts(table, weights, who, 'weights are not negative')
  const known = counts ? durations.map((t, i) => (Number.isNaN(counts[i]!) ? NaN : t)) : durations
  const cells = collapseRows([known, left], counts)
  const leftOut = cells.rowCell.reduce((n, cell) => n + Number(cell < 0), 0)
  const nobody = !left.includes(1)
  const warnings = nobody ? ['Nobody has left yet: how long customers stay cannot be learned.'] : []
  const start = names.map(() => 1)
  const settings = {
    ...options,
    penalty,
    bootstrap,
    seed,
    leftOut,
    warnings,
    needs: `${duration} and ${churned}`,
  }
  const learned = fitPlain(who, cells, retentionLikelihood, names, start, settings)
  const { parameters, logCovariance, draws, fit } = learned
  return retentionModel({ kind, version: 1, parameters, columns, logCovariance, draws, fit })
}
