import { customerFeatures, fromRows, toRows, where } from 'clientele'
import { describe, expect, it } from 'vitest'

describe('what is known of customers themselves', () => {
  const bought = fromRows([
    { customer: 'ann', day: '2025-01-01', amount: 1 },
    { customer: 'bob', day: '2025-01-02', amount: 1 },
    { customer: 'cy', day: '2025-01-03', amount: 1 },
  ]) as any
  const people = fromRows([
    { who: 'ann', from: '2025-01-01', plan: 'basic', joined: new Date('2024-12-22'), points: 1 },
    { who: 'ann', from: '2025-02-01', plan: 'gold', joined: new Date('2024-12-22'), points: 2 },
    { who: 'ann', from: '2025-04-01', plan: 'none', joined: new Date('2024-12-22'), points: 3 },
    { who: 'bob', from: '2025-03-15', plan: 'gold', joined: new Date('2025-03-10'), points: 4 },
    { who: 'dan', from: '2025-01-01', plan: 'gold', joined: new Date('2025-01-01'), points: 5 },
  ]) as any
  const at = (cutoff: string, options: object) =>
    (
      toRows(
        customerFeatures(bought, {
          customer: 'customer',
          time: 'day',
          amount: 'amount',
          cutoff,
          asOf: '2025-04-30',
          customers: { table: people, customer: 'who', ...options },
        }),
      ) as any[]
    ).map((row) => [row.customer_id, row.plan, row.points, row.joined])

  it('is the latest row that was known by the cut-off, null where there is none; dates are days since', () => {
    const known = { known: 'from', columns: ['plan', 'points', 'joined'] }
    expect(at('2025-02-28', known)).toEqual([
      ['ann', 'gold', 2, 68],
      ['bob', null, null, null],
      ['cy', null, null, null],
    ])
    expect(at('2025-03-31', known)).toEqual([
      ['ann', 'gold', 2, 99],
      ['bob', 'gold', 4, 21],
      ['cy', null, null, null],
    ])
  })

  it('without such a day holds at every cut-off, but for dates that are yet to come', () => {
    const once = where(people, { from: { from: '2025-03-01' } })
    expect(at('2025-02-28', { table: once, columns: ['plan', 'points', 'joined'] })).toEqual([
      ['ann', 'none', 3, 68],
      ['bob', 'gold', 4, null],
      ['cy', null, null, null],
    ])
  })
})

const day = (n: number): string => `2025-01-${String(n).padStart(2, '0')}`

it('says whether a ticket from the last order on is unresolved: who has ordered since has got over it', () => {
  const bought = fromRows(
    ['ann', 'bob'].flatMap((customer) => [1, 10].map((n) => ({ customer, day: day(n), amount: 1 }))),
  ) as any
  const table = fromRows([
    { who: 'ann', opened: day(3), resolved: null },
    { who: 'bob', opened: day(12), resolved: null },
    { who: 'ann', opened: day(15), resolved: day(16) },
  ] as any)
  const tickets = { table, customer: 'who', time: 'opened', resolved: 'resolved' }
  const features = customerFeatures(bought, {
    customer: 'customer',
    time: 'day',
    amount: 'amount',
    cutoff: '2025-01-20',
    asOf: '2025-01-31',
    tickets,
  })
  expect((toRows(features) as any[]).map((row) => [row.tickets_unresolved, row.unresolved_last])).toEqual([
    [1, 0],
    [1, 1],
  ])
})
