import type { Memory } from '../memory.js'
import { classesLoss } from './classes.js'
import { logisticLoss } from './logistic.js'
import { poissonLoss } from './poisson.js'
import { squaredLoss } from './squared.js'
import { tweedieLoss } from './tweedie.js'

/** What boosting makes small. */
export type LossKind = 'logistic' | 'classes' | 'squared' | 'poisson' | 'tweedie'

/** A loss over the shared memory; every function looks at the rows from `from` to `to`. */
export interface Loss {
  /** Scores as they are before the first tree. */
  readonly start: (from: number, to: number) => void
  /** First and second derivative of each row's loss by the score of an output, unweighted, put down from index 0. */
  readonly gradients: (
    output: number,
    from: number,
    to: number,
    first: Float64Array,
    second: Float64Array,
  ) => void
  /** Adds to each row's score what its leaf says. */
  readonly advance: (output: number, from: number, to: number, values: Float64Array) => void
  /** The sum of the rows' losses, weighted; called between rounds, so that what the next one begins with can be made ready. */
  readonly measure: (from: number, to: number) => number
}

const makers: { readonly [kind in LossKind]: (memory: Memory) => Loss } = {
  logistic: logisticLoss,
  classes: classesLoss,
  squared: squaredLoss,
  poisson: poissonLoss,
  tweedie: tweedieLoss,
}

/** The loss that was planned, over that memory. */
export function makeLoss(memory: Memory): Loss {
  return makers[memory.loss.kind](memory)
}
