import { addColumns, float64 } from '../../table/build.js'
import { readAbout, withAbout, withMetadata } from '../../table/metadata.js'
import { readRefunds } from '../../table/orders/policy.js'
import { readRoles } from '../../table/orders/roles.js'
import { selectColumns } from '../../table/select.js'
import { call, column } from '../expression/expression.js'
import { copy, type Named, select } from '../expression/query.js'
import { derive, type Relation } from '../relation/relation.js'
import { moneyOf } from './columns.js'
import { AMOUNT, BOUGHT, readOrders } from './readOrders.js'

/**
 * Cleaned order lines of one order and moment as one row: all that a report reads of them, and far fewer. Purchases and refunds stay apart, and so do products where their
 * column is given; without a column of orders each line is one.
 */
export function byOrder(who: string, orders: Relation, product: string | undefined): Relation {
  return derive(who, orders, async (plan, engine) => {
    const known = readAbout(plan.shape, who)
    const { customer, time, order, amount } = known.roles
    const given = { customer, time, order, amount }
    const roles = readRoles(who, plan.shape, given, { ...known, roles: {} })
    const keys = [roles.customer, roles.time, order, product].filter((name) => name !== undefined)
    const names = [...keys, roles.amount!]
    const own = Object.fromEntries(Object.entries(given).filter(([, name]) => name !== undefined))
    const metadata = withAbout(plan.shape.schema.metadata, { ...known, roles: own })
    const shape = withMetadata(selectColumns(plan.shape, names, who), metadata)
    const columns = shape.schema.fields.map(({ name }) => name)
    if (order === undefined) return { query: select(plan.query, copy(...columns)), shape, order: [] }
    const rules = {
      timeZone: known.timeZone,
      asOf: undefined,
      refunds: readRefunds(who, undefined, known),
    }
    const { query, decimal, bought } = await readOrders(who, engine, plan, roles, rules, copy(...keys))
    const sum = moneyOf(call('sum', column(AMOUNT)), decimal)
    return {
      query: select(
        query,
        columns.map((name): Named => [name, name === roles.amount ? sum : column(name)]),
        { groupBy: [...keys, ...(bought ? [] : [BOUGHT])].map((name) => column(name)) },
      ),
      shape: addColumns(shape, { [roles.amount!]: float64(new Float64Array(0)) }, who, { replace: true }),
      order: [],
    }
  })
}
