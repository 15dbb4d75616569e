import { loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clientele, put, scratchFolder } from './run.js'

const folder = await scratchFolder()
/** Customers who order every fortnight; two in three stop early. */
const rows = Array.from({ length: 240 }, (_, c) => c).flatMap((c) =>
  Array.from({ length: c % 3 === 0 ? 26 : 2 + (c % 24) }, (_, k) => {
    const day = new Date(Date.UTC(2024, 0, 1 + (c % 13) + 14 * k)).toISOString().slice(0, 10)
    return `c${c},${day},${10 + (c % 7)},paid`
  }),
)
rows.push('c0,2024-02-02,5,refunded', 'test_1,2024-02-02,5,paid')
await put(folder, 'orders.csv', ['customer_id,ordered_on,amount,status', ...rows, ''].join('\n'))
await put(folder, 'empty.csv', 'customer_id,ordered_on,amount\n')
await put(folder, 'contracts.csv', 'customer_id,tenure,paid,left\na,3,9.5,yes\nb,7,8.5,no\n')

test('churn writes the warning list, all customers and the model, and knows the last run', async () => {
  const run = await clientele(['churn', 'orders.csv', '--days', '60', '--threads', '1'], folder)
  expect([run.code, run.out]).toEqual([0, ''])
  expect(run.err).toMatch(/recency/)
  expect(run.err).toMatch(/status .*: refunded left out, paid counted/)
  expect(run.err).toMatch(/Left out: 2 of .*: 1 of test accounts.*, 1 by their status/)
  const out = join(folder, 'clientele-churn')
  expect((await readdir(out)).sort()).toEqual([
    'alerts.csv',
    'charts',
    'customers.csv',
    'customers.parquet',
    'model.json',
    'report.html',
  ])
  expect((await readdir(join(out, 'charts'))).sort()).toContain('honest.vl.json')
  expect(await readFile(join(out, 'report.html'), 'utf8')).toMatch(
    /current customers will not be back within 60 days/,
  )
  const scored = toRows(await readTable(join(out, 'customers.parquet'))) as any[]
  expect(scored.length).toBe(240)
  const listed = scored.filter((row) => row.alert)
  expect(listed.length).toBeGreaterThan(10)
  expect(listed.every((row) => row.churn_probability >= 0.7 && row.alert_change === 'new')).toBe(true)
  // Who left long ago is told in a number.
  const gone = scored.filter(
    (row) => row.churn_probability >= 0.7 && row.stage === 'lapsed' && row.days_since_last >= 60,
  )
  expect(gone.length).toBeGreaterThan(50)
  expect(gone.some((row) => row.alert)).toBe(false)
  expect(run.err).toContain(`${listed.length} warnings (${gone.length} customers more long silent`)
  expect(listed.every((row) => row.days_since_last > row.usual_gap)).toBe(true)
  expect((await readTable(join(out, 'alerts.csv'))).numRows).toBe(listed.length)
  const model = loadModel(await readFile(join(out, 'model.json'), 'utf8'), { kind: 'churn' })
  expect(model.horizon).toBe(60)
  const again = [
    'churn',
    'orders.csv',
    '--days',
    '60',
    '--previous',
    'clientele-churn/customers.parquet',
    '--json',
  ]
  const { alerts, fit, horizon } = JSON.parse((await clientele(again, folder)).out)
  expect([horizon, fit.models[0].model]).toEqual([60, 'boost'])
  expect(alerts).toMatchObject({
    alerts: listed.length,
    new: 0,
    ongoing: listed.length,
    cleared: 0,
    gone: gone.length,
  })
})

test.each([
  [['churn'], /churn needs a file/, 2],
  [['churn', 'orders.csv', '--enter', '7'], /probability from 0 to 1/, 2],
  [['churn', 'orders.csv', '--days', '300'], /leaves no past/, 1],
  [['churn', 'empty.csv'], /no line of empty.csv counts: it has no lines/, 1],
  [['churn', 'contracts.csv'], /time.*Contracts that say who left are no orders: clientele classify/, 2],
  [['churn', 'orders.csv', '--nothing'], /clientele churn --help/, 2],
])('%o is explained', async (args, says, code) => {
  const run = await clientele(args as string[], folder)
  expect(run.err).toMatch(says as RegExp)
  expect(run.code).toBe(code)
})

test('help on churn names its options', async () => {
  const { out } = await clientele(['churn', '--help'], folder)
  for (const option of ['--days', '--enter', '--previous', '--as-of']) expect(out).toContain(option)
})

test('--lang writes page and reasons in Chinese', async () => {
  const args = ['churn', 'orders.csv', '--days', '60', '--lang', 'zh', '-q', '--out', 'zh']
  expect((await clientele(args, folder)).code).toBe(0)
  expect(await readFile(join(folder, 'zh/report.html'), 'utf8')).toContain('谁在流失')
  const [first] = toRows(await readTable(join(folder, 'zh/alerts.csv'))) as any[]
  expect(first.churn_drivers).toMatch(/天|订单/)
})
