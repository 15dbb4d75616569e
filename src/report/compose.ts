import { checkOptions, invalid } from '../options.js'
import { readAbout, type Role } from '../table/metadata.js'
import type { Chart } from './chart.js'
import { makeFormat } from './format.js'
import { orderHead } from './page/orderHead.js'
import { pageHtml } from './page/pageHtml.js'
import { WIDE } from './page/sectionHtml.js'
import { FIGURE_OPTIONS, figuresOf, type ReportFigures } from './reportFigures.js'
import { readData, type ReportData } from './reportTables.js'
import type { ReportOptions } from './report.js'
import type { Section } from './section.js'
import { reportSections } from './sections/index.js'
import { languages } from './words/index.js'
import { checkLang } from './words/lang.js'

/** A report and what it is made of. */
export interface Composed {
  readonly page: string
  readonly figures: ReportFigures
  /** The pictures by the id of their section. */
  readonly charts: Readonly<Record<string, Chart>>
}

const ROLES: readonly Role[] = ['customer', 'time', 'amount', 'quantity', 'price', 'order']

/** The page of a report with its figures and charts; `report` gives the page alone. */
export async function compose(data: ReportData, options: ReportOptions, who: string): Promise<Composed> {
  checkOptions(who, options, ['lang', 'currency', 'source', 'columns', 'sections', ...FIGURE_OPTIONS])
  const { lang = 'en', currency, source, columns, sections = reportSections, ...roles } = options
  checkSections(sections, who)
  const tables = readData(data, who)
  const { orders, customers } = tables
  const known = readAbout(orders, who)
  const code = currency ?? known.currency ?? readAbout(customers, who).currency
  const format = makeFormat(checkLang(lang, who), code, who)
  const words = languages[format.lang](format)
  const figures = figuresOf(tables, roles, who)
  const context = {
    orders,
    customers,
    figures,
    groups: tables.groups,
    words,
    format,
    currency: code,
    roles: columns ?? rolesOf(roles, known.roles),
  }
  const made = sections
    .map((make) => make(context))
    .filter((section): section is Section => section !== undefined)
  const charts = made.flatMap(({ id, chart }) => (chart ? [[id, chart(WIDE)] as const] : []))
  return {
    page: await pageHtml(orderHead(context, source), made, words),
    figures,
    charts: Object.fromEntries(charts),
  }
}

function checkSections(sections: unknown, who: string): void {
  if (Array.isArray(sections) && sections.every((make) => typeof make === 'function')) return
  throw invalid(who, 'sections must be a list of functions, such as [...reportSections, mySection]')
}

function rolesOf(
  given: { readonly [role in Role]?: string | undefined },
  known: { readonly [role in Role]?: string },
): Record<string, string> {
  const roles: Record<string, string> = {}
  for (const role of ROLES) {
    const column = given[role] ?? known[role]
    if (column !== undefined) roles[role] = column
  }
  return roles
}
