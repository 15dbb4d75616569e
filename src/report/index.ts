export { chartCohorts, type ChartCohortsOptions } from './chartCohorts.js'
export { chartPareto, type ChartParetoOptions } from './chartPareto.js'
export { chartRevenue, type ChartRevenueOptions } from './chartRevenue.js'
export { chartRfm } from './chartRfm.js'
export { chartSegments } from './chartSegments.js'
export type { Chart, ChartOptions, MimeBundle, VegaLiteSpec } from './chart.js'
export { report, type ReportOptions } from './report.js'
export {
  type ReportData,
  reportFigures,
  type ReportFigures,
  type ReportFiguresOptions,
} from './reportFigures.js'
export { reportSections } from './sections/index.js'
export type { Finding, ReportContext, ReportTable, Section, SectionMaker } from './section.js'
