import { ClienteleError } from '../../error.js'
import { NOTHING_LEFT, smoothSum } from '../../numeric/smoothSum.js'
import { checkNumber, invalid } from '../../options.js'
import { type ProgressOptions, report } from '../../progress.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { DAYS_A_UNIT, readAbout, type Unit } from '../../table/metadata.js'
import { readNumbers } from '../../table/numbers.js'
import { type BuyingModel, type FittedBuying, fittedBuying } from './buyingModel.js'
import { badValue } from './customers.js'
import { historyCells, rowsOf, type Value } from './historyCells.js'
import { type Horizon, readHorizon, requireUnit, unitOf, wholeSteps } from './horizon.js'
import { renewals, retentionEstimate, type RetentionModel } from './retentionModel.js'
import { spendEstimate, type SpendingModel } from './spendingModel.js'
import { combine, type Estimate, exactly } from './uncertainty.js'

/** What a customer's value is made of. */
export interface ValueOptions<Names extends string = string> extends ProgressOptions {
  /** How often they will order: a model of buying. Either this or `retention`. */
  readonly buying?: BuyingModel | undefined
  /** How long they will stay under contract: a model of renewals. */
  readonly retention?: RetentionModel | undefined
  /** What an order (a period of the contract) brings: a Gamma-Gamma model, a column, or one number for all. */
  readonly spending: SpendingModel | Names | number
  /** How far ahead; `Infinity` for ever. By `retention` a whole number of renewals: `{periods: 12}`. */
  readonly horizon: Horizon | number
  /** What money is worth less a year later: 0.1 is ten per cent. Default 0.1. */
  readonly discountRate?: number | undefined
  /** The share of spend that is left after costs, from 0 to 1: one for all, or a column. Default 1. */
  readonly margin?: Names | number | undefined
  /** The unit of the table's times, where its metadata is gone; by `retention` the length of a period. */
  readonly unit?: Unit | undefined
}

/** The names of those options. */
export const VALUE_OPTIONS: readonly string[] = Object.freeze([
  'buying',
  'retention',
  'spending',
  'horizon',
  'discountRate',
  'margin',
  'unit',
  'onProgress',
  'signal',
])

const DAYS_A_YEAR = DAYS_A_UNIT.year
/** Up to so many steps are added one by one. */
const FEW = 24
/** So many histories between two reports. */
const REPORTED = 256

/** The value of each row as an estimate: discounted orders or renewals, times spend, times margin. */
export function valueEstimate(table: Table, options: ValueOptions, who: string): Estimate {
  const { buying, retention, horizon, discountRate = 0.1, margin = 1 } = options
  checkRate(who, discountRate, horizon === Infinity)
  if ((buying === undefined) === (retention === undefined)) {
    throw invalid(who, 'give one of buying (a model such as fitBgNbd gives) and retention (as fitSbg gives)')
  }
  const margins = marginOf(table, margin, who)
  const settings = { ...options, discountRate }
  const coming = buying ? orders(table, buying, settings, who) : periods(table, retention!, settings, who)
  const spend = spendOf(table, options.spending, who)
  return combine([coming, spend], ([n, s]) => n!.map((v, i) => v * s![i]! * margins[i]!))
}

function checkRate(who: string, rate: unknown, endless: boolean): void {
  if (typeof rate === 'number' && rate < 0) {
    throw invalid(
      who,
      `discountRate is ${rate}: a negative rate would make money worth more the later it comes; give 0 for no discount, 0.1 for ten per cent a year`,
    )
  }
  checkNumber(who, 'discountRate', rate, 0, 10)
  if (endless && rate === 0) {
    throw invalid(
      who,
      'discountRate is 0 and horizon Infinity: money of all times to come, none of it worth less, may add up to infinity; give a discountRate above 0, or a horizon such as {years: 5}',
    )
  }
}

/** The margin of each row; NaN where it is missing. */
function marginOf(table: Table, margin: unknown, who: string): Float64Array {
  const named = typeof margin === 'string'
  if (!named && typeof margin !== 'number')
    throw invalid(who, 'margin must be a number from 0 to 1, or the name of a column of such numbers')
  const values = named
    ? readNumbers(findColumn(table, margin, who), who)
    : new Float64Array(table.numRows).fill(margin)
  const row = named ? values.findIndex((v) => v < 0 || v > 1) : 0
  const got = named ? values[row] : margin
  if (got === undefined || (got >= 0 && got <= 1)) return values
  const where = named ? `column '${margin}' holds the margin ${got} in row ${row + 1}` : `margin is ${got}`
  throw invalid(
    who,
    got < 0
      ? `${where}: each order would cost more than it brings, and the best customer be the one who never orders; that is a loss and no lifetime value. Give the share of spend that is left after costs, from 0 to 1, with 0 where nothing is left`
      : `${where}, but the share of spend that is left after costs lies between 0 and 1: 0.3 for thirty per cent`,
  )
}

function spendOf(table: Table, spending: ValueOptions['spending'], who: string): Estimate {
  if (typeof spending === 'number') {
    checkNumber(who, 'spending', spending, 0, Number.MAX_VALUE)
    return exactly(new Float64Array(table.numRows).fill(spending))
  }
  if (typeof spending === 'string') {
    const values = readNumbers(findColumn(table, spending, who), who)
    const row = values.findIndex((v) => v < 0 || v === Infinity)
    if (row >= 0) throw badValue(who, spending, row, values[row]!, 'spend is finite and not negative')
    return exactly(values)
  }
  if (spending?.kind === 'gammaGamma') return spendEstimate(spending, table, who)
  throw invalid(who, 'spending must be a model that fitGammaGamma gives, the name of a column, or a number')
}

