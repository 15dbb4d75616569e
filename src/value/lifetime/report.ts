import { eigen, invertPositive, zeros } from '../../numeric/matrix.js'
import { maxNorm, type Minimum } from '../../numeric/minimize.js'
import { brief } from '../../print.js'

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
  /** The Karush–Kuhn–Tucker conditions: a vanishing slope, and a curvature that rises nowhere. */
  readonly kkt: { readonly first: boolean; readonly second: boolean }
  /** Largest over smallest curvature, by log-parameters: how far from identified the flattest direction is. Null where that is flat. */
  readonly conditionNumber: number | null
  /** By parameter; null where the data do not tell. */
  readonly standardErrors: { readonly [parameter: string]: number | null }
  /** Covariance of the estimates in order of `standardErrors`; null where the data do not tell. */
  readonly covariance: readonly (readonly number[])[] | null
  readonly iterations: number
  readonly evaluations: number
  /** Whether the likelihood stopped rising: at a maximum, or where it stays flat however far one goes. */
  readonly converged: boolean
  /** What to be wary of, in plain words. */
  readonly warnings: readonly string[]
}

/** Curvature below this share of the largest is that of rounding. */
const FLAT = 1e-8
/** The variance of a logarithm that the data leave open: a factor of 150 up or down. */
const OPEN = 25

/** How well the directions around a minimum are known. */
interface Curvature {
  /** Covariance of the variables; null at no minimum. */
  readonly covariance: readonly (readonly number[])[] | null
  /** For each variable, the share of it that the data leave open. */
  readonly open: readonly number[]
  readonly condition: number | null
}

/**
 * The inverse of the curvature. Where some directions are flat, as at the edge where nobody drops out, they get a wide but
 * finite variance: what does not depend on them keeps its interval, what does gets one that shows it.
 */
function curvatureOf({ hessian, gradient }: Minimum, customers: number): Curvature {
  const { values, vectors } = eigen(hessian)
  const most = Math.max(values.at(-1)!, 1e-2)
  const none = hessian.map(() => 0)
  const inverse = values[0]! > FLAT * most ? invertPositive(hessian) : undefined
  if (inverse) {
    const covariance = inverse.map((row) => Array.from(row, (v) => v / customers))
    return { covariance, open: none, condition: values.at(-1)! / values[0]! }
  }
  // Curved downwards, or still on a slope: no minimum.
  if (!(values[0]! > -1e-5 * most && maxNorm(gradient) < 1e-5)) {
    return { covariance: null, open: none, condition: null }
  }
  const covariance = zeros(none.length)
  const open = none
  values.forEach((value, k) => {
    const v = vectors[k]!
    const flat = value <= FLAT * most
    const variance = flat ? OPEN : Math.min(OPEN, 1 / (value * customers))
    for (let i = 0; i < v.length; i++) {
      if (flat) open[i]! += v[i]! ** 2
      for (let j = 0; j < v.length; j++) covariance[i]![j]! += variance * (v[i]! * v[j]!)
    }
  })
  return { covariance: covariance.map((row) => Array.from(row)), open, condition: null }
}

/** What a fit knows beside the minimum. */
export interface FitFacts {
  readonly customers: number
  readonly leftOut: number
  readonly distinct: number
  readonly logLikelihood: number
  readonly warnings: readonly string[]
  /** What the flat edge means where it was reached, in place of a warning about identification. */
  readonly edge?: string | undefined
}

/**
 * The report of a minimum of −logLikelihood/customers over log-parameters, the first `positive` of them, and
 * coefficients, which are `scales` times what is reported.
 */
export function fitReport(
  found: Minimum,
  names: readonly string[],
  positive: number,
  about: FitFacts,
  scales: readonly number[] = [],
): { fit: LifetimeFit; logCovariance: readonly (readonly number[])[] | null } {
  const { customers, logLikelihood } = about
  const curvature = curvatureOf(found, customers)
  const { covariance: logCovariance, open } = curvature
  // d theta = theta · d log theta.
  const scale = Array.from(found.x, (v, i) => (i < positive ? Math.exp(v) : 1 / scales[i - positive]!))
  const natural = logCovariance?.map((row, i) => row.map((v, j) => v * scale[i]! * scale[j]!)) ?? null
  const covariance = open.some((share) => share > 1e-3) ? null : natural
  const gradientNorm = maxNorm(found.gradient)
  const converged = found.converged || (logCovariance !== null && gradientNorm < 1e-5)
  const warnings = [...about.warnings]
  if (about.edge === undefined) warnings.push(...identification(found, names, positive, curvature))
  else warnings.push(about.edge)
  if (!converged) {
    warnings.push(
      'The search ended before the likelihood stopped rising; try a penalty of 0.001 or another model.',
    )
  }
  const p = names.length
  const fit: LifetimeFit = {
    customers,
    leftOut: about.leftOut,
    distinct: about.distinct,
    logLikelihood,
    aic: 2 * p - 2 * logLikelihood,
    bic: Math.log(customers) * p - 2 * logLikelihood,
    gradientNorm,
    kkt: { first: gradientNorm < 1e-5, second: logCovariance !== null },
    conditionNumber: curvature.condition,
    standardErrors: Object.fromEntries(
      names.map((name, i) => [name, natural && open[i]! <= 1e-3 ? Math.sqrt(natural[i]![i]!) : null]),
    ),
    covariance,
    iterations: found.iterations,
    evaluations: found.evaluations,
    converged,
    warnings,
  }
  return { fit, logCovariance }
}

function identification(
  found: Minimum,
  names: readonly string[],
  positive: number,
  { covariance, condition }: Curvature,
): string[] {
  const warnings: string[] = []
  const vague = names.filter((_, i) => i < positive && (covariance?.[i]?.[i] ?? 0) > 4)
  const extreme = names.filter((_, i) => i < positive && Math.abs(found.x[i]!) > 13)
  if (condition === null || condition > 1e8) {
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
  return warnings
}

/** A model as a summary to print: its numbers with their standard errors, and what to be wary of. */
export function describeFit(
  state: {
    readonly kind: string
    readonly parameters: { readonly [name: string]: number }
    readonly fit: LifetimeFit
  },
  whom: string,
): string {
  const { kind, parameters, fit } = state
  const numbers = Object.entries(parameters).map(([name, value]) => {
    const error = fit.standardErrors[name]
    return `  ${name} ${brief(value)}${typeof error === 'number' ? ` ± ${brief(error)}` : ''}`
  })
  const head = `${kind} model from ${brief(fit.customers)} ${whom}: log-likelihood ${brief(fit.logLikelihood)}`
  return [head, ...numbers, ...fit.warnings.map((warning) => `  ! ${warning}`)].join('\n')
}
