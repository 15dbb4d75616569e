import {
  Float64,
  Int32,
  type Table,
  Table as ArrowTable,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'

/** What kind of values a column must hold, so that the suite knows what would be wrong. */
export type Kind = 'key' | 'text' | 'number' | 'time'

/**
 * Order lines of seven customers. Amounts are multiples of 0.25, so that their sums are exact and do not
 * depend on the order of rows.
 */
export function orderLines(): Table {
  const rows = Array.from({ length: 24 }, (_, i) => ({
    customer: `c${(i * 3 + (i >> 2)) % 7}`,
    day: Date.UTC(2025, 0, 1 + ((i * 5) % 83)) + 3_600_000 * (i % 20),
    order: `o${(i * 7) % 24}`,
    product: ['tea', 'pot', 'cup'][i % 3]!,
    quantity: 1 + (i % 4),
    price: 0.25 * (3 + (i % 5)),
  }))
  const of = <T>(f: (row: (typeof rows)[number]) => T) => rows.map(f)
  return new ArrowTable({
    customer: vectorFromArray(
      of((row) => row.customer),
      new Utf8(),
    ),
    day: vectorFromArray(
      of((row) => row.day),
      new TimestampMillisecond('UTC'),
    ),
    order: vectorFromArray(
      of((row) => row.order),
      new Utf8(),
    ),
    product: vectorFromArray(
      of((row) => row.product),
      new Utf8(),
    ),
    quantity: vectorFromArray(
      of((row) => row.quantity),
      new Int32(),
    ),
    price: vectorFromArray(
      of((row) => row.price),
      new Float64(),
    ),
    amount: vectorFromArray(
      of((row) => row.quantity * row.price),
      new Float64(),
    ),
  })
}

export const orderRoles = { customer: 'customer', time: 'day', amount: 'amount' } as const
