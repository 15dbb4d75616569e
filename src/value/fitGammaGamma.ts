import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { collapseProfiles, type Part } from './lifetime/fitCore.js'
import { type FitPlainOptions, readPlainOptions, readWeights } from './lifetime/fitPlain.js'
import { gammaGammaCore } from './lifetime/gammaGammaKernel.js'
import { learn, weighed } from './lifetime/learn.js'
import {
  coefficientsOf,
  covariateWarnings,
  measureCovariates,
  readCovariates,
  readProfiles,
} from './lifetime/profiles.js'
import {
  type Independence,
  readSpend,
  type SpendingModel,
  spendingModel,
  type SpendingState,
} from './lifetime/spendingModel.js'

/** What `fitGammaGamma` can be told. */
export interface FitGammaGammaOptions<Names extends string = string> extends FitPlainOptions<Names> {
  /** Repeat orders. Default `frequency`. */
  readonly frequency?: Names | undefined
  /** Their mean value. Default `monetary_value`. */
  readonly monetary?: Names | undefined
  /**
   * Columns that explain how much customers spend. They are scaled inside; coefficients are by one unit of the column as given. Parameters
   * are those of a customer with 0, or, where 0 is more than twenty standard deviations from the mean (a year), of one with the mean: a
   * warning says so.
   */
  readonly covariates?: { readonly spend?: readonly Names[] } | undefined
}

const WHO = 'fitGammaGamma'
/**
 * Learns what an order of each customer is worth: the mean of what they spent, drawn towards everybody's the less often they
 * ordered. The Gamma-Gamma model of spend.
 *
 * Values of a customer's orders vary as Gamma(p, ν), ν between customers as Gamma(q, v) (Fader, Hardie & Lee 2005; Fader & Hardie
 * 2013). A customer with x orders of mean z expects p·(v + xz)/(px + q − 1) an order. The model assumes that spend does not
 * depend on frequency: `independence` has their correlation among repeat buyers, and a warning says when it is not near 0. A covariate z
 * of `spend` multiplies v by exp(coefficient·z), and with it what everybody spends: exp(coefficient) is a ratio of mean spend.
 *
 * Where q ≤ 1 the spread of customers is so wide that the mean over all of them is infinite: one-time buyers then get
 * null (a warning says so), repeat buyers an answer as long as px + q > 1.
 *
 * @param customers - one row a customer: `frequency` (a count) and `monetary_value` (currency, the mean of repeat orders), as `summarize` gives
 * @param options - other columns, `weights`, `penalty`, `covariates`, `bootstrap` and `seed`, `onProgress` and `signal`
 * @returns a frozen model: `predict(table, {interval})` adds `expected_spend` (currency an order). Learned from repeat buyers who spent
 * something; others are counted in `fit.leftOut`
 * @throws ClienteleError `column-missing`, `column-type`, `value-invalid` (a negative or infinite mean of a repeat buyer), `rows-too-few`,
 * `option-invalid`, `aborted`
 *
 * Cost: linear in rows, then some thirty passes over distinct pairs.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { frequency: 0, monetary_value: 0 },
 *   { frequency: 2, monetary_value: 22 },
 *   { frequency: 5, monetary_value: 80 },
 *   { frequency: 9, monetary_value: 35 },
 * ])
 * const spending = fitGammaGamma(customers)
 * console.log(spending.fit.customers) // 3
 * ```
 */
