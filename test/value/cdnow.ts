import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rowsToTable } from './orderLines.js'

/** The CDNOW sample that ships with the repository: 6,919 orders of 2,357 customers. */
export function cdnowOrders() {
  const text = readFileSync(join(import.meta.dirname, '../../datasets/cdnow/orders.csv'), 'utf8')
  const rows = text.trim().split(/\r?\n/).slice(1)
  return rowsToTable(
    rows.map((row) => {
      const [customer_id, date, , amount] = row.split(',')
      return { customer_id: customer_id!, date: date!, amount: Number(amount) }
    }),
  )
}

export const cdnowRoles = { customer: 'customer_id', time: 'date', amount: 'amount' } as const
