// Service tickets: what went wrong, in the customer's words, and how long help took. Half of the late parcels
// lead to one; four of ten are never resolved, which is the second strongest reason to leave.

import { at } from './at.mjs'
import { END, MINUTES, monthOf, timestamp } from './calendar.mjs'
import { PRODUCTS } from './catalogue.mjs'
import { below, chance, exp, normal, orderId, pick, stream, uniform, weighted } from './random.mjs'

/** Probability of a ticket after an order that came late, or did not. */
export const TICKET_IF_LATE = 0.5
export const TICKET_IF_NOT = 0.09
export const UNRESOLVED = 0.4
/** Share of tickets that the agent files under another topic than their own. */
export const MISFILED = 0.08
/** In December everything takes that much longer. */
export const DECEMBER_DELAY = 1.6
export const SPREAD_OF_HOURS = 0.8

/** Of the tickets about parcels that came in time, how many are of this topic, and the median hours to resolve. */
export const TOPICS = {
  late_delivery: { share: 0, hours: 30 },
  damaged: { share: 30, hours: 60 },
  wrong_item: { share: 22, hours: 48 },
  invoice: { share: 18, hours: 20 },
  product_question: { share: 30, hours: 8 },
}

/** What customers write; {p} is a product of the order. @type {Record<string, string[]>} */
const WORDS = {
  late_delivery: [
    'Where is my parcel? It should have been here days ago.',
    'The {p} was promised for last week and has still not arrived.',
    'Tracking has not moved for days, please find my delivery.',
    'Too late! The birthday is over and the {p} never came.',
  ],
  damaged: [
    'The {p} arrived broken, the box was crushed.',
    'There is a crack in the {p}, I would like a replacement.',
    'Everything in the box is wet and the {p} is stained.',
    'The {p} came apart when we unpacked it.',
  ],
  wrong_item: [
    'I ordered the {p} and got something else.',
    'The {p} is missing from the box, the rest is there.',
    'You sent the wrong colour of {p}, please exchange it.',
    'There were two of the {p} in my parcel but I paid for one.',
  ],
  invoice: [
    'Please send the invoice for my order again, the {p} is not listed.',
    'I was charged twice, please refund one payment.',
    'Our accounts need an invoice with the VAT number on it.',
    'The discount was not taken off my bill.',
  ],
  product_question: [
    'Can the {p} go into the dishwasher?',
    'Will the {p} be back in other sizes?',
    'How do I look after the {p}?',
    'Is the {p} suitable for small children?',
  ],
}

const topics = Object.keys(TOPICS)
const topicWeights = Object.values(TOPICS).map(({ share }) => share)
const medianHours = Object.values(TOPICS).map(({ hours }) => hours)

/** @typedef {NonNullable<ReturnType<typeof openTicket>>} Ticket */

/**
 * @param {number} seed @param {number} index of the order among all
 * @param {{ late: boolean, time: number, promised: number }} order
 */
export function openTicket(seed, index, { late, time, promised }) {
  const s = stream(seed, 'ticket', index)
  if (!chance(s, late ? TICKET_IF_LATE : TICKET_IF_NOT)) return undefined
  const topic = late ? 0 : weighted(s, topicWeights)
  const opened = late
    ? (promised + 1) * MINUTES + 480 + below(s, 600)
    : time + Math.floor((2 + 4 * uniform(s)) * MINUTES)
  const slow = monthOf(Math.floor(opened / MINUTES)) === 11 ? DECEMBER_DELAY : 1
  const hours = at(medianHours, topic) * slow * exp(SPREAD_OF_HOURS * normal(s))
  const resolved = chance(s, UNRESOLVED) ? undefined : opened + Math.ceil(hours * 60)
  return {
    topic,
    opened,
    resolved,
    replied: opened + Math.ceil(hours * 60 * (0.1 + 0.4 * uniform(s))),
    hours,
  }
}

/** Empty if it did not happen before the files end. @param {number | undefined} time */
const known = (time) => (time !== undefined && time < END * MINUTES ? timestamp(time) : '')

/**
 * Rows of tickets.csv and truth_tickets.csv.
 * @param {number} seed @param {import('./orders.mjs').Order} order @param {string} customer_id
 */
export function ticketRows(seed, order, customer_id) {
  const { ticket } = order
  if (!ticket || ticket.opened >= END * MINUTES) return undefined
  const s = stream(seed, 'ticket text', order.index)
  const topic = at(topics, ticket.topic)
  const filed = chance(s, MISFILED)
    ? pick(
        s,
        topics.filter((other) => other !== topic),
      )
    : topic
  const text = pick(s, WORDS[topic] ?? []).replace(
    '{p}',
    at(PRODUCTS, pick(s, order.lines).product).product.toLowerCase(),
  )
  const ticket_id = `T${orderId(order.index + 7)}`
  const resolved_at = known(ticket.resolved)
  const mood = 4.6 - ticket.hours / 60 + normal(s) * 0.7
  const satisfaction = chance(s, 0.6) && resolved_at ? Math.min(5, Math.max(1, Math.round(mood))) : ''
  return {
    ticket: {
      ticket_id,
      customer_id,
      order_id: order.id,
      opened_at: timestamp(ticket.opened),
      first_reply_at: known(ticket.replied),
      resolved_at,
      channel: pick(s, ['email', 'email', 'phone', 'chat']),
      topic: filed,
      satisfaction,
      text,
    },
    truth: { ticket_id, topic },
  }
}
