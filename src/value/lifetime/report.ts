import { conditionNumber, invertPositive } from '../../numeric/matrix.js'
import { maxNorm, type Minimum } from '../../numeric/minimize.js'

/** What fitting a lifetime model found. */
export interface LifetimeFit {
  /** Customers that were learned from, or the sum of their weights. */
  readonly customers: number
  /** Rows left out because a value is missing. */
  readonly leftOut: number
  /** Distinct histories: what a pass costs. */
  readonly distinct: number
  readonly logLikelihood: number
  /** Akaike's criterion: 2·parameters − 2·logLikelihood. Smaller is better. */
  readonly aic: number
  /** The Bayesian criterion: log(customers)·parameters − 2·logLikelihood. */
  readonly bic: number
  /** The steepest slope of the objective, a customer, by the logarithm of a parameter. 0 at an optimum. */
  readonly gradientNorm: number
  /** The Karush–Kuhn–Tucker conditions: a vanishing slope, and a curvature that makes it a maximum. */
  readonly kkt: { readonly first: boolean; readonly second: boolean }
  /** Largest over smallest curvature, by log-parameters: how far from identified the flattest direction is. */
  readonly conditionNumber: number
  /** By parameter; null where the data do not tell. */
  readonly standardErrors: { readonly [parameter: string]: number | null }
  /** Covariance of the estimates in order of `standardErrors`; null where the data do not tell. */
  readonly covariance: readonly (readonly number[])[] | null
  readonly iterations: number
  readonly evaluations: number
  readonly converged: boolean
  /** What to be wary of, in plain words. */
  readonly warnings: readonly string[]
}

/** The report of a minimum of −logLikelihood/customers over log-parameters, the first `positive` of them, and plain coefficients. */
export function fitReport(
  found: Minimum,
  names: readonly string[],
  positive: number,
  about: { customers: number; leftOut: number; distinct: number; logLikelihood: number; warnings: string[] },
): { fit: LifetimeFit; logCovariance: readonly (readonly number[])[] | null } {
  const { customers, logLikelihood } = about
  const inverse = invertPositive(found.hessian)
  const logCovariance = inverse?.map((row) => Array.from(row, (v) => v / customers)) ?? null
  // d theta = theta · d log theta; coefficients stand for themselves.
  const scale = Array.from(found.x, (v, i) => (i < positive ? Math.exp(v) : 1))
  const covariance = logCovariance?.map((row, i) => row.map((v, j) => v * scale[i]! * scale[j]!)) ?? null
  const gradientNorm = maxNorm(found.gradient)
  const condition = conditionNumber(found.hessian)
  const warnings = [...about.warnings, ...identification(found, names, positive, logCovariance, condition)]
  const p = names.length
  const fit: LifetimeFit = {
    customers,
    leftOut: about.leftOut,
    distinct: about.distinct,
    logLikelihood,
    aic: 2 * p - 2 * logLikelihood,
    bic: Math.log(customers) * p - 2 * logLikelihood,
    gradientNorm,
    kkt: Object.freeze({ first: gradientNorm < 1e-5, second: logCovariance !== null }),
    conditionNumber: Number.isFinite(condition) ? condition : 1e300,
    standardErrors: Object.freeze(
      Object.fromEntries(names.map((name, i) => [name, covariance && Math.sqrt(covariance[i]![i]!)])),
    ),
    covariance: covariance && Object.freeze(covariance.map((row) => Object.freeze(row))),
    iterations: found.iterations,
    evaluations: found.evaluations,
    converged: found.converged,
    warnings: Object.freeze(warnings),
  }
  return { fit: Object.freeze(fit), logCovariance }
}

function identification(
  found: Minimum,
  names: readonly string[],
  positive: number,
  logCovariance: readonly (readonly number[])[] | null,
  condition: number,
): string[] {
  const warnings: string[] = []
  const vague = names.filter((_, i) => i < positive && (logCovariance?.[i]?.[i] ?? 0) > 4)
  const extreme = names.filter((_, i) => i < positive && Math.abs(found.x[i]!) > 13)
  if (logCovariance === null || condition > 1e8) {
    warnings.push(
      'The data do not identify the model: several sets of parameters fit them equally well. Read the predictions with care, leave the parameters alone; more customers, a longer history or a penalty help.',
    )
  } else if (vague.length > 0) {
    warnings.push(
      `The data hardly tell ${vague.join(', ')}: the standard error exceeds the estimate by far. Predictions may still be good.`,
    )
  }
  if (extreme.length > 0) {
    warnings.push(
      `${extreme.join(', ')} went to an extreme: customers seem not to differ in what it describes, and a simpler model may do.`,
    )
  }
  if (!found.converged) {
    warnings.push(
      'The search ended before the likelihood stopped rising; try a penalty of 0.001 or another model.',
    )
  }
  return warnings
}
