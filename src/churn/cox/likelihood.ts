/** The partial log-likelihood at some coefficients, with its slope and curvature. */
export interface PartialLikelihood {
  readonly logLikelihood: number
  readonly gradient: Float64Array
  /** The observed information: minus the second derivatives. */
  readonly information: readonly Float64Array[]
  /** βᵀx of each row. */
  readonly eta: Float64Array
  /** By stratum, the times at which customers leave. */
  readonly hazards: readonly Hazards[]
  /**
   * The same with the terms of each time weighed by `clock`, a number for each row that is a function of its duration: the slope is then the score of a
   * coefficient that changes with it.
   */
  weighed(clock: Float64Array): PartialLikelihood
}

/** The times of a stratum at which customers leave, from the latest on. */
export interface Hazards {
  /** What the cumulative hazard grows by. */
  readonly hazard: Float64Array
  /** Their first row. */
  readonly first: Int32Array
  count: number
}

/** Room for so many times. */
export function emptyHazards(most: number): Hazards {
  return { hazard: new Float64Array(most), first: new Int32Array(most), count: 0 }
}
