import type { Table } from '../table/arrow.js'
import type { Chart } from './chart.js'
import type { CustomerGroups } from './groupCustomers.js'
import type { ReportFigures } from './reportFigures.js'
import type { Scene } from './scene.js'

/** A sentence, and how much it matters: the share of revenue or of customers that it is about, from 0 to 1. */
export interface Finding {
  readonly text: string
  readonly weight: number
}

/** A table of a report; cells are printed already. */
export interface ReportTable {
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean }[]
  readonly rows: readonly (readonly string[])[]
}

/** One section of a report: a finding, its picture, how to read it, and its numbers. All text is escaped by the page. */
export interface Section {
  /** The section's anchor in the page: letters, digits and hyphens. */
  readonly id: string
  /** The heading: what was found, not what is shown. */
  readonly finding: string
  /** How much the finding matters among all, from 0 to 1; the five that matter most stand at the top. 0 keeps it out. */
  readonly weight: number
  /** More that the section has found, for the top of the report. */
  readonly more?: readonly Finding[]
  /** What to do about it, for the top of the report. */
  readonly actions?: readonly Finding[]
  /** Draws the picture at a width; called once for wide pages and once for narrow ones. */
  readonly chart?: (width: number) => Chart
  /** How to read the picture, in a line or two. */
  readonly howToRead?: string
  /** The numbers. */
  readonly table?: ReportTable
  /** Further paragraphs. */
  readonly text?: readonly string[]
}

/** What a section is made from. */
export interface ReportContext {
  readonly orders: Table
  readonly customers: Table
  readonly figures: ReportFigures
  /** The groups that were found, where they were looked for. */
  readonly groups?: CustomerGroups | undefined
  readonly words: Scene['words']
  readonly format: Scene['format']
  /** The currency's code where it is known. */
  readonly currency: string | undefined
  /** The columns that were read, by role. */
  readonly roles: Readonly<Record<string, string>>
}

/** Makes a section, or nothing where its data is missing. */
export type SectionMaker = (context: ReportContext) => Section | undefined
