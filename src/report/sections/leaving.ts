import type { ReportContext, Section } from '../section.js'
import { stagesSection } from '../leaving/sections.js'

/** Who is leaving. */
export function leavingSection({ figures, words, format }: ReportContext): Section | undefined {
  return figures.churn && stagesSection({ figures: figures.churn, words, format })
}
