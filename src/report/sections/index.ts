import type { SectionMaker } from '../section.js'
import { cohortSection } from './cohorts.js'
import { dataSection } from './data.js'
import { methodSection } from './methods.js'
import { paretoSection } from './pareto.js'
import { revenueSection } from './revenue.js'
import { rfmSection } from './rfm.js'
import { segmentSection } from './segments.js'

/** What a report is made of, in this order; give `report` a list of your own to add to it or leave out. */
export const sections: readonly SectionMaker[] = Object.freeze([
  revenueSection,
  segmentSection,
  rfmSection,
  paretoSection,
  cohortSection,
  dataSection,
  methodSection,
])
