import { fromRows, rfm, summarize } from 'clientele'
import { report } from 'clientele/report'
import { expect, it } from 'vitest'
import { makeFormat } from '#src/report/format'
import { standingOf } from '#src/report/standing'
import { ruleNumbers } from '#src/report/words/ruleNumbers'

it('numbers in rules are written as the reader writes them, amounts down to the penny', () => {
  const rule =
    'days_since_last at least 1200 and orders from 3 to 9 and revenue above 645.805 and at most 13490.5'
  expect(ruleNumbers(rule, makeFormat('en', 'GBP', 'test'))).toBe(
    'days_since_last at least 1,200 and orders from 3 to 9 and revenue above £645.80 and at most £13,490.50',
  )
  expect(ruleNumbers('revenue at most 645.805', makeFormat('en', undefined, 'test'))).toBe(
    'revenue at most 645.8',
  )
  expect(ruleNumbers('revenue at most 645.805', makeFormat('zh', 'JPY', 'test'))).toBe('revenue at most ¥645')
})

it('who is called new but has ordered often is not told of a second order', async () => {
  const figure = {
    segment: 'New',
    customers: 10,
    shareOfCustomers: 1,
    revenue: 1,
    shareOfRevenue: 1,
    medianDaysSinceLast: 0,
  }
  expect([12, 20].map((orders) => standingOf({ ...figure, orders }))).toEqual(['new', 'good'])
  const days = Array.from({ length: 40 }, (_, i) =>
    new Date(Date.UTC(2025, 0, 1 + 3 * i)).toISOString().slice(0, 10),
  )
  const orders = fromRows(days.map((day) => ({ customer: 'only', day, paid: 10 })))
  const customers = rfm(summarize(orders, { customer: 'customer', time: 'day', amount: 'paid' }))
  const page = await report({ orders, customers }, { customer: 'customer', time: 'day', amount: 'paid' })
  expect(page).not.toMatch(/second order/)
})
