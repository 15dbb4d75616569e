import { counted } from '../table/column.js'
import { ClienteleError } from '../error.js'
import { chiSquareTail } from '../numeric/normal.js'
import { checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { TableLike } from '../table/types.js'
import { type BuyingModel, fittedBuying } from './lifetime/buyingModel.js'
import { historyCells } from './lifetime/historyCells.js'
import type { RetentionModel } from './lifetime/retentionModel.js'

/** What `compareLifetime` can be told. */
export interface CompareLifetimeOptions {
  /** Fitted models, by names of your own. */
  readonly models: { readonly [name: string]: BuyingModel | RetentionModel }
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
 * @param options - `models`, by names of your own: `{models: {shop: fitBgNbd(t), any: fitParetoNbd(t)}}`
 * @returns `models` (best AIC first), `tests` and `best`
 * @throws ClienteleError `contradiction` where a model was fitted to other customers, `option-invalid`
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
export function compareLifetime(customers: TableLike, options: CompareLifetimeOptions): LifetimeComparison {
  checkOptions(WHO, options, ['models'])
  const table = adopt(customers, WHO)
  const given = Object.entries(options.models ?? {})
  if (given.length === 0)
    throw invalid(WHO, 'models must hold fitted models by name: {models: {shop: fitBgNbd(t)}}')
  for (const [name, model] of given) {
    if (model?.fit === undefined) throw invalid(WHO, `models.${name} is no fitted model`)
    const inside = fittedBuying(model)
    const rows = inside ? historyCells(inside, table, WHO).known : table.numRows - model.fit.leftOut
    const [, first] = given[0]!
    const here = rows + model.fit.leftOut === table.numRows && model.fit.customers === first.fit.customers
    if (here) continue
    throw new ClienteleError(
      'contradiction',
      `${WHO}: model '${name}' was fitted to ${counted(model.fit.customers, 'customer')}, but likelihoods compare on the same rows only (${table.numRows} here, ${counted(first.fit.customers, 'customer')} in '${given[0]![0]}'); fit all models to this table (columns ${Object.values(model.columns).join(', ')}).`,
    )
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
        (t) =>
          `${t.larger} over ${t.smaller}: χ²(${t.freedom}) = ${brief(t.statistic)}, p ${t.boundary ? '≤' : '='} ${brief(t.p)}`,
      ),
    ].join('\n'),
  )
}

/** Whether one model is a special case of another, and by how many parameters. */
function nesting(
  small: BuyingModel | RetentionModel,
  large: BuyingModel | RetentionModel,
): { freedom: number; boundary: boolean } | undefined {
  const names = Object.keys(small.parameters)
  const freedom = Object.keys(large.parameters).length - names.length
  if (freedom <= 0) return undefined
  if (small.kind === 'sbg' && large.kind === 'bdw') return { freedom, boundary: false }
  const sharesNames = names.every((name) => Object.hasOwn(large.parameters, name))
  if (!sharesNames || 'columns' in small === false) return undefined
  if (shapeOf(small) === shapeOf(large)) return { freedom, boundary: false }
  const dropout = ['bgNbd', 'paretoNbd', 'mbgNbd'].includes(large.kind)
  return small.kind === 'nbd' && dropout ? { freedom, boundary: true } : undefined
}

/** What two models must share, apart from covariates, to be members of one family. */
function shapeOf({ kind, ...rest }: BuyingModel | RetentionModel): string {
  return 'k' in rest ? `${kind} ${rest.k} ${rest.modified}` : kind
}
