import { readFeaturesAgain } from '../../learn/features.js'
import { ClienteleError } from '../../error.js'
import { checkNumber } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { addColumns, float64, type NamingOptions } from '../../table/build.js'
import { readCategories } from '../../table/categories.js'
import { findColumn, list } from '../../table/column.js'
import { markPredicted } from '../../table/predicted.js'
import { firstAbove } from '../survival/lifeTable.js'
import type { CoxBaseline, CoxState } from './model.js'
import { ownColumns } from '../survival/readSurvival.js'
import { readTenure } from '../survival/readTenure.js'

/** What predicting with a Cox model can be told. */
export interface CoxPredictOptions extends NamingOptions {
  /** Also add `survival`: the probability of staying so much longer, in the unit of the durations learned from. */
  readonly horizon?: number | undefined
  /** The column of how long each customer has been there already. Default: 0 for all. */
  readonly from?: string | undefined
}

/** Adds what a model says of each row. */
export function predictCox(
  who: string,
  table: Table,
  state: CoxState,
  { as, replace, horizon, from }: CoxPredictOptions,
): Table {
  const risk = linearPredictor(who, table, state)
  const added: Record<string, ReturnType<typeof float64>> = {
    hazard_ratio: float64(risk.map((v) => Math.exp(Math.min(700, v)))),
  }
  if (horizon !== undefined) {
    checkNumber(who, 'horizon', horizon, 0, 1e100)
    added.survival = float64(survivals(who, table, state, risk, horizon, from))
  }
  return markPredicted(addColumns(table, added, who, { as, replace }), table)
}

/** βᵀ(x − x̄) of each row. */
function linearPredictor(
  who: string,
  table: Table,
  { features, encodings, effects, means }: CoxState,
): Float64Array {
  const read = readFeaturesAgain(who, table, features)
  const sum = new Float64Array(table.numRows)
  ownColumns(read, encodings, table.numRows).forEach((column, a) => {
    for (let i = 0; i < sum.length; i++) sum[i]! += effects[a]! * (column[i]! - means[a]!)
  })
  return sum
}

/** exp(−(H(from + horizon) − H(from))·ratio); missing beyond what was observed. */
function survivals(
  who: string,
  table: Table,
  state: CoxState,
  risk: Float64Array,
  horizon: number,
  from: string | undefined,
): Float64Array {
  const tenure = readTenure(who, table, from)
  const strata = rowStrata(who, table, state)
  const baselines = state.baseline.map(prepared)
  return risk.map((v, i) => {
    const baseline = baselines[strata ? strata[i]! : 0]
    if (!baseline || !(tenure[i]! + horizon <= baseline.until)) return NaN
    const hazard = at(baseline, tenure[i]! + horizon) - at(baseline, tenure[i]!)
    return Math.exp(-hazard * Math.exp(v))
  })
}

interface Prepared {
  readonly times: Float64Array
  readonly hazard: Float64Array
  readonly until: number
}

function prepared({ times, cumulativeHazard, until }: CoxBaseline): Prepared {
  return { times: Float64Array.from(times), hazard: Float64Array.from(cumulativeHazard), until }
}

function at({ times, hazard }: Prepared, time: number): number {
  const after = firstAbove(times, time)
  return after === 0 ? 0 : hazard[after - 1]!
}

/** The number of each row's stratum. */
function rowStrata(who: string, table: Table, { strata, baseline }: CoxState): Int32Array | undefined {
  if (strata === null) return undefined
  const { codes, labels } = readCategories(findColumn(table, strata, who), who)
  const place = labels.map((label) => baseline.findIndex(({ stratum }) => stratum === label))
  const strange = place.indexOf(-1)
  if (strange >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${strata}' holds '${labels[strange]!.slice(0, 40)}', of which no row was learned from; the strata are ${list(baseline.map(({ stratum }) => stratum ?? ''))}.`,
    )
  }
  return codes.map((code) => (code < 0 ? -1 : place[code]!))
}
