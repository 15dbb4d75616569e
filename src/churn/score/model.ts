import type { BoostModel, BoostState } from '../../classify/boost/model.js'
import type { Sigmoid } from '../../classify/calibration/sigmoid.js'
import { freezeDeep } from '../../freeze.js'
import { brief, printable } from '../../print.js'
import type { Table } from '../../table/arrow.js'
import type { TableLike } from '../../table/types.js'
import type { BuyingModel, BuyingState } from '../../value/lifetime/buyingModel.js'
import type { ChurnPredictOptions } from './predict.js'
import { predictContracts, predictOrders } from './predict.js'
import type { HoldoutReport } from './report.js'
import type { ChurnWarning } from './warnings.js'

/** How the model did on customers whom it had not seen. */
export interface ChurnFit extends HoldoutReport {
  /** The days of the cut-offs, the earliest first: what was known on those of `train` was learned from, on that of `test` foretold; the model that is kept has learned from `final`. Null with contracts. */
  readonly trainCutoffs: readonly string[] | null
  readonly testCutoff: string | null
  readonly finalCutoffs: readonly string[] | null
  readonly trainRows: number
  readonly testRows: number
  /** The share who left, of all rows. */
  readonly trainChurn: number
  readonly testChurn: number
  readonly warnings: readonly ChurnWarning[]
}

/** Which columns and further tables the orders were read with; null where not given. */
export interface ChurnSources {
  readonly roles: { readonly [role: string]: string }
  readonly windows: readonly number[]
  readonly product: string | null
  readonly discount: string | null
  readonly channel: string | null
  readonly promised: string | null
  readonly delivered: string | null
  readonly tickets: boolean
  readonly contacts: boolean
  /** The columns that were taken from a table of customers; null without one. */
  readonly customers: readonly string[] | null
  readonly refunds: string | null
}

/** Everything a churn model is made of. */
export interface ChurnState {
  readonly kind: 'churn'
  readonly version: 1
  /** Whether it learned from orders, or from contracts that say who left. */
  readonly mode: 'orders' | 'contracts'
  /** The column that said who left, with contracts. */
  readonly target: string
  /** Days; null with contracts. */
  readonly horizon: number | null
  readonly active: number | null
  readonly sources: ChurnSources | null
  readonly boost: BoostState
  readonly buying: BuyingState<'bgNbd'> | null
  readonly sigmoid: Sigmoid
  /** The median gap between orders, for customers who have none of their own. */
  readonly typicalGap: number | null
  /** The longest silence, in days, that it learned from: of longer ones it says what it says of this. */
  readonly longestSilence: number | null
  /** Probabilities at the hundredths of customers: all, and by stage. */
  readonly percentiles: {
    readonly all: readonly number[]
    readonly stages: { readonly [stage: string]: readonly number[] }
  }
  readonly fit: ChurnFit
}

/** The models within. */
export interface ChurnParts {
  readonly boost: BoostModel
  readonly buying: BuyingModel<'bgNbd'> | undefined
}

/** A model of who leaves. */
export interface ChurnModel extends Omit<ChurnState, 'boost' | 'buying'> {
  readonly boost: BoostModel
  readonly buying: BuyingModel<'bgNbd'> | null
  /** Learned from orders, one row a customer; learned from contracts, the given table with columns added. */
  predict(table: TableLike, options?: ChurnPredictOptions): Table<any>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): ChurnState
}

/** The model that a state makes. */
export function churnModel(given: ChurnState, parts: ChurnParts): ChurnModel {
  const state = freezeDeep(given)
  const model = {
    ...state,
    boost: parts.boost,
    buying: parts.buying ?? null,
    predict: (table: TableLike, options: ChurnPredictOptions = {}): Table =>
      state.mode === 'orders'
        ? predictOrders(table, state, parts, options)
        : predictContracts(table, state, parts, options),
    toJSON: () => state,
  }
  return printable(model, () => {
    const { fit, horizon } = state
    const of = horizon === null ? state.target : `no order in ${horizon} days`
    const [own] = fit.models
    return [
      `churn model (${of}): AUC ${brief(own!.auc)} on ${brief(fit.testRows)} customers not seen, lift of the top tenth ${brief(own!.topDecileLift)}`,
      `  ${fit.verdict}`,
      ...fit.warnings.map(({ message }) => `  ${message}`),
    ].join('\n')
  })
}
