import { checkBoolean, checkInteger, checkNumber, checkOptions, invalid } from '../../options.js'
import { adopt } from '../../table/adopt.js'
import type { Table, Vector } from '../../table/arrow.js'
import { readAsOf } from '../../table/asOf.js'
import { addColumns, date, float64, type NamingOptions } from '../../table/build.js'
import { clockOf } from '../../table/days.js'
import { readAbout, type Unit, DAYS_A_UNIT, withAbout } from '../../table/metadata.js'
import type { TableLike } from '../../table/types.js'
import type { FittedBuying } from './buyingModel.js'
import { historyCells, type HistoryCells, rowsOf, type Value } from './historyCells.js'
import { type Horizon, readHorizon, requireUnit, unitOf, wholeSteps } from './horizon.js'
import { intervalOf, type Scale } from './uncertainty.js'

/** What a model of buying can be asked to predict. */
export interface BuyingPredictOptions extends NamingOptions {
  /** How far ahead: `{weeks: 39}`. Without it only what holds now is added. */
  readonly horizon?: Horizon | undefined
  /** Adds `<name>_low` and `<name>_high` to every column: the level, such as 0.95. How well the parameters are known, not what chance does. */
  readonly interval?: number | undefined
  /** Adds `p_alive_at_horizon`. Default false. */
  readonly atHorizon?: boolean | undefined
  /** Adds `p_0` … `p_n`: the chance of exactly so many orders over the horizon. */
  readonly purchases?: { readonly to: number } | undefined
  /**
   * Adds `p_next_order`, the chance that another order ever comes (of a customer who may have left, or leave before it), and `next_order`,
   * a date: by then half of such customers who order again will have. Default false.
   */
  readonly nextOrder?: boolean | undefined
  /** The unit of the table's times, where its metadata is gone. */
  readonly unit?: Unit | undefined
  /** The last day that was known about, for `next_order`, where the metadata is gone: '1997-09-30' or a Date. */
  readonly asOf?: string | Date | undefined
}

const OPTIONS = [
  'horizon',
  'interval',
  'atHorizon',
  'purchases',
  'nextOrder',
  'unit',
  'asOf',
  'as',
  'replace',
]
/** The last day that JavaScript and most databases can print with four digits of a year. */
const LAST_DAY = 2932896

/** The table with the model's predictions. */
export function predictBuying(inside: FittedBuying, given: TableLike, options: BuyingPredictOptions): Table {
  const who = `${inside.state.kind}.predict`
  checkPredictOptions(who, options)
  const { horizon, interval, atHorizon, purchases, nextOrder, unit } = options
  const table = adopt(given, who)
  const known = readAbout(table, who)
  const timeUnit = unitOf(who, unit, known, inside.state.unit)
  const cells = historyCells(inside, table, who)
  const sheet: Sheet = { inside, cells, interval, added: {} }
  add(sheet, 'p_alive', 'chance', inside.core.alive)
  if (horizon === undefined) {
    if (atHorizon || purchases)
      throw invalid(who, 'say horizon: {weeks: 39}, which atHorizon and purchases need')
  } else {
    const { steps, step } = readHorizon(who, horizon, timeUnit)
    const whole = inside.core.discrete === true
    const t = whole ? wholeSteps(who, steps * step, 'opportunities to order') : steps * step
    addOverHorizon(sheet, t, options)
  }
  if (nextOrder) {
    const days = DAYS_A_UNIT[requireUnit(who, timeUnit)]
    const last = options.asOf ?? known.calibrationEnd ?? known.asOf
    if (last === undefined)
      throw invalid(who, "say asOf: '1997-09-30', the last day known about, which next_order counts from")
    addNextOrder(sheet, readAsOf(last, clockOf(known.timeZone, who), who).day, days)
  }
  const counts = {
    ...known.counts,
    [who]: { customers: cells.known, missing: table.numRows - cells.known, certain: cells.certain },
  }
  return addColumns(table, sheet.added, who, options, withAbout(table.schema.metadata, { ...known, counts }))
}