export function fitGammaGamma<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  options: FitGammaGammaOptions<ColumnName<T>> = {},
): SpendingModel {
  const plain = readPlainOptions(WHO, options, ['frequency', 'monetary'])
  const { frequency = 'frequency', monetary = 'monetary_value', weights } = options
  const explaining = readCovariates(WHO, options.covariates, gammaGammaCore, ['spend'])
  const table = adopt(customers, WHO)
  const columns = { frequency, monetary }
  const [xs, zs] = readSpend(table, columns, WHO)
  const counts = readWeights(table, weights, WHO)
  let free = 0
  const repeat = xs.map((x, i) => {
    if (x > 0 && zs[i] === 0) free++
    return x > 0 && zs[i]! > 0 && !Number.isNaN(counts?.[i] ?? 1) ? x : NaN
  })
  const covariates = measureCovariates(table, explaining, WHO)
  const profiles = readProfiles(table, covariates, WHO)
  const parts = collapseProfiles([repeat, zs], profiles, counts)
  const coefficients = coefficientsOf(gammaGammaCore, covariates)
  const warnings: string[] = []
  if (free > 0) {
    warnings.push(
      `${free} repeat buyers spent nothing and were left out: the model describes positive spend.`,
    )
  }
  const independence = correlate(parts)
  const { correlation, low, high } = independence
  if (correlation !== null && Math.abs(correlation) > 0.2 && (low! > 0 || high! < 0)) {
    warnings.push(
      `Spend goes with frequency (correlation ${correlation.toFixed(2)}), which the model rules out; values of frequent buyers may be off.`,
    )
  }
  const start = [Math.log(2), Math.log(2), Math.log(middle(zs, counts)), ...coefficients.map(() => 0)]
  const learned = learn(gammaGammaCore, parts, coefficients, {
    ...options,
    ...plain,
    start: Float64Array.from(start),
    rows: table.numRows,
    warnings: [...warnings, ...covariateWarnings(covariates, profiles)],
    needs: `${frequency} above 0 and ${monetary} above 0, which repeat buyers have${weighed(weights)}; give one row a customer`,
  })
  const parameters = learned.parameters as SpendingState['parameters']
  const infinite =
    parameters.q <= 1
      ? [
          'q is at most 1: the mean spend over all customers is infinite, so one-time buyers get no expected spend.',
        ]
      : []
  const { logCovariance, draws, fit } = learned
  return spendingModel({
    kind: 'gammaGamma',
    version: 1,
    parameters,
    columns,
    covariates,
    logCovariance,
    draws,
    independence,
    fit: { ...fit, warnings: [...fit.warnings, ...infinite] },
  })
}

/** The median of what was spent; a row that stands for several counts as so many. */
function middle(spend: Float64Array, counts: Float64Array | undefined): number {
  if (!counts) {
    const sorted = spend.filter((z) => z > 0).sort()
    return sorted[sorted.length >> 1] || 1
  }
  const rows = [...spend.keys()].filter((row) => spend[row]! > 0 && counts[row]! > 0)
  rows.sort((a, b) => spend[a]! - spend[b]!)
  const half = rows.reduce((sum, row) => sum + counts[row]!, 0) / 2
  let upTo = 0
  return spend[rows.find((row) => (upTo += counts[row]!) > half) ?? -1] || 1
}

/** Pearson's correlation over customers, with its interval. */
function correlate(parts: readonly Part[]): Independence {
  let [n, mx, mz, xx, zz, xz] = [0, 0, 0, 0, 0, 0]
  for (const { cells } of parts) {
    const { size, values, codes, weights } = cells
    for (let i = 0; i < size; i++) {
      const w = weights[i]!
      if (w === 0) continue
      const [x, z] = [values[0]![codes[0]![i]!]!, values[1]![codes[1]![i]!]!]
      n += w
      const dx = x - mx
      const dz = z - mz
      mx += (w * dx) / n
      mz += (w * dz) / n
      xx += w * dx * (x - mx)
      zz += w * dz * (z - mz)
      xz += w * dx * (z - mz)
    }
  }
  const r = Math.max(-1, Math.min(1, xz / Math.sqrt(xx * zz)))
  if (Number.isNaN(r) || n < 4) return Object.freeze({ correlation: null, low: null, high: null })
  const half = 1.959963984540054 / Math.sqrt(n - 3)
  const bound = (by: number) => Math.tanh(Math.atanh(r) + by)
  return Object.freeze({ correlation: r, low: bound(-half), high: bound(half) })
}
