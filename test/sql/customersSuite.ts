import {
  cleanOrders,
  customerFeatures,
  derive,
  groupMatrix,
  rfm,
  segmentBy,
  sortBy,
  summarize,
} from 'clientele'
import { readTable } from 'clientele/io'
import * as sql from 'clientele/sql'
import { beforeAll, describe, it } from 'vitest'
import { data } from './data.js'
import { sameRows } from './sameRows.js'

const rules = [
  { name: 'Regulars', where: { orders: { from: 5 }, days_since_last: { to: 90 } } },
  { name: 'it\'s \\ "them"', where: { segment: { in: ['Lost', null, 'New'] } } },
  { name: 'a day', where: { first_order: '2025-05-08', segment: { matches: /ing/ } } },
  { name: 'a span', where: { last_order: { above: '2025-06-01', below: '2025-09-01T10:11:12Z' } } },
  { name: 'none', where: { half: { missing: true } } },
  { name: 'Regulars', where: { half: { not: 1 }, large: { notIn: [true] } } },
  { name: 'by the alphabet', where: { segment: { above: 'Hib', to: 'Promising' } } },
]

const matrices: Record<string, any> = {
  'one factor': { rows: 'segment' },
  'four factors, all measures': {
    rows: ['segment', 'r'],
    columns: ['large', 'half'],
    measures: {
      n: 'count',
      known: { count: 'monetary_value' },
      sum: { sum: 'revenue' },
      mean: { mean: 'monetary_value' },
      median: { median: 'monetary_value' },
      least: { min: 'revenue' },
      most: { max: 'revenue' },
      cells: { distinct: 'rfm' },
      share: 'share',
      ofRow: { shareOfRow: 'revenue' },
      ofColumn: { shareOfColumn: 'monetary_value' },
    },
  },
}

/** What every engine has to show of segments, tables of groups, and features of further tables. */
export function customersSuite(engine: () => sql.Engine): void {
  describe('verbs on customers', () => {
    const { lines, roles } = data[0]!
    const scored = sortBy(rfm(summarize(cleanOrders(lines, roles).orders)), 'customer_id')
    const customers = derive(scored as any, {
      half: ({ orders }: any) => (orders > 5 ? null : orders / 2),
      large: ({ revenue }: any) => (revenue > 100 ? true : revenue > 50 ? false : null),
    })
    const table = 'clientele_test_scored'
    beforeAll(() => engine().upload(table, customers))

    it('segmentBy: conditions of every kind', async () => {
      const options = { as: { segment: 'tier' } }
      const answer = await sql.segmentBy(sql.from(engine(), table), rules, options).toTable()
      sameRows(answer, segmentBy(customers, rules as any, options), ['customer_id'])
    })

    it.each(Object.entries(matrices))('groupMatrix: %s', async (_, options) => {
      const answer = sql.groupMatrix(sql.from(engine(), table), options)
      const wanted = groupMatrix(customers, options)
      sameRows(await answer.cells.toTable(), wanted.cells)
      sameRows(await answer.matrix.toTable(), wanted.matrix)
    })

    it('customerFeatures: deliveries, tickets and contacts', async () => {
      const [given, tickets, contacts] = await Promise.all(['orders', 'tickets', 'contacts'].map(readShop))
      const kept = { customer: 'customer_id', time: 'ordered_at', amount: 'amount', order: 'order_id' }
      const { orders } = cleanOrders(given!, kept as any)
      const names = { orders, tickets: tickets!, contacts: contacts! }
      for (const [name, own] of Object.entries(names)) await engine().upload(`clientele_test_${name}`, own)
      const [tests, opened, made] = Object.keys(names).map((name) =>
        sql.from(engine(), `clientele_test_${name}`),
      )
      const options = (ticketTable: any, contactTable: any): any => ({
        ...kept,
        cutoff: '2025-03-31',
        windows: [{ days: 60 }],
        channel: 'channel',
        discount: 'discount',
        delivery: { promised: 'promised_on', delivered: 'delivered_on' },
        active: { days: 500 },
        tickets: {
          table: ticketTable,
          customer: 'customer_id',
          time: 'opened_at',
          resolved: 'resolved_at',
        },
        contacts: {
          table: contactTable,
          customer: 'customer_id',
          time: 'contacted_on',
          responded: 'responded',
          within: { days: 14 },
        },
      })
      const answer = sql.customerFeatures(tests!, options(opened, made))
      const wanted: any = customerFeatures(orders as any, options(tickets, contacts))
      sameRows(await answer.toTable(), sortBy(wanted, 'customer_id'))
    })
  })
}

function readShop(name: string): Promise<any> {
  return readTable(new URL(`../../datasets/shop/${name}.csv`, import.meta.url))
}
