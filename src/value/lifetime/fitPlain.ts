import { ClienteleError } from '../../error.js'
import { minimize, type Objective } from '../../numeric/minimize.js'
import { makeRandom } from '../../numeric/random.js'
import { type ProgressOptions, report } from '../../progress.js'
import { minimumWithin, withinBounds } from './bounds.js'
import type { Cells } from './collapse.js'
import type { Likelihood } from './core.js'
import { type LifetimeFit, fitReport } from './report.js'

/** What a model without covariates learned. */
export interface Learned {
  readonly parameters: { readonly [name: string]: number }
  readonly logCovariance: readonly (readonly number[])[] | null
  readonly draws: readonly (readonly number[])[] | null
  readonly fit: LifetimeFit
}

/** Fits positive parameters to cells: maximum likelihood, penalty and bootstrap. */
export function fitPlain(
  who: string,
  cells: Cells,
  likelihood: (cells: Cells) => Likelihood,
  names: readonly string[],
  start: readonly number[],
  settings: ProgressOptions & {
    penalty: number
    bootstrap: number
    seed: number
    leftOut: number
    warnings: string[]
    /** What a row must have, for the error where none has. */
    needs: string
  },
): Learned {
  const { penalty, bootstrap, seed, leftOut, warnings } = settings
  const customers = cells.weights.reduce((sum, w) => sum + w, 0)
  if (!(customers > 0)) {
    throw new ClienteleError('rows-too-few', `${who}: no row has ${settings.needs}; give one row a customer.`)
  }
  const search = minimize(objectiveFor(likelihood(cells), customers, penalty), start.map(Math.log), {
    onIteration: (done) => report(who, settings, { phase: 'fit', done }),
  })
  const found = minimumWithin(search, names.length)
  const theta = found.x.map(Math.exp)
  const logLikelihood = likelihood(cells)(theta, new Float64Array(names.length))
  const about = { customers, leftOut, distinct: cells.size, logLikelihood, warnings }
  const { fit, logCovariance } = fitReport(found, names, names.length, about)
  const draws = Array.from({ length: bootstrap }, (_, draw) => {
    report(who, settings, { phase: 'bootstrap', done: draw, total: bootstrap })
    const weights = resample(cells.weights, makeRandom(seed, draw).uniform)
    const sample = objectiveFor(likelihood({ ...cells, weights }), customers, penalty)
    return Array.from(withinBounds(minimize(sample, found.x, { tolerance: 1e-6 }).x, names.length))
  })
  return {
    parameters: Object.freeze(Object.fromEntries(names.map((name, i) => [name, theta[i]!]))),
    logCovariance,
    draws: bootstrap > 0 ? draws : null,
    fit,
  }
}

function objectiveFor(likelihood: Likelihood, customers: number, penalty: number): Objective {
  return (phi, g) => {
    const theta = phi.map(Math.exp)
    let value = -likelihood(theta, g) / customers
    for (let i = 0; i < phi.length; i++) {
      value += penalty * theta[i]! ** 2
      g[i] = -(g[i]! * theta[i]!) / customers + 2 * penalty * theta[i]! ** 2
    }
    return value
  }
}

/** As many customers as there are, drawn with replacement. */
function resample(weights: Float64Array, uniform: () => number): Float64Array {
  const ends = new Float64Array(weights.length)
  let total = 0
  weights.forEach((w, i) => (ends[i] = total += w))
  const counts = new Float64Array(weights.length)
  for (let i = 0; i < Math.round(total); i++) {
    const v = uniform() * total
    let low = 0
    let high = ends.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle]! > v) high = middle
      else low = middle + 1
    }
    counts[low]!++
  }
  return counts
}
