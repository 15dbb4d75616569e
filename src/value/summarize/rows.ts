import { addBit, addDay } from './days.js'
import type { Setup } from './kernel.js'
import { addPair } from './pairSet.js'
import type { Counts, Part } from './part.js'
import type { Scratch } from './partition.js'
import { addPurchase, addReturn, WIDTH } from './states.js'

/** Sums up rows whose customers are known: `groups` has the number of each row's customer. */
export function sumRows(
  part: Part,
  setup: Setup,
  scratch: Scratch,
  groups: Int32Array,
  from: number,
  to: number,
  counts: Counts,
): void {
  const { states, daySets } = part
  const { values, width, days } = scratch
  const { lastTick, ticksPerDay, days: zoned } = setup
  const { bits, starts, first } = daySets
  const low = 32 * first
  const high = Math.min(low + 32 * starts.length - 1, setup.lastDay, setup.calibrationEnd)
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
  if (part.lastDays) noteLastDays(part.lastDays, setup, scratch, groups, from, to)
  if (part.orderPairs) countOrders(part, setup, scratch, groups, from, to)
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
function noteLastDays(
  lastDays: Float64Array,
  setup: Setup,
  scratch: Scratch,
  groups: Int32Array,
  from: number,
  to: number,
): void {
  const { days } = scratch
  for (let i = from; i < to; i++) {
    if (isPurchase(setup, scratch, i)) {
      lastDays[groups[i - from]!] = Math.max(lastDays[groups[i - from]!]!, days[i]!)
    }
  }
}

/** Distinct orders of each customer: an order counts where one of its rows is a purchase in calibration. */
function countOrders(
  { orders, orderPairs }: Part,
  setup: Setup,
  scratch: Scratch,
  groups: Int32Array,
  from: number,
  to: number,
): void {
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
