import type { Labels } from './labels.js'

/** What a figure of quality is called and how it is printed. */
export type QualityName =
  | 'auc'
  | 'aucWeighted'
  | 'accuracy'
  | 'f1'
  | 'logLoss'
  | 'brier'
  | 'ks'
  | 'topDecileLift'
  | 'topFifthGain'
  | 'rmse'
  | 'mae'
  | 'r2'

/** What a report says of an outcome: who leaves, answers or buys, or how much. */
export interface OutcomeWords {
  eyebrow(source: string | undefined): string
  /** 'churned: 27 in 100 of 7,043 customers'; `what` is the target and the class that is asked about. */
  headline(what: string, rows: number, share: number | null): string
  covers(features: number, missing: number): string
  readonly where: string
  readonly keys: Labels<'customers' | 'share' | 'ordered' | 'topLift' | 'kinds' | 'explained' | 'accuracy'>
  readonly kinds: {
    /** The leaf with the highest share of the class asked about, beside all. */
    finding(rule: string, customers: number, share: number, lift: number): string
    number(rule: string, customers: number, mean: string, all: string): string
    several(leaves: number): string
    readonly one: string
    act(rule: string, customers: number): string
    readonly read: string
    readonly columns: Labels<'rule' | 'customers' | 'support' | 'predicted' | 'share' | 'lift' | 'mean'>
  }
  readonly drivers: {
    finding(features: readonly string[], share: number): string
    readonly read: string
    readonly columns: Labels<'feature' | 'share'>
  }
  readonly lift: {
    finding(tenth: number, fifth: number): string
    readonly read: string
    readonly columns: Labels<'part' | 'customers' | 'responders' | 'rate' | 'lift' | 'gain'>
  }
  readonly quality: {
    binary(auc: number): string
    classes(accuracy: number): string
    number(r2: number | null): string
    /** Whether the tree, which can be read, is about as good. */
    tree(difference: number): string
    leak(features: readonly string[]): string
    readonly read: string
    readonly columns: Labels<'figure' | 'boosting' | 'interval' | 'tree'>
    figure(name: QualityName): string
  }
  readonly methods: { readonly heading: string; readonly lines: readonly string[] }
}
