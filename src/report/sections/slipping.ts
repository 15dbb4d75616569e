import { drawAlive } from '../drawHistoryMap.js'
import { share } from '../figures/customers.js'
import type { ReportContext, Section } from '../section.js'

/** Who is slipping away among those who spent most. */
export function slippingSection({ figures, words, format }: ReportContext): Section | undefined {
  const { lifetime, totals } = figures
  if (!lifetime?.slipping) return undefined
  const { slipping, alive, months, buying, total } = lifetime
  const text = words.worth.slipping
  const gone = slipping.slipping
  const notes = gone.customers > 0 ? [text.atStake(slipping, months)] : []
  const isBlind = total.alive > 0.97 * total.customers
  if (isBlind) notes.push(text.blind)
  else if (buying === 'bgNbd') notes.push(text.certain)
  return {
    id: 'slipping',
    finding: isBlind
      ? text.blindFinding
      : gone.customers > 0
        ? text.finding(slipping)
        : text.none(slipping.valuable),
    weight: gone.customers > 0 && !isBlind ? Math.min(0.8, 0.3 + 2 * share(gone.revenue, totals.revenue)) : 0,
    chart: (width) => drawAlive(alive, { words, format, width }),
    howToRead: text.read,
    text: notes,
    table: {
      columns: [
        { label: text.columns.chance },
        ...(['customers', 'revenue', 'value', 'ifStaying'] as const).map((key) => ({
          label: text.columns[key],
          numeric: true,
        })),
      ],
      rows: slipping.bands
        .filter(({ customers }) => customers > 0)
        .map(({ from, to, customers, revenue, value, ifStaying }) => [
          `${Math.round(100 * from)}–${format.share(to)}`,
          format.count(customers),
          format.money(revenue),
          format.money(value),
          format.money(ifStaying),
        ]),
    },
  }
}
