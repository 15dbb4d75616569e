import { readTable } from 'clientele/io'
import { readdir, readFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedFile } from '../shared.js'
import { clientele, put, type Run, scratchFolder } from './run.js'

const folder = await scratchFolder()
const HEAD = 'invoice,customer_id,date,quantity,unit_price'
const LINES = [
  '1,ann,2025-01-03,2,5.00',
  '1,ann,2025-01-03,1,10.00',
  '2,"=HYPERLINK(""x"")",2025-01-04,1,7.50',
  '3,<script>alert(1)</script>,2025-02-04,1,2.50',
  '4,ann,2025-03-05,3,5.00',
  'C5,ann,2025-03-06,-1,5.00',
  '6,,2025-03-07,1,9.00',
  '7,TEST1,2025-03-08,1000,9999.00',
]
await put(folder, 'orders.csv', [HEAD, ...LINES, ''].join('\n'))

const file = (name: string) => join(folder, 'clientele-report', name)

test('orders of the future are left out, and it says so, unless --as-of says otherwise', async () => {
  await put(folder, 'future.csv', [HEAD, ...LINES.slice(0, 4), '8,bob,2999-01-01,1,3.00', ''].join('\n'))
  const unasked = await clientele(['analyze', 'future.csv', '--json'], folder)
  expect(unasked.err).toContain(
    '2025-02-04 (the last order that is not in the future; --as-of says otherwise)',
  )
  expect(unasked.err).toContain('Left out: 1 of 5 lines: 1 later than --as-of.')
  expect(JSON.parse(unasked.out).period).toMatchObject({ to: '2025-02-04', asOf: '2025-02-04' })
  const told = await clientele(
    ['analyze', 'future.csv', '--json', '--as-of', '2999-12-31', '--no-lifetime'],
    folder,
  )
  expect(JSON.parse(told.out).totals.customers).toBe(4)
})

