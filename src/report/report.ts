import { compose } from './compose.js'
import type { ReportFiguresOptions } from './reportFigures.js'
import type { ReportData } from './reportTables.js'
import type { SectionMaker } from './section.js'

/** Options of `report`. */
export interface ReportOptions extends ReportFiguresOptions {
  /** The language of the page; 'en' unless told. */
  readonly lang?: 'en' | 'zh' | undefined
  /** The ISO 4217 code of amounts; without it the currency that the tables know, or plain numbers. */
  readonly currency?: string | undefined
  /** What the data is called, such as the file's name; it stands above the headline. */
  readonly source?: string | undefined
  /** The columns as the file called them, by role, for the section on methods. */
  readonly columns?: Readonly<Record<string, string>> | undefined
  /** What the page is made of, in this order; `reportSections` unless told. */
  readonly sections?: readonly SectionMaker[] | undefined
}

/**
 * A customer base on one page, for the people who run the shop: what matters most and what to do next, then
 * revenue over time, what each customer group earns, the RFM map, the 80/20 curve, cohorts, and what was
 * left out of the data. Headings are findings computed from the data; under each stand its picture, how to
 * read it, and its numbers.
 *
 * The page is one HTML file of some hundred kilobytes, whatever the number of customers: it holds totals
 * and no customer's name or number (the map of groups some hundred dots without one), and it loads nothing and runs no script. It adapts to phones, to dark screens and to paper.
 *
 * @param data - `orders` (from `cleanOrders`), `customers` (from `rfm(summarize(orders))`), the `audit`, and what customers will be worth
 *   (`outlook`, from `lifetimeOutlook`) and which groups they fall into (`groups`, from `groupCustomers`), and who is leaving (`churn`, from `churnOutlook`), where there are
 * @param options - `lang` ('en'), `currency`, `source`, `columns`, `timeZone`, the orders' roles, and `sections`:
 *   functions that each make a section from the figures, so that a page can be shortened or added to
 * @returns the page as a string
 * @throws ClienteleError `role-missing`, `column-missing`, `column-type`, `rows-too-few`, `option-invalid`, `value-invalid`
 *   (parts missing or unknown), `contradiction` (customers of other orders, by their number), and `peer-missing`
 *   where vega and vega-lite are not installed
 *
 * Cost: some passes over the order lines, and a second for the pictures; memory linear in the lines.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { report } from 'clientele/report'
 *
 * const orders = fromRows([{ customer: 'a', time: '2025-01-03', amount: 20 }])
 * const customers = fromRows([{ customer_id: 'a', orders: 1, revenue: 20, days_since_last: 0 }])
 * const page = await report({ orders, customers }, { customer: 'customer', time: 'time', amount: 'amount' })
 * console.log(page.startsWith('<!doctype html>')) // true
 * ```
 */
export async function report(data: ReportData, options: ReportOptions = {}): Promise<string> {
  const { page } = await compose(data, options, 'report')
  return page
}
