import { drawWorth } from '../drawWorth.js'
import type { ReportContext, Section } from '../section.js'
import { segmentName } from '../standing.js'

const NUMERIC = ['customers', 'alive', 'orders', 'value', 'low', 'high', 'each'] as const

/** What the customers will be worth, by segment. */
export function worthSection({ figures, words, format }: ReportContext): Section | undefined {
  const { lifetime } = figures
  if (!lifetime) return undefined
  const { total, segments, months, discountRate, fifth } = lifetime
  const text = words.worth.worth
  const isConcentrated = total.customers >= 10 && fifth <= 0.05 * total.customers
  const bound = (value: number | null) => (value === null ? '–' : format.money(value))
  return {
    id: 'worth',
    finding: text.finding(months, total.value, fifth, total.customers),
    weight: 0.85,
    actions: isConcentrated ? [{ text: text.action(fifth), weight: 0.45 }] : [],
    ...(segments.length > 0 && {
      chart: (width: number) => drawWorth(segments, { words, format, width }),
      howToRead: text.read,
    }),
    text: [
      text.orders(lifetime),
      ...(total.low !== null && total.high !== null
        ? [text.interval(total.low, total.high, lifetime.trial)]
        : []),
      text.discount(months, discountRate),
    ],
    table: {
      columns: [
        { label: text.columns.segment },
        ...NUMERIC.map((key) => ({ label: text.columns[key], numeric: true })),
      ],
      rows: segments.map(({ segment, customers, alive, orders, value, low, high }) => [
        segmentName(segment, words),
        format.count(customers),
        format.count(alive),
        format.count(orders),
        format.money(value),
        bound(low),
        bound(high),
        customers > 0 ? format.money(value / customers) : '–',
      ]),
    },
  }
}
