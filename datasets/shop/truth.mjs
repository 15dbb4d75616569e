// The tables of the truth: what the shop does not know about its customers, and what an analysis should find.

import { at } from './at.mjs'
import { END, isoDate, LATE_DECEMBER, MINUTES, PRICE_RISE } from './calendar.mjs'
import { ANSWERS, WEIGHTS } from './survey.mjs'
import { AFFINITIES } from './catalogue.mjs'
import { CHOSEN, CONTACT_CHANNELS, CONTACTED, DISCOUNT_FACTOR, WINDOW } from './campaigns.mjs'
import { CANCELLED, REPEATED, SAMPLES } from './lines.mjs'
import { OTHER_EMAIL, OTHER_RECORDS } from './records.mjs'
import { CHRISTMAS_QUARTER, CONSENT, GROWTH, SECOND_ACCOUNT, SHARES_HOME } from './people.mjs'
import { DISCOUNT_SHARE, GUESTS } from './orders.mjs'
import {
  ACQUISITION,
  CARRIERS,
  DRIVERS,
  FALLING_BREADTH,
  LATE_MORE_IN_DECEMBER,
  LEAVE_SPREAD,
  SEGMENTS,
  WHOLESALE_PRICE,
} from './segments.mjs'
import {
  DECEMBER_DELAY,
  MISFILED,
  SPREAD_OF_HOURS,
  TICKET_IF_LATE,
  TICKET_IF_NOT,
  TOPICS,
  UNRESOLVED,
} from './service.mjs'

/** @param {number} value */
const rounded = (value) => Math.round(value * 1e4) / 1e4

/** @param {readonly { cents: number }[]} orders */
const revenue = (orders) => orders.reduce((sum, { cents }) => sum + cents, 0) / 100

/**
 * A row of truth_customers.csv.
 * @param {import('./people.mjs').Person} person @param {readonly import('./orders.mjs').Order[]} orders
 * @param {number} left @param {boolean} twoAccounts
 */
export function customerTruth(person, orders, left, twoAccounts) {
  const known = orders.filter(({ time }) => time < END * MINUTES)
  const future = orders.slice(known.length)
  const narrowed = known.find(({ narrow }) => narrow)
  const gone = left < END * MINUTES
  return {
    person_id: `P${person.index + 1}`,
    household_id: `H${person.household + 1}`,
    customer_id: person.account,
    second_customer_id: twoAccounts ? person.secondAccount : '',
    segment: at(SEGMENTS, person.segment).segment,
    acquired_by: person.acquired,
    joined_on: isoDate(person.joined),
    orders_per_week: rounded(person.rate),
    leave_inclination: rounded(person.leaveInclination),
    discount_only: person.discountOnly ? 1 : 0,
    falling_breadth_from: narrowed ? isoDate(Math.floor(narrowed.time / MINUTES)) : '',
    left_on: gone ? isoDate(Math.floor(left / MINUTES)) : '',
    alive: gone ? 0 : 1,
    orders: known.length,
    revenue: revenue(known),
    orders_next_year: future.length,
    revenue_next_year: revenue(future),
  }
}

/** A row of truth_orders.csv. @param {import('./orders.mjs').Order} order @param {number} left */
export const orderTruth = (order, left) => ({
  order_id: order.id,
  late_delivery: order.late ? 1 : 0,
  unresolved_ticket: order.ticket && order.ticket.resolved === undefined ? 1 : 0,
  falling_breadth: order.narrow ? 1 : 0,
  leave_probability: rounded(order.leaves),
  left: order.time === left ? 1 : 0,
})

export const affinityRows = () =>
  AFFINITIES.map(([product, brings, probability]) => ({ product, brings, probability }))

const MONTHS = 'january february march april may june july august september october november december'
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'

/** @param {string} names @param {readonly number[]} values */
const named = (names, values) => Object.fromEntries(names.split(' ').map((name, i) => [name, at(values, i)]))

export const segmentRows = () =>
  SEGMENTS.map(({ months, weekdays, ...numbers }) =>
    Object.assign(numbers, named(MONTHS, months), named(WEEKDAYS, weekdays)),
  )

/** Rows of truth_parameters.csv: every other number of the simulation, in long form. */
export const parameterRows = () =>
  Object.entries({
    leave_log_odds: { ...DRIVERS, standard_deviation_between_customers: LEAVE_SPREAD },
    probability: {
      falling_breadth_per_order: FALLING_BREADTH,
      ticket_if_late: TICKET_IF_LATE,
      ticket_if_not_late: TICKET_IF_NOT,
      ticket_unresolved: UNRESOLVED,
      ticket_misfiled: MISFILED,
      shares_home_with_previous_customer: SHARES_HOME,
      consent_to_contact: CONSENT,
      second_account: SECOND_ACCOUNT,
      newsletter_record: OTHER_RECORDS.newsletter,
      support_record: OTHER_RECORDS.support,
      other_email_in_repeated_record: OTHER_EMAIL,
      discount_by_chance: DISCOUNT_SHARE,
      guest_orders_per_customer: GUESTS,
      order_cancelled: CANCELLED,
      order_with_repeated_line: REPEATED,
      order_with_free_sample: SAMPLES,
    },
    late_by_carrier: { ...CARRIERS, more_in_december: LATE_MORE_IN_DECEMBER },
    acquired_percent: ACQUISITION,
    campaign: {
      chosen: CHOSEN,
      contacted_of_chosen: CONTACTED,
      window_days: WINDOW,
      email_factor: CONTACT_CHANNELS.email.factor,
      post_factor: CONTACT_CHANNELS.post.factor,
      discount_only_factor: DISCOUNT_FACTOR,
    },
    ticket_median_hours: Object.fromEntries(Object.entries(TOPICS).map(([name, { hours }]) => [name, hours])),
    ticket_hours: { december_factor: DECEMBER_DELAY, standard_deviation_of_logarithm: SPREAD_OF_HOURS },
    survey_weight_of_mark: WEIGHTS,
    survey_answer_probability: ANSWERS,
    sales: {
      new_customers_growth_per_quarter: GROWTH,
      new_customers_christmas_quarter: CHRISTMAS_QUARTER,
      price_rise_per_year: PRICE_RISE,
      from_20_december: LATE_DECEMBER,
      wholesale_price_factor: WHOLESALE_PRICE,
    },
  }).flatMap(([topic, values]) => Object.entries(values).map(([name, value]) => ({ topic, name, value })))
