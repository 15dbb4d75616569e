import type { Role } from '../../table/metadata.js'
import { text } from './common.js'

/** What commands are told that read orders. */
export interface OrdersArguments {
  readonly roles: { readonly [role in Role]?: string | undefined }
  readonly product: string | undefined
  readonly asOf: string | undefined
  readonly timeZone: string | undefined
  readonly currency: string | undefined
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
  }
}
