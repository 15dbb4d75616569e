import { flag, type Reader, listOf, malformed, nullOr, numberIn, objectOf, wholeIn } from '../../modelJson.js'

/** How fitting a model of durations went. */
export interface SurvivalFit {
  readonly rows: number
  /** Rows left out, since they lack a duration, an event, an entry or a weight. */
  readonly missing: number
  readonly events: number
  /** The log-likelihood, the penalty apart: a Cox model's is partial. */
  readonly logLikelihood: number
  /** The same without features. */
  readonly nullLogLikelihood: number
  /** Twice their difference is χ² with as many degrees of freedom as there are effects; p is null with a penalty. */
  readonly likelihoodRatio: { readonly statistic: number; readonly p: number | null }
  /** −2 log-likelihood + 2 parameters; lower is better. */
  readonly aic: number
  /** The share of comparable pairs in which the one with the higher risk left first; null with entries, or where no pair is comparable. */
  readonly concordance: number | null
  readonly iterations: number
  readonly converged: boolean
}

const count = wholeIn(0, Number.MAX_SAFE_INTEGER)

/** Readers of its parts in JSON. */
export const SURVIVAL_FIT: { readonly [part in keyof SurvivalFit]: Reader<SurvivalFit[part]> } = {
  rows: count,
  missing: count,
  events: count,
  logLikelihood: numberIn(),
  nullLogLikelihood: numberIn(),
  likelihoodRatio: objectOf({ statistic: numberIn(), p: nullOr(numberIn(0, 1)) }),
  aic: numberIn(),
  concordance: nullOr(numberIn(0, 1)),
  iterations: count,
  converged: flag,
}

/** Reads a covariance of so many parameters from JSON. */
export function covarianceOf(width: number): Reader<readonly (readonly number[])[]> {
  const square = listOf(listOf(numberIn(), width, width), width, width)
  return (value, place) => {
    const rows = square(value, place)
    if (rows.some((row, a) => row[a]! < 0)) throw malformed(place, 'without negative variances')
    return rows
  }
}
