import { ClienteleError } from '../../error.js'
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
  const roles = findRoles(who, table, options, known)
  refuseTwice({ ...roles }, who)
  return roles
}

/** A column can play one role: an amount that is the customer's number is a slip. */
export function refuseTwice(columns: { readonly [role: string]: string | undefined }, who: string): void {
  const roleOf = new Map<string, string>()
  for (const [role, column] of Object.entries(columns)) {
    if (column === undefined) continue
    const other = roleOf.get(column)
    if (other !== undefined) {
      throw new ClienteleError(
        'contradiction',
        `${who}: column '${column}' is given as ${other} and as ${role}; name a column of its own for each.`,
      )
    }
    roleOf.set(column, role)
  }
}

function findRoles(who: string, table: Table, options: RoleOptions, known: About): Roles {
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
