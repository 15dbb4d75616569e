import { roundingOf } from '../../table/decimals.js'
import { groupRows } from '../../table/group.js'
import type { Lines } from './lines.js'
import { iso, periodPlaces, periodStarts, periodUnit, type PeriodUnit, spanOf } from './periods.js'

/** What one period brought. */
export interface PeriodFigures {
  /** First day, as '2010-12-01'. */
  readonly from: string
  /** The day after the last. */
  readonly to: string
  /** Whether the data covers the period from its first to its last day. */
  readonly complete: boolean
  readonly revenue: number
  /** Of it, from customers whose first order falls into this period. */
  readonly fromNew: number
  readonly orders: number
  readonly newCustomers: number
}

export interface RevenueFigures {
  readonly unit: PeriodUnit
  readonly periods: readonly PeriodFigures[]
}

/**
 * Revenue by period, from new customers and from those who had bought before. Lines without a customer, a
 * day or an amount are not counted.
 */
export function revenueFigures(lines: Lines, who: string, lastDay?: number): RevenueFigures {
  const { days, amounts } = lines
  const [first, last] = spanOf(lines, who)
  const unit = periodUnit(last - first + 1)
  const starts = periodStarts(first, last, unit)
  const periodOf = periodPlaces(starts)
  const period = Int32Array.from(days, (day, i) =>
    Number.isNaN(day) || Number.isNaN(amounts[i]!) ? -1 : periodOf[day - starts[0]!]!,
  )
  const count = starts.length - 1
  const customers = groupRows([lines.customer])
  const firsts = firstPeriods(customers.codes, period, customers.size, count)
  const revenue = new Float64Array(count)
  const fromNew = new Float64Array(count)
  period.forEach((p, i) => {
    if (p < 0) return
    revenue[p]! += amounts[i]!
    if (firsts[customers.codes[i]!] === p) fromNew[p]! += amounts[i]!
  })
  const round = roundingOf(amounts)
  const newCustomers = countOf(firsts, count)
  const orders = countOf(orderPeriods(lines, period, count), count)
  // The unit's last period ends with what the data knows about, which may be later than the last order.
  const end = Math.max(last, lastDay ?? last)
  return {
    unit,
    periods: Array.from({ length: count }, (_, p) => ({
      from: iso(starts[p]!),
      to: iso(starts[p + 1]!),
      complete: starts[p]! >= first - 3 && starts[p + 1]! - 1 <= end,
      revenue: round(revenue[p]!),
      fromNew: round(fromNew[p]!),
      orders: orders[p]!,
      newCustomers: newCustomers[p]!,
    })),
  }
}

/** The earliest period of each group; `none` where it has no line that counts. */
function firstPeriods(codes: Int32Array, period: Int32Array, size: number, none: number): Int32Array {
  const firsts = new Int32Array(size).fill(none)
  for (let i = 0; i < codes.length; i++) {
    const p = period[i]!
    if (p >= 0 && p < firsts[codes[i]!]!) firsts[codes[i]!] = p
  }
  return firsts
}

/** The period of each order: of the lines with one order number, else of each line. */
function orderPeriods({ order }: Lines, period: Int32Array, none: number): Int32Array {
  if (!order) return period.filter((p) => p >= 0)
  const { codes, size } = groupRows([order])
  return firstPeriods(codes, period, size, none)
}

function countOf(periods: Int32Array, count: number): Int32Array {
  const counts = new Int32Array(count + 1)
  for (const p of periods) counts[p]!++
  return counts
}