type Settings = ValueOptions & { readonly discountRate: number }

/** Discounted orders of each row. */
function orders(table: Table, buying: BuyingModel, settings: Settings, who: string): Estimate {
  const inside = fittedBuying(buying)
  if (!inside)
    throw invalid(who, 'buying must be a model that fitBgNbd or one of its kin gives; loadModel restores one')
  const unit = unitOf(who, settings.unit, readAbout(table, who), inside.state.unit)
  const value = told(discountedOrders(inside, settings, unit, who), settings, who)
  const cells = historyCells(inside, table, who)
  return {
    ...inside.uncertain,
    phi: inside.phi,
    at: (phi) => rowsOf(cells, cells.each(phi, value)),
  }
}

/** The same value, which tells how far it is now and then, and stops where it is asked to. */
function told(value: Value, settings: Settings, who: string): Value {
  let done = 0
  return (theta, x, tx, T) => {
    if (++done % REPORTED === 0) report(who, settings, { phase: 'value', done })
    return value(theta, x, tx, T)
  }
}

function discountedOrders(
  { core }: FittedBuying,
  { horizon, discountRate }: Settings,
  unit: Unit | undefined,
  who: string,
): Value {
  const perUnit = (): number =>
    discountRate === 0 ? 0 : (Math.log1p(discountRate) * DAYS_A_UNIT[requireUnit(who, unit)]) / DAYS_A_YEAR
  if (horizon === Infinity) {
    const delta = perUnit()
    return (theta, x, tx, T) => core.alive(theta, x, tx, T) * core.discounted(theta, x, tx, T, delta)
  }
  const asked = readHorizon(who, horizon, unit)
  const { steps, step } = core.discrete ? opportunities(who, asked) : asked
  const delta = perUnit() * step
  // Few steps are added up as fast, and many customers know many rates.
  if (core.discountedSteps && delta > 0 && steps > FEW) {
    const settings = { steps, step, delta }
    return (theta, x, tx, T) => core.alive(theta, x, tx, T) * core.discountedSteps!(theta, x, tx, T, settings)
  }
  return (theta, x, tx, T) => {
    const until = (i: number) => core.expected(theta, x, tx, T, i * step)
    return core.alive(theta, x, tx, T) * discountedGrowth(until, steps, delta)
  }
}

/** Steps of whole opportunities; opportunity by opportunity where the horizon's unit is not made of them. */
function opportunities(who: string, { steps, step }: { steps: number; step: number }) {
  const all = wholeSteps(who, steps * step, 'opportunities to order')
  const whole = Math.round(step)
  const fits = whole > 0 && Math.abs(step - whole) < 1e-6 && all % whole === 0
  return fits ? { steps: all / whole, step: whole } : { steps: all, step: 1 }
}

/**
 * Σ (f(i) − f(i − 1))·exp(−delta·i) over whole steps, and what a last part of a step adds, discounted to its own end; f(0) = 0. Summed by
 * parts, so that the terms are smooth and positive: many steps cost as much as a few hundred.
 */
function discountedGrowth(f: (i: number) => number, steps: number, delta: number): number {
  const whole = Math.floor(steps + 1e-9)
  const last = whole > 0 ? f(whole) : 0
  const part = steps - whole > 1e-9 ? (f(steps) - last) * Math.exp(-delta * steps) : 0
  const end = last * Math.exp(-delta * whole) + part
  if (delta === 0) return end
  const term = (i: number) => f(i) * Math.exp(-delta * i)
  return end - Math.expm1(-delta) * smoothSum(term, Math.min(whole - 1, NOTHING_LEFT / delta))
}

/** Discounted renewals of each row. */
function periods(table: Table, retention: RetentionModel, settings: Settings, who: string): Estimate {
  if (retention.kind !== 'sbg' && retention.kind !== 'bdw') {
    throw invalid(who, 'retention must be a model that fitSbg or fitBdw gives')
  }
  const { horizon, discountRate } = settings
  const unit = unitOf(who, settings.unit, readAbout(table, who))
  const inPeriods = horizon === Infinity || Object.hasOwn(Object(horizon), 'periods')
  if (unit === undefined && (discountRate > 0 || !inPeriods)) {
    throw new ClienteleError(
      'unit-missing',
      `${who}: how long is a period of the contract, from one renewal to the next? Say unit: 'month' (or day, week, year), which ${inPeriods ? 'the yearly discountRate' : 'a horizon in a unit of time'} needs${inPeriods ? '; or discountRate: 0' : '; or horizon: {periods: 12}'}.`,
    )
  }
  const years = discountRate === 0 ? 0 : DAYS_A_UNIT[unit!] / DAYS_A_YEAR
  const most = horizon === Infinity ? Infinity : renewalsAhead(who, readHorizon(who, horizon, unit))
  const delta = Math.log1p(discountRate) * years
  return retentionEstimate(retention, table, who, (theta, t) => renewals(theta, t, most, delta))
}

const renewalsAhead = (who: string, { steps, step }: { steps: number; step: number }): number =>
  wholeSteps(who, steps * step, 'renewals')
