// Writes the shop's files, at any size:
//
//   node datasets/shop/generate.mjs --customers 1400 --seed 1 --out datasets/shop
//
// --stream writes customer by customer as they are made, in constant memory; without it the rows are sorted as
// an export would be. The first n customers are the same in every shop of at least n customers and that seed.

import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { END, MINUTES } from './calendar.mjs'
import { CAMPAIGNS, contactRows, WINDOW } from './campaigns.mjs'
import { PRODUCTS } from './catalogue.mjs'
import { lineRows, strayLines } from './lines.mjs'
import { guestOrder, liveLife, ORDERS_EACH, orderRow } from './orders.mjs'
import { makePerson } from './people.mjs'
import { makeRecords } from './records.mjs'
import { ticketRows } from './service.mjs'
import { surveyRows } from './survey.mjs'
import { by, csvHeader, csvRows, SORTED_BY } from './tables.mjs'
import { affinityRows, customerTruth, orderTruth, parameterRows, segmentRows } from './truth.mjs'

/** @typedef {{ customers?: number, seed?: number }} ShopOptions */
/** @typedef {ReturnType<typeof customerTables>} CustomerTables */

/** Orders are numbered below 2 ** 30. */
const MOST = 2 ** 30 / ORDERS_EACH

/** @param {number} customers */
function checkSize(customers) {
  if (!Number.isInteger(customers) || customers < 1 || customers > MOST)
    throw new RangeError(`customers is ${customers}, but must be a whole number from 1 to ${MOST}`)
}

/**
 * What the files say of one person's orders.
 * @param {number} seed @param {import('./people.mjs').Person} person
 */
function orderTables(seed, person) {
  const { orders: all, contacts, left } = liveLife(seed, person)
  const orders = all.filter(({ time }) => time < END * MINUTES)
  const guest = guestOrder(seed, person)
  /** @param {{ time: number }} order */
  const account = ({ time }) =>
    time >= person.secondAccountFrom * MINUTES ? person.secondAccount : person.account
  const named = orders.map((order) => ({ order, customer_id: account(order) }))
  const made = (guest ? [...named, { order: guest, customer_id: '' }] : named).map(
    ({ order, customer_id }) => {
      const { rows, refunded } = lineRows(seed, order, customer_id)
      return { lines: rows, order: orderRow(order, customer_id, refunded) }
    },
  )
  return {
    life: { all, orders, named, contacts, left },
    orders: made.map(({ order }) => order),
    order_lines: [...made.flatMap(({ lines }) => lines), ...strayLines(seed, person.index)],
  }
}

/** All rows of one customer. @param {number} seed @param {number} i the customer's position */
function customerTables(seed, i) {
  const person = makePerson(seed, i)
  const { life, orders, order_lines } = orderTables(seed, person)
  const twoAccounts = life.named.some(({ customer_id }) => customer_id === person.secondAccount)
  const records = makeRecords(seed, person, twoAccounts)
  const truth = customerTruth(person, life.all, life.left, twoAccounts)
  const { person_id, household_id } = truth
  const tickets = life.named.flatMap(({ order, customer_id }) => ticketRows(seed, order, customer_id) ?? [])
  return {
    customers: records.map(({ record }) => record),
    orders,
    order_lines,
    tickets: tickets.map(({ ticket }) => ticket),
    ...contactRows(seed, person, life.contacts, life.orders, life.left),
    survey: surveyRows(seed, person, life.orders),
    truth_records: records.map(({ record, changes }) => ({
      record_id: record.record_id,
      person_id,
      household_id,
      changes,
    })),
    truth_customers: [truth],
    truth_orders: life.orders.map((order) => orderTruth(order, life.left)),
    truth_tickets: tickets.map(({ truth }) => truth),
  }
}

/**
 * The orders and their lines alone, for work that wants millions: chunks of so many customers each, one
 * customer's rows together and in time order, nothing kept.
 * @param {ShopOptions & { chunk?: number }} [options]
 */
export function* generateOrders({ customers = 1400, seed = 1, chunk = 1000 } = {}) {
  checkSize(customers)
  for (let from = 0; from < customers; from += chunk) {
    /** @type {Pick<CustomerTables, 'orders' | 'order_lines'>} */
    const tables = { orders: [], order_lines: [] }
    for (let i = from; i < Math.min(customers, from + chunk); i++) {
      const { orders, order_lines } = orderTables(seed, makePerson(seed, i))
      tables.orders.push(...orders)
      tables.order_lines.push(...order_lines)
    }
    yield tables
  }
}

/**
 * All tables, customer by customer. @param {ShopOptions} [options]
 * @returns {Generator<CustomerTables, void, undefined>}
 */
export function* generateCustomers({ customers = 1400, seed = 1 } = {}) {
  checkSize(customers)
  for (let i = 0; i < customers; i++) yield customerTables(seed, i)
}

/** The tables that do not depend on the number of customers. */
export const generateConstants = () => ({
  products: PRODUCTS.map(({ product, category, list_price }) => ({ product, category, list_price })),
  campaigns: CAMPAIGNS.map(({ campaign_id, title, starts_on, offer, discount }) => ({
    campaign_id,
    title,
    starts_on,
    window_days: WINDOW,
    offer,
    discount,
  })),
  truth_segments: segmentRows(),
  truth_affinities: affinityRows(),
  truth_parameters: parameterRows(),
})

const names = /** @type {(keyof CustomerTables)[]} */ (Object.keys(SORTED_BY))

/**
 * All tables as arrays of rows, sorted as in the files. @param {ShopOptions} [options]
 * @returns {CustomerTables & ReturnType<typeof generateConstants>}
 */
export function generateShop(options) {
  const tables = /** @type {Record<string, import('./tables.mjs').Row[]>} */ (
    Object.fromEntries(names.map((name) => [name, []]))
  )
  for (const customer of generateCustomers(options)) {
    for (const name of names) for (const row of customer[name]) tables[name]?.push(row)
  }
  for (const name of names) tables[name]?.sort(by(SORTED_BY[name]))
  return /** @type {any} */ ({ ...tables, ...generateConstants() })
}

/**
 * Tables as files, by name. @param {Partial<ReturnType<typeof generateShop>>} tables
 * @returns {Record<string, string>}
 */
export const toFiles = (tables) =>
  Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => {
      const table = /** @type {import('./tables.mjs').TableName} */ (name)
      return [`${name}.csv`, csvHeader(table) + csvRows(table, rows)]
    }),
  )

/** @param {string} out @param {ShopOptions} options */
function streamFiles(out, options) {
  const files = names.map((name) => ({
    name,
    file: openSync(join(out, `${name}.csv`), 'w'),
    text: csvHeader(name),
  }))
  for (const customer of generateCustomers(options)) {
    for (const entry of files) {
      entry.text += csvRows(entry.name, customer[entry.name])
      if (entry.text.length > 1 << 20) {
        writeSync(entry.file, entry.text)
        entry.text = ''
      }
    }
  }
  for (const { file, text } of files) {
    writeSync(file, text)
    closeSync(file)
  }
}

/** @param {string} out @param {Record<string, string>} files */
function writeFiles(out, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = openSync(join(out, name), 'w')
    writeSync(file, text)
    closeSync(file)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      customers: { type: 'string', default: '1400' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: '.' },
      stream: { type: 'boolean', default: false },
    },
  })
  const options = { customers: Number(values.customers), seed: Number(values.seed) }
  mkdirSync(values.out, { recursive: true })
  if (values.stream) streamFiles(values.out, options)
  writeFiles(values.out, toFiles(values.stream ? generateConstants() : generateShop(options)))
}