describe('analyze a file', () => {
  let run: Run
  beforeAll(async () => {
    run = await clientele(['analyze', 'orders.csv', '--currency', 'EUR'], folder)
  })
  test('ends with 0, says on stderr what it took and where the report is, and leaves stdout alone', () => {
    expect(run.code).toBe(0)
    expect(run.out).toBe('')
    expect(run.err).toContain('Read 8 rows of orders.csv.')
    expect(run.err).toMatch(/customer +customer_id \(by its name\)/)
    expect(run.err).toContain(`3 customers, revenue 45: open ${join('clientele-report', 'report.html')}`)
    expect(run.err).toContain(
      'Left out: 3 of 8 lines: 1 without a customer, 1 of test accounts, by their id (--test none counts them), 1 cancelled (see the report).',
    )
    expect(run.err).not.toContain('\u001b')
  })

  test('writes the report, the customers twice, and a specification for each picture; nothing else', async () => {
    expect((await readdir(file(''))).sort()).toEqual([
      'charts',
      'customers.csv',
      'customers.parquet',
      'report.html',
    ])
    const charts = await readdir(file('charts'))
    expect(charts.sort()).toEqual(
      ['cohorts', 'concentration', 'revenue', 'rfm', 'segments'].map((id) => `${id}.vl.json`),
    )
    for (const chart of charts) {
      expect(JSON.parse(await readFile(file(`charts/${chart}`), 'utf8')).$schema).toContain('vega-lite/v5')
    }
  })

  test('customers: one row each, the one with the most revenue first, with scores and segment', async () => {
    const customers = await readTable(file('customers.parquet'))
    const rows = customers.toArray().map((row) => [row.customer_id, row.orders, row.revenue])
    expect(rows).toEqual([
      ['ann', 2, 35],
      ['=HYPERLINK("x")', 1, 7.5],
      ['<script>alert(1)</script>', 1, 2.5],
    ])
    expect(customers.schema.names).toEqual(
      expect.arrayContaining(['r', 'f', 'm', 'rfm', 'segment', 'days_since_last', 'T']),
    )
  })

  test('a spreadsheet runs no customer’s name as a formula', async () => {
    const text = await readFile(file('customers.csv'), 'utf8')
    expect(text.split('\n')[2]).toMatch(/^"?'=HYPERLINK/)
  })

  test('the report holds no customer and no script', async () => {
    const page = await readFile(file('report.html'), 'utf8')
    expect(page).not.toMatch(/<script|HYPERLINK|\bann\b/)
    expect(page).toContain('3 customers spent €45')
  })
})

test('--json prints the figures and writes nothing; --quiet says nothing', async () => {
  const cwd = join(folder, 'json')
  await mkdir(cwd)
  const { code, out, err } = await clientele(['analyze', '../orders.csv', '--json', '--quiet'], cwd)
  expect([code, err]).toEqual([0, ''])
  expect(await readdir(cwd)).toEqual([])
  expect(JSON.parse(out)).toMatchObject({
    source: 'orders.csv',
    columns: {
      customer: 'customer_id',
      time: 'date',
      order: 'invoice',
      quantity: 'quantity',
      price: 'unit_price',
    },
    period: { from: '2025-01-03', to: '2025-03-05', days: 62, asOf: '2025-03-05' },
    totals: { customers: 3, orders: 4, revenue: 45, averageOrder: 11.25, medianDaysSinceLast: 29 },
    audit: { linesRead: 8, linesKept: 5 },
  })
})

test('a file of one order is one row of one line and one customer', async () => {
  await put(folder, 'one.csv', 'customer,date,amount\na,2025-01-03,5\n')
  const { err } = await clientele(['analyze', 'one.csv', '--out', 'one'], folder)
  expect(err).toContain('Read 1 row of one.csv.')
  expect(err).toContain('1 customer, revenue 5:')
})

test('--json: sums of cents without the dust of binary fractions', async () => {
  await put(folder, 'cents.csv', 'customer,date,amount\na,2025-01-03,0.1\nb,2025-01-04,0.2\n')
  const { out } = await clientele(['analyze', 'cents.csv', '--json', '--quiet'], folder)
  expect(0.1 + 0.2).not.toBe(0.3)
  expect(JSON.parse(out).totals.revenue).toBe(0.3)
  expect(out).not.toMatch(/\d\.\d{7}/)
})

test('--as-of, --refunds, --test, --lang and --out are heeded', async () => {
  const options = '--as-of 2025-02-28 --refunds keep --test none --lang zh --out zh/there --json --quiet'
  const { code, out } = await clientele(['analyze', 'orders.csv', ...options.split(' ')], folder)
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    period: { asOf: '2025-02-28' },
    totals: { customers: 3, revenue: 30 },
  })
  expect(await readFile(join(folder, 'zh/there/report.html'), 'utf8')).toContain('<html lang="zh-Hans">')
})

test('the same figures from CSV and from Parquet, for any number of threads', async () => {
  const figures = async (...args: string[]) =>
    JSON.parse((await clientele(['analyze', ...args, '--json', '-q'], folder)).out)
  const { writeTable } = await import('clientele/io')
  await writeTable(await readTable(join(folder, 'orders.csv')), join(folder, 'orders.parquet'))
  const { source: _, ...fromCsv } = await figures('orders.csv', '--threads', '1')
  const { source: __, ...fromParquet } = await figures('orders.parquet', '--threads', '2')
  expect(fromParquet).toEqual(fromCsv)
})

