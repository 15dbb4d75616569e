import type { ReportContext } from '../section.js'
import type { PageHead } from './pageHtml.js'

/** What stands above a report on orders. */
export function orderHead({ figures, words, format }: ReportContext, source: string | undefined): PageHead {
  const { totals, period } = figures
  const { keys, page } = words
  return {
    eyebrow: page.eyebrow(source),
    headline: page.headline(totals.customers, totals.revenue),
    covers: page.period(period.from, period.to, period.days),
    keys: [
      [keys.revenue, format.moneyShort(totals.revenue)],
      [keys.customers, format.count(totals.customers)],
      [keys.orders, format.count(totals.orders)],
      [keys.averageOrder, format.money(totals.averageOrder)],
      [keys.repeat, format.share(totals.repeatShare)],
      [keys.quietFor, words.days(Math.round(totals.medianDaysSinceLast))],
    ],
    where: words.segments.where,
  }
}
