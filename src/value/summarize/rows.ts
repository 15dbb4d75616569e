import { addPair } from './pairSet.js'
import { addFarDay, type DaySets, hasFarDay } from './days.js'
import type { Setup } from './kernel.js'
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
} from './part.js'
import type { Scratch } from './partition.js'

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
  const { values } = scratch
  const { ticksPerDay, lastTick, lastDay, calibrationEnd } = setup
  const refunds = setup.refunds !== 'keep'
  const days = setup.days ? scratch.days : undefined
  const { bits, stride, low, far } = daySets
  const span = 32 * stride
  let greatest = counts.lastDay
  for (let i = from; i < to; i++) {
    const tick = values[2 * i]!
    const amount = values[2 * i + 1]!
    const day = days ? days[i]! : Math.floor(tick / ticksPerDay)
    if (day > lastDay || tick > lastTick) {
      counts.future++
      continue
    }
    const group = groups[i - from]!
    if (day > greatest) greatest = day
    if (amount < 0 && refunds) {
      refund(part, setup, group, day, amount, counts)
      continue
    }
    // 1 where the customer has not bought on that day; without a branch, since nobody can foresee it.
    let isNew = 0
    const bit = day - low
    if (bit >= 0 && bit < span) {
      const word = group * stride + (bit >>> 5)
      const known = bits[word]!
      isNew = 1 - ((known >>> (bit & 31)) & 1)
      bits[word] = known | (1 << (bit & 31))
      if (far !== undefined && isNew === 1 && hasFarDay(daySets, group, day)) isNew = 0
    } else if (isOutlierNew(daySets, group, day, counts)) isNew = 1
    if (day > calibrationEnd) {
      holdout!.revenue[group]! += amount
      holdout!.days[group]! += isNew
      continue
    }
    const at = WIDTH * group
    const purchases = states[at + PURCHASES]!
    states[at + PURCHASES] = purchases + 1
    states[at + REVENUE]! += amount
    states[at + DAYS]! += isNew
    if (purchases === 0) {
      states[at + FIRST] = tick
      states[at + LAST] = tick
      states[at + FIRST_DAY] = day
      states[at + LAST_DAY] = day
      states[at + FIRST_DAY_REVENUE] = amount
      continue
    }
    if (tick < states[at + FIRST]!) states[at + FIRST] = tick
    else if (tick > states[at + LAST]!) states[at + LAST] = tick
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

/** A refund is left out, or taken off revenue; whether it is one of the first day is seen at the end. */
function refund(part: Part, setup: Setup, group: number, day: number, amount: number, counts: Counts): void {
  counts.refunds++
  if (setup.refunds === 'drop') counts.dropped++
  else if (day > setup.calibrationEnd) part.holdout!.revenue[group]! += amount
  else {
    part.states[WIDTH * group + REVENUE]! += amount
    part.refunds.push(group, day, amount)
  }
}

function isOutlierNew(daySets: DaySets, group: number, day: number, counts: Counts): boolean {
  if (Math.abs(day) <= DAYS_IN_RANGE) return addFarDay(daySets, group, day)
  counts.outOfRange++
  return false
}

/** Distinct orders of each customer: an order counts where one of its rows is a purchase in calibration. */
function countOrders(
  { orders, orderPairs }: Part,
  { ticksPerDay, lastTick, lastDay, calibrationEnd, refunds, days: given }: Setup,
  { values, days, orders: numbers }: Scratch,
  groups: Int32Array,
  from: number,
  to: number,
): void {
  const end = Math.min(lastDay, calibrationEnd)
  let lastGroup = -1
  let lastNumber = -1
  for (let i = from; i < to; i++) {
    const day = given ? days[i]! : Math.floor(values[2 * i]! / ticksPerDay)
    if (day > end || values[2 * i]! > lastTick || (values[2 * i + 1]! < 0 && refunds !== 'keep')) continue
    const group = groups[i - from]!
    const number = numbers[i]!
    // Lines of an order usually follow each other.
    if (number === lastNumber && group === lastGroup) continue
    lastGroup = group
    lastNumber = number
    if (addPair(orderPairs!, group, number)) orders[group]! += 1
  }
}
