import type { Identification } from '../identify/identify.js'
import type { International } from '../identify/international/international.js'
import { checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import { countBy } from '../table/aggregate.js'
import { findColumn } from '../table/column.js'
import { groupColumn } from '../table/group.js'
import type { Chart } from './chart.js'
import { customerSizes } from './chartCustomerSizes.js'
import { makeFormat } from './format.js'
import { type IdentityContext, identitySections } from './identity/sections.js'
import { type PageHead, pageHtml } from './page/pageHtml.js'
import { WIDE } from './page/sectionHtml.js'
import { languages } from './words/index.js'
import { checkLang } from './words/lang.js'

/** Options of `reportIdentity`. */
export interface ReportIdentityOptions {
  /** The language of the page; 'en' unless told. */
  readonly lang?: 'en' | 'zh' | undefined
  /** What the data is called, such as the file's name; it stands above the headline. */
  readonly source?: string | undefined
  /** How many pairs somebody is asked to look at, for what to do next. */
  readonly review?: number | undefined
  /** Packages for scripts and telephone numbers, where the model was learned with them. */
  readonly international?: International | undefined
}

const WHO = 'reportIdentity'

/**
 * One customer, one record, on one page: how many customers the records are, how sure that is at each threshold, what tells persons apart, and a typical and a
 * doubtful pair step by step. One HTML file, as `report` makes: without scripts, network or anything that a record says.
 *
 * @param identified - what `identify` gives, with its column `customer_id`
 * @param options - `lang` ('en'), `source`, `review`, `international`
 * @returns the page as a string
 * @throws ClienteleError `option-invalid`, and `peer-missing` where vega and vega-lite are not installed
 *
 * Cost: a second for the pictures.
 *
 * @example
 * ```ts
 * import { fromRows, identify } from 'clientele'
 * import { reportIdentity } from 'clientele/report'
 *
 * const names = ['Ann Lee', 'Bob Ray', 'Cy Orr', 'Di Fox', 'Eve Kay', 'Flo Day', 'Gus Poe', 'Hal Roe']
 * const records = fromRows(
 *   names.flatMap((name, i) => {
 *     const [given_name, surname] = name.split(' ')
 *     const date_of_birth = `19${60 + i}-0${i + 1}-1${i}`
 *     return [{ given_name, surname, date_of_birth }, { given_name, surname: surname + 's', date_of_birth }]
 *   }),
 * )
 * const page = await reportIdentity(identify(records))
 * console.log(page.includes('16 records are 8 customers')) // true
 * ```
 */
export async function reportIdentity(
  identified: Identification,
  options: ReportIdentityOptions = {},
): Promise<string> {
  const { page } = await composeIdentity(identified, options, WHO)
  return page
}

/** The page with its charts by the id of their section. */
export async function composeIdentity(
  identified: Identification,
  options: ReportIdentityOptions,
  who: string,
): Promise<{ page: string; charts: Readonly<Record<string, Chart>> }> {
  checkOptions(who, options, ['lang', 'source', 'review', 'international'])
  const { lang = 'en', source, review = 0, international } = options
  if (
    typeof identified !== 'object' ||
    identified === null ||
    !('pairs' in identified) ||
    !('fit' in identified)
  ) {
    throw invalid(who, 'the first argument must be what identify gives')
  }
  const format = makeFormat(checkLang(lang, who), undefined, who)
  const groups = groupColumn(findColumn(adopt(identified.records, who), 'customer_id', who), who)
  const context: IdentityContext = {
    identified,
    sizes: customerSizes(identified.records, 'customer_id', who),
    largest: countBy(groups).reduce((most, size) => Math.max(most, size), 0),
    international,
    words: languages[format.lang](format),
    format,
  }
  const sections = identitySections(context)
  const { pairs } = context.words.identify.page
  const doubtful = sections.findIndex(({ id }) => id === 'doubtful')
  if (review > 0 && doubtful >= 0) {
    sections[doubtful] = { ...sections[doubtful]!, actions: [{ text: pairs.review(review), weight: 0.9 }] }
  }
  const charts = sections.flatMap(({ id, chart }) => (chart ? [[id, chart(WIDE)] as const] : []))
  const page = await pageHtml(headOf(context, source), sections, context.words)
  return { page, charts: Object.fromEntries(charts) }
}

function headOf(
  { identified: { fit }, sizes, words, format }: IdentityContext,
  source: string | undefined,
): PageHead {
  const text = words.identify.page
  const several = fit.customers - sizes[0]!.customers
  return {
    eyebrow: text.eyebrow(source),
    headline: text.headline(fit.records, fit.customers),
    covers: text.covers(fit.fields.filter(({ kind }) => kind !== null).map(({ column }) => column)),
    keys: [
      [text.keys.records, format.count(fit.records)],
      [text.keys.customers, format.count(fit.customers)],
      [text.keys.repeated, format.count(several)],
      [text.keys.f1, format.share(fit.expected.f1)],
      ...(Number.isFinite(fit.reach.share)
        ? [[text.keys.reach, format.share(fit.reach.share)] as const]
        : []),
    ],
    where: text.where,
  }
}
