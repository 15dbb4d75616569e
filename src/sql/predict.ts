import { ClienteleError } from '../error.js'
import { invalid } from '../options.js'
import { adopt, describe } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { casesQuery } from './predict/cases.js'
import { classifiedQuery } from './predict/classified.js'
import { clusterQuery } from './predict/clusters.js'
import { spendQuery } from './predict/spend.js'
import { column } from './expression/expression.js'
import { type Named, select } from './expression/query.js'
import { derive, type Relation } from './relation/relation.js'
import { emptied } from './relation/shape.js'
import { scoreQuery } from './rfm/score.js'
import type { Scored, Scorer } from './predict/scored.js'

/** A model that a database can score with. */
export interface PredictModel {
  readonly kind: string
  predict(table: any, options?: any): Table
}

/** What `predict` can be told: the model, and what its own `predict` takes. */
export interface PredictRelationOptions {
  readonly model: PredictModel
  /** New names for added columns. */
  readonly as?: { readonly [column: string]: string } | undefined
  /** Overwrite columns of the same name. */
  readonly replace?: boolean | undefined
  /** Whatever else the model's own `predict` takes: `threshold`, `horizon`, `interval`, `distance`, … */
  readonly [option: string]: unknown
}

const WHO = 'predict'

const BUYING = ['nbd', 'bgNbd', 'mbgNbd', 'bgCnbd', 'paretoNbd', 'bgBb']
const CLASSIFIED = ['tree', 'forest', 'boost', 'logistic', 'naiveBayes', 'network', 'calibrated']

const scorers: { readonly [kind: string]: Scorer } = {
  ...Object.fromEntries(CLASSIFIED.map((kind) => [kind, classifiedQuery])),
  ...Object.fromEntries(BUYING.map((kind) => [kind, casesQuery])),
  gammaGamma: spendQuery,
  kmeans: clusterQuery,
  rfm: async ({ plan, model }): Promise<Scored> => scoreQuery(plan, model as never, WHO),
}

/**
 * Scores customers where they are: what `model.predict(table, options)` adds, as columns of a relation.
 *
 * Trees, forests, boosted models, logistic regression, naive Bayes, networks (calibrated ones too), k-means (not with scale 'quantile'), RFM and, without covariates or intervals, Gamma-Gamma are written as SQL. SQL has no
 * log-gamma: for models of buying the distinct histories come here, are scored and go back as a table `__clientele_cases_…`, to which customers are joined. Models of more than some hundred trees
 * are scored in several steps when the relation is first needed (in Spark of more than some ten, since long statements take its planner long: a hundred trees took ten seconds and more, three hundred two minutes), each a table `__clientele_step_…` with the rows and what the trees so far say. Both kinds of tables end with `engine.close()`, and what `toSql()` gives reads them until then.
 *
 * @param customers - a relation with the columns that the model reads
 * @param options - `model`, and what its own `predict` takes
 * @returns a relation, the same rows with the model's columns
 * @throws ClienteleError `option-invalid`; `unsupported` for other models; when it is computed whatever the model's `predict` throws, and `query-failed`
 *
 * Cost: linear, and that of the model's size; for models of buying as many rows come and go as there are distinct histories.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * const rows = [1, 2, 3, 4, 5, 6].map((orders) => ({ orders, churned: [1, 2, 4].includes(orders) }))
 * await engine.upload('customers', fromRows(rows))
 * const model = fitLogistic(fromRows(rows), { target: 'churned' })
 * const scored = sql.predict(sql.from(engine, 'customers'), { model, threshold: 0.3 })
 * console.log(toRows(await scored.toTable()).map((row) => row.predicted)) // [ true, true, true, true, true, false ]
 * await engine.close()
 * ```
 */
export function predict(customers: Relation, options: PredictRelationOptions): Relation {
  const { model, ...asked } = options ?? {}
  if (typeof model?.predict !== 'function') {
    throw invalid(WHO, `model must be a fitted model, but got ${describe(model)}`)
  }
  const make = Object.hasOwn(scorers, model.kind) ? scorers[model.kind]! : undefined
  if (!make) {
    throw new ClienteleError(
      'unsupported',
      `${WHO}: a model of kind '${String(model.kind).slice(0, 40)}' cannot score in a database; bring the rows here, model.predict(await relation.toTable()).`,
    )
  }
  return derive(WHO, customers, async (plan, engine) => {
    // Over no rows the model says what columns there are, and refuses what it would refuse.
    const shape = emptied(adopt(model.predict(plan.shape, asked), WHO))
    const { query, added } = await make({ engine, plan, model, asked })
    const { as = {} } = asked
    const byName = new Map(Object.entries(added).map(([name, value]) => [renamed(name, as), value]))
    const columns = shape.schema.fields.map(({ name }): Named => [name, byName.get(name) ?? column(name)])
    return { query: select(query, columns), shape, order: plan.order }
  })
}

/** The bounds of an interval follow the name of what they are of. */
function renamed(name: string, as: { readonly [column: string]: string }): string {
  const [, of, bound] = /^(.+)(_low|_high)$/.exec(name) ?? []
  if (Object.hasOwn(as, name)) return as[name]!
  return of !== undefined && Object.hasOwn(as, of) ? `${as[of]}${bound}` : name
}
