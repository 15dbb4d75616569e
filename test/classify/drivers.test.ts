import { evaluate, fitForest, fitTree, fromRows, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// datasets/shop: customers leave after an order with log-odds that its README tells: by segment, late delivery 2.0, unresolved ticket 1.8,
// falling breadth 0.9, buying with a discount only 0.6, the marketplace 0.3, and an inclination of their own that nobody sees.
const read = async (name: string) => {
  const path = fileURLToPath(new URL(`../../datasets/shop/${name}`, import.meta.url))
  return toRows(await readTable(path)) as any[]
}
const customers = new Map<unknown, any>()
for (const customer of await read('truth_customers.csv')) {
  customers.set(customer.customer_id, customer)
  if (customer.second_customer_id !== null) customers.set(customer.second_customer_id, customer)
}
const customerOf = new Map((await read('orders.csv')).map((order) => [order.order_id, order.customer_id]))
const rows = (await read('truth_orders.csv')).map((order) => {
  const { segment, discount_only, acquired_by } = customers.get(customerOf.get(order.order_id))
  const { late_delivery, unresolved_ticket, falling_breadth, left, leave_probability } = order
  return {
    segment,
    late_delivery,
    unresolved_ticket,
    falling_breadth,
    discount_only,
    marketplace: acquired_by === 'marketplace',
    left,
    leave_probability,
    log_odds: Math.log(leave_probability / (1 - leave_probability)),
  }
})
const orders: any = fromRows(rows)
const features = [
  'segment',
  'late_delivery',
  'unresolved_ticket',
  'falling_breadth',
  'discount_only',
  'marketplace',
]
const namesOf = (importance: any) => (toRows(importance) as any[]).map(({ feature }) => feature)

describe('why customers of the simulated shop leave', () => {
  it('a tree of the true log-odds names all drivers in the order of their effect', () => {
    const tree = fitTree(orders, { target: 'log_odds', features, maxDepth: 8, minLeaf: 1 })
    expect(namesOf(tree.importance)).toEqual(features)
    // What is left is the inclination, whose standard deviation is 0.4.
    const spread = Math.sqrt(tree.fit.impurity * (1 - tree.fit.r2!))
    expect(spread).toBeGreaterThan(0.35)
    expect(spread).toBeLessThan(0.45)
  })

  it('a tree and a forest of who left name segment, late parcels and unresolved complaints first', () => {
    const options = { target: 'left', features }
    const tree = fitTree(orders, options)
    const forest = fitForest(orders, { ...options, trees: 100 })
    for (const { importance } of [tree, forest]) {
      expect(namesOf(importance).slice(0, 3)).toEqual(features.slice(0, 3))
      expect(namesOf(importance).at(-1)).toBe('marketplace')
    }
    const [first] = toRows(tree.rules()) as any[]
    expect(first.rule).toContain('segment is one_timer')
  })

  it('out of bag a forest comes as close to the true probability as one can without seeing the inclination, and not above', () => {
    const forest = fitForest(orders, { target: 'left', features, trees: 100 })
    const truth = fromRows(
      rows.map(({ left, leave_probability }) => ({ left, probability: leave_probability })),
    )
    const { auc } = evaluate(truth as any, { target: 'left', bootstrap: 10 } as any) as any
    expect(forest.fit.outOfBag.auc).toBeLessThan(auc.value)
    expect(forest.fit.outOfBag.auc).toBeGreaterThan(auc.value - 0.035)
  })
})
