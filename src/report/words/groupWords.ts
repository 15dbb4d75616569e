import type { GroupFigures, GroupsFigures } from '../figures/groups.js'
import type { GroupGap } from '../groups/gap.js'
import type { Labels } from './labels.js'

/** A measure that says how many groups there are. */
export type MeasureName =
  | 'inertia'
  | 'silhouette'
  | 'calinskiHarabasz'
  | 'daviesBouldin'
  | 'gap'
  | 'stability'

/** How much a segment's number is above or below that of the others, from far below to far above. */
export type Degree = -3 | -2 | -1 | 0 | 1 | 2 | 3

/** What a report and its charts say of groups of customers. */
export interface GroupWords {
  /** A column in words. */
  feature(column: string): string
  readonly charts: Labels<
    | 'k'
    | 'inertia'
    | 'silhouette'
    | 'recommend'
    | 'height'
    | 'before'
    | 'after'
    | 'stayed'
    | 'moved'
    | 'new'
    | 'lost'
    | 'notYet'
    | 'noLonger'
    | 'chooseAbout'
    | 'mapAbout'
    | 'profileAbout'
    | 'dendrogramAbout'
    | 'migrationAbout'
  > & {
    measure(name: MeasureName): string
    /** What goes up along an axis of the map: more of this, less of that; and its share of the differences. */
    along(loadings: readonly { feature: string; loading: number }[], share: number): string
    degree(degree: Degree): string
    /** The value of a column of categories. */
    value(column: string, value: string | null): string
    customers(n: number): string
  }
  readonly groups: {
    finding(k: number, top: GroupFigures): string
    /** Which number each measure recommends, and which was taken. */
    chosen(figures: GroupsFigures): string
    readonly read: string
    map(shown: number, of: number, share: number): string
    readonly columns: Labels<
      | 'group'
      | 'customers'
      | 'shareOfCustomers'
      | 'revenue'
      | 'shareOfRevenue'
      | 'ordersEach'
      | 'revenueEach'
      | 'quietFor'
    >
    /** A name that nameSegments proposes, in the report's language. */
    name(proposed: string): string
  }
  readonly apart: {
    finding(figures: GroupsFigures): string
    line(group: GroupFigures): string
    readonly read: string
    readonly columns: Labels<'group' | 'rule' | 'precision' | 'coverage'>
    /** A rule of describeSegments, in the report's language. */
    rule(rule: string): string
  }
  /** How groups were found, for the section on methods. */
  method(figures: GroupsFigures): string
  /** Why there are none, for the section on the data. */
  gap(gap: GroupGap): string
}
