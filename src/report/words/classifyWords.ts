import type { Labels } from './labels.js'

/** What charts of predictions say. */
export interface ClassifyWords {
  readonly charts: Labels<
    | 'contacted'
    | 'found'
    | 'lift'
    | 'part'
    | 'falsePositives'
    | 'truePositives'
    | 'foretold'
    | 'came'
    | 'profit'
    | 'importance'
    | 'liftAbout'
    | 'rocAbout'
    | 'calibrationAbout'
    | 'profitAbout'
    | 'importanceAbout'
  > & {
    /** The best tenth or fifth, on the curve: how many of those who did are in it. */
    gain(share: number, found: number): string
    /** How many times as good as anybody. */
    times(lift: number): string
    /** The most profitable share, on the curve. */
    best(share: number, profit: number): string
  }
}
