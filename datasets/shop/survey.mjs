// Two waves of a survey. Answers follow from what happened to the customer; the content answer more often than
// the others, so that the plain mean of the answers flatters the shop.

import { dayOf, isoDate, MINUTES } from './calendar.mjs'
import { below, chance, normal, stream } from './random.mjs'

export const WAVES = ['2024-06-15', '2025-06-15']
/** How the recommendation (0 to 10) is made up: twice the weighted mean of the four marks (1 to 5). */
export const WEIGHTS = { delivery: 0.45, service: 0.3, quality: 0.2, price: 0.05 }
/** Probability of an answer: this, and for each point of recommendation so much more. */
export const ANSWERS = { least: 0.1, each_point: 0.05 }

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.min(high, Math.max(low, Math.round(value)))

/**
 * Rows of survey.csv: everybody who ordered in the year before a wave is asked.
 * @param {number} seed @param {import('./people.mjs').Person} person
 * @param {readonly import('./orders.mjs').Order[]} orders
 */
export function surveyRows(seed, person, orders) {
  const rows = []
  for (const [position, sent_on] of WAVES.entries()) {
    const day = dayOf(sent_on)
    const past = orders.filter(({ time }) => time < day * MINUTES && time >= (day - 365) * MINUTES)
    if (past.length === 0) continue
    const s = stream(seed, 'survey', person.index * WAVES.length + position)
    const late = past.filter(({ late }) => late).length / past.length
    const unresolved = past.some(({ ticket }) => ticket && ticket.resolved === undefined)
    const marks = {
      delivery: 4.6 - 2.6 * late + 0.5 * normal(s),
      service: (unresolved ? 2.2 : 4.3) + 0.5 * normal(s),
      quality: 4.2 + 0.6 * person.quality,
      price: (person.discountOnly ? 2.8 : 3.7) + 0.6 * normal(s),
    }
    const { delivery, service, quality, price } = WEIGHTS
    const mean =
      delivery * marks.delivery + service * marks.service + quality * marks.quality + price * marks.price
    const recommend = clamp(2 * mean + 0.8 * normal(s), 0, 10)
    const answered = chance(s, ANSWERS.least + ANSWERS.each_point * recommend)
    /** @param {number} mark one of ten is left blank */
    const given = (mark) => (answered && chance(s, 0.9) ? clamp(mark, 1, 5) : '')
    rows.push({
      customer_id: person.account,
      sent_on,
      answered_on: answered ? isoDate(day + below(s, 12)) : '',
      recommend: answered ? recommend : '',
      delivery: given(marks.delivery),
      service: given(marks.service),
      quality: given(marks.quality),
      price: given(marks.price),
    })
  }
  return rows
}
