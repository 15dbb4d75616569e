import type { Unit } from '../../table/metadata.js'
import type { LifetimeFigures, TrialFigures } from '../figures/lifetime.js'
import type { SlippingFigures } from '../figures/slipping.js'
import type { OutlookGap } from '../outlook/gap.js'
import type { Labels } from './labels.js'

/** What a report and its charts say of what customers will be worth. */
export interface WorthWords {
  readonly charts: Labels<
    | 'actual'
    | 'expected'
    | 'together'
    | 'learned'
    | 'tried'
    | 'customers'
    | 'repeats'
    | 'repeatRows'
    | 'ordersEach'
    | 'trackingAbout'
    | 'frequencyAbout'
    | 'aliveAbout'
    | 'expectedAbout'
    | 'conditionalAbout'
    | 'worthAbout'
  > & {
    /** Orders within a step of so many days. */
    within(days: number): string
    quiet(unit: Unit | undefined): string
  }
  readonly worth: {
    finding(months: number, value: number, fifth: number, customers: number): string
    orders(figures: LifetimeFigures): string
    interval(low: number, high: number, trial: TrialFigures | undefined): string
    discount(months: number, rate: number): string
    action(customers: number): string
    readonly read: string
    readonly columns: Labels<'segment' | 'customers' | 'alive' | 'orders' | 'value' | 'low' | 'high' | 'each'>
  }
  readonly slipping: {
    finding(figures: SlippingFigures): string
    none(valuable: number): string
    atStake(figures: SlippingFigures, months: number): string
    /** Where the model takes nearly everybody for a customer still. */
    readonly blindFinding: string
    readonly blind: string
    /** Where it takes those with one order for customers by definition. */
    readonly certain: string
    readonly read: string
    readonly columns: Labels<'chance' | 'customers' | 'revenue' | 'value' | 'ifStaying'>
  }
  readonly trial: {
    finding(trial: TrialFigures): string
    orders(trial: TrialFigures): string
    order(trial: TrialFigures): string
    readonly limits: string
    correlated(correlation: number): string
    readonly flatSpend: string
    missing(gap: OutlookGap): string
    readonly missingFinding: string
    readonly read: string
    readonly columns: Labels<'repeats' | 'customers' | 'expected' | 'actual'>
  }
  /** Which models, for the section on methods. */
  method(figures: LifetimeFigures): string
  /** Why there is no forecast, for the section on the data. */
  gap(gap: OutlookGap): string
}
