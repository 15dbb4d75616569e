import { cleanOrders, rfm, summarize } from 'clientele'
import { dictionary, float64, makeTable, timestamp, utf8 } from '#src/table/build'

/** One order line of a test. */
export interface Line {
  readonly customer: string
  readonly day: string
  readonly amount: number
  readonly order?: string
}

/** What a report is made from, out of plain lines. */
export function dataOf(lines: readonly Line[]) {
  const table = makeTable({
    who: utf8(lines.map(({ customer }) => customer)),
    day: timestamp(Float64Array.from(lines, ({ day }) => Date.parse(`${day}T00:00:00Z`))),
    paid: float64(Float64Array.from(lines, ({ amount }) => amount)),
    number: utf8(lines.map(({ order }, i) => order ?? String(i))),
  })
  const roles = { customer: 'who', time: 'day', amount: 'paid', order: 'number' } as const
  const { orders, audit } = cleanOrders(table, roles)
  return { orders, audit, customers: rfm(summarize(orders)) }
}

/** A shop of some years, without chance: customer i buys every i-th week, for some time. */
export function smallShop(customers = 60, weeks = 120): Line[] {
  const lines: Line[] = []
  for (let c = 1; c <= customers; c++) {
    const start = (c * 7) % weeks
    for (let week = start; week < weeks - (c % 5) * 9; week += 1 + (c % 13)) {
      const day = new Date(Date.UTC(2023, 0, 2) + week * 7 * 86_400_000).toISOString().slice(0, 10)
      lines.push({ customer: `c${c}`, day, amount: 5 + ((c * 37 + week * 11) % 90) })
    }
  }
  return lines
}

/** A customer table with segments of those names. */
export function segmented(segments: readonly (string | null)[], revenue: readonly number[]) {
  const names = [...new Set(segments.filter((name) => name !== null))]
  return makeTable({
    customer_id: utf8(segments.map((_, i) => `c${i}`)),
    orders: float64(Float64Array.from(segments, () => 2)),
    revenue: float64(Float64Array.from(revenue)),
    days_since_last: float64(Float64Array.from(segments, (_, i) => i)),
    segment: dictionary(
      Int32Array.from(segments, (name) => (name === null ? -1 : names.indexOf(name))),
      names,
    ),
  })
}
