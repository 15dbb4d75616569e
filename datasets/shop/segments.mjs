// The truth about the five kinds of customer and about why they leave. Everything that a test may want to
// recover is a constant here, and truth_segments.csv and truth_parameters.csv are written from it.

import { at } from './at.mjs'
import { HOURS, OFFICE_HOURS, seasonOf } from './calendar.mjs'

const EVERYDAY = [0.85, 0.8, 0.9, 0.95, 1, 0.95, 0.85, 0.85, 1, 1.1, 1.4, 1.6]
const PRESENTS = [0.4, 0.9, 0.6, 0.6, 1.2, 0.5, 0.4, 0.4, 0.5, 0.9, 2.3, 4]
const TRADE = [0.7, 0.8, 0.9, 1, 1, 0.9, 0.8, 1, 1.4, 1.6, 1.2, 0.5]
const PRIVATE_WEEK = [1.3, 1.05, 1, 0.95, 0.9, 0.85, 0.95]
const OFFICE_WEEK = [0, 1.5, 1.4, 1.4, 1.3, 1.2, 0.2]

/**
 * @typedef {object} Segment
 * @property {string} segment
 * @property {number} share of all customers
 * @property {number} orders_per_week mean of the rate in an average week, while the customer is with the shop
 * @property {number} rate_shape shape of the gamma distribution of the rate
 * @property {number} leave_log_odds of leaving after an order, before the drivers below
 * @property {number} extra_lines mean number of lines beyond the first
 * @property {number} extra_units mean number of units (packs, for wholesale) beyond the first, at list price
 * @property {number} pack units a pack
 * @property {number} elasticity of the extra units: a price up by 1 % lowers them by so many percent
 * @property {number} uplift probability that a contact brings an order from who would not order in the window;
 *   if negative, that it drives away who would
 * @property {number} dear weight of products of 25 and more, 1 for the others
 * @property {number} discount_only share that buys with a discount alone
 * @property {readonly number[]} months factors of demand, January first
 * @property {readonly number[]} weekdays factors of demand, Sunday first
 */

/** @type {readonly Segment[]} */
export const SEGMENTS = [
  // oxfmt-ignore
  { segment: 'one_timer', share: 0.3, orders_per_week: 0.06, rate_shape: 2, leave_log_odds: 1.8, extra_lines: 0.6,
    extra_units: 0.3, pack: 1, elasticity: 1, uplift: 0.05, dear: 0.5, discount_only: 0.3, months: EVERYDAY, weekdays: PRIVATE_WEEK },
  // oxfmt-ignore
  { segment: 'gift_buyer', share: 0.26, orders_per_week: 0.06, rate_shape: 3, leave_log_odds: -2.5, extra_lines: 1.4,
    extra_units: 0.4, pack: 1, elasticity: 0.5, uplift: 0.12, dear: 1, discount_only: 0.15, months: PRESENTS, weekdays: PRIVATE_WEEK },
  // oxfmt-ignore
  { segment: 'regular', share: 0.3, orders_per_week: 0.12, rate_shape: 2, leave_log_odds: -3.2, extra_lines: 1.2,
    extra_units: 0.8, pack: 1, elasticity: 1.5, uplift: 0.07, dear: 0.7, discount_only: 0.3, months: EVERYDAY, weekdays: PRIVATE_WEEK },
  // oxfmt-ignore
  { segment: 'big_spender', share: 0.1, orders_per_week: 0.2, rate_shape: 3, leave_log_odds: -3.7, extra_lines: 2,
    extra_units: 0.9, pack: 1, elasticity: 0.3, uplift: 0.01, dear: 4, discount_only: 0.05, months: EVERYDAY, weekdays: PRIVATE_WEEK },
  // oxfmt-ignore
  { segment: 'wholesale', share: 0.04, orders_per_week: 0.3, rate_shape: 3, leave_log_odds: -4, extra_lines: 2.5,
    extra_units: 1.2, pack: 6, elasticity: 2, uplift: -0.3, dear: 0.3, discount_only: 0, months: TRADE, weekdays: OFFICE_WEEK },
]

/** Standard deviation of each customer's own inclination to leave, in log-odds: nothing observed explains it. */
export const LEAVE_SPREAD = 0.4

/**
 * What each driver adds to the log-odds of leaving after an order, the strongest first; weighed with how often
 * each occurs (the standard deviation of its flag times the coefficient) they stand in the same order.
 */
export const DRIVERS = {
  late_delivery: 2,
  unresolved_ticket: 1.8,
  falling_breadth: 0.9,
  discount_only: 0.6,
  marketplace: 0.3,
}

/** Probability, after each order from the second on, that a customer narrows to one line an order, for good. */
export const FALLING_BREADTH = 0.06

/** Where customers come from, and how many of a hundred. */
export const ACQUISITION = { search: 32, referral: 20, social: 18, marketplace: 20, fair: 10 }

/** Each carrier's share of parcels that arrive after the promised day; in December more of them. */
export const CARRIERS = { Postbird: 0.08, Hurtig: 0.2 }
export const LATE_MORE_IN_DECEMBER = 0.08

export const WHOLESALE_PRICE = 0.7

const seasons = SEGMENTS.map(({ months, weekdays }) => seasonOf(months, weekdays))
const peaks = seasons.map((season) => season.reduce((a, b) => Math.max(a, b)))

/** @param {number} segment */
export const season = (segment) => at(seasons, segment)

/** @param {number} segment */
export const peak = (segment) => at(peaks, segment)

/** @param {number} segment */
export const hoursOf = (segment) => (at(SEGMENTS, segment).segment === 'wholesale' ? OFFICE_HOURS : HOURS)
