import { checkNumber, invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { DAYS_A_UNIT, readAbout, type Unit } from '../../table/metadata.js'
import { readNumbers } from '../../table/numbers.js'
import { type BuyingModel, type FittedBuying, fittedBuying } from './buyingModel.js'
import { badValue } from './customers.js'
import { historyCells, rowsOf, type Value } from './historyCells.js'
import { type Horizon, readHorizon, requireUnit, unitOf } from './horizon.js'
import { readDurations, renewals, retentionEstimate, type RetentionModel } from './retentionModel.js'
import { spendEstimate, type SpendingModel } from './spendingModel.js'
import { combine, type Estimate, exactly } from './uncertainty.js'

/** What a customer's value is made of. */
export interface ValueOptions {
  /** How often they will order: a model of buying. Either this or `retention`. */
  readonly buying?: BuyingModel | undefined
  /** How long they will stay under contract: a model of renewals. */
  readonly retention?: RetentionModel | undefined
  /** What an order (a period of the contract) brings: a Gamma-Gamma model, a column, or one number for all. */
  readonly spending: SpendingModel | string | number
  /** How far ahead; `Infinity` for ever. By `retention` in renewals: `{periods: 12}`. */
  readonly horizon: Horizon | number
  /** What money is worth less a year later: 0.1 is ten per cent. Default 0.1. */
  readonly discountRate?: number | undefined
  /** The share of spend that is left after costs. Default 1. */
  readonly margin?: number | undefined
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
])

const DAYS_A_YEAR = DAYS_A_UNIT.year

/** The value of each row as an estimate: discounted orders or renewals, times spend, times margin. */
export function valueEstimate(table: Table, options: ValueOptions, who: string): Estimate {
  const { buying, retention, discountRate = 0.1, margin = 1 } = options
  checkNumber(who, 'discountRate', discountRate, 0, 10)
  checkNumber(who, 'margin', margin, 0, 1)
  if ((buying === undefined) === (retention === undefined)) {
    throw invalid(who, 'give one of buying (a model such as fitBgNbd gives) and retention (as fitSbg gives)')
  }
  const settings = { ...options, discountRate }
  const coming = buying ? orders(table, buying, settings, who) : periods(table, retention!, settings, who)
  const spend = spendOf(table, options.spending, who)
  return combine([coming, spend], ([n, s]) => n!.map((v, i) => v * s![i]! * margin))
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
  const value = discountedOrders(inside, settings, unit, who)
  const cells = historyCells(inside, table, who)
  return {
    ...inside.uncertain,
    phi: inside.phi,
    at: (phi) => rowsOf(cells, cells.each(phi, value)),
  }
}

function discountedOrders(
  { core }: FittedBuying,
  { horizon, discountRate }: Settings,
  unit: Unit | undefined,
  who: string,
): Value {
  if (horizon === Infinity) {
    if (discountRate === 0)
      throw invalid(who, 'without a discountRate the value for ever is infinite; give one above 0')
    const delta = (Math.log1p(discountRate) * DAYS_A_UNIT[requireUnit(who, unit)]) / DAYS_A_YEAR
    return (theta, x, tx, T) => core.alive(theta, x, tx, T) * core.discounted(theta, x, tx, T, delta)
  }
  const { steps, step } = readHorizon(who, horizon, unit)
  const years = discountRate === 0 ? 0 : (step * DAYS_A_UNIT[requireUnit(who, unit)]) / DAYS_A_YEAR
  const discount = Math.exp(-Math.log1p(discountRate) * years)
  return (theta, x, tx, T) => {
    let sum = 0
    let before = 0
    let factor = 1
    for (let i = 1; i < steps + 1; i++) {
      const t = Math.min(i, steps) * step
      const now = core.expected(theta, x, tx, T, core.discrete ? Math.round(t) : t)
      factor *= discount
      sum += (now - before) * factor
      before = now
    }
    return core.alive(theta, x, tx, T) * sum
  }
}

/** Discounted renewals of each row. */
function periods(table: Table, retention: RetentionModel, settings: Settings, who: string): Estimate {
  if (retention.kind !== 'sbg' && retention.kind !== 'bdw') {
    throw invalid(who, 'retention must be a model that fitSbg or fitBdw gives')
  }
  const { horizon, discountRate, unit } = settings
  const endless = horizon === Infinity
  const most = endless ? Infinity : readHorizon(who, horizon, unit).steps
  if (endless && discountRate === 0)
    throw invalid(who, 'without a discountRate the value for ever may be infinite; give one above 0')
  if (!endless && !(Object.hasOwn(horizon as object, 'periods') && Number.isInteger(most))) {
    throw invalid(who, 'by retention the horizon is a whole number of renewals: {periods: 12}')
  }
  const years =
    discountRate === 0
      ? 0
      : DAYS_A_UNIT[requireUnit(who, unitOf(who, unit, readAbout(table, who)))] / DAYS_A_YEAR
  const delta = Math.log1p(discountRate) * years
  const rows = readDurations(table, retention.columns, who)
  return retentionEstimate(retention, rows, (theta, t) => renewals(theta, t, most, delta))
}
