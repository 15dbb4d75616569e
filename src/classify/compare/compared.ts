import type { Difference } from './tests.js'

/** What there is to say of each model, and of any two of them. */
export interface Compared {
  /** Model by model. */
  readonly figures: readonly { readonly [figure: string]: number }[]
  /** Figure by figure. */
  readonly compare: (a: number, b: number) => { readonly [figure: string]: Difference }
}
