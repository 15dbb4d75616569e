import { ClienteleError } from '../error.js'
import { checkInteger, checkOptions } from '../options.js'
import type { TableLike } from '../table/types.js'
import { pareto as paretoTable, type ParetoOptions } from '../value/pareto.js'
import {
  curveQuery,
  decilesQuery,
  RANK,
  rankValues,
  type Ranked,
  summaryQuery,
  summaryShape,
} from './pareto/queries.js'
import { makeRelation, type Plan, planOf, type Relation } from './relation/relation.js'
import { emptied } from './relation/shape.js'

const WHO = 'pareto'

/** What `pareto` gives in a database. */
export interface ParetoRelations {
  /** One row a group, the best first. */
  readonly deciles: Relation
  /** What the best 0, 1, 2, … 100 % of customers bring. */
  readonly curve: Relation
  /** The customers that bring four fifths of the whole, the most valuable first: the given rows. */
  readonly best: Relation
  /** One row with the figures that `pareto` of `clientele` gives beside its tables. */
  readonly summary: Relation
}

/**
 * `pareto` where the customers lie: how much of the revenue hangs on how few customers. Options, columns and meaning are those of `pareto` of
 * `clientele`, which see.
 *
 * What differs: the answer is four relations. `summary` has one row: `total`, `customers`, `missing`, `negative_customers`, `negative_revenue`, `gini`, `top20_share`, `customers_for_half` and
 * `share_for_half`, `customers_for_eighty` and `share_for_eighty`; null where `pareto` says null. Of customers who bring the same, the one whose id comes first is ranked first.
 *
 * @param customers - a relation, one row a customer
 * @param options - `by` and `bins`, as for `pareto`
 * @returns a frozen `{deciles, curve, best, summary}` of relations
 * @throws ClienteleError for options at once, for columns and values when it is computed: as `pareto` does, and `query-failed`
 *
 * Cost: a pass to add up, and a sort of the customers for each relation that is computed.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('customers', fromRows([80, 10, 5, 3, 2].map((revenue, i) => ({ customer_id: `c${i}`, revenue }))))
 * const { deciles, summary } = sql.pareto(sql.from(engine, 'customers'), { bins: 5 })
 * console.log(toRows(await deciles.toTable())[1]?.cumulative_share) // 0.9
 * const [found] = toRows(await summary.toTable())
 * console.log(found.top20_share, found.gini, found.customers_for_eighty) // 0.8 0.652 1
 * await engine.close()
 * ```
 */
export function pareto(customers: Relation, options: ParetoOptions = {}): ParetoRelations {
  checkOptions(WHO, options, ['by', 'bins'])
  const { by = 'revenue', bins = 10 } = options
  checkInteger(WHO, 'bins', bins, 2, 100)
  const plan = planOf(WHO, customers)
  const { engine } = customers
  let made: Promise<{ given: Plan; ranked: Ranked; shapes: ReturnType<typeof shapesOf> }> | undefined
  const rank = async () => {
    const given = await plan()
    const shapes = shapesOf(given.shape, options)
    const ranked = await rankValues(WHO, engine, given, by)
    if (Number.isFinite(ranked.total)) return { given, ranked, shapes }
    throw new ClienteleError(
      'value-invalid',
      `${WHO}: the sum of column '${by}' is beyond the largest number there is; mend its largest values.`,
    )
  }
  const relation = (make: (found: Awaited<ReturnType<typeof rank>>) => Plan) =>
    makeRelation(engine, async () => make(await (made ??= rank())))
  return Object.freeze({
    deciles: relation(({ ranked, shapes }) => ({
      query: decilesQuery(ranked, bins),
      shape: shapes.deciles,
      order: ['decile'],
    })),
    curve: relation(({ ranked, shapes }) => ({
      query: curveQuery(ranked),
      shape: shapes.curve,
      order: ['customer_share'],
    })),
    best: relation(({ given, ranked }) => ({ query: ranked.best, shape: given.shape, order: [RANK] })),
    summary: relation(({ ranked }) => ({ query: summaryQuery(ranked), shape: summaryShape(), order: [] })),
  })
}

/** The tables that `pareto` makes, without their rows. */
function shapesOf(shape: TableLike, options: ParetoOptions) {
  const { deciles, curve } = paretoTable(shape, options)
  return { deciles: emptied(deciles), curve: emptied(curve) }
}