describe('what customers will be worth', () => {
  const cdnow = join(import.meta.dirname, '../../datasets/cdnow/orders.csv')

  test('each customer gets p_alive, expected_purchases and clv; the figures their sum, and how the trial went', async () => {
    const run = await clientele(['analyze', cdnow, '--json', '--quiet', '--out', 'worth'], folder)
    expect(run.code).toBe(0)
    const { lifetime } = JSON.parse(run.out)
    const customers = await readTable(join(folder, 'worth/customers.parquet'))
    const clv = customers.getChild('clv')!.toArray() as Float64Array
    expect(clv.reduce((a, b) => a + b, 0)).toBeCloseTo(lifetime.total.value, 4)
    expect(customers.schema.names).toEqual(expect.arrayContaining(['p_alive', 'expected_purchases']))
    expect(lifetime).toMatchObject({ months: 12, discountRate: 0.1, trial: { days: 182 } })
    expect((await readdir(join(folder, 'worth/charts'))).sort()).toEqual(
      [
        'cohorts',
        'concentration',
        'group-profile',
        'groups',
        'leaving',
        'revenue',
        'rfm',
        'segments',
        'slipping',
        'trial',
        'worth',
      ].map((id) => `${id}.vl.json`),
    )
  })

  test('--horizon and --discount are heeded; --no-lifetime leaves it out', async () => {
    const [short, without] = await Promise.all(
      [['--horizon', '6', '--discount', '0'], ['--no-lifetime']].map((args) =>
        clientele(['analyze', cdnow, '--json', '-q', ...args], folder),
      ),
    )
    expect(JSON.parse(short!.out).lifetime).toMatchObject({ months: 6, discountRate: 0 })
    expect(JSON.parse(without!.out)).not.toHaveProperty('lifetime')
  })

  test('where there is too little for a forecast, the report says so and is made all the same', async () => {
    const { code, out } = await clientele(['analyze', 'orders.csv', '--json', '-q'], folder)
    expect(code).toBe(0)
    expect(JSON.parse(out).lifetimeGap).toEqual({ why: 'customers', got: 3, needs: 50 })
    expect(await readFile(file('report.html'), 'utf8')).toContain(
      'What customers will be worth is left out: it takes 50 customers, and there are 3 customers.',
    )
  })
})

test('each customer gets a cluster and a group; --groups says how many, --no-groups leaves them out', async () => {
  const cdnow = join(import.meta.dirname, '../../datasets/cdnow/orders.csv')
  const [run, without] = await Promise.all(
    [
      ['--out', 'grouped', '--groups', '5'],
      ['--no-groups', '--out', 'ungrouped'],
    ].map((args) => clientele(['analyze', cdnow, '--json', '-q', '--no-lifetime', ...args], folder)),
  )
  const { groups } = JSON.parse(run!.out)
  expect(groups.k).toBe(5)
  const customers = await readTable(join(folder, 'grouped/customers.csv'))
  const names = new Set(customers.toArray().map(({ group }) => group))
  expect(names).toEqual(new Set(groups.groups.map(({ name }: { name: string }) => name)))
  expect(JSON.parse(without!.out)).not.toHaveProperty('groups')
  expect(await readFile(join(folder, 'ungrouped/report.html'), 'utf8')).not.toContain('id="groups"')
})

test('help and version', async () => {
  const [help, analyze, version] = await Promise.all(
    [['--help'], ['analyze', '--help'], ['--version']].map((args) => clientele(args, folder)),
  )
  expect([help!.code, analyze!.code, version!.code]).toEqual([0, 0, 0])
  expect(help!.out).toContain('clientele analyze orders.csv')
  for (const text of [help!.out, analyze!.out]) {
    expect(text).toMatch(/Exit codes\n {2}0 /)
    expect(text.split('\n').every((line) => line.length <= 90)).toBe(true)
  }
  for (const option of [
    'customer',
    'time',
    'amount',
    'quantity',
    'price',
    'order',
    'product',
    'out',
    'as-of',
    'currency',
    'lang',
    'time-zone',
    'refunds',
    'status',
    'test',
    'delimiter',
    'types',
    'threads',
    'horizon',
    'discount',
    'no-lifetime',
    'json',
    'quiet',
  ]) {
    expect(analyze!.out).toContain(`--${option}`)
  }
  expect(version!.out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

describe('Online Retail', () => {
  const path = sharedFile('online_retail/online_retail.parquet')
  test.skipIf(path === undefined)(
    '397,884 lines of 4,338 customers in 18,532 invoices for 8,911,407.90',
    async () => {
      const { code, out } = await clientele(['analyze', path!, '--json', '--quiet'], folder)
      expect(code).toBe(0)
      const { totals, audit } = JSON.parse(out)
      expect(audit.linesKept).toBe(397_884)
      expect(totals).toMatchObject({ customers: 4338, orders: 18_532 })
      expect(totals.revenue).toBeCloseTo(8_911_407.904, 2)
    },
  )
})
