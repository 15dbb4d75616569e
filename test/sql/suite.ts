import {
  about,
  cleanOrders,
  cohorts,
  customerFeatures,
  labelChurn,
  pareto,
  rfm,
  sortBy,
  summarize,
  toRows,
} from 'clientele'
import * as sql from 'clientele/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleaning, concentrations, following, scorings, summaries } from './cases.js'
import { customersSuite } from './customersSuite.js'
import { data, type Data } from './data.js'
import { learnSuite } from './learnSuite.js'
import { predictSuite } from './predictSuite.js'
import { sameRows } from './sameRows.js'

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

    customersSuite(() => engine)
  })
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
