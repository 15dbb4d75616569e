import { ClienteleError } from '../../error.js'
import { type Minimum, minimize } from '../../numeric/minimize.js'
import { checkInteger, checkNumber, checkOptions, invalid } from '../../options.js'
import type { ProgressOptions } from '../../progress.js'
import { adopt } from '../../table/adopt.js'
import { readAbout, type Unit } from '../../table/metadata.js'
import type { TableLike } from '../../table/types.js'
import { type BuyingKind, type BuyingModel, buyingModel, type BuyingState } from './buyingModel.js'
import { type BuyingCore, longest } from './core.js'
import { readAmounts, readHistories } from './customers.js'
import { collapseProfiles, objectiveOf, type Part, startOf } from './fitCore.js'
import { nbdCore } from './nbdCore.js'
import { unitOf } from './horizon.js'
import { learn, weighed } from './learn.js'
import { intervalConstant, readLogIntervals } from './logIntervals.js'
import {
  type Coefficient,
  coefficientsOf,
  covariateWarnings,
  measureCovariates,
  readCovariates,
  readProfiles,
} from './profiles.js'

/** What every fit of a model of buying can be told. */
export interface FitBuyingOptions<Names extends string = string> extends ProgressOptions {
  /** Repeat orders. Default `frequency`. */
  readonly frequency?: Names | undefined
  /** Time from the first order to the last. Default `recency`. */
  readonly recency?: Names | undefined
  /** Time from the first order to the end of what is known. Default `T`. */
  readonly T?: Names | undefined
  /** How many customers a row stands for. Default: one. */
  readonly weights?: Names | undefined
  /** The unit of `recency` and `T`, where the table's metadata is gone. */
  readonly unit?: Unit | undefined
  /** L2 penalty: subtracts penalty · customers · Σ parameter², times in units of the longest `T`. Default 0. */
  readonly penalty?: number | undefined
  /**
   * Columns that explain the rate of buying and the risk of dropping out. They are scaled inside; coefficients are by one unit
   * of the column as given. Parameters are those of a customer with 0, or, where 0 is more than twenty standard deviations from the mean (a
   * year), of one with the mean: a warning says so.
   */
  readonly covariates?:
    | { readonly purchase?: readonly Names[]; readonly dropout?: readonly Names[] }
    | undefined
  /** How many samples to fit again, for intervals without the delta method's assumptions. Default 0. */
  readonly bootstrap?: number | undefined
  /** For the bootstrap. Default 1. */
  readonly seed?: number | undefined
}

/** The names of those options. */
export const FIT_BUYING_OPTIONS: readonly string[] = Object.freeze([
  'frequency',
  'recency',
  'T',
  'weights',
  'unit',
  'penalty',
  'covariates',
  'bootstrap',
  'seed',
  'onProgress',
  'signal',
])

/** Which member of a family a core is. */
export interface Member<K extends BuyingKind> {
  readonly kind: K
  readonly k?: number
  readonly modified?: boolean
  /** The column with the sum of the logarithms of the times between orders, where more is known than the last one's. */
  readonly logIntervals?: string | undefined
}

