// The invoice lines as an export would give them: with cancellations, repeated rows, free samples, guests
// without a number and the test orders of the shop's own staff.

import { at } from './at.mjs'
import { END, MINUTES, timestamp } from './calendar.mjs'
import { PRODUCTS } from './catalogue.mjs'
import { below, chance, exponential, pick, stream } from './random.mjs'

/** Probability that an order is cancelled, half of them whole, half of them in one line. */
export const CANCELLED = 0.04
/** Probability that an order has one line twice, that it holds a free sample. */
export const REPEATED = 0.015
export const SAMPLES = 0.01
/** Every so many customers there is a test order, and a stock adjustment under no customer's name. */
export const TEST_EVERY = 100
export const ADJUSTMENT_EVERY = 60

/**
 * @typedef {object} LineRow
 * @property {string} order_id @property {string} customer_id @property {string} ordered_at
 * @property {string} product @property {string} category @property {number} quantity @property {number} unit_price
 */

/**
 * @param {string} order_id @param {string} customer_id @param {number} time @param {number} product
 * @param {number} quantity @param {number} cents
 * @returns {LineRow}
 */
const line = (order_id, customer_id, time, product, quantity, cents) => ({
  order_id,
  customer_id,
  ordered_at: timestamp(time),
  product: at(PRODUCTS, product).product,
  category: at(PRODUCTS, product).category,
  quantity,
  unit_price: cents / 100,
})

/**
 * Rows of order_lines.csv for one order, and the cents that a cancellation gave back.
 * @param {number} seed @param {import('./orders.mjs').Order} order @param {string} customer_id
 */
export function lineRows(seed, order, customer_id) {
  const s = stream(seed, 'lines', order.index)
  const rows = order.lines.map(({ product, quantity, cents }) =>
    line(order.id, customer_id, order.time, product, quantity, cents),
  )
  if (chance(s, SAMPLES)) rows.push(line(order.id, customer_id, order.time, below(s, PRODUCTS.length), 1, 0))
  if (chance(s, REPEATED)) rows.push({ ...pick(s, rows) })
  let refunded = 0
  if (chance(s, CANCELLED)) {
    const time = order.time + Math.floor(exponential(s) * 5 * MINUTES) + 60
    const cancelled = chance(s, 0.5) ? order.lines : [pick(s, order.lines)]
    if (time < END * MINUTES) {
      for (const { product, quantity, cents } of cancelled) {
        rows.push(line(`C${order.id}`, customer_id, time, product, -quantity, cents))
        refunded += quantity * cents
      }
    }
  }
  return { rows, refunded }
}

/** Lines that are nobody's purchase. @param {number} seed @param {number} i position @returns {LineRow[]} */
export function strayLines(seed, i) {
  const s = stream(seed, 'stray', i)
  const time = below(s, END * MINUTES)
  /** @type {LineRow[]} */
  const rows = []
  if (i % TEST_EVERY === TEST_EVERY - 1) {
    const account = pick(s, ['TEST1', 'TEST2', 'TEST3'])
    rows.push({ ...line(`X${i}`, account, time, 0, 1, 1), product: 'TEST ARTICLE', category: 'test' })
    if (chance(s, 0.3)) rows.push(line(`X${i}`, account, time, below(s, PRODUCTS.length), 1000, 999_999))
  }
  if (i % ADJUSTMENT_EVERY === ADJUSTMENT_EVERY - 1) {
    rows.push(line(`A${i}`, '', time, below(s, PRODUCTS.length), -1 - below(s, 40), 0))
  }
  return rows
}
