import {
  about,
  cleanOrders,
  cohorts,
  customerFeatures,
  derive,
  groupMatrix,
  labelChurn,
  pareto,
  rfm,
  segmentBy,
  sortBy,
  summarize,
  toRows,
} from 'clientele'
import { readTable } from 'clientele/io'
import * as sql from 'clientele/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { data, type Data } from './data.js'
import { learnSuite } from './learnSuite.js'
import { predictSuite } from './predictSuite.js'
import { sameRows } from './sameRows.js'

/** What a verb may be told that is tried in every engine. */
const cleaning = ({ product, late }: Data): Record<string, any> => ({
  'as it stands': {},
  'refunds kept': { refunds: 'keep' },
  'duplicates dropped, up to a moment': { duplicates: 'drop', asOf: late },
  'test customers by pattern': { test: /[13]$/ },
  'no cancellations, all kept': { cancelled: false, nonPositive: 'keep', refunds: 'keep' },
  'refunds netted': { refunds: 'net' },
  'refunds netted by product': { refunds: 'net', product },
})

const summaries = ({ middle, late }: Data): Record<string, any> => ({
  'as it stands': {},
  'with a holdout, in weeks': { calibrationEnd: middle, unit: 'week' },
  'up to a moment, in months': { asOf: late, unit: 'month' },
  'up to a day, columns renamed': { asOf: middle, as: { orders: 'purchases', T: 'age' } },
})

const scorings: Record<string, any> = {
  'as it stands': {},
  nested: { method: 'nested' },
  'four bins, ties high': { bins: 4, ties: 'high' },
  'twelve bins, nested, ties in the middle': { bins: 12, method: 'nested', ties: 'middle' },
  'columns with missing values': {
    recency: 'recency',
    frequency: 'frequency',
    monetary: 'monetary_value',
    method: 'nested',
  },
  'cuts and segments of its own': {
    cuts: { f: [1, 2, 4, 9] },
    segments: [{ name: 'it\'s \\ "good"', f: { from: 4 } }],
    as: { segment: 'tier' },
  },
}

const following = ({ late }: Data): Record<string, any> => ({
  'as it stands': {},
  'by week, of revenue': { period: 'week', measure: 'revenue', refunds: 'keep' },
  'by quarter, up to a moment': { period: 'quarter', asOf: late, measure: 'cumulative_revenue_per_customer' },
  'by year, refunds dropped': { period: 'year', refunds: 'drop' },
})

const concentrations: Record<string, any> = {
  'as it stands': {},
  'in seven groups': { bins: 7 },
  'by a count': { by: 'orders' },
  'by what some have not, in more groups than some have customers': { by: 'monetary_value', bins: 100 },
}

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

/**
 * What every engine has to show: the verbs give what the functions over tables give. The engine is made once and closed at the
 * end; tables in it may be named `clientele_test_…`. Of an engine that takes seconds to plan a query, `most` cases a verb and some `sets` of data may do.
 */
