import {
  COMMON_OPTIONS,
  type CommonArguments,
  parse,
  readCommon,
  text,
  wholeNumber,
  wrong,
} from './common.js'
import { ORDERS_OPTIONS, type OrdersArguments, readOrders } from './orders.js'

/** What the command line said to `churn`. */
export interface ChurnArguments extends CommonArguments, OrdersArguments {
  readonly command: 'churn'
  /** Days without an order that count as having left. */
  readonly days: number
  /** From which probability on a customer is on the warning list. */
  readonly enter: number
  /** The customers.parquet of the last run. */
  readonly previous: string | undefined
}

const OPTIONS = {
  ...COMMON_OPTIONS,
  ...ORDERS_OPTIONS,
  days: text,
  enter: text,
  previous: text,
} as const

/** Reads the command line of `churn`. */
export function readChurn(args: readonly string[]): ChurnArguments {
  const { values, positionals } = parse('churn', args, OPTIONS)
  const { enter = '0.7' } = values
  if (!(/^\d*\.?\d+$/.test(enter) && Number(enter) <= 1)) {
    throw wrong(`--enter is '${enter}', but must be a probability from 0 to 1, such as 0.7`)
  }
  return {
    ...readCommon('churn', 'orders.parquet', values, positionals),
    ...readOrders(values),
    command: 'churn',
    days: wholeNumber('days', values.days, 999) ?? 90,
    enter: Number(enter),
    previous: values.previous,
  }
}