function checkPredictOptions(who: string, options: BuyingPredictOptions): void {
  checkOptions(who, options, OPTIONS)
  const { interval, atHorizon = false, purchases, nextOrder = false } = options
  checkBoolean(who, 'atHorizon', atHorizon)
  checkBoolean(who, 'nextOrder', nextOrder)
  if (interval !== undefined) checkNumber(who, 'interval', interval, 0.01, 0.999)
  if (purchases === undefined) return
  checkOptions(who, purchases, ['to'], 'purchases')
  checkInteger(who, 'purchases.to', purchases.to, 0, 1000)
}

/** What predictions are made from, and the columns made so far. */
interface Sheet {
  readonly inside: FittedBuying
  readonly cells: HistoryCells
  readonly interval: number | undefined
  readonly added: Record<string, Vector>
}

/** Adds a number of each customer, with its interval where one is asked for; `column` makes a column of numbers by cell. */
function add(
  { inside, cells, interval, added }: Sheet,
  name: string,
  scale: Scale,
  value: Value,
  column: (values: Float64Array) => Vector = (values) => float64(rowsOf(cells, values)),
): void {
  const at = (phi: Float64Array): Float64Array => cells.each(phi, value)
  added[name] = column(at(inside.phi))
  if (interval === undefined) return
  const { low, high } = intervalOf({ ...inside.uncertain, phi: inside.phi, at }, scale, interval)
  added[`${name}_low`] = column(low)
  added[`${name}_high`] = column(high)
}

function addOverHorizon(sheet: Sheet, t: number, { atHorizon, purchases }: BuyingPredictOptions): void {
  const { core } = sheet.inside
  add(
    sheet,
    'expected_purchases',
    'amount',
    (theta, x, tx, T) => core.alive(theta, x, tx, T) * core.expected(theta, x, tx, T, t),
  )
  if (atHorizon) {
    add(
      sheet,
      'p_alive_at_horizon',
      'chance',
      (theta, x, tx, T) => core.alive(theta, x, tx, T) * core.survival(theta, x, tx, T, t),
    )
  }
  if (purchases) addChances(sheet, t, purchases.to)
}

/** Adds whether and when the next order comes, counted from a day. */
function addNextOrder(sheet: Sheet, start: number, days: number): void {
  const { core } = sheet.inside
  const again = core.ordersAgain
  const chance: Value = again
    ? (theta, x, tx, T) => core.alive(theta, x, tx, T) * again(theta, x, T)
    : core.alive
  add(sheet, 'p_next_order', 'chance', chance)
  const asDate = (times: Float64Array): Vector =>
    date(rowsOf(sheet.cells, times).map((t) => dayAfter(start, core.discrete ? Math.ceil(t) : t, days)))
  add(sheet, 'next_order', 'amount', core.nextOrder, asDate)
}

/** The day that so many units of time end on, NaN beyond what dates reach. */
function dayAfter(start: number, t: number, days: number): number {
  const day = Math.ceil(start + t * days)
  return day > LAST_DAY ? NaN : day
}

/** Adds p_0 … p_n: their numbers are estimated at once, one order count after the other. */
function addChances({ inside, cells, interval, added }: Sheet, t: number, to: number): void {
  const { core, phi, uncertain } = inside
  const { size } = cells
  const at = (phi: Float64Array): Float64Array => {
    const all = new Float64Array((to + 1) * size)
    const own = new Float64Array(to + 1)
    cells.visit(phi, (theta, x, tx, T, i) => {
      core.distribution(theta, x, tx, T, t, own)
      const alive = core.alive(theta, x, tx, T)
      for (let n = 0; n <= to; n++) all[n * size + i] = alive * own[n]! + (n === 0 ? 1 - alive : 0)
    })
    return all
  }
  const bounds = interval === undefined ? {} : intervalOf({ ...uncertain, phi, at }, 'chance', interval)
  const found = Object.entries({ '': at(phi), ...bounds })
  for (let n = 0; n <= to; n++) {
    for (const [bound, values] of found) {
      const column = rowsOf(cells, values.subarray(n * size, (n + 1) * size))
      added[`p_${n}${bound && `_${bound}`}`] = float64(column)
    }
  }
}
