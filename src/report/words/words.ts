import type { PeriodUnit } from '../figures/periods.js'
import type { ChurnWords } from './churnWords.js'
import type { ClassifyWords } from './classifyWords.js'
import type { IdentifyWords } from './identifyWords.js'
import type { Labels } from './labels.js'
import type { GroupWords } from './groupWords.js'
import type { TreeWords } from './treeWords.js'
import type { OutcomeWords } from './outcomeWords.js'
import type { WorthWords } from './worthWords.js'

/** Where customers stand, for what the report says about a group of them. */
export type Standing = 'best' | 'good' | 'new' | 'slipping' | 'leaving' | 'gone'

/**
 * Everything that a report says in one language. Messages take numbers and print them by the language's
 * own format; names from the data are escaped by the page, not here.
 */
export interface Words {
  /** The value of the page's `lang` attribute. */
  readonly tag: string
  readonly page: {
    eyebrow(source: string | undefined): string
    headline(customers: number, revenue: number): string
    period(from: string, to: string, days: number): string
    toKnow(n: number): string
    toDo(n: number): string
    readonly howToRead: string
    numbers(rows: number): string
    readonly made: string
    readonly nothing: string
  }
  readonly keys: Labels<
    'customers' | 'revenue' | 'orders' | 'averageOrder' | 'perCustomer' | 'repeat' | 'quietFor'
  >
  /** A length of time in days. */
  days(n: number): string
  /** The name of a period, such as 'Dec 2010' or 'the week of …'. */
  period(unit: PeriodUnit, from: string): string
  /** The same, as short as an axis needs it. */
  tick(unit: PeriodUnit, from: string): string
  readonly charts: Labels<
    | 'revenue'
    | 'returning'
    | 'fresh'
    | 'shareOfCustomers'
    | 'shareOfRevenue'
    | 'recency'
    | 'frequency'
    | 'cumulativeCustomers'
    | 'cumulativeRevenue'
    | 'revenueAbout'
    | 'rfmAbout'
    | 'segmentsAbout'
    | 'paretoAbout'
    | 'cohortsAbout'
  > & { after(unit: PeriodUnit): string; mark(customers: number, revenue: number): string }
  readonly revenue: {
    trend(change: number, n: number, unit: PeriodUnit, versus: 'year' | 'before'): string
    total(revenue: number, days: number): string
    returning(share: number, n: number, unit: PeriodUnit): string
    read(unit: PeriodUnit, lastIsPartial: boolean): string
    readonly columns: Labels<'period' | 'revenue' | 'returning' | 'fresh' | 'orders' | 'newCustomers'>
    partial(period: string): string
  }
  readonly segments: {
    top(name: string, customers: number, revenue: number): string
    readonly read: string
    readonly columns: Labels<
      | 'segment'
      | 'customers'
      | 'shareOfCustomers'
      | 'revenue'
      | 'shareOfRevenue'
      | 'perCustomer'
      | 'ordersEach'
      | 'quietFor'
      | 'advice'
    >
    name(key: string): string
    advice(standing: Standing): string
    winBack(customers: number, revenue: number, names: readonly string[]): string
    secondOrder(customers: number, names: readonly string[]): string
    thank(customers: number, share: number, names: readonly string[]): string
    readonly where: string
    readonly unnamed: string
  }
  readonly rfm: {
    fading(customers: number, days: number, revenue: number): string
    holding(customers: number, revenue: number): string
    readonly none: string
    readonly read: string
    /** Scores of frequency, or of recency, that ties leave to nobody. */
    skipped(what: 'recency' | 'frequency', scores: readonly number[]): string
    readonly columns: Labels<'recency' | 'frequency' | 'customers' | 'revenue' | 'shareOfRevenue'>
  }
  readonly pareto: {
    half(customers: number, of: number): string
    even(customers: number, of: number): string
    readonly only: string
    top(share: number): string
    readonly read: string
    readonly columns: Labels<'group' | 'customers' | 'revenue' | 'share' | 'cumulative'>
    group(from: number, to: number): string
  }
  readonly cohorts: {
    again(share: number, unit: PeriodUnit): string
    one(unit: PeriodUnit): string
    once(share: number): string
    read(unit: PeriodUnit): string
    readonly columns: Labels<'cohort' | 'size'>
  }
  /** Groups of customers: their charts and sections. */
  readonly grouping: GroupWords
  /** Predictions: their charts. */
  readonly classify: ClassifyWords
  /** Which records are one customer: charts and report. */
  readonly identify: IdentifyWords
  /** Who leaves: its charts. */
  readonly churn: ChurnWords
  /** What kind of customer does what: the chart of a tree. */
  readonly tree: TreeWords
  /** Who leaves, answers or buys: the report of an outcome. */
  readonly outcome: OutcomeWords
  /** What customers will be worth: its charts and sections. */
  readonly worth: WorthWords
  readonly data: {
    leftOut(share: number, rule: string): string
    all(lines: number): string
    nameCustomers(share: number): string
    readonly read: string
    readonly columns: Labels<'rule' | 'lines' | 'customers' | 'revenue'>
    rule(key: string, action: string): string
  }
  readonly methods: {
    heading(customers: number): string
    readonly lines: readonly string[]
    asOf(day: string): string
    timeZone(zone: string): string
    currency(code: string | undefined): string
    columns(roles: Readonly<Record<string, string>>): string
  }
}
