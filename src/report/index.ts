export { chartAlive, type ChartAliveOptions } from './chartAlive.js'
export { chartCohorts, type ChartCohortsOptions } from './chartCohorts.js'
export { chartConditionalExpectations } from './chartConditionalExpectations.js'
export { chartExpectedPurchases, type ChartExpectedPurchasesOptions } from './chartExpectedPurchases.js'
export { chartFrequency, type ChartFrequencyOptions } from './chartFrequency.js'
export { chartPareto, type ChartParetoOptions } from './chartPareto.js'
export { chartRevenue, type ChartRevenueOptions } from './chartRevenue.js'
export { chartRfm } from './chartRfm.js'
export { chartSegments } from './chartSegments.js'
export { chartTracking } from './chartTracking.js'
export type { Chart, ChartOptions, MimeBundle, VegaLiteSpec } from './chart.js'
export { lifetimeOutlook, type LifetimeOutlook, type LifetimeOutlookOptions } from './lifetimeOutlook.js'
export type { OutlookGap } from './outlook/gap.js'
export type { Trial } from './outlook/trial.js'
export type { SegmentValue, ValueTotal } from './outlook/valueTotals.js'
export { report, type ReportOptions } from './report.js'
export {
  type ReportData,
  reportFigures,
  type ReportFigures,
  type ReportFiguresOptions,
} from './reportFigures.js'
export { reportSections } from './sections/index.js'
export type { Finding, ReportContext, ReportTable, Section, SectionMaker } from './section.js'
