import { checkBoolean, checkOptions } from '../options.js'
import type { NamingOptions } from '../table/build.js'
import { readAbout, withAbout, withMetadata } from '../table/metadata.js'
import { checkRules, type SegmentRule } from '../segment/rules/readRules.js'
import { segmentBy as segmentTable } from '../segment/segmentBy.js'
import { conditionOf } from './conditions.js'
import { choose, column, type Expression, nothing, text, truth } from './expression/expression.js'
import { type Named, select } from './expression/query.js'
import { derive, type Relation } from './relation/relation.js'
import { emptied } from './relation/shape.js'

const WHO = 'segmentBy'

/**
 * `segmentBy` where the customers lie: puts each customer in a segment by rules that you write; the first that a customer meets wins. Rules and
 * meaning are those of `segmentBy` of `clientele`, which see.
 *
 * What differs: a condition is an object of tests by column, not a function; a pattern (`matches`) is tried here, on the different values of its
 * column; and rows are not counted, which would take another pass.
 *
 * @param customers - a relation, one row a customer
 * @param rules - `[{name, where}]`, in the order in which they are tried
 * @param options - `as` and `replace`
 * @returns a relation, the same rows with `segment`
 * @throws ClienteleError for options at once, for columns when it is computed: as `segmentBy` does, and `query-failed`, `unsupported` (a function)
 *
 * Cost: linear.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('customers', fromRows([
 *   { customer_id: 'ann', orders: 9, days_since_last: 12 },
 *   { customer_id: 'bob', orders: 7, days_since_last: 300 },
 * ]))
 * const tiers = sql.segmentBy(sql.from(engine, 'customers'), [
 *   { name: 'Regulars', where: { orders: { from: 5 }, days_since_last: { to: 90 } } },
 *   { name: 'Sleeping' },
 * ])
 * console.log(toRows(await tiers.toTable()).map((row) => row.segment)) // [ 'Regulars', 'Sleeping' ]
 * await engine.close()
 * ```
 */
export function segmentBy(
  customers: Relation,
  rules: readonly SegmentRule[],
  options: NamingOptions = {},
): Relation {
  checkOptions(WHO, options, ['as', 'replace'])
  const { as, replace = false } = options
  checkBoolean(WHO, 'replace', replace)
  const checked = checkRules(rules, WHO)
  return derive(WHO, customers, async (plan, engine) => {
    const cases: [Expression, Expression][] = []
    for (const { name, where } of checked) {
      const test =
        where === undefined ? truth(true) : await conditionOf(`${WHO}: rule '${name}'`, engine, plan, where)
      cases.push([test, text(name)])
    }
    // Over no rows the function says what columns there are, and refuses what it would refuse.
    const made = emptied(segmentTable(plan.shape, checked, options))
    const known = readAbout(plan.shape, WHO)
    const counts = { ...known.counts, [WHO]: { rules: checked.length } }
    const shape = withMetadata(made, withAbout(made.schema.metadata, { ...readAbout(made, WHO), counts }))
    const target = as?.segment ?? 'segment'
    const columns = shape.schema.fields.map(({ name }): Named => [
      name,
      name === target ? choose(cases, nothing('text')) : column(name),
    ])
    return { query: select(plan.query, columns), shape, order: plan.order }
  })
}
