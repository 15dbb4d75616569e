import type { Labels } from './labels.js'

/** What charts and the report of customers put together say. */
export interface IdentifyWords {
  readonly charts: Labels<
    | 'weight'
    | 'running'
    | 'records'
    | 'customers'
    | 'threshold'
    | 'share'
    | 'weightsAbout'
    | 'pairAbout'
    | 'sizesAbout'
    | 'curveAbout'
    | 'precision'
    | 'recall'
    | 'f1'
    | 'truePrecision'
    | 'trueRecall'
    | 'trueF1'
    | 'prior'
    | 'total'
  > & {
    /** How two values agree, as models say it in English. */
    level(level: string): string
    /** A kind of pair that agrees although it is two persons. */
    kind(name: string): string
    /** The threshold that is used, at its line. */
    used(threshold: number): string
    /** So many records and more. */
    more(records: number): string
  }
  readonly page: {
    eyebrow(source: string | undefined): string
    headline(records: number, customers: number): string
    covers(fields: readonly string[]): string
    readonly where: string
    readonly keys: Labels<'records' | 'customers' | 'repeated' | 'f1' | 'reach'>
    readonly sizes: {
      finding(share: number, largest: number): string
      readonly none: string
      look(customers: number, largest: number): string
      readonly read: string
      readonly columns: Labels<'size' | 'customers' | 'records'>
    }
    readonly weights: {
      finding(field: string, bits: number): string
      readonly read: string
      readonly columns: Labels<'field' | 'level' | 'matches' | 'strangers' | 'weight'>
    }
    readonly trust: {
      finding(precision: number, recall: number): string
      reach(share: number): string
      readonly read: string
      readonly columns: Labels<'threshold' | 'customers' | 'precision' | 'recall' | 'f1'>
    }
    readonly pairs: {
      typical(probability: number): string
      doubtful(probability: number): string
      review(pairs: number): string
      /** Which rows of the records the two are, from 1. */
      rows(first: string, second: string): string
      readonly read: string
      readonly columns: Labels<'step' | 'agreement' | 'weight' | 'total'>
    }
    readonly methods: { readonly heading: string; readonly lines: readonly string[] }
  }
}
