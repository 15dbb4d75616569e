import type { Role } from '../../table/metadata.js'
import type { StatusGiven } from '../guessStatus.js'
import { text, wrong } from './common.js'

/** What commands are told that read orders. */
export interface OrdersArguments {
  readonly roles: { readonly [role in Role]?: string | undefined }
  readonly product: string | undefined
  readonly asOf: string | undefined
  readonly timeZone: string | undefined
  readonly currency: string | undefined
  /** The column of statuses and those that count; undefined: found out. */
  readonly status: StatusGiven | undefined
  /** Customers that are tests; undefined for nobody. */
  readonly test: RegExp | undefined
}

type OrdersOption =
  | 'customer'
  | 'time'
  | 'amount'
  | 'quantity'
  | 'price'
  | 'order'
  | 'product'
  | 'as-of'
  | 'time-zone'
  | 'currency'
  | 'status'
  | 'test'

/** The options of commands that read orders. */
export const ORDERS_OPTIONS: { readonly [name in OrdersOption]: typeof text } = {
  customer: text,
  time: text,
  amount: text,
  quantity: text,
  price: text,
  order: text,
  product: text,
  'as-of': text,
  'time-zone': text,
  currency: text,
  status: text,
  test: text,
}

/** What is said of the orders. */
export function readOrders(values: {
  readonly [name in OrdersOption]?: string | undefined
}): OrdersArguments {
  const { customer, time, amount, quantity, price, order, product, currency } = values
  return {
    roles: { customer, time, amount, quantity, price, order },
    product,
    asOf: values['as-of'],
    timeZone: values['time-zone'],
    currency: currency?.toUpperCase(),
    status: readStatus(values.status),
    test: readTest(values.test),
  }
}

const TEST = /^(?:test|demo|dummy)[\s_-]?\d*$/i

/** A pattern of customer ids, 'none', or what test accounts are usually called. */
function readTest(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return TEST
  if (pattern === 'none') return undefined
  try {
    return new RegExp(pattern, 'u')
  } catch {
    throw wrong(`--test is '${pattern}', but must be a regular expression such as '^TEST', or none`)
  }
}

/** 'order_status=paid,shipped', or 'none'. */
function readStatus(given: string | undefined): StatusGiven | undefined {
  if (given === undefined || given === 'none') return given
  const at = given.lastIndexOf('=')
  const keep = given
    .slice(at + 1)
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '')
  if (at > 0 && keep.length > 0) return { column: given.slice(0, at).trim(), keep }
  throw wrong(
    `--status is '${given}', but must be column=those that count, such as order_status=paid,shipped, or none`,
  )
}
