import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { groupsWithoutId } from '../../table/blank.js'
import { groupRows } from '../../table/group.js'
import { readAbout } from '../../table/metadata.js'
import type { Lines } from './lines.js'
import { dayNumber } from './periods.js'

/**
 * Refuses customers that are not those of the orders, by their number: half of such a report would speak of the
 * one base, half of the other.
 */
export function checkSameCustomers(customers: Table, lines: Lines, who: string): void {
  const { asOf, counts } = readAbout(customers, who)
  const inOrders = countCustomers(lines, asOf === undefined ? Infinity : dayNumber(asOf))
  const leftOut =
    Number(counts['summarize']?.['customersLate'] ?? 0) + Number(counts['summarize']?.['customersNone'] ?? 0)
  // Those left out may have bought before the as-of day, or only after it.
  const isSame = customers.numRows <= inOrders && inOrders <= customers.numRows + leftOut
  if (isSame) return
  throw new ClienteleError(
    'contradiction',
    `${who}: orders hold lines of ${inOrders} customers${asOf === undefined ? '' : ` up to ${asOf}`}, but customers has ${customers.numRows} rows, so they are not the same customer base (column '${lines.customer.name}' of orders); make one from the other with rfm(summarize(orders)), or leave out of both alike with where or join.`,
  )
}

/** How many customers have a line until a day, or one without a date. */
function countCustomers({ customer, days }: Lines, last: number): number {
  const { codes, size, firstRows } = groupRows([customer])
  const missing = groupsWithoutId(customer, { firstRows })
  const bought = new Uint8Array(size)
  let count = 0
  for (let i = 0; i < days.length; i++) {
    const code = codes[i]!
    if (missing[code] === 1 || bought[code] === 1 || days[i]! > last) continue
    bought[code] = 1
    count++
  }
  return count
}
