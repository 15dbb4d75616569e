import { addPair } from './pairSet.js'
import { addFarDay, type DaySets, hasFarDay } from './summarizeDays.js'
import type { Setup } from './summarizeKernel.js'
import {
  type Counts,
  DAYS,
  FIRST,
  FIRST_DAY,
  FIRST_DAY_REVENUE,
  LAST,
  LAST_DAY,
  type Part,
  PURCHASES,
  REVENUE,
  WIDTH,
} from './summarizePart.js'
import type { Scratch } from './summarizePartition.js'

/** Days that a calendar can have: 273,790 years around 1970. */
const DAYS_IN_RANGE = 1e8

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
  const { states, holdout, daySets } = part
  const { ticks, amounts } = scratch
  const { ticksPerDay, lastTick, lastDay, calibrationEnd } = setup
  let greatest = counts.lastDay
  const net = setup.refunds === 'net'
  const drop = setup.refunds === 'drop'
  const days = setup.days ? scratch.days : undefined
  const { bits, stride, low } = daySets
  const span = 32 * stride
  for (let i = from; i < to; i++) {
    const tick = ticks[i]!
    const amount = amounts[i]!
    const day = days ? days[i]! : Math.floor(tick / ticksPerDay)
    if (day > lastDay || tick > lastTick) {
      counts.future++
      continue
    }
    const group = groups[i - from]!
    if (day > greatest) greatest = day
    if (amount < 0 && (net || drop)) {
      counts.refunds++
      if (drop) {
        counts.dropped++
        continue
      }
      if (day > calibrationEnd) holdout!.revenue[group]! += amount
      else {
        states[WIDTH * group + REVENUE]! += amount
        part.refunds.push(group, day, amount)
      }
      continue
    }
    const bit = day - low
    let isNew: boolean
    if (bit >= 0 && bit < span) {
      const word = group * stride + (bit >>> 5)
      const mask = 1 << (bit & 31)
      const known = bits[word]!
      isNew = (known & mask) === 0
      if (isNew) bits[word] = known | mask
      if (isNew && daySets.far !== undefined) isNew = !hasFarDay(daySets, group, day)
    } else isNew = addOutlier(daySets, group, day, counts)
    if (day > calibrationEnd) {
      holdout!.revenue[group]! += amount
      if (isNew) holdout!.days[group]! += 1
      continue
    }
    const at = WIDTH * group
    states[at + REVENUE]! += amount
    if (isNew) states[at + DAYS]! += 1
    if (states[at + PURCHASES]!++ === 0) {
      states[at + FIRST] = tick
      states[at + LAST] = tick
      states[at + FIRST_DAY] = day
      if (days) states[at + LAST_DAY] = day
      states[at + FIRST_DAY_REVENUE] = amount
      continue
    }
    if (tick < states[at + FIRST]!) states[at + FIRST] = tick
    if (tick > states[at + LAST]!) states[at + LAST] = tick
    // Where a clock is set back at midnight, a later moment can lie on an earlier day.
    if (days && day > states[at + LAST_DAY]!) states[at + LAST_DAY] = day
    if (day < states[at + FIRST_DAY]!) {
      states[at + FIRST_DAY] = day
      states[at + FIRST_DAY_REVENUE] = amount
    } else if (day === states[at + FIRST_DAY]) states[at + FIRST_DAY_REVENUE]! += amount
  }
  counts.lastDay = greatest
  if (part.orderPairs) countOrders(part, setup, scratch, groups, from, to)
}

function addOutlier(daySets: DaySets, group: number, day: number, counts: Counts): boolean {
  if (Math.abs(day) <= DAYS_IN_RANGE) return addFarDay(daySets, group, day)
  counts.outOfRange++
  return false
}

/** Distinct orders of each customer: an order counts where one of its rows is a purchase in calibration. */
function countOrders(
  { orders, orderPairs }: Part,
  { ticksPerDay, lastTick, lastDay, calibrationEnd, refunds, days: given }: Setup,
  { ticks, amounts, days, orders: numbers }: Scratch,
  groups: Int32Array,
  from: number,
  to: number,
): void {
  const end = Math.min(lastDay, calibrationEnd)
  let lastGroup = -1
  let lastNumber = -1
  for (let i = from; i < to; i++) {
    const day = given ? days[i]! : Math.floor(ticks[i]! / ticksPerDay)
    if (day > end || ticks[i]! > lastTick || (amounts[i]! < 0 && refunds !== 'keep')) continue
    const group = groups[i - from]!
    const number = numbers[i]!
    // Lines of an order usually follow each other.
    if (number === lastNumber && group === lastGroup) continue
    lastGroup = group
    lastNumber = number
    if (addPair(orderPairs!, group, number)) orders[group]! += 1
  }
}
