import type { Role } from '../../table/metadata.js'
import {
  COMMON_OPTIONS,
  type CommonArguments,
  parse,
  readCommon,
  text,
  wholeNumber,
  wrong,
} from './common.js'

/** What the command line said to `churn`. */
export interface ChurnArguments extends CommonArguments {
  readonly command: 'churn'
  readonly roles: { readonly [role in Role]?: string | undefined }
  readonly product: string | undefined
  readonly asOf: string | undefined
  readonly timeZone: string | undefined
  readonly currency: string | undefined
  /** Days without an order that count as having left. */
  readonly days: number
  /** From which probability on a customer is on the warning list. */
  readonly enter: number
  /** The customers.parquet of the last run. */
  readonly previous: string | undefined
}

const OPTIONS = {
  ...COMMON_OPTIONS,
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
  days: text,
  enter: text,
  previous: text,
} as const

/** Reads the command line of `churn`. */
export function readChurn(args: readonly string[]): ChurnArguments {
  const { values, positionals } = parse('churn', args, OPTIONS)
  const { customer, time, amount, quantity, price, order, enter = '0.7' } = values
  if (!(/^\d*\.?\d+$/.test(enter) && Number(enter) <= 1)) {
    throw wrong(`--enter is '${enter}', but must be a probability from 0 to 1, such as 0.7`)
  }
  return {
    ...readCommon('churn', 'orders.parquet', values, positionals),
    command: 'churn',
    roles: { customer, time, amount, quantity, price, order },
    product: values.product,
    asOf: values['as-of'],
    timeZone: values['time-zone'],
    currency: values.currency?.toUpperCase(),
    days: wholeNumber('days', values.days, 999) ?? 90,
    enter: Number(enter),
    previous: values.previous,
  }
}
