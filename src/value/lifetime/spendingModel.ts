import { freezeDeep } from '../../freeze.js'
import { printable } from '../../print.js'
import { checkNumber, checkOptions } from '../../options.js'
import { nullOr, numberIn, objectOf, text, wordOf } from '../../modelJson.js'
import { adopt } from '../../table/adopt.js'
import type { Table, Vector } from '../../table/arrow.js'
import { addColumns, float64, type NamingOptions } from '../../table/build.js'
import { readAbout, withAbout } from '../../table/metadata.js'
import type { Columns, TableLike, With } from '../../table/types.js'
import { badValue, readAmounts } from './customers.js'
import { readNumbers } from '../../table/numbers.js'
import { findColumn } from '../../table/column.js'
import { gammaGammaCore } from './gammaGammaKernel.js'
import type { OnlyOptions, SpendingColumns } from './predicted.js'
import { coefficientsOf, type Covariates, parametersOf, phiOf, readProfiles } from './profiles.js'
import { covarianceOf, covariatesReader, drawsOf, parametersReader, readFit } from './readFit.js'
import { describeFit, type LifetimeFit } from './report.js'
import { type Estimate, intervalOf } from './uncertainty.js'

/** How independent spend is of frequency, which the model assumes. */
export interface Independence {
  /** Pearson's correlation of frequency and mean spend among repeat buyers; null where one does not vary. */
  readonly correlation: number | null
  /** Its 95 % interval by Fisher's transformation. */
  readonly low: number | null
  readonly high: number | null
}

/** What a Gamma-Gamma model learned: plain JSON. */
export interface SpendingState {
  readonly kind: 'gammaGamma'
  readonly version: 1
  /** p, q and v; with covariates also their coefficients, such as `spend.club`. */
  readonly parameters: { readonly p: number; readonly q: number; readonly v: number } & {
    readonly [name: string]: number
  }
  readonly columns: { readonly frequency: string; readonly monetary: string }
  readonly covariates: Covariates<'spend'>
  readonly logCovariance: readonly (readonly number[])[] | null
  readonly draws: readonly (readonly number[])[] | null
  readonly independence: Independence
  readonly fit: LifetimeFit
}

/** What a model of spend can be asked. */
export interface SpendingPredictOptions extends NamingOptions {
  /** Adds `expected_spend_low` and `expected_spend_high`: the level, such as 0.95. */
  readonly interval?: number | undefined
}

/** A fitted model of spend: what a customer's orders are worth. */
export interface SpendingModel extends SpendingState {
  /** The table with `expected_spend`, the expected value of an order of each customer, added. */
  predict<T extends Columns = any, const O extends SpendingPredictOptions = {}>(
    table: TableLike<T>,
    options?: O & OnlyOptions<O, SpendingPredictOptions>,
  ): With<T, SpendingColumns<O>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): SpendingState
}

/** Repeat orders and their mean value, NaN where missing; the value of one-time buyers does not matter. */
export function readSpend(
  table: Table,
  { frequency, monetary }: SpendingState['columns'],
  who: string,
): [Float64Array, Float64Array] {
  const xs = readAmounts(table, frequency, who, 'repeat orders are counted from 0', 1e9)
  const zs = readNumbers(findColumn(table, monetary, who), who).slice()
  for (let i = 0; i < xs.length; i++) {
    if (xs[i] === 0) zs[i] = 0
    else if (zs[i]! < 0 || zs[i]! > 1e15) {
      throw badValue(
        who,
        monetary,
        i,
        zs[i]!,
        'the model describes positive spend; net or drop refunds before summarize, or make it null',
      )
    }
  }
  return [xs, zs]
}

/** Expected spend of each row as an estimate; NaN where a value is missing or the expectation is infinite. */
export function spendEstimate(state: SpendingState, table: Table, who: string): Estimate {
  const [xs, zs] = readSpend(table, state.columns, who)
  const coefficients = coefficientsOf(gammaGammaCore, state.covariates)
  const { rowProfile, values } = readProfiles(table, state.covariates, who)
  return {
    phi: phiOf(gammaGammaCore, state.parameters, coefficients),
    covariance: state.logCovariance,
    draws: state.draws,
    at: (phi) => {
      const thetas = values.map((profile) => parametersOf(phi, 3, coefficients, profile))
      return xs.map((x, i) => {
        const theta = thetas[rowProfile?.[i] ?? 0]
        if (theta === undefined) return NaN
        const [p, q, v] = theta as unknown as [number, number, number]
        return p * x + q > 1 ? (p * (v + x * zs[i]!)) / (p * x + q - 1) : NaN
      })
    },
  }
}

/** The model that a state makes. */
export function spendingModel(given: SpendingState): SpendingModel {
  const state = freezeDeep(given)
  const predict = (customers: TableLike, options: SpendingPredictOptions = {}): Table => {
    const who = 'gammaGamma.predict'
    checkOptions(who, options, ['interval', 'as', 'replace'])
    const { interval } = options
    if (interval !== undefined) checkNumber(who, 'interval', interval, 0.01, 0.999)
    const table = adopt(customers, who)
    const estimate = spendEstimate(state, table, who)
    const spend = estimate.at(estimate.phi)
    const added: Record<string, Vector> = { expected_spend: float64(spend) }
    if (interval !== undefined) {
      const { low, high } = intervalOf(estimate, 'amount', interval)
      added.expected_spend_low = float64(low)
      added.expected_spend_high = float64(high)
    }
    const known = readAbout(table, who)
    const missing = spend.reduce((n, v) => n + Number(Number.isNaN(v)), 0)
    const counts = { ...known.counts, [who]: { customers: spend.length - missing, missing } }
    return addColumns(table, added, who, options, withAbout(table.schema.metadata, { ...known, counts }))
  }
  const model = {
    ...state,
    predict: predict as unknown as SpendingModel['predict'],
    toJSON: () => ({ ...state }),
  }
  return printable(model, () => describeFit(state, 'repeat buyers'))
}

/** Restores a model of spend from JSON that is not to be trusted. */
export function readSpendingModel(json: unknown, place: string): SpendingModel {
  const share = nullOr(numberIn(-1, 1))
  const covariates = covariatesReader('spend')((json as any)?.covariates, 'covariates')
  const coefficients = coefficientsOf(gammaGammaCore, covariates)
  const names = [...gammaGammaCore.names, ...coefficients.map(({ name }) => name)]
  const state = objectOf({
    kind: wordOf('gammaGamma'),
    version: wordOf(1),
    parameters: parametersReader(gammaGammaCore, coefficients),
    columns: objectOf({ frequency: text(), monetary: text() }),
    covariates: covariatesReader('spend'),
    logCovariance: covarianceOf(names.length),
    draws: drawsOf(3, names.length),
    independence: objectOf({ correlation: share, low: share, high: share }),
    fit: readFit(names),
  })(json, place)
  return spendingModel(state as SpendingState)
}
