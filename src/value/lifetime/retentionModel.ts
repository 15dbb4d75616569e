import { freezeDeep } from '../../freeze.js'
import { objectOf, text, wordOf } from '../../modelJson.js'
import { NOTHING_LEFT, smoothSum } from '../../numeric/smoothSum.js'
import { checkNumber, checkOptions, invalid } from '../../options.js'
import { printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { Table, Vector } from '../../table/arrow.js'
import { addColumns, float64, type NamingOptions } from '../../table/build.js'
import { findColumn, hasColumn } from '../../table/column.js'
import { readAbout, withAbout } from '../../table/metadata.js'
import { readNumbers } from '../../table/numbers.js'
import { isText, readStrings } from '../../table/strings.js'
import type { Columns, TableLike, With } from '../../table/types.js'
import { badValue, readAmounts } from './customers.js'
import { widthOf } from './core.js'
import type { OnlyOptions, RetentionColumns } from './predicted.js'
import { coefficientsOf, type Covariates, parametersOf, phiOf, readProfiles } from './profiles.js'
import { covarianceOf, covariatesReader, drawsOf, parametersReader, readFit } from './readFit.js'
import { describeFit, type LifetimeFit } from './report.js'
import { logSurvival, retentionCore } from './retentionKernel.js'
import { type Estimate, intervalOf } from './uncertainty.js'

/** What a model of contracts learned: plain JSON. */
export interface RetentionState {
  readonly kind: 'sbg' | 'bdw'
  readonly version: 1
  /** Named numbers; with covariates also their coefficients, such as `dropout.plan`. */
  readonly parameters: { readonly [name: string]: number }
  readonly columns: { readonly duration: string; readonly churned: string }
  readonly covariates: Covariates<'dropout'>
  readonly logCovariance: readonly (readonly number[])[] | null
  readonly draws: readonly (readonly number[])[] | null
  readonly fit: LifetimeFit
}

/** What a model of contracts can be asked. */
export interface RetentionPredictOptions extends NamingOptions {
  /** How many renewals ahead: `{periods: 5}`. */
  readonly horizon?: { readonly periods: number } | undefined
  /** Adds `<name>_low` and `<name>_high`: the level, such as 0.95. */
  readonly interval?: number | undefined
}

/** A fitted model of contracts: how many renewals customers stay. */
export interface RetentionModel extends RetentionState {
  /** The table with `p_alive` and, over a horizon, `p_alive_at_horizon` and `expected_renewals` added. */
  predict<T extends Columns = any, const O extends RetentionPredictOptions = {}>(
    table: TableLike<T>,
    options?: O & OnlyOptions<O, RetentionPredictOptions>,
  ): With<T, RetentionColumns<O>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): RetentionState
}

/** Words for having left and for being there, as exports write them. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['yes', 1],
  ['true', 1],
  ['1', 1],
  ['no', 0],
  ['false', 0],
  ['0', 0],
])

function readLeft(table: Table, churned: string, who: string): Float64Array {
  const column = findColumn(table, churned, who)
  if (!isText(column.type)) return readNumbers(column, who)
  return Float64Array.from(readStrings(column), (word, row) => {
    if (word === null || word.trim() === '') return NaN
    const left = WORDS.get(word.trim().toLowerCase())
    if (left !== undefined) return left
    throw badValue(who, churned, row, `'${word.slice(0, 40)}'`, 'it says yes or no, true or false, 1 or 0')
  })
}

/**
 * Renewals and whether the customer left at the last of them (1) or is still there (0); NaN where missing. Without a
 * column that says so, everybody is still there.
 */
export function readDurations(
  table: Table,
  { duration, churned }: RetentionState['columns'],
  who: string,
): [Float64Array, Float64Array] {
  const durations = readAmounts(table, duration, who, 'renewals are counted from 0', 1e6)
  const left = hasColumn(table, churned) ? readLeft(table, churned, who) : new Float64Array(table.numRows)
  for (let i = 0; i < durations.length; i++) {
    const [t, gone] = [durations[i]!, left[i]!]
    if (t % 1 > 0) throw badValue(who, duration, i, t, 'renewals are whole numbers')
    if (gone !== 0 && gone !== 1 && gone === gone) {
      throw badValue(
        who,
        churned,
        i,
        gone,
        'it is 1 for a customer who left and 0 for one who is still there',
      )
    }
    if (gone === 1 && t === 0)
      throw badValue(who, duration, i, t, 'who left did so at the first renewal (1) or later')
  }
  return [durations, left]
}

/**
 * A number of each row that depends on the parameters (gamma, delta, c and what covariates make of the hazard) and its renewals; 0 for customers
 * who left, NaN where something is missing.
 */
