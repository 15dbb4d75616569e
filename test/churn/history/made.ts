import type { Table } from 'apache-arrow'
import fc from 'fast-check'
import { fromRows } from 'clientele'

/** An order line of a made shop; days count from 2025-01-01. */
export interface Line {
  readonly customer: string
  readonly day: number
  readonly amount: number
  readonly product: string
  readonly discount: number
  readonly channel: string
  readonly order: string
  readonly promised: number
  readonly delivered: number
}

export const date = (day: number): Date => new Date(Date.UTC(2025, 0, 1 + day))
export const iso = (day: number): string => date(day).toISOString().slice(0, 10)

export const line: fc.Arbitrary<Line> = fc
  .record({
    customer: fc.constantFrom('ann', 'bob', 'cy', 'dee'),
    day: fc.nat(99),
    amount: fc.integer({ min: -30, max: 90 }),
    product: fc.constantFrom('tea', 'cup', 'pot'),
    discount: fc.constantFrom(0, 0, 0.1),
    channel: fc.constantFrom('web', 'shop'),
    number: fc.nat(3),
    promised: fc.nat(5),
    delivered: fc.nat(9),
  })
  .map(({ number, promised, delivered, ...rest }) => ({
    ...rest,
    order: `${rest.customer}-${number}`,
    promised: rest.day + promised,
    delivered: rest.day + delivered,
  }))

/** Lines with a purchase early and one on the last day, so that cut-offs lie within. */
export const lines: fc.Arbitrary<Line[]> = fc.array(line, { maxLength: 40 }).map((made) => {
  const fixed = { amount: 5, product: 'tea', discount: 0, channel: 'web', promised: 2, delivered: 1 }
  return [
    { ...fixed, customer: 'zoe', day: 0, order: 'zoe-1' },
    ...made,
    { ...fixed, customer: 'zoe', day: 99, order: 'zoe-2' },
  ]
})

export const ordersOf = (rows: readonly Line[]): Table =>
  fromRows(
    rows.map(({ day, promised, delivered, ...rest }) => ({
      ...rest,
      day: date(day),
      promised: date(promised),
      delivered: date(delivered),
    })),
  ) as unknown as Table

export const roles = { customer: 'customer', time: 'day', amount: 'amount', order: 'order' } as const
