import { readTable } from 'clientele/io'
import { duckdb } from 'clientele/sql'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { clientele, scratchFolder } from './run.js'

const folder = await scratchFolder()
const orders = join(import.meta.dirname, '../../datasets/shop/orders.csv')
const lines = join(import.meta.dirname, '../../datasets/shop/order_lines.csv')
const ENGINE = ['--engine', 'duckdb:shop.db']

beforeAll(async () => {
  const engine = await duckdb(join(folder, 'shop.db'))
  await engine.upload('orders', await readTable(orders))
  await engine.upload('lines', await readTable(lines))
  await engine.close()
})

describe('analyze a table of a database', () => {
  test('brings one row an order of many lines, and finds copies among all columns', async () => {
    const given = ['--json', '--no-groups', '--no-churn', '--no-lifetime']
    const file = await clientele(['analyze', lines, ...given], folder)
    const there = await clientele(['analyze', ...ENGINE, '--table', 'lines', ...given], folder)
    const { source: _, ...expected } = JSON.parse(file.out)
    expect(JSON.parse(there.out)).toMatchObject(expected)
    const [, orders] = /for the report, ([\d,]+) orders\./.exec(there.err) ?? []
    const { rules, linesRead } = expected.audit
    expect(rules.find(({ rule }: any) => rule === 'duplicate').lines).toBe(70)
    expect(Number(orders!.replace(',', ''))).toBeLessThan(linesRead * 0.7)
  }, 60_000)

  test('gives the figures and the customers that the file gives', async () => {
    const file = await clientele(['analyze', orders, '--json', '--out', 'a'], folder)
    const there = await clientele(['analyze', ...ENGINE, '--table', 'orders', '--json', '--out', 'b'], folder)
    expect(there.err).toMatch(/Cleaned and summed up in the database; fetched [\d,]+ customers and/)
    expect([there.code, file.code]).toEqual([0, 0])
    const { source: _, ...expected } = JSON.parse(file.out)
    const { source, ...figures } = JSON.parse(there.out)
    expect(source).toBe('orders')
    expect(figures).toEqual(expected)
    const [a, b] = await Promise.all(['a', 'b'].map((out) => readTable(join(folder, out, 'customers.csv'))))
    expect(b!.schema.fields.map(String)).toEqual(a!.schema.fields.map(String))
    const lines = (table: typeof a) => table!.toArray().map(String)
    expect(lines(b)).toEqual(lines(a))
  }, 60_000)

  test.each([
    [
      ['--engine', 'oracle://me:secret@host', '--table', 'orders'],
      /begins with 'oracle', but must be duckdb:FILE/,
      2,
    ],
    [['orders.csv', ...ENGINE, '--table', 'orders'], /a file or --engine, but got both/, 2],
    [ENGINE, /--engine needs --table/, 2],
    [
      [...ENGINE, '--table', 'orders', '--types', 'a=text'],
      /--types says how to read a file, but --engine/,
      2,
    ],
    [['--table', 'orders'], /--table needs --engine/, 2],
    [['--engine', 'duckdb:none.db', '--table', 'orders'], /there is no database 'none\.db'/, 1],
    [[...ENGINE, '--table', 'nowhere'], /there is no table 'nowhere' in the database; check --table/, 1],
  ])('%j is refused in one line', async (args, sentence, code) => {
    const run = await clientele(['analyze', ...args], folder)
    expect(run.err).toMatch(sentence)
    expect(run.err.trim().split('\n')).toHaveLength(1)
    expect(run.err).not.toContain('secret')
    expect(run.code).toBe(code)
  })
})
