import { checkOptions, invalid } from '../options.js'
import type { Chart } from './chart.js'
import type { Outcome } from './explainOutcome.js'
import { makeFormat } from './format.js'
import { outcomeHead } from './outcome/head.js'
import { outcomeSections } from './outcome/sections.js'
import { pageHtml } from './page/pageHtml.js'
import { WIDE } from './page/sectionHtml.js'
import type { Section } from './section.js'
import { languages } from './words/index.js'
import { checkLang } from './words/lang.js'

/** Options of `reportOutcome`. */
export interface ReportOutcomeOptions {
  /** The language of the page; 'en' unless told. */
  readonly lang?: 'en' | 'zh' | undefined
  /** What the data is called, such as the file's name; it stands above the headline. */
  readonly source?: string | undefined
}

const WHO = 'reportOutcome'

/**
 * What kind of customer leaves, answers or buys, on one page: the tree drawn and its rules in words, what drives the outcome, whom to ask first, and how good the
 * model is on customers that it has not seen. One HTML file, as `report` makes: without scripts, network or a customer's name.
 *
 * @param outcome - what `explainOutcome` gives
 * @param options - `lang` ('en'), `source`
 * @returns the page as a string
 * @throws ClienteleError `option-invalid`, and `peer-missing` where vega and vega-lite are not installed
 *
 * Cost: a second for the pictures.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { explainOutcome, reportOutcome } from 'clientele/report'
 *
 * const customers = fromRows(
 *   Array.from({ length: 200 }, (_, i) => ({ tenure: i % 40, plan: i % 2 ? 'basic' : 'gold', churned: i % 40 < 12 })),
 * )
 * const page = await reportOutcome(explainOutcome(customers, { target: 'churned' }))
 * console.log(page.includes('30% of 200 customers')) // true
 * ```
 */
export async function reportOutcome(outcome: Outcome, options: ReportOutcomeOptions = {}): Promise<string> {
  const { page } = await composeOutcome(outcome, options, WHO)
  return page
}

/** The page of an outcome with its charts by the id of their section. */
export async function composeOutcome(
  outcome: Outcome,
  options: ReportOutcomeOptions,
  who: string,
): Promise<{ page: string; charts: Readonly<Record<string, Chart>> }> {
  checkOptions(who, options, ['lang', 'source'])
  const { lang = 'en', source } = options
  if (typeof outcome !== 'object' || outcome === null || !('tree' in outcome) || !('quality' in outcome)) {
    throw invalid(who, 'the first argument must be what explainOutcome gives')
  }
  const format = makeFormat(checkLang(lang, who), undefined, who)
  const context = { outcome, words: languages[format.lang](format), format }
  const sections = outcomeSections
    .map((make) => make(context))
    .filter((section): section is Section => section !== undefined)
  const charts = sections.flatMap(({ id, chart }) => (chart ? [[id, chart(WIDE)] as const] : []))
  const page = await pageHtml(outcomeHead(context, source), sections, context.words)
  return { page, charts: Object.fromEntries(charts) }
}
