// What the shop sells, what goes together, and how prices are tested.

import { below, exp, log, stream } from './random.mjs'
import { SEGMENTS } from './segments.mjs'

/** @typedef {{ product: string, category: string, list_price: number, popularity: number }} Product */

// Category: product, list price, popularity; …
const SHELVES = {
  tea: 'Earl Grey tin:8.5:9;Green tea tin:9:7;Teapot:34:4;Tea cosy:14:2;Tea strainer:6.5:4;Tea chest:58:1',
  coffee:
    'Coffee beans:12:9;Filter papers:3.5:3;Hand grinder:46:2;Coffee pot:39:2;Espresso cups:26:3;Milk jug:11:3',
  kitchen: 'Apron:19:4;Oven glove:12:4;Cake tin:16:5;Icing set:13:2;Recipe box:22:3;Copper pan:85:1',
  stationery: 'Notebook:7.5:8;Fountain pen:29:3;Ink bottle:9.5:2;Diary:15:4;Letter set:12:4;Desk lamp:64:1',
  candles:
    'Beeswax candle:6:9;Candle holder:17:3;Long matches:4:2;Scented candle:21:6;Lantern:38:3;Snuffer:10:1',
  garden:
    'Seed box:11:6;Watering can:27:3;Garden gloves:9:4;Bird feeder:24:4;Plant labels:5:3;Bench cushion:42:2',
  picnic: 'Picnic hamper:79:2;Picnic blanket:36:2;Enamel mug:8:6;Thermos:31:3;Napkins:4.5:5;Jam jar:7:5',
  wrapping:
    'Wrapping paper:4:9;Ribbon:3:4;Gift box:6:5;Gift tags:2.5:4;Birthday card:3:8;Advent calendar:18:3',
}

/** @type {readonly Product[]} */
export const PRODUCTS = Object.entries(SHELVES).flatMap(([category, shelf]) =>
  shelf.split(';').map((entry) => {
    const [product = '', price, popularity] = entry.split(':')
    return { product, category, list_price: Number(price), popularity: Number(popularity) }
  }),
)

const index = new Map(PRODUCTS.map(({ product }, i) => [product, i]))

/**
 * Who puts the first in the basket adds the second, if it is not there, with that probability. The last two
 * have none: they are popular and often seen together for no other reason.
 */
export const AFFINITIES = /** @type {const} */ ([
  ['Fountain pen', 'Ink bottle', 0.5],
  ['Coffee beans', 'Filter papers', 0.4],
  ['Picnic hamper', 'Picnic blanket', 0.4],
  ['Candle holder', 'Long matches', 0.35],
  ['Wrapping paper', 'Ribbon', 0.3],
  ['Teapot', 'Tea strainer', 0.25],
  ['Watering can', 'Plant labels', 0.2],
  ['Earl Grey tin', 'Beeswax candle', 0],
  ['Notebook', 'Birthday card', 0],
])

/** For each product, the position of what it brings along and with which probability. */
export const BRINGS = PRODUCTS.map(({ product }) => {
  const rule = AFFINITIES.find(([first]) => first === product)
  return rule && rule[2] > 0 ? { product: Number(index.get(rule[1])), probability: rule[2] } : undefined
})

/** For each segment, how readily each product is chosen. */
export const APPEAL = SEGMENTS.map(({ dear }) =>
  Float64Array.from(PRODUCTS, ({ popularity, list_price }) => popularity * (list_price >= 25 ? dear : 1)),
)

/** Every week each product is offered at one of these multiples of its list price, drawn by lot. */
export const PRICE_TESTS = [0.9, 1, 1.1]

/** @param {number} seed @param {number} product @param {number} week */
export const priceTest = (seed, product, week) => below(stream(seed, 'price', product * 1024 + week), 3)

/** For each segment and price test, the mean of the units beyond the first. */
export const EXTRA_UNITS = SEGMENTS.map(({ extra_units, elasticity }) =>
  PRICE_TESTS.map((price) => extra_units * exp(-elasticity * log(price))),
)
