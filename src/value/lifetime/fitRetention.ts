import { adopt } from '../../table/adopt.js'
import { findColumn } from '../../table/column.js'
import type { TableLike } from '../../table/types.js'
import { collapseRows } from './collapse.js'
import { fitPlain, type FitPlainOptions, readPlainOptions, readWeights } from './fitPlain.js'
import { retentionLikelihood } from './retentionKernel.js'
import { readDurations, type RetentionModel, retentionModel } from './retentionModel.js'

/** What fits of contracts can be told. */
export interface FitRetentionOptions<Names extends string = string> extends FitPlainOptions<Names> {
  /** At which renewal the customer left, or how many renewals one who is still there has made. Default `duration`. */
  readonly duration?: Names | undefined
  /** Whether the customer left: boolean, 0/1 or yes/no. Default `churned`. */
  readonly churned?: Names | undefined
}

/** Learns a model of contracts from one row a customer. */
export function fitRetention(
  who: string,
  kind: 'sbg' | 'bdw',
  names: readonly string[],
  given: TableLike,
  options: FitRetentionOptions,
): RetentionModel {
  const plain = readPlainOptions(who, options, ['duration', 'churned'])
  const { duration = 'duration', churned = 'churned', weights } = options
  const table = adopt(given, who)
  const columns = Object.freeze({ duration, churned })
  // Of new customers everybody may be there, but nothing can be learned without knowing who left.
  findColumn(table, churned, who)
  const [durations, left] = readDurations(table, columns, who)
  const counts = readWeights(table, weights, who)
  const known = counts ? durations.map((t, i) => (Number.isNaN(counts[i]!) ? NaN : t)) : durations
  const cells = collapseRows([known, left], counts)
  const leftOut = cells.rowCell.reduce((n, cell) => n + Number(cell < 0), 0)
  const nobody = !left.includes(1)
  const warnings = nobody ? ['Nobody has left yet: how long customers stay cannot be learned.'] : []
  const start = names.map(() => 1)
  const settings = {
    ...options,
    ...plain,
    leftOut,
    warnings,
    needs: `${duration} and ${churned}`,
  }
  const learned = fitPlain(who, cells, retentionLikelihood, names, start, settings)
  const { parameters, logCovariance, draws, fit } = learned
  return retentionModel({ kind, version: 1, parameters, columns, logCovariance, draws, fit })
}
