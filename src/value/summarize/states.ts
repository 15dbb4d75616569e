/** What is known about a customer: so many doubles side by side. Revenue comes first, see `addPurchase`. */
export const WIDTH = 6
const REVENUE = 0
const FIRST = 1
const LAST = 2
/** Purchases, and days times `A_DAY`. */
const COUNTS = 3
const FIRST_DAY = 4
const FIRST_DAY_REVENUE = 5

/** More purchases than a column of 32-bit integers can say; of days there can be four million beside them. */
const A_DAY = 2 ** 31

/** Makes the states from `from` to `to` those of customers without a purchase. */
export function clearStates(states: Float64Array, from: number, to: number): void {
  for (let at = from; at < to; at += WIDTH) {
    states[at + FIRST] = states[at + FIRST_DAY] = Infinity
    states[at + LAST] = -Infinity
  }
}

/**
 * Adds a purchase to the state that begins at `at`; `isNew` is 1 on a day without another, else 0. Nobody can foresee
 * whether it is the customer's first so far, so there is no branch that could be guessed wrong: what is no news is
 * written where the revenue is, which is put right thereafter.
 */
export function addPurchase(
  states: Float64Array,
  at: number,
  tick: number,
  day: number,
  amount: number,
  isNew: number,
): void {
  const revenue = states[at + REVENUE]!
  states[at + COUNTS]! += 1 + A_DAY * isNew
  states[at + FIRST * Number(tick < states[at + FIRST]!)] = tick
  states[at + LAST * Number(tick > states[at + LAST]!)] = tick
  const firstDay = states[at + FIRST_DAY]!
  const isEarlier = Number(day < firstDay)
  states[at + FIRST_DAY * isEarlier] = day
  states[at + FIRST_DAY_REVENUE * isEarlier] = 0
  states[at + FIRST_DAY_REVENUE]! += amount * Number(day <= firstDay)
  states[at + REVENUE] = revenue + amount
}

/** As `addPurchase`, where purchases come in order of time: then branches are guessed right. */
export function addNext(
  states: Float64Array,
  at: number,
  tick: number,
  day: number,
  amount: number,
  isNew: number,
): void {
  states[at + REVENUE]! += amount
  states[at + COUNTS]! += 1 + A_DAY * isNew
  if (tick < states[at + FIRST]!) states[at + FIRST] = tick
  if (tick > states[at + LAST]!) states[at + LAST] = tick
  if (day > states[at + FIRST_DAY]!) return
  if (day < states[at + FIRST_DAY]!) states[at + FIRST_DAY_REVENUE] = 0
  states[at + FIRST_DAY] = day
  states[at + FIRST_DAY_REVENUE]! += amount
}

/** Takes a refund, a negative amount, off the revenue. */
export function addReturn(states: Float64Array, at: number, amount: number): void {
  states[at + REVENUE]! += amount
}

/** Counts a refund against the first day's revenue, if it was made on that day. */
export function settleReturn(states: Float64Array, at: number, day: number, amount: number): void {
  if (states[at + FIRST_DAY] === day) states[at + FIRST_DAY_REVENUE]! += amount
}

export const revenueAt = (states: Float64Array, at: number): number => states[at + REVENUE]!
export const purchasesAt = (states: Float64Array, at: number): number =>
  states[at + COUNTS]! - A_DAY * daysAt(states, at)
export const firstTickAt = (states: Float64Array, at: number): number => states[at + FIRST]!
export const lastTickAt = (states: Float64Array, at: number): number => states[at + LAST]!
export const firstDayAt = (states: Float64Array, at: number): number => states[at + FIRST_DAY]!
export const firstDayRevenueAt = (states: Float64Array, at: number): number => states[at + FIRST_DAY_REVENUE]!
export const daysAt = (states: Float64Array, at: number): number => Math.floor(states[at + COUNTS]! / A_DAY)
