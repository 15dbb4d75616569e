// A customer's life with the shop: orders come at random around the customer's own rate, the season and the
// weekday; after each the customer may leave for good, the more likely the worse it went.

import { at } from './at.mjs'
import { END, HORIZON, isoDate, MINUTES, monthOf, timestamp } from './calendar.mjs'
import { amountOf, fillBasket, listAmountOf } from './baskets.mjs'
import { contactPerson, couponAt } from './campaigns.mjs'
import { below, chance, exponential, logistic, orderId, pick, stream, uniform, weighted } from './random.mjs'
import {
  CARRIERS,
  DRIVERS,
  FALLING_BREADTH,
  hoursOf,
  LATE_MORE_IN_DECEMBER,
  peak,
  season,
  SEGMENTS,
} from './segments.mjs'
import { openTicket } from './service.mjs'

/** @typedef {import('./people.mjs').Person} Person */
/** @typedef {import('./random.mjs').Stream} Stream */
/** @typedef {ReturnType<typeof placeOrder>} Order */

/** A person's orders take up so many numbers; nobody places more. */
export const ORDERS_EACH = 512
/** Probability of a discount for those who also buy without. */
export const DISCOUNT_SHARE = 0.12
/** Orders without an account, for each customer. */
export const GUESTS = 0.4
const GUEST_SEGMENT = SEGMENTS.findIndex(({ segment }) => segment === 'gift_buyer')

const carriers = Object.keys(CARRIERS)
const lateness = Object.values(CARRIERS)

/** @param {Stream} s @param {number} segment @param {number} day */
const timeOn = (s, segment, day) => day * MINUTES + weighted(s, hoursOf(segment)) * 60 + below(s, 60)

/**
 * Times of a Poisson process whose rate follows the season: candidates come at the rate of the busiest day, and
 * each is kept as often as its day is busy.
 * @param {Stream} s @param {Person} person
 */
function orderTimes(s, { segment, rate, joined }) {
  const busy = season(segment)
  const fastest = (rate / 7) * peak(segment)
  const times = [timeOn(s, segment, joined)]
  for (let now = joined + 1; ;) {
    now += exponential(s) / fastest
    const day = Math.floor(now)
    if (day >= HORIZON || times.length > ORDERS_EACH - 16) return times.sort((a, b) => a - b)
    if (uniform(s) * peak(segment) < at(busy, day)) times.push(timeOn(s, segment, day))
  }
}

/** @param {Stream} s @param {Person} person */
function discountOf(s, person) {
  if (!chance(s, person.discountOnly ? 1 : DISCOUNT_SHARE)) return 0
  return person.discountOnly && chance(s, 0.4) ? 0.2 : 0.1
}

/** @param {Stream} s @param {Person} person */
function channelOf(s, person) {
  if (person.phoneBuyer) return chance(s, 0.8) ? 'phone' : 'web'
  if (person.acquired === 'marketplace') return chance(s, 0.75) ? 'marketplace' : 'web'
  return pick(s, ['web', 'web', 'web', 'app', 'app'])
}

/**
 * @param {number} seed @param {Person} person @param {number} number of the order in the person's life
 * @param {number} time @param {boolean} narrow @param {readonly import('./campaigns.mjs').Contact[]} contacts
 */
function placeOrder(seed, person, number, time, narrow, contacts) {
  const index = person.index * ORDERS_EACH + number
  const s = stream(seed, 'order', index)
  const day = Math.floor(time / MINUTES)
  const usual = discountOf(s, person)
  const campaign = couponAt(contacts, time)
  const discount = Math.max(usual, campaign?.discount ?? 0)
  const carrier = pick(s, [0, 1])
  const late = chance(s, at(lateness, carrier) + (monthOf(day) === 11 ? LATE_MORE_IN_DECEMBER : 0))
  const promised = day + 4
  const lines = fillBasket(seed, index, person.segment, { day, discount, narrow })
  const id = orderId(index)
  return {
    id,
    index,
    time,
    channel: channelOf(s, person),
    coupon: campaign?.coupon ?? (usual > 0 ? 'NEWS' : ''),
    discount,
    lines,
    cents: amountOf(lines),
    carrier: at(carriers, carrier),
    promised,
    delivered: late ? promised + 1 + below(s, 9) : promised - below(s, 3),
    late,
    ticket: openTicket(seed, index, { late, time, promised }),
    narrow,
    leaves: 0,
  }
}

/** @param {Person} person @param {Order} order */
function leaveLogOdds(person, { late, ticket, narrow }) {
  return (
    at(SEGMENTS, person.segment).leave_log_odds +
    person.leaveInclination +
    (late ? DRIVERS.late_delivery : 0) +
    (ticket && ticket.resolved === undefined ? DRIVERS.unresolved_ticket : 0) +
    (narrow ? DRIVERS.falling_breadth : 0) +
    (person.discountOnly ? DRIVERS.discount_only : 0) +
    (person.acquired === 'marketplace' ? DRIVERS.marketplace : 0)
  )
}

/**
 * All that a customer does until the horizon. `left` is the time of the order after which the customer does
 * not come back, or Infinity.
 * @param {number} seed @param {Person} person
 */
export function liveLife(seed, person) {
  const s = stream(seed, 'life', person.index)
  const times = orderTimes(s, person)
  const contacts = contactPerson(seed, person, times)
  /** @type {Order[]} */
  const orders = []
  let narrow = false
  for (const time of times) {
    if (orders.length > 0 && !narrow) narrow = chance(s, FALLING_BREADTH)
    const order = placeOrder(seed, person, orders.length, time, narrow, contacts)
    order.leaves = logistic(leaveLogOdds(person, order))
    orders.push(order)
    if (chance(s, order.leaves)) return { orders, contacts, left: time }
  }
  return { orders, contacts, left: Infinity }
}

/**
 * What somebody without an account orders, as a buyer of presents would; nobody knows who it was.
 * @param {number} seed @param {Person} person lends the position, which makes the order's number
 */
export function guestOrder(seed, person) {
  const s = stream(seed, 'guest', person.index)
  const busy = season(GUEST_SEGMENT)
  if (!chance(s, GUESTS)) return undefined
  let day = below(s, END)
  while (uniform(s) * peak(GUEST_SEGMENT) >= at(busy, day)) day = below(s, END)
  const guest = { ...person, segment: GUEST_SEGMENT, discountOnly: false, acquired: 'search' }
  return placeOrder(seed, guest, ORDERS_EACH - 1, timeOn(s, GUEST_SEGMENT, day), false, [])
}

/**
 * A row of orders.csv.
 * @param {Order} order @param {string} customer_id @param {number} refunded cents
 */
export function orderRow(order, customer_id, refunded) {
  return {
    order_id: order.id,
    customer_id,
    ordered_at: timestamp(order.time),
    channel: order.channel,
    coupon: order.coupon,
    discount_rate: order.discount,
    discount: (listAmountOf(order.lines) - order.cents) / 100,
    amount: order.cents / 100,
    refunded: refunded / 100,
    carrier: order.carrier,
    promised_on: isoDate(order.promised),
    delivered_on: order.delivered < END ? isoDate(order.delivered) : '',
  }
}