export function retentionEstimate(
  state: RetentionState,
  table: Table,
  who: string,
  value: (theta: Float64Array, t: number) => number,
): Estimate {
  const core = retentionCore(state.kind)
  const coefficients = coefficientsOf(core, state.covariates)
  const [durations, left] = readDurations(table, state.columns, who)
  const { rowProfile, values } = readProfiles(table, state.covariates, who)
  return {
    phi: phiOf(core, state.parameters, coefficients),
    covariance: state.logCovariance,
    draws: state.draws,
    at: (phi) => {
      const profiles = values.map((profile) => ({
        theta: parametersOf(phi, core.names.length, coefficients, profile, widthOf(core)),
        known: new Map<number, number>(),
      }))
      return durations.map((t, i) => {
        const profile = profiles[rowProfile?.[i] ?? 0]
        if (Number.isNaN(t) || Number.isNaN(left[i]!) || profile === undefined) return NaN
        if (left[i] === 1) return 0
        const { theta, known } = profile
        let v = known.get(t)
        if (v === undefined) known.set(t, (v = value(theta, t)))
        return v
      })
    },
  }
}

const ignored = new Float64Array(4)

/** Σ S(t + j)/S(t)·exp(−delta·j), j = 1 … most: renewals that are still to come. */
export function renewals(theta: Float64Array, t: number, most: number, delta: number): number {
  const now = logSurvival(theta, t, ignored)
  const term = (j: number) => Math.exp(logSurvival(theta, t + j, ignored) - now - delta * j)
  return smoothSum(term, Math.min(most, NOTHING_LEFT / delta))
}

/** The model that a state makes. */
export function retentionModel(given: RetentionState): RetentionModel {
  const state = freezeDeep(given)
  const predict = (customers: TableLike, options: RetentionPredictOptions = {}): Table => {
    const who = `${state.kind}.predict`
    checkOptions(who, options, ['horizon', 'interval', 'as', 'replace'])
    const { horizon, interval } = options
    if (interval !== undefined) checkNumber(who, 'interval', interval, 0.01, 0.999)
    const steps = horizon === undefined ? undefined : wholePeriods(who, horizon)
    const table = adopt(customers, who)
    const added: Record<string, Vector> = {}
    const add = (
      name: string,
      scale: 'chance' | 'amount',
      value: (theta: Float64Array, t: number) => number,
    ) => {
      const estimate = retentionEstimate(state, table, who, value)
      added[name] = float64(estimate.at(estimate.phi))
      if (interval === undefined || name === 'p_alive') return
      const { low, high } = intervalOf(estimate, scale, interval)
      added[`${name}_low`] = float64(low)
      added[`${name}_high`] = float64(high)
    }
    add('p_alive', 'chance', () => 1)
    if (steps !== undefined) {
      add('p_alive_at_horizon', 'chance', (theta, t) =>
        Math.exp(logSurvival(theta, t + steps, ignored) - logSurvival(theta, t, ignored)),
      )
      add('expected_renewals', 'amount', (theta, t) => renewals(theta, t, steps, 0))
    }
    const missing = added.p_alive!.nullCount
    const counts = { [who]: { customers: table.numRows - missing, missing } }
    const known = readAbout(table, who)
    const about = { ...known, counts: { ...known.counts, ...counts } }
    return addColumns(table, added, who, options, withAbout(table.schema.metadata, about))
  }
  const model = {
    ...state,
    predict: predict as unknown as RetentionModel['predict'],
    toJSON: () => ({ ...state }),
  }
  return printable(model, () => describeFit(state, 'customers'))
}

function wholePeriods(who: string, horizon: unknown): number {
  checkOptions(who, horizon, ['periods'], 'horizon')
  const { periods } = horizon as { periods: unknown }
  if (Number.isInteger(periods) && (periods as number) > 0 && (periods as number) <= 1e5)
    return periods as number
  throw invalid(who, 'horizon.periods must be a whole number of renewals, from 1 to 100000')
}

/** Restores a model of contracts from JSON that is not to be trusted. */
export function readRetentionModel(json: unknown, place: string): RetentionModel {
  const { kind } = (json ?? {}) as { kind?: unknown }
  const core = retentionCore(kind === 'bdw' ? 'bdw' : 'sbg')
  const covariates = covariatesReader('dropout')((json as any)?.covariates, 'covariates')
  const coefficients = coefficientsOf(core, covariates)
  const names = [...core.names, ...coefficients.map(({ name }) => name)]
  const state = objectOf({
    kind: wordOf('sbg', 'bdw'),
    version: wordOf(1),
    parameters: parametersReader(core, coefficients),
    columns: objectOf({ duration: text(), churned: text() }),
    covariates: covariatesReader('dropout'),
    logCovariance: covarianceOf(names.length),
    draws: drawsOf(core.names.length, names.length),
    fit: readFit(names),
  })(json, place)
  return retentionModel(state as RetentionState)
}
