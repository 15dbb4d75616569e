import { adopt } from '../../table/adopt.js'
import { findColumn } from '../../table/column.js'
import type { TableLike } from '../../table/types.js'
import { collapseProfiles } from './fitCore.js'
import { type FitPlainOptions, readPlainOptions, readWeights } from './fitPlain.js'
import { learn, weighed } from './learn.js'
import {
  coefficientsOf,
  covariateWarnings,
  measureCovariates,
  readCovariates,
  readProfiles,
} from './profiles.js'
import { retentionCore } from './retentionKernel.js'
import { readDurations, type RetentionModel, retentionModel } from './retentionModel.js'

/** What fits of contracts can be told. */
export interface FitRetentionOptions<Names extends string = string> extends FitPlainOptions<Names> {
  /** At which renewal the customer left, or how many renewals one who is still there has made. Default `duration`. */
  readonly duration?: Names | undefined
  /** Whether the customer left: boolean, 0/1 or yes/no. Default `churned`. */
  readonly churned?: Names | undefined
  /**
   * Columns that explain the risk of leaving. They are scaled inside; coefficients are by one unit of the column as given. Parameters are
   * those of a customer with 0, or, where 0 is more than twenty standard deviations from the mean (a year), of one with the mean: a warning
   * says so.
   */
  readonly covariates?: { readonly dropout?: readonly Names[] } | undefined
}

/** Learns a model of contracts from one row a customer. */
export function fitRetention(
  kind: 'sbg' | 'bdw',
  given: TableLike,
  options: FitRetentionOptions,
): RetentionModel {
  const core = retentionCore(kind)
  const { who } = core
  const plain = readPlainOptions(who, options, ['duration', 'churned'])
  const { duration = 'duration', churned = 'churned', weights } = options
  const names = readCovariates(who, options.covariates, core, ['dropout'])
  const table = adopt(given, who)
  const columns = { duration, churned }
  const covariates = measureCovariates(table, names, who)
  // Of new customers everybody may be there, but nothing can be learned without knowing who left.
  findColumn(table, churned, who)
  const [durations, left] = readDurations(table, columns, who)
  const counts = readWeights(table, weights, who)
  const known = counts ? durations.map((t, i) => (Number.isNaN(counts[i]!) ? NaN : t)) : durations
  const profiles = readProfiles(table, covariates, who)
  const parts = collapseProfiles([known, left], profiles, counts)
  const coefficients = coefficientsOf(core, covariates)
  const nobody = left.includes(1) ? [] : ['Nobody has left yet: how long customers stay cannot be learned.']
  const { parameters, logCovariance, draws, fit } = learn(core, parts, coefficients, {
    ...options,
    ...plain,
    start: new Float64Array(core.names.length + coefficients.length),
    rows: table.numRows,
    warnings: [...nobody, ...covariateWarnings(covariates, profiles)],
    needs: `${duration} and ${churned}${weighed(weights)}; give one row a customer`,
  })
  return retentionModel({ kind, version: 1, parameters, columns, covariates, logCovariance, draws, fit })
}
