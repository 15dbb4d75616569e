// The columns of every file, how its rows are sorted, and how a row is written.

import { at } from './at.mjs'
import { segmentRows } from './truth.mjs'

/** @typedef {Record<string, string | number>} Row */

/** @param {string} list */
const columns = (list) => list.split(' ')

export const COLUMNS = {
  customers: columns(
    'record_id source created_on given_name surname full_name email phone date_of_birth street postcode city country acquired_by consent',
  ),
  orders: columns(
    'order_id customer_id ordered_at channel coupon discount_rate discount amount refunded carrier promised_on delivered_on',
  ),
  order_lines: columns('order_id customer_id ordered_at product category quantity unit_price'),
  tickets: columns(
    'ticket_id customer_id order_id opened_at first_reply_at resolved_at channel topic satisfaction text',
  ),
  contacts: columns(
    'contact_id campaign_id customer_id contacted_on group channel cost opened responded order_id amount',
  ),
  survey: columns('customer_id sent_on answered_on recommend delivery service quality price'),
  truth_records: columns('record_id person_id household_id changes'),
  truth_customers: columns(
    'person_id household_id customer_id second_customer_id segment acquired_by joined_on orders_per_week leave_inclination discount_only falling_breadth_from left_on alive orders revenue orders_next_year revenue_next_year',
  ),
  truth_orders: columns('order_id late_delivery unresolved_ticket falling_breadth leave_probability left'),
  truth_contacts: columns('contact_id uplift buys_if_contacted buys_if_not'),
  truth_tickets: columns('ticket_id topic'),
  products: columns('product category list_price'),
  campaigns: columns('campaign_id title starts_on window_days offer discount'),
  truth_segments: Object.keys(at(segmentRows(), 0)),
  truth_affinities: columns('product brings probability'),
  truth_parameters: columns('topic name value'),
}

/** @typedef {keyof typeof COLUMNS} TableName */

/** Tables with rows for each customer, and the columns by which the command sorts them. */
export const SORTED_BY = {
  customers: ['record_id'],
  orders: ['ordered_at', 'order_id'],
  order_lines: ['ordered_at', 'order_id'],
  tickets: ['opened_at', 'ticket_id'],
  contacts: ['contacted_on', 'contact_id'],
  survey: ['sent_on', 'customer_id'],
  truth_records: ['record_id'],
  truth_customers: ['customer_id'],
  truth_orders: ['order_id'],
  truth_contacts: ['contact_id'],
  truth_tickets: ['ticket_id'],
}

/** @param {readonly string[]} keys @returns {(a: Row, b: Row) => number} */
export const by = (keys) => (a, b) => {
  for (const key of keys) {
    const [first = '', second = ''] = [a[key], b[key]]
    if (first < second) return -1
    if (first > second) return 1
  }
  return 0
}

const MONEY = new Set(
  'discount amount refunded unit_price cost list_price revenue revenue_next_year'.split(' '),
)

/** @param {TableName} table */
export const csvHeader = (table) => `${COLUMNS[table].join(',')}\n`

/** Rows as CSV, without the header. @param {TableName} table @param {readonly Row[]} rows */
export function csvRows(table, rows) {
  const names = COLUMNS[table]
  // The discount of a campaign is a rate, that of an order is money.
  const money = names.map((name) => MONEY.has(name) && table !== 'campaigns')
  let text = ''
  for (const row of rows) {
    for (const [i, name] of names.entries()) {
      const value = row[name] ?? ''
      if (i > 0) text += ','
      if (typeof value === 'number') text += money[i] ? value.toFixed(2) : value
      else text += /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
    }
    text += '\n'
  }
  return text
}
