/** A row as plain values: times in epoch milliseconds. */
export interface PlainOrder {
  readonly customer: string
  readonly time: number
  readonly amount: number
  readonly order: string
}

export interface PlainRules {
  readonly asOf?: string | undefined
  readonly calibrationEnd?: string | undefined
  readonly refunds: 'net' | 'keep' | 'drop'
  readonly useOrder: boolean
  readonly daysAUnit: number
  /** The calendar day of a moment as '2025-01-31'. */
  readonly dayOf: (ms: number) => string
}

const number = (day: string) => Date.parse(day) / 864e5
const sum = (rows: readonly PlainOrder[]) => rows.reduce((total, { amount }) => total + amount, 0)
const isPurchase = ({ amount }: PlainOrder, refunds: string) => amount >= 0 || refunds === 'keep'

/** `summarize` said in the plainest way: filter, group, sort. */
export function bruteSummary(rows: readonly PlainOrder[], rules: PlainRules): Record<string, unknown>[] {
  const { calibrationEnd, refunds, dayOf, daysAUnit } = rules
  const day = (row: PlainOrder) => dayOf(row.time)
  const seen = rows.filter((row) => rules.asOf === undefined || isKnown(row, rules.asOf, dayOf))
  const used = seen.filter(({ amount }) => refunds !== 'drop' || amount >= 0)
  const days = seen.map(day)
  const asOf = rules.asOf?.slice(0, 10) ?? [...days, calibrationEnd ?? ''].sort().at(-1)!
  const end = calibrationEnd ?? asOf
  const customers = [...new Set(rows.map(({ customer }) => customer))]
  return customers.flatMap((customer) => {
    const own = used.filter((row) => row.customer === customer)
    const past = own.filter((row) => day(row) <= end)
    const later = own.filter((row) => day(row) > end)
    if (past.length === 0) return []
    const purchases = past.filter((row) => isPurchase(row, refunds))
    const times = purchases.map(({ time }) => time).sort((a, b) => a - b)
    const bought = [...new Set(purchases.map(day))].sort()
    const orders = rules.useOrder ? new Set(purchases.map(({ order }) => order)).size : purchases.length
    const repeats = bought.length - 1
    const revenue = sum(past)
    const firstRevenue = sum(past.filter((row) => day(row) === bought[0]))
    const none = bought.length === 0
    const holdoutDays = new Set(later.filter((row) => isPurchase(row, refunds)).map(day)).size
    return {
      customer_id: customer,
      first_order: times[0] ?? null,
      last_order: times.at(-1) ?? null,
      orders,
      revenue,
      days_since_last: none ? null : number(end) - number(bought.at(-1)!),
      frequency: none ? null : repeats,
      recency: none ? null : (number(bought.at(-1)!) - number(bought[0]!)) / daysAUnit,
      T: none ? null : (number(end) - number(bought[0]!)) / daysAUnit,
      monetary_value: repeats > 0 ? (revenue - firstRevenue) / repeats : null,
      first_day_revenue: none ? null : firstRevenue,
      ...(calibrationEnd !== undefined && {
        holdout_frequency: holdoutDays,
        holdout_duration: (number(asOf) - number(end)) / daysAUnit,
        holdout_revenue: sum(later),
        holdout_monetary_value: holdoutDays > 0 ? sum(later) / holdoutDays : null,
      }),
    }
  })
}

function isKnown({ time }: PlainOrder, asOf: string, dayOf: (ms: number) => string): boolean {
  return asOf.length === 10 ? dayOf(time) <= asOf : time <= Date.parse(asOf)
}

/** The rows of a table as plain objects; dates and timestamps as numbers. */
export function plainRows(table: {
  readonly numRows: number
  readonly schema: { readonly fields: readonly { readonly name: string }[] }
  getChild(name: string): { toJSON(): unknown[] } | null
}): Record<string, unknown>[] {
  const columns = table.schema.fields.map(({ name }) => [name, table.getChild(name)!.toJSON()] as const)
  return Array.from({ length: table.numRows }, (_, i) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[i]])),
  )
}
