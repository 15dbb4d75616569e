// Seven campaigns, each with a control group drawn by lot that was chosen but not contacted. The truth knows
// for everybody what would have happened with the contact and without.

import { at } from './at.mjs'
import { dayOf, MINUTES } from './calendar.mjs'
import { chance, exponential, orderId, stream, uniform } from './random.mjs'
import { SEGMENTS } from './segments.mjs'

/** @typedef {import('./people.mjs').Person} Person */

/** @param {string} campaign_id @param {string} title @param {string} start @param {string} offer @param {number} discount */
const campaign = (campaign_id, title, start, offer, discount) => ({
  campaign_id,
  title,
  starts_on: start,
  start: dayOf(start) * MINUTES + 9 * 60,
  offer,
  discount,
})

export const CAMPAIGNS = [
  campaign('SPRING23', 'Spring cleaning', '2023-04-17', 'discount', 0.15),
  campaign('XMAS23', 'Christmas preview', '2023-11-13', 'catalogue', 0),
  campaign('SPRING24', 'Garden weeks', '2024-04-15', 'discount', 0.15),
  campaign('XMAS24', 'Christmas preview', '2024-11-11', 'catalogue', 0),
  campaign('SPRING25', 'Garden weeks', '2025-04-14', 'discount', 0.15),
  campaign('SUMMER25', 'Picnic days', '2025-07-07', 'discount', 0.15),
  campaign('XMAS25', 'Christmas preview', '2025-11-10', 'catalogue', 0),
]

/** Days in which an order counts as a response. */
export const WINDOW = 14
/** Of the customers who may be written to, the share chosen for a campaign; of these, the share contacted. */
export const CHOSEN = 0.75
export const CONTACTED = 0.7
/** Share, euros a contact, and the factor of the segment's uplift (where that is positive). */
export const CONTACT_CHANNELS = {
  email: { share: 0.6, cost: 0.05, factor: 1 },
  post: { share: 0.4, cost: 1.1, factor: 1.5 },
}
/** Who buys with a discount alone answers that much more to one. */
export const DISCOUNT_FACTOR = 1.5

/**
 * @typedef {object} Contact
 * @property {number} campaign position
 * @property {boolean} treated
 * @property {'email' | 'post'} channel
 * @property {number} uplift
 * @property {boolean} buysWithout would order in the window if left in peace and still with the shop
 * @property {boolean} buysWith would order in the window if contacted and still with the shop
 */

/**
 * Draws a person's contacts and changes the times at which the person orders accordingly.
 * @param {number} seed @param {Person} person @param {number[]} times of orders in peace, in order; changed
 * @returns {Contact[]}
 */
export function contactPerson(seed, person, times) {
  /** @type {Contact[]} */
  const contacts = []
  if (!person.consent) return contacts
  for (const [position, { start, discount }] of CAMPAIGNS.entries()) {
    if (at(times, 0) >= start) continue
    const s = stream(seed, 'contact', person.index * CAMPAIGNS.length + position)
    if (!chance(s, CHOSEN)) continue
    const treated = chance(s, CONTACTED)
    const channel = chance(s, CONTACT_CHANNELS.email.share) ? 'email' : 'post'
    const uplift = upliftOf(person, channel, discount)
    const answers = chance(s, Math.abs(uplift))
    const end = start + WINDOW * MINUTES
    const buysWithout = times.some((time) => time >= start && time < end)
    const buysWith = uplift > 0 ? buysWithout || answers : buysWithout && !answers
    if (treated && buysWith && !buysWithout) {
      times.push(start + answerAfter(s))
      times.sort((a, b) => a - b)
    }
    if (treated && buysWithout && !buysWith) {
      times.splice(0, times.length, ...times.filter((time) => time < start || time >= end))
    }
    contacts.push({ campaign: position, treated, channel, uplift, buysWithout, buysWith })
  }
  return contacts
}

/** @param {Person} person @param {'email' | 'post'} channel @param {number} discount */
function upliftOf(person, channel, discount) {
  const { uplift } = at(SEGMENTS, person.segment)
  if (uplift < 0) return uplift
  return (
    uplift * CONTACT_CHANNELS[channel].factor * (person.discountOnly && discount > 0 ? DISCOUNT_FACTOR : 1)
  )
}

/** Most answers come in the first days. @param {import('./random.mjs').Stream} s */
function answerAfter(s) {
  const days = exponential(s) * 3
  return Math.floor((days < WINDOW ? days : uniform(s) * WINDOW) * MINUTES)
}

/**
 * The discount of the campaign in whose window a contacted customer orders.
 * @param {readonly Contact[]} contacts @param {number} time
 */
export function couponAt(contacts, time) {
  for (const { campaign, treated } of contacts) {
    const { start, campaign_id, discount } = at(CAMPAIGNS, campaign)
    if (treated && discount > 0 && time >= start && time < start + WINDOW * MINUTES)
      return { coupon: campaign_id, discount }
  }
  return undefined
}

/**
 * Rows of contacts.csv and truth_contacts.csv.
 * @param {number} seed @param {Person} person @param {readonly Contact[]} contacts
 * @param {readonly import('./orders.mjs').Order[]} orders all of the person's, in order
 * @param {number} left the time after which the person does not come back
 */
export function contactRows(seed, person, contacts, orders, left) {
  const rows = contacts.map(({ campaign, treated, channel, uplift, buysWithout, buysWith }) => {
    const { start, starts_on, campaign_id } = at(CAMPAIGNS, campaign)
    const s = stream(seed, 'response', person.index * CAMPAIGNS.length + campaign)
    const response = orders.find(({ time }) => time >= start && time < start + WINDOW * MINUTES)
    const alive = left >= start
    const contact_id = orderId(person.index * 8 + campaign)
    const opened = channel === 'email' && treated ? (chance(s, response ? 0.9 : 0.3) ? 1 : 0) : ''
    return {
      contact: {
        contact_id,
        campaign_id,
        customer_id: person.account,
        contacted_on: starts_on,
        group: treated ? 'contacted' : 'control',
        channel,
        cost: treated ? CONTACT_CHANNELS[channel].cost : 0,
        opened,
        responded: response ? 1 : 0,
        order_id: response?.id ?? '',
        amount: response ? response.cents / 100 : 0,
      },
      truth: {
        contact_id,
        uplift: alive ? Math.round(uplift * 1e4) / 1e4 : 0,
        buys_if_contacted: alive && buysWith ? 1 : 0,
        buys_if_not: alive && buysWithout ? 1 : 0,
      },
    }
  })
  return { contacts: rows.map(({ contact }) => contact), truth_contacts: rows.map(({ truth }) => truth) }
}
