// What is in a basket, at which price. Prices and amounts are whole cents, so that sums are exact.

import { at } from './at.mjs'
import { priceLevel } from './calendar.mjs'
import { APPEAL, BRINGS, EXTRA_UNITS, PRICE_TESTS, priceTest, PRODUCTS } from './catalogue.mjs'
import { chance, poisson, stream, weighted } from './random.mjs'
import { SEGMENTS, WHOLESALE_PRICE } from './segments.mjs'

/** @typedef {{ product: number, quantity: number, cents: number, listCents: number }} Line cents a unit */

/**
 * @param {number} seed @param {number} index of the order among all @param {number} segment
 * @param {{ day: number, discount: number, narrow: boolean }} order
 * @returns {Line[]}
 */
export function fillBasket(seed, index, segment, { day, discount, narrow }) {
  const s = stream(seed, 'basket', index)
  const appeal = at(APPEAL, segment)
  const { extra_lines, pack, segment: name } = at(SEGMENTS, segment)
  /** @type {number[]} */
  const products = []
  for (let wanted = narrow ? 1 : 1 + poisson(s, extra_lines); wanted > 0; wanted--) {
    const product = weighted(s, appeal)
    if (!products.includes(product)) products.push(product)
  }
  for (const product of products.slice()) {
    const rule = BRINGS[product]
    if (rule && chance(s, rule.probability) && !products.includes(rule.product)) products.push(rule.product)
  }
  const level = priceLevel(day) * (name === 'wholesale' ? WHOLESALE_PRICE : 1)
  return products.map((product) => {
    const test = priceTest(seed, product, (day - (day % 7)) / 7)
    const price = at(PRODUCTS, product).list_price * level * at(PRICE_TESTS, test) * 100
    const quantity = pack * (1 + poisson(s, at(at(EXTRA_UNITS, segment), test)))
    return { product, quantity, listCents: Math.round(price), cents: Math.round(price * (1 - discount)) }
  })
}

/** @param {readonly Line[]} lines */
export const amountOf = (lines) => lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0)

/** @param {readonly Line[]} lines */
export const listAmountOf = (lines) =>
  lines.reduce((sum, { quantity, listCents }) => sum + quantity * listCents, 0)
