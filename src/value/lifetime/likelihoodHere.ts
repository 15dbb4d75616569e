import type { Table } from '../../table/arrow.js'
import { type FittedBuying, fittedBuying } from './buyingModel.js'
import { readHistories } from './customers.js'
import { collapseProfiles, objectiveOf } from './fitCore.js'
import { coefficientsOf, phiOf, readProfiles } from './profiles.js'
import { retentionCore } from './retentionKernel.js'
import { readDurations, type RetentionState } from './retentionModel.js'

/** What a model's likelihood is on a table. */
export interface LikelihoodHere {
  /** The sum of weights, or rows, that have all the model's columns. */
  readonly customers: number
  /** undefined where it has a part that the table does not tell. */
  readonly logLikelihood: number | undefined
}

/** The likelihood of a fitted model on a table's customers. */
export function likelihoodHere(
  model: object,
  table: Table,
  weights: Float64Array | undefined,
  who: string,
): LikelihoodHere {
  const inside = fittedBuying(model)
  return inside
    ? ofBuying(inside, table, weights, who)
    : ofRetention(model as RetentionState, table, weights, who)
}

function ofBuying(
  { core, state, phi, coefficients }: FittedBuying,
  table: Table,
  weights: Float64Array | undefined,
  who: string,
): LikelihoodHere {
  const histories: Float64Array[] = readHistories(table, state.columns, core.discrete === true, who)
  histories[0] = weighed(histories[0]!, weights)
  const parts = collapseProfiles(histories, readProfiles(table, state.covariates, who), weights)
  const { customers, logLikelihood } = objectiveOf(core, parts, coefficients, 0)
  // With k above 1 the constant may come from the intervals between all orders, which the model does not keep.
  return { customers, logLikelihood: state.k > 1 ? undefined : logLikelihood(phi) }
}

function ofRetention(
  { kind, columns, covariates, parameters }: RetentionState,
  table: Table,
  weights: Float64Array | undefined,
  who: string,
): LikelihoodHere {
  const core = retentionCore(kind)
  const coefficients = coefficientsOf(core, covariates)
  const [durations, left] = readDurations(table, columns, who)
  const profiles = readProfiles(table, covariates, who)
  const parts = collapseProfiles([weighed(durations, weights), left], profiles, weights)
  const { customers, logLikelihood } = objectiveOf(core, parts, coefficients, 0)
  return { customers, logLikelihood: logLikelihood(phiOf(core, parameters, coefficients)) }
}

/** A row without a weight does not count. */
function weighed(values: Float64Array, weights: Float64Array | undefined): Float64Array {
  return weights ? values.map((v, i) => (Number.isNaN(weights[i]!) ? NaN : v)) : values
}
