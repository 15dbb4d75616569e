import { drawRfm } from '../chartRfm.js'
import type { RfmField } from '../figures/rfmMap.js'
import type { ReportContext, Section } from '../section.js'

/** The RFM map: who has stopped buying, who is at their best? */
export function rfmSection({ figures, words, format }: ReportContext): Section | undefined {
  const fields = figures.rfm
  if (fields.length === 0) return undefined
  const text = words.rfm
  const most = Math.max(...fields.map(({ r, f }) => Math.max(r, f)))
  // Fewer customers than scores leave some out even without ties.
  const scores = total(fields).customers < most ? [] : Array.from({ length: most }, (_, i) => i + 1)
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
    text: [
      ...skipped(
        fields.map(({ f }) => f),
        scores,
        (none) => text.skipped('frequency', none),
      ),
      ...skipped(
        fields.map(({ r }) => r),
        scores,
        (none) => text.skipped('recency', none),
      ),
    ],
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

/** A sentence on the scores of those there can be that nobody has, if there are such. */
function skipped(had: readonly number[], scores: readonly number[], say: (none: number[]) => string) {
  const none = scores.filter((score) => !had.includes(score))
  return none.length > 0 ? [say(none)] : []
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
