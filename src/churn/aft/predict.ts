import { readFeaturesAgain } from '../../learn/features.js'
import { checkNumber } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { addColumns, float64, type NamingOptions } from '../../table/build.js'
import { markPredicted } from '../../table/predicted.js'
import { ownColumns } from '../survival/readSurvival.js'
import { readTenure } from '../survival/readTenure.js'
import type { AftState } from './model.js'
import { SHAPES } from './shapes.js'

/** What predicting with these models can be told. */
export interface AftPredictOptions extends NamingOptions {
  /** Also add `survival`: the probability of staying so much longer, in the unit of the durations learned from. */
  readonly horizon?: number | undefined
  /** The column of how long each customer has been there already. Default: 0 for all. */
  readonly from?: string | undefined
}

/** Adds what a model says of each row. */
export function predictAft(
  who: string,
  table: Table,
  state: AftState,
  { as, replace, horizon, from }: AftPredictOptions,
): Table {
  const { scale } = state
  const shape = SHAPES[state.kind]
  const location = linearPredictor(who, table, state)
  const tenure = readTenure(who, table, from)
  const out = new Float64Array(3)
  const logSurvival = (i: number, time: number): number => {
    if (!(time > 0)) return Number.isNaN(time) ? NaN : 0
    shape.logSurvival((Math.log(time) - location[i]!) / scale, out)
    return out[0]!
  }
  const logMean = shape.logMean(scale)
  const added: Record<string, ReturnType<typeof float64>> = {
    expected_duration: float64(location.map((eta) => Math.exp(Math.min(700, eta + logMean)))),
    median_remaining: float64(
      location.map((eta, i) => {
        const half = logSurvival(i, tenure[i]!) - Math.LN2
        return Math.exp(Math.min(700, eta + scale * shape.quantile(half))) - tenure[i]!
      }),
    ),
  }
  if (horizon !== undefined) {
    checkNumber(who, 'horizon', horizon, 0, 1e100)
    added.survival = float64(
      location.map((_, i) => Math.exp(logSurvival(i, tenure[i]! + horizon) - logSurvival(i, tenure[i]!))),
    )
  }
  return markPredicted(addColumns(table, added, who, { as, replace }), table)
}

/** a + bᵀx of each row. */
function linearPredictor(
  who: string,
  table: Table,
  { features, encodings, intercept, effects }: AftState,
): Float64Array {
  const read = readFeaturesAgain(who, table, features)
  const sum = new Float64Array(table.numRows).fill(intercept)
  ownColumns(read, encodings, table.numRows).forEach((column, a) => {
    for (let i = 0; i < sum.length; i++) sum[i]! += effects[a]! * column[i]!
  })
  return sum
}
