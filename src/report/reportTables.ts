import { ClienteleError } from '../error.js'
import { adopt, describe } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { list } from '../table/column.js'
import type { TableLike } from '../table/types.js'
import type { ChurnOutlook } from './churnOutlook.js'
import type { CustomerGroups } from './groupCustomers.js'
import type { LifetimeOutlook } from './lifetimeOutlook.js'

/** The tables that a report is made from. */
export interface ReportData {
  /** Order lines, as `cleanOrders` gives them. */
  readonly orders: TableLike
  /** One row a customer: `rfm(summarize(orders))`. Without scores the report leaves out their sections. */
  readonly customers: TableLike
  /** What was left out: the audit of `cleanOrders`. */
  readonly audit?: TableLike | undefined
  /** What the customers will be worth: `lifetimeOutlook({orders, customers})`. */
  readonly outlook?: LifetimeOutlook | undefined
  /** The groups that were found: `groupCustomers(customers)`. */
  readonly groups?: CustomerGroups | undefined
  /** Who is leaving: `churnOutlook({orders, customers})`. */
  readonly churn?: ChurnOutlook | undefined
}

/** The tables of a report, all of this copy of apache-arrow. */
export interface ReportTables {
  readonly orders: Table
  readonly customers: Table
  readonly audit?: Table
  readonly outlook?: LifetimeOutlook
  readonly groups?: CustomerGroups
  readonly churn?: ChurnOutlook
}

const TABLES = ['orders', 'customers', 'audit'] as const
const PARTS: ReadonlySet<string> = new Set([...TABLES, 'outlook', 'groups', 'churn'])
const NEEDS =
  'needs {orders, customers}, and audit, outlook (of lifetimeOutlook), groups (of groupCustomers) and churn (of churnOutlook) where there are; say report({orders, customers})'

/** What a report was given, checked part by part. */
export function readData(data: ReportData, who: string): ReportTables {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw wrong(describe(data), who)
  if ('schema' in data) throw wrong('a table', who)
  const stray = Object.keys(data).filter((part) => !PARTS.has(part))
  if (stray.length > 0) throw wrong(`${list(stray)} too`, who)
  const missing = (['orders', 'customers'] as const).filter((part) => data[part] === undefined)
  if (missing.length > 0) throw wrong(`no ${missing.join(' and no ')}`, who)
  const { outlook, groups, churn } = data
  if (outlook !== undefined && !isFound(outlook, 'forecast'))
    throw wrong(`${describe(outlook)} as outlook`, who)
  if (groups !== undefined && !isFound(groups, 'found')) throw wrong(`${describe(groups)} as groups`, who)
  if (churn !== undefined && !isFound(churn, 'found')) throw wrong(`${describe(churn)} as churn`, who)
  const table = (part: (typeof TABLES)[number]) => adopt(data[part]!, `${who}: ${part}`)
  return {
    orders: table('orders'),
    customers: table('customers'),
    ...(data.audit !== undefined && { audit: table('audit') }),
    ...(outlook !== undefined && { outlook }),
    ...(groups !== undefined && { groups }),
    ...(churn !== undefined && { churn }),
  }
}

/** Customers, and what was found about them or why there is nothing. */
function isFound(given: unknown, part: string): boolean {
  return (
    typeof given === 'object' && given !== null && 'customers' in given && ('gap' in given || part in given)
  )
}

function wrong(got: string, who: string): ClienteleError {
  return new ClienteleError('value-invalid', `${who}: got ${got}, but ${NEEDS}.`)
}
