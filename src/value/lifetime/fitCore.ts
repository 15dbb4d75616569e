import { type Minimum, minimize, type Objective } from '../../numeric/minimize.js'
import { makeRandom } from '../../numeric/random.js'
import { withinBounds } from './bounds.js'
import { type Cells, collapseRows } from './collapse.js'
import { type BuyingCore, type Learnable, longest, widthOf } from './core.js'
import { type Coefficient, parametersOf, type Profiles } from './profiles.js'
import { resampler } from './resample.js'

/** The customers of one profile. */
export interface Part {
  readonly cells: Cells
  readonly profile: Float64Array
}

/** Collapses each profile's customers by themselves. Rows with something missing are in none. */
export function collapseProfiles(
  columns: readonly Float64Array[],
  { rowProfile, values }: Profiles,
  weights: Float64Array | undefined,
): Part[] {
  if (rowProfile === undefined) return [{ cells: collapseRows(columns, weights), profile: values[0]! }]
  const counts = new Int32Array(values.length)
  for (let i = 0; i < rowProfile.length; i++) if (rowProfile[i]! >= 0) counts[rowProfile[i]!]!++
  const rows = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let i = 0; i < rowProfile.length; i++) {
    const p = rowProfile[i]!
    if (p >= 0) rows[p]![counts[p]!++] = i
  }
  return values.map((profile, p) => {
    const pick = (from: Float64Array): Float64Array => Float64Array.from(rows[p]!, (row) => from[row]!)
    return { cells: collapseRows(columns.map(pick), weights && pick(weights)), profile }
  })
}

/** −logLikelihood/customers + penalty·Σθ², θ in units of the longest history, as a function of log-parameters and coefficients. */
export function objectiveOf(
  core: Learnable,
  parts: readonly Part[],
  coefficients: readonly Coefficient[],
  penalty: number,
): { objective: Objective; customers: number; logLikelihood: (phi: Float64Array) => number } {
  const size = core.names.length
  const likelihoods = parts.map(({ cells }) => core.likelihood(cells))
  let customers = 0
  for (const { cells } of parts) for (const w of cells.weights) customers += w
  const width = widthOf(core)
  const gradient = new Float64Array(width)
  const plain = (phi: Float64Array, g: Float64Array): number => {
    g.fill(0)
    let sum = 0
    parts.forEach(({ profile }, p) => {
      const theta = parametersOf(phi, size, coefficients, profile, width)
      sum += likelihoods[p]!(theta, gradient)
      for (let i = 0; i < size; i++) g[i]! += gradient[i]! * theta[i]!
      coefficients.forEach(({ parameter, sign, column }, c) => {
        g[size + c]! += sign * profile[column]! * gradient[parameter]! * theta[parameter]!
      })
    })
    return sum
  }
  const unit = (core.isTime && Math.max(...parts.map(({ cells }) => longest(cells)), 0)) || 1
  const objective: Objective = (phi, g) => {
    let value = -plain(phi, g) / customers
    for (let i = 0; i < phi.length; i++) {
      g[i] = -g[i]! / customers
      if (penalty === 0) continue
      const by = i < size ? 1 : 1 / coefficients[i - size]!.scale
      const theta = i < size ? Math.exp(phi[i]!) / (core.isTime?.[i] ? unit : 1) : phi[i]! * by
      value += penalty * theta * theta
      g[i]! += 2 * penalty * theta * (i < size ? theta : by)
    }
    return value
  }
  const scratch = new Float64Array(size + coefficients.length)
  return { objective, customers, logLikelihood: (phi) => plain(phi, scratch) }
}

/** Where the search begins: by the parts' longest history, coefficients 0. */
export function startOf(
  core: BuyingCore,
  parts: readonly Part[],
  coefficients: readonly Coefficient[],
): Float64Array {
  const widest = parts.reduce((a, b) => (longest(b.cells) > longest(a.cells) ? b : a))
  return Float64Array.of(...core.start(widest.cells).map(Math.log), ...coefficients.map(() => 0))
}

/** Parameters of samples with replacement, each customer drawn by a stream of its own sample. */
export function bootstrapDraws(
  core: Learnable,
  parts: readonly Part[],
  coefficients: readonly Coefficient[],
  settings: { penalty: number; draws: number; seed: number; from: Minimum; onDraw: (done: number) => void },
): number[][] {
  const draw = resampler(core.who, Float64Array.from(parts.flatMap(({ cells }) => [...cells.weights])))
  return Array.from({ length: settings.draws }, (_, number) => {
    settings.onDraw(number)
    const counts = draw(makeRandom(settings.seed, number))
    let start = 0
    const sample = parts.map(({ cells, profile }) => {
      const weights = counts.slice(start, (start += cells.size))
      return { profile, cells: { ...cells, weights } }
    })
    const { objective } = objectiveOf(core, sample, coefficients, settings.penalty)
    return Array.from(
      withinBounds(minimize(objective, settings.from.x, { tolerance: 1e-6 }).x, core.names.length),
    )
  })
}
