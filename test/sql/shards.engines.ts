import { cleanOrders, sortBy, summarize } from 'clientele'
import * as sql from 'clientele/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { running } from '../engines/main.mjs'
import { spreadTable } from '../engines/postgres.mjs'
import { data } from './data.js'
import { sameRows } from './sameRows.js'

const state = running('postgres')
const { lines, roles } = data[0]!
const { orders }: any = cleanOrders(lines, roles)
const table = 'clientele_test_whole'
const spread = 'clientele_test_spread'
const given = { customer: 'customer_id', time: 'ordered_at', amount: 'amount' }

const scored = (from: sql.Relation) => sql.rfm(sql.summarize(from, given)).toTable()
const cohorts = (from: sql.Relation) => sql.cohorts(from, given).long.toTable()

const plan = async (relation: sql.Relation): Promise<string[]> => {
  const statement = `EXPLAIN (VERBOSE, COSTS OFF) ${await relation.toSql()}`
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: state.url })
  await client.connect()
  const { rows } = await client.query(statement).finally(() => client.end())
  return rows.map((row: any) => row['QUERY PLAN'].trim())
}

describe.skipIf(!state)('PostgreSQL with customers spread over two shards', () => {
  let engine: sql.Engine
  beforeAll(async () => {
    engine = await sql.postgres(state.url)
    await engine.upload(table, orders)
    await spreadTable(state, table, given.customer, spread)
  })
  afterAll(() => engine?.close())

  it.each([given, { ...given, order: 'order_id' }])('summarizes them as one table: %j', async (own) => {
    const answer = sql.summarize(sql.from(engine, spread), own)
    // A database does not know the roles that came with the orders.
    const plain: any = await sql.from(engine, table).toTable()
    sameRows(await answer.toTable(), sortBy(summarize(plain, own) as any, 'customer_id'))
  })

  it('lets each shard add up its own orders, and moves a row a customer and day', async () => {
    const lines = await plan(sql.summarize(sql.from(engine, spread), given))
    const added = lines.filter((line) =>
      /^Relations: Aggregate on \(public\.clientele_test_spread_[01]/.test(line),
    )
    expect(added).toHaveLength(2)
    const asked = lines.filter((line) => line.startsWith('Remote SQL'))
    expect(asked).toHaveLength(2)
    for (const one of asked) expect(one).toContain(' GROUP BY ')
  })

  it('gives the other verbs the same answers', async () => {
    const whole = sql.from(engine, table)
    const spreaded = sql.from(engine, spread)
    sameRows(await scored(spreaded), await scored(whole))
    sameRows(await cohorts(spreaded), await cohorts(whole))
  })
})