/** Learns a model of buying from one row a customer. */
export function fitBuying<K extends BuyingKind>(
  core: BuyingCore,
  given: TableLike,
  options: FitBuyingOptions,
  member: Member<K>,
): BuyingModel<K> {
  const { who } = core
  const { frequency = 'frequency', recency = 'recency', T = 'T', weights, unit, penalty = 0 } = options
  const { bootstrap = 0, seed = 1 } = options
  checkNumber(who, 'penalty', penalty, 0, 1e6)
  checkInteger(who, 'bootstrap', bootstrap, 0, 100_000)
  checkInteger(who, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  const table = adopt(given, who)
  const timeUnit = unitOf(who, unit, readAbout(table, who))
  const covariates = measureCovariates(
    table,
    readCovariates(who, options.covariates, core, ['purchase', 'dropout']),
    who,
  )
  const columns = { frequency, recency, T }
  const histories: Float64Array[] = readHistories(table, columns, core.discrete === true, who)
  const counts =
    weights === undefined ? undefined : readAmounts(table, weights, who, 'weights are not negative')
  // A row without a weight is left out like one without a history.
  if (counts) histories[0] = histories[0]!.map((x, i) => (Number.isNaN(counts[i]!) ? NaN : x))
  const logs =
    member.logIntervals === undefined
      ? undefined
      : readLogIntervals(table, member.logIntervals, histories[0]!, who)
  if (logs) histories[0] = histories[0]!.map((x, i) => (Number.isNaN(logs[i]!) ? NaN : x))
  const profiles = readProfiles(table, covariates, who)
  const parts = collapseProfiles(histories, profiles, counts)
  checkTime(core, parts, T)
  const coefficients = coefficientsOf(core, covariates)
  const inFit = (row: number): boolean =>
    histories.every((column) => !Number.isNaN(column[row]!)) && (profiles.rowProfile?.[row] ?? 0) >= 0
  const learned = learn(core, parts, coefficients, {
    ...options,
    penalty,
    bootstrap,
    seed,
    start: startOf(core, parts, coefficients),
    rows: histories[0]!.length,
    needs: `${frequency}, ${recency} and ${T}${weighed(weights)}; give one row a customer, as summarize makes it`,
    warnings: [
      ...warningsOf(histories, counts, profiles.rowProfile, core),
      ...covariateWarnings(covariates, profiles),
    ],
    constant: logs
      ? intervalConstant(histories[0]!, logs, counts, inFit, member.k ?? 1)
      : parts.reduce((sum, { cells }) => sum + (core.constant?.(cells) ?? 0), 0),
    edge: (found) => nobodyLeaves(core, parts, coefficients, penalty, found),
  })
  return buyingModel(core, {
    kind: member.kind,
    version: 1,
    parameters: learned.parameters as BuyingState<any>['parameters'],
    k: member.k ?? 1,
    modified: member.modified ?? false,
    unit: timeUnit ?? null,
    columns,
    covariates,
    logCovariance: learned.logCovariance,
    draws: learned.draws,
    fit: learned.fit,
  })
}

/** An error where nobody had time to order again: whatever is expected of them would be made up. */
function checkTime(core: BuyingCore, parts: readonly Part[], T: string): void {
  const some = parts.some(({ cells }) => cells.size > 0)
  if (!some || parts.some(({ cells }) => longest(cells) > 0)) return
  throw new ClienteleError(
    'rows-too-few',
    `${core.who}: '${T}' is 0 in every row, so nobody has had ${core.discrete ? 'an opportunity' : 'time'} to order again; summarize up to a later day (asOf), or give customers whose first order is some time ago.`,
  )
}

/** What to say where the likelihood is no higher than without any dropout. */
function nobodyLeaves(
  core: BuyingCore,
  parts: readonly Part[],
  coefficients: readonly Coefficient[],
  penalty: number,
  found: Minimum,
): string | undefined {
  const drops = core.effects.some(({ process }) => process === 'dropout')
  if (!drops || core.discrete || coefficients.length > 0 || (core.k ?? 1) > 1) return undefined
  const { cells } = parts[0]!
  if (!cells.values[0]!.some((x) => x > 0)) return undefined
  if (core.survival(found.x.map(Math.exp), 0, 0, 0, longest(cells)) < 0.98) return undefined
  const { objective, customers } = objectiveOf(nbdCore, parts, [], penalty)
  const { value } = minimize(objective, startOf(nbdCore, parts, []))
  // Two parameters less cost no more likelihood than chance takes.
  if (customers * (value - found.value) > 2) return undefined
  return 'Nobody seems to drop out: fitNbd describes these customers as well, with two parameters less.'
}

/** Checks option names: those of every fit and a model's own. */
export function checkFitOptions(who: string, options: unknown, own: readonly string[] = []): void {
  checkOptions(who, options, [...FIT_BUYING_OPTIONS, ...own])
  const { weights, frequency, recency, T } = options as FitBuyingOptions
  for (const [option, name] of Object.entries({ weights, frequency, recency, T })) {
    if (name !== undefined && typeof name !== 'string')
      throw invalid(who, `${option} must be a column's name`)
  }
}

function warningsOf(
  histories: readonly Float64Array[],
  counts: Float64Array | undefined,
  rowProfile: Int32Array | undefined,
  core: BuyingCore,
): string[] {
  const [xs, txs, Ts] = histories as [Float64Array, Float64Array, Float64Array]
  let [repeat, none] = [0, 0]
  for (let i = 0; i < xs.length; i++) {
    const inFit = xs[i]! >= 0 && txs[i]! >= 0 && Ts[i]! >= 0
    if (!inFit || (counts && counts[i] === 0) || (rowProfile && rowProfile[i]! < 0)) continue
    if (xs[i]! > 0) repeat++
    if (Ts[i] === 0) none++
  }
  const warnings: string[] = []
  if (repeat === 0) {
    warnings.push(
      'Nobody has ordered twice: how often customers order, and whether they stop, cannot be learned.',
    )
  }
  if (none > 0) {
    warnings.push(
      `${none} ${none === 1 ? 'customer has' : 'customers have'} ${core.discrete ? 'had no opportunity' : 'been known for no time'} (T = 0): they count, but tell nothing.`,
    )
  }
  return warnings
}
