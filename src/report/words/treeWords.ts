import type { Condition } from '../../classify/tree/conditions.js'

/** A condition as it is drawn: which labels meet it, and which do not. */
export interface DrawnCondition {
  readonly condition: Condition
  /** The labels that do not meet it; none for numbers. */
  readonly others: readonly string[]
  /** Whether rows were missing this value at fit. */
  readonly sawMissing: boolean
}

/** What charts say of a decision tree. */
export interface TreeWords {
  about(target: string): string
  readonly all: string
  /** What the bars are: the share of a class, of the class that is likeliest, or the mean of a number. */
  shareOf(label: string): string
  readonly likeliest: string
  meanOf(target: string): string
  /** What a row must be to go this way; the feature is already in words. */
  condition(feature: string, drawn: DrawnCondition): string
  /** What a customer of a leaf is like: all that is asked on the way, a condition a column. */
  rule(conditions: readonly DrawnCondition[]): string
}