export function engineSuite(
  name: string,
  makeEngine: () => Promise<sql.Engine>,
  { most = Infinity, sets = data }: { most?: number; sets?: readonly Data[] } = {},
): void {
  describe(name, () => {
    let engine: sql.Engine
    beforeAll(async () => {
      engine = await makeEngine()
    }, 120_000)
    afterAll(() => engine?.close())

    describe.each(sets)('$name', (one) => {
      const { lines, roles } = one
      const table = `clientele_test_${one.name.replace(/\W/g, '_')}`
      const there = () => sql.from(engine, table)
      const expected = cleanOrders(lines, { ...roles, refunds: 'keep' }).orders
      const customers = sortBy(summarize(expected), 'customer_id')
      let orders: sql.Relation
      let summary: sql.Relation
      beforeAll(async () => {
        await engine.upload(table, lines)
        const cleaned = sql.cleanOrders(there(), { ...roles, refunds: 'keep' })
        orders = await cleaned.orders.writeTo(`${table}_orders`, { replace: true })
        summary = await sql.summarize(orders).writeTo(`${table}_customers`, { replace: true })
      }, 120_000)
      /** Of a large table the first cases are enough. */
      const tried = (cases: Record<string, any>) => Object.entries(cases).slice(0, one.large ? 1 : most)

      it.each(tried(cleaning(one)))('cleanOrders: %s', async (_, options) => {
        const expected = cleanOrders(lines, { ...roles, ...options })
        const { orders, audit } = sql.cleanOrders(there(), { ...roles, ...options })
        if (options.refunds === 'net') sameAudit(await audit.toTable(), expected.audit)
        else sameRows(await audit.toTable(), expected.audit)
        if (options.refunds !== 'net') expect(await countRows(orders)).toBe(expected.orders.numRows)
        sameRows(await sql.summarize(orders).toTable(), summarize(expected.orders), ['customer_id'])
      })

      it.each(tried(summaries(one)))('summarize: %s', async (_, options) => {
        for (const refunds of ['net', 'keep', 'drop'] as const) {
          const answer = await sql.summarize(orders, { ...options, refunds }).toTable()
          const id = answer.schema.fields[0]!.name
          sameRows(answer, sortBy(summarize(expected, { ...options, refunds }) as any, id))
          if (one.large) break
        }
      })

      it.runIf(!one.large)('summarize: bare dates, without refunds', async () => {
        const query = `SELECT customer_id, CAST(ordered_at AS DATE) AS day, unit_price FROM ${table}`
        const options = { customer: 'customer_id', time: 'day', amount: 'unit_price', unit: 'week' } as const
        const dated = sql.from(engine, { query: `${query} WHERE unit_price > 0 AND customer_id > ''` })
        for (const own of [options, { ...options, calibrationEnd: one.middle }]) {
          const wanted = sortBy(summarize(await dated.toTable(), own) as any, 'customer_id')
          sameRows(await sql.summarize(dated, own).toTable(), wanted)
        }
      })

      it('summarize: what was left out is in the metadata', async () => {
        const options = { asOf: one.middle, refunds: 'drop' } as const
        const known = about(summarize(expected, options))
        const own = about(await sql.summarize(orders, options).toTable())
        const { futureRows, refundRows, refundsDropped } = known.counts.summarize!
        expect(own).toMatchObject({
          ...known,
          counts: { summarize: { futureRows, refundRows, refundsDropped } },
        })
      })

      it.each(tried(scorings))('rfm: %s', async (_, options) => {
        sameRows(await sql.rfm(summary, options).toTable(), rfm(customers, options))
      })

      it.each(tried(following(one)))('cohorts: %s', async (_, options) => {
        const answer = sql.cohorts(orders, options)
        const wanted = cohorts(expected, options)
        for (const part of ['long', 'matrix', 'average'] as const) {
          sameRows(await answer[part].toTable(), wanted[part])
        }
        expect(about(await answer.long.toTable()).asOf).toBe(wanted.asOf)
      })

      it.each(tried(concentrations))('pareto: %s', async (_, options) => {
        const answer = sql.pareto(summary, options)
        const wanted = pareto(customers, options)
        for (const part of ['deciles', 'curve', 'best'] as const) {
          sameRows(await answer[part].toTable(), wanted[part])
        }
        const [found] = toRows(await answer.summary.toTable())
        const figures = {
          total: wanted.total,
          customers: wanted.customers,
          missing: wanted.missing,
          negative_customers: wanted.negative.customers,
          negative_revenue: wanted.negative.revenue,
          gini: wanted.gini,
          top20_share: wanted.top20Share,
          customers_for_half: wanted.customersForHalf!.customers,
          share_for_half: wanted.customersForHalf!.share,
          customers_for_eighty: wanted.customersForEighty!.customers,
          share_for_eighty: wanted.customersForEighty!.share,
        }
        expect(Object.keys(found!)).toEqual(Object.keys(figures))
        for (const [name, value] of Object.entries(figures)) {
          expect(Math.abs(found![name] - value!)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value!)))
        }
      })

      it.each(['net', 'keep', 'drop'] as const)('labelChurn: refunds %s', async (refunds) => {
        const options = { refunds, cutoff: one.middle, horizon: { days: 90 }, active: { days: 400 } }
        const wanted = labelChurn(expected, options)
        const answer = await sql.labelChurn(orders, options).toTable()
        sameRows(answer, sortBy(wanted, 'customer_id'))
        expect(about(answer).counts.labelChurn).toEqual(about(wanted).counts.labelChurn)
      })

      it.each(['net', 'keep', 'drop'] as const)('customerFeatures: refunds %s', async (refunds) => {
        if (one.large && refunds !== 'net') return
        const cutoff = one.large ? one.middle : ['2024-06-30', one.middle]
        const { price } = roles
        const options = {
          refunds,
          cutoff,
          product: one.product,
          channel: one.channel,
          discount: price!,
        }
        const wanted: any = customerFeatures(expected, options)
        const answer = await sql.customerFeatures(orders, options).toTable()
        sameRows(answer, sortBy(wanted, Array.isArray(cutoff) ? ['cutoff', 'customer_id'] : 'customer_id'))
      })

      it('writeTo keeps the rows, and what is known about them', async () => {
        const answer = await summary.toTable()
        sameRows(answer, customers)
        expect(about(answer).roles).toEqual(about(customers).roles)
        const again = sql.summarize(orders).writeTo(`${table}_customers`)
        await expect(again).rejects.toMatchObject({ code: 'query-failed' })
      })
    })

    it('takes a query that ends in a semicolon', async () => {
      const query = 'SELECT 1 AS one;\n ; '
      for (const answer of [engine.query(query), sql.from(engine, { query }).toTable()]) {
        expect(toRows(await answer)).toEqual([{ one: 1 }])
      }
    })

    predictSuite(() => engine, makeEngine)
    learnSuite(() => engine, most)

    describe('verbs on customers', () => {
      const { lines, roles } = data[0]!
      const scored = sortBy(rfm(summarize(cleanOrders(lines, roles).orders)), 'customer_id')
      const customers = derive(scored as any, {
        half: ({ orders }: any) => (orders > 5 ? null : orders / 2),
        large: ({ revenue }: any) => (revenue > 100 ? true : revenue > 50 ? false : null),
      })
      const table = 'clientele_test_scored'
      beforeAll(() => engine.upload(table, customers))

      it('segmentBy: conditions of every kind', async () => {
        const options = { as: { segment: 'tier' } }
        const answer = await sql.segmentBy(sql.from(engine, table), rules, options).toTable()
        sameRows(answer, segmentBy(customers, rules as any, options), ['customer_id'])
      })

      it.each(Object.entries(matrices))('groupMatrix: %s', async (_, options) => {
        const answer = sql.groupMatrix(sql.from(engine, table), options)
        const wanted = groupMatrix(customers, options)
        sameRows(await answer.cells.toTable(), wanted.cells)
        sameRows(await answer.matrix.toTable(), wanted.matrix)
      })

      it('customerFeatures: deliveries, tickets and contacts', async () => {
        const [given, tickets, contacts] = await Promise.all(['orders', 'tickets', 'contacts'].map(readShop))
        const kept = { customer: 'customer_id', time: 'ordered_at', amount: 'amount', order: 'order_id' }
        const { orders } = cleanOrders(given!, kept as any)
        const names = { orders, tickets: tickets!, contacts: contacts! }
        for (const [name, own] of Object.entries(names)) await engine.upload(`clientele_test_${name}`, own)
        const [tests, opened, made] = Object.keys(names).map((name) =>
          sql.from(engine, `clientele_test_${name}`),
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
  })
}

function readShop(name: string): Promise<any> {
  return readTable(new URL(`../../datasets/shop/${name}.csv`, import.meta.url))
}

async function countRows(relation: sql.Relation): Promise<number> {
  const { engine } = relation
  const [row] = toRows(await engine.query(`SELECT COUNT(*) AS n FROM (${await relation.toSql()}) AS counted`))
  return Number(row!.n)
}

/** Lines of one moment may be netted in another order, which changes how many of them are used up, not what is left of the revenue. */
function sameAudit(answer: any, expected: any): void {
  expect(revenues(answer)).toEqual(revenues(expected))
}

function revenues(audit: any): unknown[] {
  return audit
    .toArray()
    .map(({ rule, customers, revenue }: any) => [rule, customers, Math.round(revenue * 1e4)])
}
