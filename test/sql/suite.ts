import { about, cleanOrders, rfm, sortBy, summarize, toRows } from 'clientele'
import * as sql from 'clientele/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { data, type Data } from './data.js'
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

/**
 * What every engine has to show: the verbs give what the functions over tables give. The engine is made once and closed at the
 * end; tables in it may be named `clientele_test_…`.
 */
export function engineSuite(name: string, makeEngine: () => Promise<sql.Engine>): void {
  describe(name, () => {
    let engine: sql.Engine
    beforeAll(async () => {
      engine = await makeEngine()
    }, 120_000)
    afterAll(() => engine?.close())

    describe.each(data)('$name', (one) => {
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
      const tried = (cases: Record<string, any>) => Object.entries(cases).slice(0, one.large ? 1 : Infinity)

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

      it('writeTo keeps the rows, and what is known about them', async () => {
        const answer = await summary.toTable()
        sameRows(answer, customers)
        expect(about(answer).roles).toEqual(about(customers).roles)
        const again = sql.summarize(orders).writeTo(`${table}_customers`)
        await expect(again).rejects.toMatchObject({ code: 'query-failed' })
      })
    })
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
