import { type Rounding, roundingOf } from '../../table/decimals.js'
import { int32 } from '../../table/build.js'
import { asColumn } from '../../table/column.js'
import { groupRows } from '../../table/group.js'

/** Orders by customer and period; periods count from 0, −1 leaves a row out. */
export interface PeriodRows {
  readonly codes: Int32Array
  readonly customers: number
  readonly periods: Int32Array
  readonly amounts: Float64Array
  /** Rows of less than this are no purchase. */
  readonly least: number
  /** The last period there is. */
  readonly last: number
}

/** What each cohort did in each period since its own. */
export interface CohortCounts {
  /** The periods in which somebody bought first. */
  readonly cohorts: Int32Array
  /** Customers of each cohort. */
  readonly sizes: Int32Array
  /** Where the cells of each cohort begin: one for each period from its own to the last. */
  readonly starts: Int32Array
  /** Customers who bought, per cell. */
  readonly active: Int32Array
  /** What they paid, per cell. */
  readonly revenue: Float64Array
  /** Refunds that are left out: of nobody's cohort, or from before it. */
  readonly refundsLeftOut: number
  /** What sums of these amounts are rounded by. */
  readonly round: Rounding
}

/** Counts cohorts: a refund is no purchase, but lowers its period's revenue. */
export function countCohorts(rows: PeriodRows): CohortCounts {
  const { codes, periods, amounts, last } = rows
  const first = firstPeriods(rows)
  const { cohorts, sizes, cohortOf } = numberCohorts(first, last)
  const starts = new Int32Array(cohorts.length + 1)
  cohorts.forEach((cohort, c) => (starts[c + 1] = starts[c]! + last - cohort + 1))
  const cells = starts[cohorts.length]!
  const revenue = new Float64Array(cells)
  const active = new Int32Array(cells)
  let refundsLeftOut = 0
  for (let i = 0; i < codes.length; i++) {
    if (periods[i]! < 0) continue
    const since = first[codes[i]!]!
    if (periods[i]! < since) refundsLeftOut++
    else revenue[starts[cohortOf[since]!]! + periods[i]! - since]! += amounts[i]!
  }
  const round = roundingOf(amounts)
  const isNew = markDistinct(rows)
  for (let i = 0; i < codes.length; i++) {
    if (isNew[i] === 0) continue
    const since = first[codes[i]!]!
    active[starts[cohortOf[since]!]! + periods[i]! - since]!++
  }
  return { cohorts, sizes, starts, active, revenue: revenue.map(round), refundsLeftOut, round }
}

const NEVER = 0x7fffffff

function firstPeriods({ codes, customers, periods, amounts, least }: PeriodRows): Int32Array {
  const first = new Int32Array(customers).fill(NEVER)
  for (let i = 0; i < codes.length; i++) {
    if (periods[i]! >= 0 && amounts[i]! >= least && periods[i]! < first[codes[i]!]!)
      first[codes[i]!] = periods[i]!
  }
  return first
}

function numberCohorts(first: Int32Array, last: number) {
  const customers = new Int32Array(last + 1)
  for (let c = 0; c < first.length; c++) if (first[c] !== NEVER) customers[first[c]!]!++
  const cohorts = Int32Array.from(customers.keys()).filter((period) => customers[period]! > 0)
  const cohortOf = new Int32Array(last + 1)
  cohorts.forEach((period, c) => (cohortOf[period] = c))
  return { cohorts, sizes: cohorts.map((period) => customers[period]!), cohortOf }
}

/** Up to how many bits tell who bought when; beyond, pairs are grouped. */
const MOST_BITS = 2 ** 30

/** 1 for one purchase of each customer in each period. */
export function markDistinct(
  { codes, customers, periods, amounts, least, last }: PeriodRows,
  mostBits: number = MOST_BITS,
): Uint8Array {
  const isNew = new Uint8Array(codes.length)
  const width = last + 1
  if (customers * width <= mostBits) {
    const seen = new Int32Array((customers * width + 31) >>> 5)
    for (let i = 0; i < codes.length; i++) {
      if (periods[i]! < 0 || amounts[i]! < least) continue
      const bit = codes[i]! * width + periods[i]!
      const mask = 1 << (bit & 31)
      if ((seen[bit >>> 5]! & mask) !== 0) continue
      seen[bit >>> 5]! |= mask
      isNew[i] = 1
    }
    return isNew
  }
  const bought = periods.map((period, i) => (amounts[i]! < least ? -1 : period))
  const keys = [int32(codes), int32(bought)].map((key) => asColumn('key', key.type, key.data))
  for (const row of groupRows(keys).firstRows) isNew[row] = bought[row]! < 0 ? 0 : 1
  return isNew
}
