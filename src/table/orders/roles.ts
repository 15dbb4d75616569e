import type { Table } from '../arrow.js'
import { type About, requireRole, type RoleOptions, roleColumn } from '../metadata.js'

/** Which column plays which role; amounts are either one column or a quantity times a price. */
export interface Roles {
  readonly customer: string
  readonly time: string
  readonly amount: string | undefined
  readonly quantity: string | undefined
  readonly price: string | undefined
  readonly order: string | undefined
}

/** The columns that options name, else the table; an amount beats a quantity unless only that is an option. */
export function readRoles(who: string, table: Table, options: RoleOptions, known: About): Roles {
  const customer = requireRole('customer', options, known, table, who)
  const time = requireRole('time', options, known, table, who)
  const order = roleColumn('order', options, known)
  const asked = options.quantity !== undefined || options.price !== undefined
  const amount = asked ? options.amount : roleColumn('amount', options, known)
  const quantity = roleColumn('quantity', options, known)
  if (amount === undefined && quantity !== undefined) {
    const price = requireRole('price', options, known, table, who)
    return { customer, time, order, amount, quantity, price }
  }
  const sum = amount ?? requireRole('amount', options, known, table, who)
  return { customer, time, order, amount: sum, quantity: undefined, price: undefined }
}
