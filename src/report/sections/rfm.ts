import { drawRfm } from '../chartRfm.js'
import type { RfmField } from '../figures/rfmMap.js'
import type { ReportContext, Section } from '../section.js'

/** The RFM map: who has stopped buying, who is at their best? */
export function rfmSection({ figures, words, format }: ReportContext): Section | undefined {
  const fields = figures.rfm
  if (fields.length === 0) return undefined
  const text = words.rfm
  const most = Math.max(...fields.map(({ r, f }) => Math.max(r, f)))
  // Bought often: the upper two fifths of the scores there are; long ago: the lower two.
  const often = fields.filter(({ f }) => f > 0.6 * most)
  const fading = total(often.filter(({ r }) => r <= 0.4 * most))
  const holding = total(often.filter(({ r }) => r > 0.6 * most))
  const hasFaded = fading.customers > 0 && fading.revenue > 0 && fading.leastQuiet > 0
  let finding = text.none
  if (hasFaded) finding = text.fading(fading.customers, fading.leastQuiet, fading.revenue)
  else if (holding.customers > 0) finding = text.holding(holding.customers, holding.share)
  return {
    id: 'rfm',
    finding,
    weight: hasFaded ? Math.min(1, 0.35 + 2 * fading.share) : 0.3 * holding.share,
    more:
      hasFaded && holding.customers > 0
        ? [{ text: text.holding(holding.customers, holding.share), weight: 0.5 * holding.share }]
        : [],
    chart: (width) => drawRfm(fields, { words, format, width }),
    howToRead: text.read,
    table: {
      columns: (['recency', 'frequency', 'customers', 'revenue', 'shareOfRevenue'] as const).map((key) => ({
        label: text.columns[key],
        numeric: true,
      })),
      rows: fields
        .filter(({ customers }) => customers > 0)
        .map(({ r, f, customers, revenue, shareOfRevenue }) => [
          String(r),
          String(f),
          format.count(customers),
          format.money(revenue),
          format.share(shareOfRevenue),
        ])
        .reverse(),
    },
  }
}

function total(fields: readonly RfmField[]) {
  let [customers, revenue, share, leastQuiet] = [0, 0, 0, Infinity]
  for (const field of fields) {
    customers += field.customers
    revenue += field.revenue
    share += field.shareOfRevenue
    leastQuiet = Math.min(leastQuiet, field.leastQuiet ?? Infinity)
  }
  return { customers, revenue, share, leastQuiet }
}
