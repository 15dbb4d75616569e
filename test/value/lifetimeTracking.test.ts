import { expect, test } from 'vitest'
import { cleanOrders, fitBgNbd, fromRows, summarize, validateLifetime } from 'clientele'
import { readTable } from 'clientele/io'
import { selectColumns } from '#src/table/select'
import { sharedFile } from '../shared.js'
import { listsOf } from './lifetimeData.js'

const roles = { customer: 'client', time: 'day', amount: 'paid' } as const
const rows = [
  ['ann', '2025-01-01', 10],
  ['ann', '2025-01-20', 10],
  ['ann', '2025-01-25', -4],
  ['ann', '2025-04-02', 7],
  ['bob', '2025-01-05', 10],
  ['bob', '2025-02-05', 10],
  ['bob', '2025-04-09', -10],
  // After calibration: neither has a row in the table of customers.
  ['eve', '2025-04-01', 5],
  ['eve', '2025-04-20', 5],
].map(([client, day, paid]) => ({ client, day, paid }))
const orders = fromRows(rows)
const options = { model: undefined as any, orders, ...roles }

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

function endOf(customers: any, given: any = {}) {
  const model = fitBgNbd(customers, { penalty: 0.01 })
  const { tracking } = validateLifetime(customers, { ...options, model, ...given })
  const { frequency, holdout_frequency } = listsOf(customers)
  return [listsOf(tracking).actual_cumulative!.at(-1), sum(frequency!) + sum(holdout_frequency!)]
}

test.each([
  ['net', 3],
  ['drop', 3],
  ['keep', 5],
] as const)("tracking counts the repeat orders of these customers, refunds '%s'", (refunds, orders) => {
  const rules = { ...roles, unit: 'week', calibrationEnd: '2025-03-31', refunds } as const
  expect(endOf(summarize(fromRows(rows), rules))).toEqual([orders, orders])
})

test('without an amount, refunds that are no purchases cannot be told: the role is asked for', () => {
  const customers = summarize(orders, { ...roles, calibrationEnd: '2025-03-31' })
  expect(() => endOf(customers, { amount: undefined })).toThrow(/which column is the amount/)
})

test('without the customers’ ids there is no tracking', () => {
  const customers = summarize(orders, { ...roles, calibrationEnd: '2025-03-31' })
  const model = fitBgNbd(customers, { penalty: 0.01 })
  const bare = selectColumns(
    customers,
    ['frequency', 'recency', 'T', 'holdout_frequency', 'holdout_duration'],
    'test',
  )
  expect(() => validateLifetime(bare, { ...options, model })).toThrow(
    expect.objectContaining({ code: 'role-missing' }),
  )
})

// Counted by summarize, whose definitions have tests of their own.
const RETAIL_REPEATS = 11_856
const path = sharedFile('online_retail/online_retail.parquet')
test.skipIf(path === undefined)('Online Retail: tracking ends at 11,856 repeat orders', async () => {
  const lines = await readTable(path!)
  const retail = {
    customer: 'CustomerID',
    time: 'InvoiceDate',
    quantity: 'Quantity',
    price: 'UnitPrice',
    order: 'InvoiceNo',
  }
  const { orders } = cleanOrders(lines, retail as object)
  const customers = summarize(orders, { unit: 'week', calibrationEnd: '2011-08-31' })
  const all = { customer: undefined, time: undefined, amount: undefined }
  expect(endOf(customers, { orders, ...all })).toEqual([RETAIL_REPEATS, RETAIL_REPEATS])
})

test('a stray date is named at once, not tracked for a thousand years', () => {
  const customers = summarize(orders, { ...roles, unit: 'week', calibrationEnd: '2025-03-31' })
  const late = { ...options, model: fitBgNbd(customers, { penalty: 0.01 }), horizon: { weeks: 50_000 } }
  expect(() => validateLifetime(customers, late)).toThrow(
    /validateLifetime: the orders reach from 2025-01-01 to 2983-\d\d-\d\d, more than 20000 weeks; leave stray dates out/,
  )
})
