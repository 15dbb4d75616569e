import type { Cells } from './collapse.js'

/** The log-likelihood of all cells at natural parameters; its gradient is left in `gradient`. */
export type Likelihood = (theta: Float64Array, gradient: Float64Array) => number

/** What covariates explain: how often customers order, how soon they leave, how much they spend. */
export type Process = 'purchase' | 'dropout' | 'spend'

/** How a covariate's coefficient moves a parameter: `theta = theta0 · exp(sign · coefficient · covariate)`. */
export interface CovariateEffect {
  /** What the coefficient is called before the covariate's name: 'purchase', 'dropout'. */
  readonly label: string
  readonly process: Process
  /** Its place in theta; beyond those of `names` it is 1 apart from covariates. */
  readonly parameter: number
  readonly sign: 1 | -1
}

/** A likelihood with named parameters, which covariates may move: what can be learned. */
export interface Learnable {
  /** The fitting function's name, for sentences. */
  readonly who: string
  /** Parameters in order; all are positive. */
  readonly names: readonly string[]
  /** Which of them are measured in units of time. Default: none. */
  readonly isTime?: readonly boolean[]
  readonly effects: readonly CovariateEffect[]
  readonly likelihood: (cells: Cells) => Likelihood
}

/** How many numbers theta has. */
export function widthOf({ names, effects }: Pick<Learnable, 'names' | 'effects'>): number {
  return effects.reduce((width, { parameter }) => Math.max(width, parameter + 1), names.length)
}

/**
 * A model of buying until the customer drops out, as arithmetic on one customer's history: x repeat orders,
 * the last at tx, known for T. Everything after `alive` holds for a customer who has not dropped out at T.
 */
export interface BuyingCore extends Learnable {
  readonly kind: string
  /** Time is counted in opportunities. */
  readonly discrete?: boolean
  /** Orders a unit of stage: above 1 for regular buyers. */
  readonly k?: number
  /** Where the search begins. */
  readonly start: (cells: Cells) => readonly number[]
  /** What the log-likelihood has apart from the parameters, where models of different k are compared. */
  readonly constant?: (cells: Cells) => number
  /** P(not dropped out at T). */
  readonly alive: (theta: Float64Array, x: number, tx: number, T: number) => number
  /** Expected orders in (T, T + t]. */
  readonly expected: (theta: Float64Array, x: number, tx: number, T: number, t: number) => number
  /** P(not dropped out at T + t). */
  readonly survival: (theta: Float64Array, x: number, tx: number, T: number, t: number) => number
  /** P(n orders in (T, T + t]) for n = 0 … out.length − 1. */
  readonly distribution: (
    theta: Float64Array,
    x: number,
    tx: number,
    T: number,
    t: number,
    out: Float64Array,
  ) => void
  /** P(another order will ever come); 1 where customers drop out at orders only. */
  readonly ordersAgain?: (theta: Float64Array, x: number, T: number) => number
  /** The time until which half of those who order again have. */
  readonly nextOrder: (theta: Float64Array, x: number, tx: number, T: number) => number
  /** Expected orders in (T, ∞), each discounted by exp(−delta · time). */
  readonly discounted: (theta: Float64Array, x: number, tx: number, T: number, delta: number) => number
  /**
   * Expected orders of so many steps of time, each discounted by exp(−delta · steps) to the end of its own, where there is a shorter way than to
   * add steps up; delta is above 0.
   */
  readonly discountedSteps?: (
    theta: Float64Array,
    x: number,
    tx: number,
    T: number,
    settings: { readonly steps: number; readonly step: number; readonly delta: number },
  ) => number
}

/** The longest time that a customer was known. */
export function longest(cells: Cells): number {
  return cells.values[2]!.at(-1) ?? 0
}
