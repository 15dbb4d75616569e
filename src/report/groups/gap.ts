/** Why customers were not grouped. */
export interface GroupGap {
  /** Too few customers, too few that differ, or an error of the method. */
  readonly why: 'customers' | 'alike' | 'fit'
  readonly got?: number
  readonly needs?: number
  /** What the method said. */
  readonly sentence?: string
}
