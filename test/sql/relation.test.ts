import { fromRows, toRows } from 'clientele'
import * as sql from 'clientele/sql'
import { beforeEach, describe, expect, it } from 'vitest'

let engine: sql.Engine
beforeEach(async () => {
  engine = await sql.duckdb()
  await engine.upload('orders', fromRows([{ paid: 1 }, { paid: 2 }]))
  return () => engine.close()
})

const rowsOf = async (table: string) => toRows(await engine.query(`SELECT * FROM ${table} ORDER BY 1`))
const tables = async () =>
  toRows(await engine.query('SELECT table_name AS name FROM information_schema.tables')).map(
    ({ name }) => name,
  )

describe('writeTo in the place of a table', () => {
  it.each([{}, { temporary: true }])('whose rows it is computed from: %j', async (options) => {
    const dear = { query: 'SELECT paid FROM orders WHERE paid > 1' }
    if ('temporary' in options) await sql.from(engine, 'orders').writeTo('kept', options)
    const name = 'temporary' in options ? 'kept' : 'orders'
    const from = { query: dear.query.replace('orders', name) }
    await sql.from(engine, from).writeTo(name, { ...options, replace: true })
    expect(await rowsOf(name)).toEqual([{ paid: 2 }])
    expect((await tables()).toSorted()).toEqual([...new Set(['orders', name])].toSorted())
  })

  it('leaves the old one where the rows cannot be computed, and nothing besides', async () => {
    const broken = sql.from(engine, { query: "SELECT paid, error('no') AS x FROM orders" })
    await expect(broken.writeTo('orders', { replace: true })).rejects.toMatchObject({ code: 'query-failed' })
    expect(await rowsOf('orders')).toEqual([{ paid: 1 }, { paid: 2 }])
    expect(await tables()).toEqual(['orders'])
  })
})

describe('an engine', () => {
  it('takes a query that ends in a comment', async () => {
    const said = sql.from(engine, { query: 'SELECT paid FROM orders -- all of them' })
    expect((await said.toTable()).numRows).toBe(2)
  })

  it('says which table is not there', async () => {
    await expect(sql.from(engine, 'sales').toTable()).rejects.toThrow("from: there is no table 'sales'")
  })

  it('refuses in its own words what the database is not asked', async () => {
    const given = engine as any
    const table = fromRows([{ a: 1 }])
    for (const [call, sentence] of [
      [() => given.query(5), 'duckdb: needs a statement in SQL, but got a number'],
      [() => given.upload('a\0b', table), "duckdb: a table's name must be a text"],
      [() => given.upload('a', [1]), 'duckdb: got an array, but needs an Apache Arrow table'],
      [() => given.upload('a', table, { temporay: true }), "there is no option 'temporay'"],
      [() => given.run('SELECT 1', { sgnal: 1 }), "there is no option 'sgnal'"],
    ] as const)
      await expect(call()).rejects.toThrow(sentence)
    expect(await tables()).toEqual(['orders'])
  })

  it('is closed once', async () => {
    const other = await sql.duckdb()
    await other.close()
    await other.close()
    await expect(other.query('SELECT 1')).rejects.toThrow('duckdb: the engine was closed')
  })
})
