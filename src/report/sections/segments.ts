import { drawSegments } from '../chartSegments.js'
import type { SegmentFigures } from '../figures/segments.js'
import type { Finding, ReportContext, Section } from '../section.js'
import { segmentName, standingOf } from '../standing.js'
import type { Standing } from '../words/words.js'

/** Segments: who earns the money, and what helps with whom? */
export function segmentSection({ figures, words, format }: ReportContext): Section | undefined {
  const { segments } = figures
  const top = segments[0]
  if (!top) return undefined
  const text = words.segments
  const name = ({ segment }: SegmentFigures) => segmentName(segment, words)
  const { columns } = text
  return {
    id: 'segments',
    finding: text.top(name(top), top.shareOfCustomers, top.shareOfRevenue),
    weight: segments.length > 1 ? 0.75 * top.shareOfRevenue : 0,
    actions: actionsFor(segments, words),
    chart: (width) => drawSegments(segments, { words, format, width }),
    howToRead: text.read,
    table: {
      columns: [
        { label: columns.segment },
        numeric(columns.customers),
        numeric(columns.shareOfCustomers),
        numeric(columns.revenue),
        numeric(columns.shareOfRevenue),
        numeric(columns.perCustomer),
        numeric(columns.ordersEach),
        numeric(columns.quietFor),
        { label: columns.advice },
      ],
      rows: segments.map((figure) => [
        inFile(name(figure), figure),
        format.count(figure.customers),
        format.share(figure.shareOfCustomers),
        format.money(figure.revenue),
        format.share(figure.shareOfRevenue),
        format.money(figure.revenue / figure.customers),
        format.decimal(figure.orders / figure.customers),
        Number.isNaN(figure.medianDaysSinceLast) ? '–' : format.count(figure.medianDaysSinceLast),
        adviceFor(figure, words),
      ]),
    },
  }
}

/** A translated name with the one that stands in the table of customers, so that its rows can be found. */
function inFile(name: string, { segment }: SegmentFigures): string {
  const isSame = segment === null || name.replace('’', "'") === segment
  return isSame ? name : `${name} (${segment})`
}

function adviceFor(figure: SegmentFigures, words: ReportContext['words']): string {
  const standing = standingOf(figure)
  return standing ? words.segments.advice(standing) : '–'
}

/** What to do about the segments that this library names; a user's own are not judged. */
function actionsFor(segments: readonly SegmentFigures[], words: ReportContext['words']): Finding[] {
  const text = words.segments
  const of = (...standings: Standing[]) => {
    const found = segments.filter((figure) => standings.includes(standingOf(figure)!))
    const add = (what: 'customers' | 'revenue' | 'shareOfRevenue' | 'shareOfCustomers') =>
      found.reduce((sum, figure) => sum + figure[what], 0)
    return {
      names: found.map(({ segment }) => segmentName(segment, words)),
      customers: add('customers'),
      revenue: add('revenue'),
      share: add('shareOfRevenue'),
      portion: add('shareOfCustomers'),
    }
  }
  const actions: Finding[] = []
  const leaving = of('leaving')
  if (leaving.customers > 0) {
    actions.push({
      text: text.winBack(leaving.customers, leaving.revenue, leaving.names),
      weight: 0.3 + leaving.share,
    })
  }
  const best = of('best')
  if (best.customers > 0) {
    actions.push({ text: text.thank(best.customers, best.share, best.names), weight: 0.5 * best.share })
  }
  const fresh = of('new')
  if (fresh.customers > 0) {
    actions.push({ text: text.secondOrder(fresh.customers, fresh.names), weight: 0.15 + fresh.portion })
  }
  return actions
}

function numeric(label: string) {
  return { label, numeric: true }
}
