import { fromRows } from 'clientele'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { guessStatus } from '#src/cli/guessStatus'
import { clientele, put, scratchFolder } from './run.js'

const folder = await scratchFolder()
const HEAD = 'order_id,customer,date,amount'
const woo = ['wc-completed', 'wc-cancelled', 'wc-refunded', 'wc-processing', 'wc-failed', 'wc-on-hold']
const lines = woo.map((status, i) => `${i},c${i},2025-01-0${i + 1},10,${status}`)
await put(folder, 'woo.csv', [`${HEAD},order_status`, ...lines, ''].join('\n'))
// One line an order has the status, as in exports of Shopify.
const shopify = [
  '1,a,2025-01-01,10,paid',
  '1,a,2025-01-01,5,',
  '2,b,2025-01-02,10,voided',
  '2,b,2025-01-02,5,',
]
await put(folder, 'shopify.csv', [`${HEAD},Financial Status`, ...shopify, ''].join('\n'))

const figures = async (...args: string[]) => {
  const { code, out, err } = await clientele(['analyze', ...args, '--json'], folder)
  expect(code, err).toBe(0)
  return { ...JSON.parse(out), err }
}

const guess = (rows: object[]) => guessStatus(fromRows(rows as any), undefined, [])

describe('a column of statuses', () => {
  test('cancelled, refunded and failed orders are left out, and it is said which and why', async () => {
    const { totals, audit, err } = await figures('woo.csv')
    expect(totals).toMatchObject({ customers: 3, revenue: 30 })
    expect(audit.rules).toContainEqual({
      rule: 'status',
      action: 'drop',
      lines: 3,
      customers: 3,
      revenue: 30,
    })
    expect(err).toMatch(
      /status +order_status .*wc-cancelled, wc-refunded, wc-failed left out, .*wc-on-hold counted; --status/,
    )
    expect(err).toContain('Left out: 3 of 6 lines: 3 by their status (--status).')
  })

  test('--status says which count, with or without the prefix of the shop system; none: all', async () => {
    expect(
      (await figures('woo.csv', '--status', 'order_status=completed,wc-refunded')).totals.customers,
    ).toBe(2)
    expect((await figures('woo.csv', '--status', 'none')).totals.customers).toBe(6)
  })

  test('lines without a status take that of their order', async () => {
    expect((await figures('shopify.csv')).totals).toMatchObject({ customers: 1, orders: 1, revenue: 15 })
  })

  test('the report names the rule', async () => {
    await clientele(['analyze', 'woo.csv', '--out', 'there', '--quiet'], folder)
    const page = await readFile(join(folder, 'there', 'report.html'), 'utf8')
    expect(page).toContain('cancelled, refunded or failed, by its status')
  })

  test('a status that the column does not hold, and a column that is not there, are wrong usage', async () => {
    for (const [status, sentence] of [
      ['order_status=done', /--status names 'done'|--status names done/],
      ['state=paid', /no column 'state'/],
      ['paid', /must be column=those that count/],
    ] as const) {
      const { code, err } = await clientele(['analyze', 'woo.csv', '--status', status, '-q'], folder)
      expect(code).toBe(2)
      expect(err).toMatch(sentence)
    }
  })
})

describe('what is no column of statuses', () => {
  test('one by its values: states of a country, groups of customers', () => {
    expect(guess([{ state: 'TX' }, { state: 'open' }, { state: 'CA' }])).toBeUndefined()
    expect(guess([{ status: 'gold' }, { status: 'silver' }])).toBeUndefined()
  })
  test('one by its name', () => {
    expect(guess([{ comment: 'cancelled' }, { comment: 'paid' }])).toBeUndefined()
  })
  test('of two, the one that tells of lost orders is taken', () => {
    const rows = [
      { 'Order Status': 'open', 'Financial Status': 'paid' },
      { 'Order Status': 'closed', 'Financial Status': 'voided' },
    ]
    expect(guess(rows)).toMatchObject({ column: 'Financial Status', drop: ['voided'], keep: ['paid'] })
  })
})
