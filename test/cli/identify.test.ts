import { evaluateLinkage, fromRows, join as joinTables, loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { people } from '../identify/people.js'
import { clientele, put, scratchFolder } from './run.js'

const folder = await scratchFolder()
const rows = people(150).map((row, i) => ({ record: `r${i}`, ...row }))
const columns = ['record', 'given_name', 'surname', 'date_of_birth', 'email', 'postcode'] as const
const csv = [columns.join(','), ...rows.map((row) => columns.map((name) => row[name] ?? '').join(','))].join(
  '\n',
)
await put(folder, 'people.csv', `${csv}\n`)
const truth = fromRows(rows.map(({ record, person }) => ({ record, person })))

test('identify writes who is who, golden records, what to look at, the model and a report without anybody’s name', async () => {
  const run = await clientele(['identify', 'people.csv', '--id', 'record', '--review', '20'], folder)
  expect([run.code, run.out]).toEqual([0, ''])
  const out = join(folder, 'clientele-identity')
  expect((await readdir(out)).sort()).toEqual([
    'charts',
    'customers.csv',
    'customers.parquet',
    'golden.csv',
    'model.json',
    'report.html',
    'review.csv',
  ])
  const customers = await readTable(join(out, 'customers.parquet'))
  const { pairwise, counts } = evaluateLinkage(
    joinTables(customers, truth, { on: 'record' }) as any,
    { truth: 'person' } as any,
  )
  expect(pairwise.f1.value).toBeGreaterThan(0.9)
  const golden = await readTable(join(out, 'golden.csv'))
  expect(golden.numRows).toBe(counts.customers)
  expect(golden.schema.fields.map(({ name }) => name)).toContain('surname_from')
  const review = await readTable(join(out, 'review.csv'))
  expect(review.numRows).toBeLessThanOrEqual(20)
  expect(loadModel(await readFile(join(out, 'model.json'), 'utf8')).kind).toBe('linkage')
  const page = await readFile(join(out, 'report.html'), 'utf8')
  expect(page).toContain('300 records are')
  expect(page).not.toMatch(/zykov|@mail\.test/i)
}, 60_000)

test('identify takes the answers of a review list by what identifies records, learns from them, and can keep a model without values', async () => {
  // Other rows than these records have in the file.
  await put(
    folder,
    'named.csv',
    'row_a,row_b,record_a,record_b,is_match\n5,9,r0,r299,true\n5,9,r0,r1,false\n',
  )
  const args = [
    'identify',
    'people.csv',
    '--answers',
    'named.csv',
    '--no-values',
    '--lang',
    'zh',
    '-o',
    'named',
  ]
  const run = await clientele(args, folder)
  expect(run.code, run.err).toBe(0)
  expect(run.err).toContain('record: identifies each record')
  const ids = toRows(await readTable(join(folder, 'named', 'customers.parquet'))).map(
    (row: any) => row.customer_id,
  )
  expect(ids[0]).toBe(ids[299])
  expect(ids[0]).not.toBe(ids[1])
  const model = await readFile(join(folder, 'named', 'model.json'), 'utf8')
  expect(JSON.parse(model).fit.labels).toEqual({ matches: 1, others: 1 })
  expect(/zykov|@mail|"19[4-9]\d{5}"/.test(model)).toBe(false)
  const golden = await readTable(join(folder, 'named', 'golden.csv'))
  expect((toRows(golden)[0] as any).surname_from).toMatch(/^r\d+$/)
  await put(folder, 'wrong.csv', 'record_a,record_b,is_match\nr1,r999,true\n')
  const wrong = await clientele(['identify', 'people.csv', '--answers', 'wrong.csv'], folder)
  expect(wrong.err).toMatch(
    /answers wrong\.csv: column 'record_b' names a record in row 1 that is not among those/,
  )
}, 60_000)

test('identify keeps the customers that a file has already', async () => {
  await put(folder, 'exported.csv', csv.replace(/^record/, 'customer_id'))
  const run = await clientele(['identify', 'exported.csv', '--id', 'customer_id', '-o', 'exported'], folder)
  expect(run.code, run.err).toBe(0)
  expect(run.err).toContain('customer_id: kept as customer_id_given')
  const { customer_id_given, customer_id } = toRows(
    await readTable(join(folder, 'exported', 'customers.parquet')),
  )[1] as any
  expect(customer_id_given).toBe('r1')
  expect(customer_id).toBeTypeOf('number')
}, 60_000)

test('identify prints figures for scripts, and explains what it cannot do', async () => {
  const run = await clientele(
    ['identify', 'people.csv', '--json', '-q', '--fields', 'surname=surname,email=email'],
    folder,
  )
  expect(run.code, run.err).toBe(0)
  expect(JSON.parse(run.out)).toMatchObject({
    records: 300,
    fields: [{ column: 'surname' }, { column: 'email' }],
  })
  const wrong = async (...args: string[]) => (await clientele(['identify', ...args], folder)).err
  expect(await wrong('people.csv', '--fields', 'surname=name')).toMatch(/kind being one of given_name/)
  expect(await wrong('people.csv', '--one-per-source')).toMatch(/needs --source/)
  expect(await wrong('people.csv', '--threshold', '2')).toMatch(/auto or a number/)
}, 60_000)
