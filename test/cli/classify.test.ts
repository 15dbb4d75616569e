import { loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clientele, put, scratchFolder } from './run.js'

const folder = await scratchFolder()
const rows = Array.from({ length: 120 }, (_, i) => {
  const tenure = (i * 37) % 60
  return `c${i},${tenure},${i % 2 ? 'web' : 'shop'},${tenure < 20 ? 'gone' : 'there'},${tenure < 20 ? 1 : 0}`
})
await put(folder, 'base.csv', ['customer_id,tenure,channel,state,closed', ...rows, ''].join('\n'))
const ask = ['classify', 'base.csv', '--target', 'state', '--positive', 'gone']

test('classify writes the report, the scored table, the rules and both models', async () => {
  const run = await clientele([...ask, '--without', 'closed'], folder)
  expect([run.code, run.out]).toEqual([0, ''])
  expect(run.err).toContain('features  tenure, channel')
  const out = join(folder, 'clientele-classes')
  expect((await readdir(out)).sort()).toEqual([
    'charts',
    'customers.csv',
    'customers.parquet',
    'model.json',
    'report.html',
    'rules.csv',
    'tree.json',
  ])
  const tree = loadModel(await readFile(join(out, 'tree.json'), 'utf8'), { kind: 'tree' })
  const scored = await readTable(join(out, 'customers.parquet'))
  expect(scored.numRows).toBe(120)
  expect(
    toRows(tree.predict(scored, { replace: true })).every((row: any) => row.predicted === row.state),
  ).toBe(true)
  expect(await readFile(join(out, 'rules.csv'), 'utf8')).toContain('tenure at most 19.5')
})

test('classify says what gives the answer away, and prints figures for scripts', async () => {
  const run = await clientele([...ask, '--json'], folder)
  expect(run.err).toContain('closed alone foretells state almost without fail')
  expect(JSON.parse(run.out)).toMatchObject({
    target: 'state',
    positive: 'gone',
    leakage: [{ feature: 'tenure' }, { feature: 'closed' }].slice(1),
  })
})

test.each([
  [['classify', 'base.csv'], /needs the column to explain/, 2],
  [['classify'], /classify needs a file/, 2],
  [['classify', 'base.csv', '-t', 'stat'], /there is no column 'stat'/, 2],
  [['classify', 'base.csv', '-t', 'state'], /Say --positive "(there|gone)" or --positive "(there|gone)"/, 2],
  [['classify', 'base.csv', '-t', 'state', '--positive', 'x'], /--positive is 'x'/, 2],
  [[...ask, '--without', 'nothing'], /no column 'nothing'/, 2],
  [[...ask, '--without', 'state'], /--without names the target/, 2],
  [[...ask, '--horizon', '3'], /clientele classify --help/, 2],
  [['classify', 'missing.csv', '-t', 'x'], /missing\.csv/, 1],
])('%j ends with a sentence', async (args, message, code) => {
  const run = await clientele(args, folder)
  expect(run.code).toBe(code)
  expect(run.err.trim().split('\n').at(-1)).toMatch(message)
  expect(run.err).not.toContain('    at ')
})

test('help on classify names its options', async () => {
  const { out } = await clientele(['classify', '--help'], folder)
  for (const option of ['--target', '--positive', '--features', '--without', '--weights', '--json']) {
    expect(out).toContain(option)
  }
})
