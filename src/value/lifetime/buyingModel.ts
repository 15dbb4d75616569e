import { freezeDeep } from '../../freeze.js'
import { printable } from '../../print.js'
import type { Columns, TableLike, With } from '../../table/types.js'
import type { Unit } from '../../table/metadata.js'
import type { BuyingCore } from './core.js'
import type { HistoryColumns } from './customers.js'
import { type BuyingPredictOptions, predictBuying } from './predictBuying.js'
import type { BuyingColumns, OnlyOptions } from './predicted.js'
import { type Coefficient, coefficientsOf, type Covariates, phiOf } from './profiles.js'
import { describeFit, type LifetimeFit } from './report.js'
import type { Estimate } from './uncertainty.js'

/** The kinds of models of buying until the customer drops out. */
export type BuyingKind = 'nbd' | 'bgNbd' | 'mbgNbd' | 'bgCnbd' | 'paretoNbd' | 'bgBb'

type Named<Names extends string> = { readonly [name in Names]: number }

/** The parameters of each kind of model, by name. */
export interface BuyingParameters {
  readonly nbd: Named<'r' | 'alpha'>
  readonly bgNbd: Named<'r' | 'alpha' | 'a' | 'b'>
  readonly mbgNbd: Named<'r' | 'alpha' | 'a' | 'b'>
  readonly bgCnbd: Named<'r' | 'alpha' | 'a' | 'b'>
  readonly paretoNbd: Named<'r' | 'alpha' | 's' | 'beta'>
  readonly bgBb: Named<'alpha' | 'beta' | 'gamma' | 'delta'>
}

/** What a model of buying learned: plain JSON. */
export interface BuyingState<K extends BuyingKind = BuyingKind> {
  readonly kind: K
  readonly version: 1
  /** Named numbers; with covariates also their coefficients, such as `purchase.gender`. */
  readonly parameters: BuyingParameters[K] & { readonly [name: string]: number }
  /** Of regular buyers: an order is every k-th event. 1 for all other models. */
  readonly k: number
  /** Whether customers may drop out right after their first order. */
  readonly modified: boolean
  /** The unit of the times that it learned from, where known. */
  readonly unit: Unit | null
  readonly columns: HistoryColumns
  readonly covariates: Covariates
  /** Covariance of the logarithms of the parameters, of coefficients times their covariate's scale; null where the search found no maximum. */
  readonly logCovariance: readonly (readonly number[])[] | null
  /** Bootstrapped logarithms of the parameters, coefficients scaled likewise, where asked for. */
  readonly draws: readonly (readonly number[])[] | null
  readonly fit: LifetimeFit
}

/** A fitted model of buying: how often customers order, and whether they still will. */
export interface BuyingModel<K extends BuyingKind = BuyingKind> extends BuyingState<K> {
  /** The table with what the model expects of each customer added. */
  predict<T extends Columns = any, const O extends BuyingPredictOptions = {}>(
    table: TableLike<T>,
    options?: O & OnlyOptions<O, BuyingPredictOptions>,
  ): With<T, BuyingColumns<O>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): BuyingState<K>
}

/** A model's arithmetic with its numbers: what prediction needs. */
export interface FittedBuying {
  readonly core: BuyingCore
  readonly state: BuyingState
  readonly phi: Float64Array
  readonly uncertain: Pick<Estimate, 'covariance' | 'draws'>
  readonly coefficients: readonly Coefficient[]
}

const fitted = new WeakMap<object, FittedBuying>()

/** The arithmetic behind a model that this library made. */
export function fittedBuying(model: unknown): FittedBuying | undefined {
  return typeof model === 'object' && model !== null ? fitted.get(model) : undefined
}

/** The model that a state makes. */
export function buyingModel<K extends BuyingKind>(core: BuyingCore, given: BuyingState<K>): BuyingModel<K> {
  const state = freezeDeep(given)
  const coefficients = coefficientsOf(core, state.covariates)
  const phi = phiOf(core, state.parameters, coefficients)
  const inside: FittedBuying = {
    core,
    state,
    phi,
    coefficients,
    uncertain: { covariance: state.logCovariance, draws: state.draws },
  }
  const model = {
    ...state,
    predict: ((table: TableLike, options: BuyingPredictOptions = {}) =>
      predictBuying(inside, table, options)) as unknown as BuyingModel['predict'],
    toJSON: () => ({ ...state }),
  }
  fitted.set(model, inside)
  return printable(model, () => describeFit(state, 'customers'))
}
