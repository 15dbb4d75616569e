import type { SectionMaker } from '../section.js'
import { cohortSection } from './cohorts.js'
import { dataSection } from './data.js'
import { apartSection, groupSection } from './groups.js'
import { leavingSection } from './leaving.js'
import { methodSection } from './methods.js'
import { paretoSection } from './pareto.js'
import { revenueSection } from './revenue.js'
import { rfmSection } from './rfm.js'
import { segmentSection } from './segments.js'
import { slippingSection } from './slipping.js'
import { trialSection } from './trial.js'
import { worthSection } from './worth.js'

/**
 * What a report is made of, in this order: revenue over time, segments, the RFM map, the groups that were found and what sets them apart, the 80/20 curve, cohorts, what the
 * customers will be worth, who is slipping away, who is leaving, how far to trust that, what was left out, methods. Each is a function of the report's figures that gives a section, or nothing where its data is
 * missing. Give `report` a list of your own to add to it or leave out.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { report, reportSections, type SectionMaker } from 'clientele/report'
 *
 * const orders = fromRows([{ customer: 'a', time: '2025-01-03', amount: 20 }])
 * const customers = fromRows([{ customer_id: 'a', orders: 1, revenue: 20, days_since_last: 0 }])
 * const greeting: SectionMaker = ({ figures }) => ({
 *   id: 'greeting',
 *   finding: `Hello to ${figures.totals.customers} customer`,
 *   weight: 0,
 * })
 * const roles = { customer: 'customer', time: 'time', amount: 'amount' }
 * const page = await report({ orders, customers }, { ...roles, sections: [greeting, ...reportSections] })
 * console.log(page.includes('Hello to 1 customer')) // true
 * ```
 */
export const reportSections: readonly SectionMaker[] = Object.freeze([
  revenueSection,
  segmentSection,
  rfmSection,
  groupSection,
  apartSection,
  paretoSection,
  cohortSection,
  worthSection,
  slippingSection,
  leavingSection,
  trialSection,
  dataSection,
  methodSection,
])
