import type { LeavingFigures } from '../figures/leaving.js'
import type { OutlookGap } from '../outlook/gap.js'
import type { Labels } from './labels.js'

/** What charts and reports of who leaves say. */
export interface ChurnWords {
  readonly charts: Labels<
    | 'time'
    | 'surviving'
    | 'atRisk'
    | 'survivalAbout'
    | 'leaving'
    | 'staying'
    | 'leavingAbout'
    | 'contacted'
    | 'stakes'
    | 'stakesAbout'
    | 'reasons'
    | 'reasonsAbout'
    | 'sinceFirst'
    | 'fresh'
    | 'ongoing'
    | 'cleared'
    | 'alertsAbout'
  > & {
    /** '210 of 520' */
    ofThem(part: number, all: number): string
    half(customers: number): string
  }
  /** The name of a stage of a customer's life. */
  stage(key: string): string
  /** The name of a reason; a column's own name where it is none of the library's. */
  reason(key: string): string
  eyebrow(source: string | undefined): string
  headline(figures: LeavingFigures): string
  covers(figures: LeavingFigures): string
  readonly where: string
  readonly keys: Labels<'current' | 'expected' | 'listed' | 'atRisk' | 'auc' | 'share'>
  readonly leaving: {
    finding(figures: LeavingFigures): string
    /** Where days since the last order alone say as much. */
    caveat(figures: LeavingFigures): string
    list(figures: LeavingFigures): string
    /** Where probabilities were off on the holdout: what that makes of today's. */
    off(figures: LeavingFigures): string
    /** Who is not overdue, and who is past warning. */
    early(figures: LeavingFigures): string
    lapsed(figures: LeavingFigures): string
    /** `isListed`: whether the warning list has a file of its own. */
    action(figures: LeavingFigures, isListed: boolean): string
    readonly read: string
    readonly columns: Labels<'stage' | 'customers' | 'expected' | 'share' | 'revenue' | 'atRisk'>
  }
  readonly contact: {
    finding(half: number, current: number): string
    action(half: number): string
    readonly read: string
    readonly note: string
    readonly columns: Labels<'first' | 'atRisk' | 'share'>
    first(customers: number): string
  }
  readonly reasons: {
    finding(reason: string, customers: number, of: number): string
    readonly read: string
    readonly columns: Labels<'reason' | 'customers' | 'share' | 'atRisk'>
  }
  readonly gains: {
    finding(tenth: number, lift: number): string
    readonly read: string
    readonly columns: Labels<'part' | 'customers' | 'left' | 'lift' | 'gain'>
  }
  readonly honest: {
    /** Whether probabilities can be taken at their word. */
    finding(figures: LeavingFigures): string
    detail(figures: LeavingFigures): string
    readonly read: string
    readonly columns: Labels<'foretold' | 'came' | 'low' | 'high' | 'customers'>
  }
  readonly rivals: {
    finding(figures: LeavingFigures): string
    readonly text: string
    readonly columns: Labels<'model' | 'auc' | 'interval' | 'lift' | 'brier'>
    model(key: string): string
  }
  readonly lives: {
    /** Days until half have fallen silent; null where fewer than half have. */
    finding(days: number | null, horizon: number, share: number, longest: number): string
    read(horizon: number): string
    readonly columns: Labels<'days' | 'share' | 'low' | 'high' | 'followed'>
  }
  readonly methods: { readonly heading: string; lines(figures: LeavingFigures): readonly string[] }
  /** In the report of a customer base. */
  method(figures: LeavingFigures): string
  gap(gap: OutlookGap): string
}
