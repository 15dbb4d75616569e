import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromRows, toRows } from 'clientele'
import { writeTable } from 'clientele/io'
import * as sql from 'clientele/sql'
import { afterAll, describe, expect, it } from 'vitest'
import { loadPeer } from '#src/sql/peer'
import { engineSuite } from './suite.js'

engineSuite('DuckDB', () => sql.duckdb())

const folder = mkdtempSync(join(tmpdir(), 'clientele-'))
afterAll(() => rmSync(folder, { recursive: true }))

const orders = fromRows([
  { client: 'ann', paid: 20 },
  { client: 'bob', paid: null },
])

describe('duckdb', () => {
  it('keeps tables in a file, which several may read', async () => {
    const path = join(folder, 'shop.db')
    const first = await sql.duckdb(path)
    await first.upload('orders', orders)
    await first.close()
    const second = await sql.duckdb(path, { readOnly: true, threads: 1, memory: '1GB' })
    expect(toRows(await sql.from(second, 'orders').toTable())).toEqual(toRows(orders))
    await expect(second.run('DROP TABLE orders')).rejects.toMatchObject({ code: 'query-failed' })
    await second.close()
  })

  it('sees the files of a folder as tables, and all together', async () => {
    const parts = join(folder, 'orders')
    mkdirSync(parts)
    await writeTable(orders, join(parts, 'may.parquet'))
    await writeTable(orders, join(parts, "it's june.parquet"))
    const engine = await sql.duckdb(parts)
    expect((await sql.from(engine, "it's june").toTable()).numRows).toBe(2)
    expect((await sql.from(engine, 'orders').toTable()).numRows).toBe(4)
    await engine.close()
  })

  it('refuses a folder without Parquet files', async () => {
    const empty = mkdtempSync(join(folder, 'empty'))
    await expect(sql.duckdb(empty)).rejects.toMatchObject({ code: 'file-missing' })
  })

  it('says in one sentence what DuckDB says', async () => {
    const engine = await sql.duckdb()
    await expect(engine.query('SELECT nothing FROM nowhere')).rejects.toThrow(
      /^duckdb: DuckDB says: Catalog Error: Table with name nowhere does not exist![^\n]*\.$/,
    )
    await expect(sql.from(engine, 'nowhere').toTable()).rejects.toMatchObject({ code: 'query-failed' })
    await engine.close()
  })

  it('stops a query by its signal, and answers the next', async () => {
    const engine = await sql.duckdb()
    const controller = new AbortController()
    const long = engine.query('SELECT sum(a.range * b.range) AS s FROM range(1000000) a, range(1000000) b', {
      signal: controller.signal,
    })
    setTimeout(() => controller.abort(), 200)
    await expect(long).rejects.toMatchObject({ code: 'aborted' })
    expect(toRows(await engine.query('SELECT 1 AS one'))).toEqual([{ one: 1 }])
    await engine.close()
  })

  it.each([
    [['']],
    [[3]],
    [[undefined, { threads: 0 }]],
    [[undefined, { memory: 'much' }]],
    [[undefined, { file: 'x' }]],
  ])('refuses %j', async (args: any) => {
    await expect(sql.duckdb(...(args as [any]))).rejects.toMatchObject({ code: 'option-invalid' })
  })

  it('names a client that is not installed, with the command that installs it', async () => {
    await expect(
      loadPeer('postgres', 'PostgreSQL', 'pg', () => import('no-such-package' as string)),
    ).rejects.toMatchObject({
      code: 'peer-missing',
      message: 'postgres: PostgreSQL needs pg, which is not installed; run: npm install pg.',
    })
  })
})
