import { addBit, addDay } from './days.js'
import type { Setup } from './kernel.js'
import { addPair } from './pairSet.js'
import type { Counts, Part } from './part.js'
import type { Scratch } from './partition.js'
import { addNext, addPurchase, addReturn, WIDTH } from './states.js'

/** Rows of a block whose customers are known: `groups` has the number of each row's customer. */
export interface Rows {
  readonly scratch: Scratch
  readonly groups: Int32Array
  readonly from: number
  readonly to: number
}

/** Sums up rows, `isOrdered` if most are in order of time. */
export function sumRows(part: Part, setup: Setup, rows: Rows, isOrdered: boolean, counts: Counts): void {
  const { starts, first } = part.daySets
  const low = 32 * first
  const high = Math.min(low + 32 * starts.length - 1, setup.lastDay, setup.calibrationEnd)
  // Where days begin must be exact.
  const isExact = Math.max(-low, high + 1) * setup.ticksPerDay <= Number.MAX_SAFE_INTEGER
  if (isOrdered && isExact && !setup.days) sumOrdered(part, setup, rows, low, high, counts)
  else sumScattered(part, setup, rows, low, high, counts)
  if (part.lastDays) noteLastDays(part.lastDays, setup, rows)
  if (part.orderPairs) countOrders(part, setup, rows)
}

/** Sums up rows in any order, `low` to `high` being the days that have bits. */
function sumScattered(
  part: Part,
  setup: Setup,
  { scratch, groups, from, to }: Rows,
  low: number,
  high: number,
  counts: Counts,
): void {
  const { states, daySets } = part
  const { values, width, days } = scratch
  const { lastTick, ticksPerDay, days: zoned } = setup
  const { bits, starts, first } = daySets
  const least = setup.refunds === 'keep' ? -Infinity : 0
  let greatest = counts.lastDay
  for (let i = from, at = width * from + width - 2; i < to; i++, at += width) {
    const tick = values[at]!
    const amount = values[at + 1]!
    const day = zoned ? days[i]! : Math.floor(tick / ticksPerDay)
    const group = groups[i - from]!
    if (day < low || day > high || tick > lastTick || amount < least) {
      addUnusual(part, setup, group, tick, day, amount, counts)
      continue
    }
    if (day > greatest) greatest = day
    const word = starts[(day >> 5) - first]! + group
    addPurchase(states, WIDTH * group, tick, day, amount, addBit(bits, word, day))
  }
  if (greatest > counts.lastDay) counts.lastDay = greatest
}

/** As `sumScattered`, in half the time where a row is nearly always of the same day as the one before. */
function sumOrdered(
  part: Part,
  setup: Setup,
  { scratch, groups, from, to }: Rows,
  low: number,
  high: number,
  counts: Counts,
): void {
  const { states, daySets } = part
  const { values, width } = scratch
  const { lastTick, ticksPerDay } = setup
  const { bits, starts, first } = daySets
  const least = setup.refunds === 'keep' ? -Infinity : 0
  let day = 0
  let dawn = Infinity
  let midnight = -Infinity
  let words = 0
  for (let i = from, at = width * from + width - 2; i < to; i++, at += width) {
    const tick = values[at]!
    const amount = values[at + 1]!
    const group = groups[i - from]!
    if (tick < dawn || tick >= midnight) {
      day = Math.floor(tick / ticksPerDay)
      const isUsual = day >= low && day <= high && tick <= lastTick
      if (isUsual && day > counts.lastDay) counts.lastDay = day
      dawn = isUsual ? day * ticksPerDay : Infinity
      midnight = Math.min(dawn + ticksPerDay, lastTick + 1)
      words = isUsual ? starts[(day >> 5) - first]! : 0
    }
    if (tick < dawn || amount < least) addUnusual(part, setup, group, tick, day, amount, counts)
    else addNext(states, WIDTH * group, tick, day, amount, addBit(bits, words + group, day))
  }
}

/** What is not simply a purchase on a day of the window: rows of the future, refunds, the holdout, far days. */
function addUnusual(
  part: Part,
  setup: Setup,
  group: number,
  tick: number,
  day: number,
  amount: number,
  counts: Counts,
): void {
  if (day > setup.lastDay || tick > setup.lastTick) {
    counts.future++
    return
  }
  if (day > counts.lastDay) counts.lastDay = day
  const isLate = day > setup.calibrationEnd
  if (amount < 0 && setup.refunds !== 'keep') {
    counts.refunds++
    if (setup.refunds === 'drop') counts.dropped++
    else if (isLate) part.holdout!.revenue[group]! += amount
    else {
      addReturn(part.states, WIDTH * group, amount)
      // Whether it is one of the first day is seen at the end.
      part.refunds.push(group, day, amount)
    }
    return
  }
  const isNew = addDay(part.daySets, group, day)
  if (isNew < 0) counts.outOfRange++
  else if (isLate) {
    part.holdout!.revenue[group]! += amount
    part.holdout!.days[group]! += isNew
  } else addPurchase(part.states, WIDTH * group, tick, day, amount, isNew)
}

/** Where a clock is set back at midnight, a later moment can lie on an earlier day: ticks don't tell the last one. */
function noteLastDays(lastDays: Float64Array, setup: Setup, { scratch, groups, from, to }: Rows): void {
  const { days } = scratch
  for (let i = from; i < to; i++) {
    if (isPurchase(setup, scratch, i)) {
      lastDays[groups[i - from]!] = Math.max(lastDays[groups[i - from]!]!, days[i]!)
    }
  }
}

/** Distinct orders of each customer: an order counts where one of its rows is a purchase in calibration. */
function countOrders({ orders, orderPairs }: Part, setup: Setup, { scratch, groups, from, to }: Rows): void {
  const { orders: numbers } = scratch
  let lastGroup = -1
  let lastNumber = -1
  for (let i = from; i < to; i++) {
    if (!isPurchase(setup, scratch, i)) continue
    const group = groups[i - from]!
    const number = numbers[i]!
    // Lines of an order usually follow each other.
    if (number === lastNumber && group === lastGroup) continue
    lastGroup = group
    lastNumber = number
    if (addPair(orderPairs!, group, number)) orders[group]! += 1
  }
}

/** Whether a row is a purchase up to the end of calibration. */
function isPurchase(
  { lastDay, lastTick, ticksPerDay, calibrationEnd, refunds, days: zoned }: Setup,
  { values, width, days }: Scratch,
  row: number,
): boolean {
  const tick = values[width * (row + 1) - 2]!
  const amount = values[width * (row + 1) - 1]!
  const day = zoned ? days[row]! : Math.floor(tick / ticksPerDay)
  return day <= lastDay && day <= calibrationEnd && tick <= lastTick && (amount >= 0 || refunds === 'keep')
}
