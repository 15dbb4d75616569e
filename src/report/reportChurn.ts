import { checkOptions, invalid } from '../options.js'
import type { Chart } from './chart.js'
import type { ChurnOutlook } from './churnOutlook.js'
import { makeFormat } from './format.js'
import { leavingFigures } from './figures/leaving.js'
import { leavingHead } from './leaving/head.js'
import { leavingSections } from './leaving/sections.js'
import { pageHtml } from './page/pageHtml.js'
import { WIDE } from './page/sectionHtml.js'
import type { Section } from './section.js'
import { languages } from './words/index.js'
import { checkLang } from './words/lang.js'

/** Options of `reportChurn`. */
export interface ReportChurnOptions {
  /** The language of the page; 'en' unless told. */
  readonly lang?: 'en' | 'zh' | undefined
  /** The ISO 4217 code of amounts; plain numbers unless told. */
  readonly currency?: string | undefined
  /** What the data is called, such as the file's name; it stands above the headline. */
  readonly source?: string | undefined
}

const WHO = 'reportChurn'

/**
 * Who is leaving, on one page: how many, whom to contact first, why, and how far to believe it: gains, calibration and simpler ways to foretell on customers not seen, and
 * how long customers stay. One HTML file, as `report` makes: without scripts, network or a customer's name.
 *
 * @param outlook - what `churnOutlook` found
 * @param options - `lang` ('en'), `currency`, `source`
 * @returns the page as a string
 * @throws ClienteleError `option-invalid` (also where the outlook has a gap), and `peer-missing` where vega and vega-lite are not installed
 *
 * Cost: a second or two for the pictures.
 *
 * @example
 * ```ts
 * import { fromRows, summarize } from 'clientele'
 * import { churnOutlook, reportChurn } from 'clientele/report'
 *
 * const roles = { customer: 'customer', time: 'time', amount: 'amount' } as const
 * const orders = fromRows(
 *   Array.from({ length: 200 }, (_, c) => c).flatMap((c) =>
 *     Array.from({ length: c % 2 === 0 ? 40 : 4 + (c % 20) }, (_, k) => ({
 *       customer: `c${c}`, time: new Date(Date.UTC(2024, 0, 1 + (c % 9) + 10 * k)), amount: 10,
 *     })),
 *   ),
 * )
 * const outlook = churnOutlook({ orders, customers: summarize(orders, roles) }, { ...roles, horizon: { days: 60 } })
 * console.log((await reportChurn(outlook)).includes('within 60 days')) // true
 * ```
 */
export async function reportChurn(outlook: ChurnOutlook, options: ReportChurnOptions = {}): Promise<string> {
  const { page } = await composeChurn(outlook, options, WHO)
  return page
}

/** The page of who leaves with its charts by the id of their section. */
export async function composeChurn(
  outlook: ChurnOutlook,
  options: ReportChurnOptions,
  who: string,
): Promise<{ page: string; charts: Readonly<Record<string, Chart>> }> {
  checkOptions(who, options, ['lang', 'currency', 'source'])
  const { lang = 'en', currency, source } = options
  if (typeof outlook !== 'object' || outlook === null || !('horizon' in outlook)) {
    throw invalid(who, 'the first argument must be what churnOutlook gives')
  }
  const format = makeFormat(checkLang(lang, who), currency, who)
  const words = languages[format.lang](format)
  const figures = leavingFigures(outlook, who)
  if (!figures || !outlook.found) {
    const why = outlook.gap ? words.churn.gap(outlook.gap).replace(/[.。]$/, '') : 'it is empty'
    throw invalid(who, `there is nothing to report in this outlook; ${why}`)
  }
  const context = { figures, found: outlook.found, words, format }
  const sections = leavingSections
    .map((make) => make(context))
    .filter((section): section is Section => section !== undefined)
  const charts = sections.flatMap(({ id, chart }) => (chart ? [[id, chart(WIDE)] as const] : []))
  const page = await pageHtml(leavingHead(context, source), sections, words)
  return { page, charts: Object.fromEntries(charts) }
}
