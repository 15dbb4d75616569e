import { counted } from '../table/column.js'
import { ClienteleError } from '../error.js'
import { chiSquareTail } from '../numeric/normal.js'
import { checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { readAbout } from '../table/metadata.js'
import type { ColumnName, Columns, TableLike } from '../table/types.js'
import { type BuyingModel, fittedBuying } from './lifetime/buyingModel.js'
import { readAmounts } from './lifetime/customers.js'
import { unitOf } from './lifetime/horizon.js'
import { likelihoodHere } from './lifetime/likelihoodHere.js'
import type { RetentionModel } from './lifetime/retentionModel.js'

/** What `compareLifetime` can be told. */
export interface CompareLifetimeOptions<Names extends string = string> extends ProgressOptions {
  /** Fitted models, by names of your own. */
  readonly models: { readonly [name: string]: BuyingModel | RetentionModel }
  /** How many customers a row stands for, as at fit. Default: one. */
  readonly weights?: Names | undefined
}

/** One model among those compared. */
export interface ComparedModel {
  readonly name: string
  readonly kind: string
  /** How many parameters it has. */
  readonly parameters: number
  readonly logLikelihood: number
  readonly aic: number
  readonly bic: number
}

/** Whether a larger model is worth its further parameters. */
export interface LikelihoodRatio {
  /** The model that is a special case of the other. */
  readonly smaller: string
  readonly larger: string
  /** Twice the difference of log-likelihoods. */
  readonly statistic: number
  readonly freedom: number
  /** The chance of such a difference were the smaller model true. */
  readonly p: number
  /** Whether the smaller lies at the edge of the larger's parameters, where p is an upper bound. */
  readonly boundary: boolean
}

/** Models of the same customers, beside each other. */
export interface LifetimeComparison {
  /** By AIC, the best first. */
  readonly models: readonly ComparedModel[]
  readonly tests: readonly LikelihoodRatio[]
  /** The name of the model with the smallest AIC. */
  readonly best: string
}

const WHO = 'compareLifetime'

/**
 * Which model describes these customers best: log-likelihood, AIC and BIC side by side, and likelihood-ratio tests where one model is a special
 * case of another: without some covariates, NBD within the models with dropout, sBG within BdW.
 *
 * @param customers - the table that all the models were fitted to
 * @param options - `models`, by names of your own: `{models: {shop: fitBgNbd(t), any: fitParetoNbd(t)}}`; `weights`, where they were fitted with them; `onProgress` and `signal`
 * @returns `models` (best AIC first), `tests` and `best`
 * @throws ClienteleError `contradiction` where a model was fitted to other customers (its likelihood is computed again on this table), in another
 * unit of time or to other kinds of data than the others, `option-invalid`, `aborted`
 *
 * Cost: one pass over the table a model.
 *
 * @example
 * ```ts
 * const parameters = { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 }
 * const customers = simulateLifetime({ kind: 'paretoNbd', parameters, customers: 2000 })
 * const models = { leaving: fitParetoNbd(customers), staying: fitNbd(customers) }
 * console.log(compareLifetime(customers, { models }).best) // 'leaving'
 * ```
 */
export function compareLifetime<T extends Columns = any>(
  customers: TableLike<T>,
  options: CompareLifetimeOptions<ColumnName<T>>,
): LifetimeComparison {
  checkOptions(WHO, options, ['models', 'weights', 'onProgress', 'signal'])
  const { weights } = options
  const table = adopt(customers, WHO)
  const given = Object.entries(options.models ?? {})
  if (given.length === 0)
    throw invalid(WHO, 'models must hold fitted models by name: {models: {shop: fitBgNbd(t)}}')
  const counts =
    weights === undefined ? undefined : readAmounts(table, weights, WHO, 'weights are not negative')
  for (const [i, [name, model]] of given.entries()) {
    if (!fittedBuying(model) && model?.kind !== 'sbg' && model?.kind !== 'bdw')
      throw invalid(WHO, `models.${name} is no fitted model of buying or of contracts`)
    checkAlike(given[0]!, [name, model], table)
    checkFittedHere(name, model, table, counts)
    report(WHO, options, { phase: 'compare', done: i + 1, total: given.length })
  }
  const models = given
    .map(([name, { kind, fit, parameters }]) => ({
      name,
      kind,
      parameters: Object.keys(parameters).length,
      logLikelihood: fit.logLikelihood,
      aic: fit.aic,
      bic: fit.bic,
    }))
    .sort((a, b) => a.aic - b.aic)
  const tests = given.flatMap(([smaller, small]) =>
    given.flatMap(([larger, large]) => {
      const nested = nesting(small, large)
      if (nested === undefined) return []
      const statistic = Math.max(0, 2 * (large.fit.logLikelihood - small.fit.logLikelihood))
      const { freedom, boundary } = nested
      return [{ smaller, larger, statistic, freedom, p: chiSquareTail(statistic, freedom), boundary }]
    }),
  )
  const comparison = { models: Object.freeze(models), tests: Object.freeze(tests), best: models[0]!.name }
  return printable(comparison, () =>
    [
      ...models.map(
        (m) => `${m.name} (${m.kind}): log-likelihood ${brief(m.logLikelihood)}, AIC ${brief(m.aic)}`,
      ),
      ...tests.map(
        (t) => `${t.larger} over ${t.smaller}: χ²(${t.freedom}) = ${brief(t.statistic)}, p ${chance(t)}`,
      ),
    ].join('\n'),
  )
}

/** A chance to print, which is never 0. */
function chance({ p, boundary }: LikelihoodRatio): string {
  if (p < 1e-4) return '< 0.0001'
  return `${boundary ? '≤' : '='} ${brief(p)}`
}

type Named = readonly [name: string, model: BuyingModel | RetentionModel]

/** An error where likelihoods are not those of the same data in the same unit. */
function checkAlike([first, one]: Named, [name, other]: Named, table: Table): void {
  if ('unit' in other) unitOf(WHO, undefined, readAbout(table, WHO), other.unit)
  if (dataOf(one) !== dataOf(other)) {
    throw contradiction(
      `'${first}' describes ${dataOf(one)} and '${name}' ${dataOf(other)}, whose likelihoods do not compare; compare models of one kind of data`,
    )
  }
  const units = [one, other].map((model) => ('unit' in model ? model.unit : null))
  if (units[0] && units[1] && units[0] !== units[1]) {
    throw contradiction(
      `'${first}' learned from units of a ${units[0]}, '${name}' from units of a ${units[1]}, but likelihoods compare in one unit only; fit both to one table`,
    )
  }
}

function dataOf({ kind }: BuyingModel | RetentionModel): string {
  if (kind === 'sbg' || kind === 'bdw') return 'renewals of contracts'
  return kind === 'bgBb' ? 'opportunities to order' : 'orders at any time'
}

/** Likelihoods agree to so many parts, whatever the machine that the model comes from. */
const AGREES = 1e-7

/** An error where the model's likelihood is not that of these customers. */
function checkFittedHere(
  name: string,
  model: BuyingModel | RetentionModel,
  table: Table,
  weights: Float64Array | undefined,
): void {
  const { fit, columns } = model
  const here = likelihoodHere(model, table, weights, WHO)
  const used = Object.values(columns).join(', ')
  if (Math.abs(here.customers - fit.customers) > 1e-9 * fit.customers) {
    throw contradiction(
      `model '${name}' was fitted to ${counted(fit.customers, 'customer')}, but here are ${here.customers}, and likelihoods compare on the same customers only; fit all models to this table (columns ${used}), and say weights where a row stands for several`,
    )
  }
  const off = Math.abs((here.logLikelihood ?? fit.logLikelihood) - fit.logLikelihood)
  if (off > AGREES * (1 + Math.abs(fit.logLikelihood))) {
    throw contradiction(
      `model '${name}' had a log-likelihood of ${fit.logLikelihood} on the customers that it was fitted to, but has ${here.logLikelihood} on these: they are others, or of another calibration or unit; fit all models to this table (columns ${used})`,
    )
  }
}

function contradiction(sentence: string): ClienteleError {
  return new ClienteleError('contradiction', `${WHO}: ${sentence}.`)
}

/** Whether one model is a special case of another, and by how many parameters. */
function nesting(
  small: BuyingModel | RetentionModel,
  large: BuyingModel | RetentionModel,
): { freedom: number; boundary: boolean } | undefined {
  const names = Object.keys(small.parameters)
  const freedom = Object.keys(large.parameters).length - names.length
  if (freedom <= 0) return undefined
  const shared = (name: string): boolean => Object.hasOwn(large.parameters, name)
  // Coefficients have a dot in their names; alpha and beta are called gamma and delta in BdW.
  if (small.kind === 'sbg' && large.kind === 'bdw')
    return names.every((name) => !name.includes('.') || shared(name))
      ? { freedom, boundary: false }
      : undefined
  const sharesNames = names.every(shared)
  if (!sharesNames || 'columns' in small === false) return undefined
  if (shapeOf(small) === shapeOf(large)) return { freedom, boundary: false }
  const dropout = ['bgNbd', 'paretoNbd', 'mbgNbd'].includes(large.kind)
  return small.kind === 'nbd' && dropout ? { freedom, boundary: true } : undefined
}

/** What two models must share, apart from covariates, to be members of one family. */
function shapeOf({ kind, ...rest }: BuyingModel | RetentionModel): string {
  return 'k' in rest ? `${kind} ${rest.k} ${rest.modified}` : kind
}
