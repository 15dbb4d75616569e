import type { Table, Vector } from '../../table/arrow.js'
import { date, makeTable } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { concat } from '../../table/concat.js'
import { isoDay } from '../../table/days.js'
import { type About, withAbout } from '../../table/metadata.js'
import { takeVector } from '../../table/take.js'
import type { History } from './readHistory.js'

/** The columns of one cut-off. */
export interface CutoffPart {
  readonly cutoff: number
  readonly customers: Int32Array
  readonly columns: { readonly [name: string]: Vector }
}

/** One row a customer and cut-off: `customer_id`, `cutoff` where cut-offs are a list, and what the parts have. */
export function stackParts(
  who: string,
  history: History,
  parts: readonly CutoffPart[],
  listed: boolean,
  counts: { readonly [what: string]: number },
): Table {
  const { known, timeZone } = history
  const { currency } = known
  const about: About = {
    roles: { customer: 'customer_id' },
    unit: 'day',
    ...(!listed && { asOf: isoDay(parts[0]!.cutoff) }),
    ...(currency !== undefined && { currency }),
    ...(timeZone !== undefined && { timeZone }),
    counts: { ...known.counts, [who]: counts },
  }
  const metadata = withAbout(new Map(), about)
  const customer = findColumn(history.table, history.customerName, who)
  const tables = parts.map(({ cutoff, customers, columns }) => {
    const ids = takeVector(
      customer,
      customers.map((one) => history.firstRows[one]!),
    )
    const day = listed ? { cutoff: date(new Float64Array(customers.length).fill(cutoff)) } : {}
    return makeTable({ customer_id: ids, ...day, ...columns } as { [name: string]: Vector }, metadata)
  })
  return tables.length === 1 ? tables[0]! : concat(tables)
}
