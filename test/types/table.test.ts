import type {
  Bool,
  DateDay,
  Dictionary,
  Float64,
  Int32,
  Int64,
  Table,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow'
import { expectTypeOf, test } from 'vitest'
import { concat, derive, fromRows, join, rename, sortBy, toRows, where } from 'clientele'

const orders = fromRows([{ customer: 'ann', amount: 20, placed: new Date(0), paid: true, points: 1n }])
const people = fromRows([{ id: 'ann', age: 3 }])
const unknown = orders as Table<any>

// Compiled by the type check of the tests; run, so that the calls are held to be right as well.
test('the types of columns follow from the values of rows and from the option types', () => {
  expectTypeOf(orders).toEqualTypeOf<
    Table<{
      customer: Dictionary<Utf8, Int32>
      amount: Float64
      placed: TimestampMillisecond
      paid: Bool
      points: Int64
    }>
  >()
  const typed = fromRows([{ day: '2025-01-01', n: 1 }], { types: { day: 'date' } })
  expectTypeOf(typed).toEqualTypeOf<Table<{ day: DateDay; n: Float64 }>>()
  // @ts-expect-error there is no such type
  never(() => fromRows([{ a: 1 }], { types: { a: 'float' } }))
})

test('rows have the plain values of their columns, or null', () => {
  const [row] = toRows(orders)
  expectTypeOf(row!).toEqualTypeOf<{
    readonly customer: string | null
    readonly amount: number | null
    readonly placed: Date | null
    readonly paid: boolean | null
    readonly points: number | bigint | null
  }>()
  expectTypeOf(toRows(unknown)[0]!.anything).toBeAny()
})

test('columns are named and tested as they are, where they are known', () => {
  expectTypeOf(where(orders, { amount: { from: 3 }, placed: { to: '2025-01-01' } })).toEqualTypeOf<
    typeof orders
  >()
  where(orders, (row) => row.amount !== null && row.amount > 3)
  never(() => where(unknown, { anything: 3 }))
  // @ts-expect-error amounts are numbers
  never(() => where(orders, { amount: { from: 'x' } }))
  // @ts-expect-error there is no such column
  never(() => where(orders, { amounts: 3 }))
  // @ts-expect-error there is no such column
  never(() => sortBy(orders, 'amounts'))
  // @ts-expect-error there is no such column
  never(() => rename(orders, { amounts: 'x' }))
  expectTypeOf(sortBy(orders, ['customer', { column: 'amount', descending: true }])).toEqualTypeOf<
    typeof orders
  >()
  expectTypeOf(concat([orders, orders])).toEqualTypeOf<typeof orders>()
})

test('derived, renamed and joined columns are known', () => {
  const derived = derive(people, { old: ({ age }) => age! > 2, name: ({ id }) => id })
  expectTypeOf(toRows(derived)[0]!.old).toEqualTypeOf<boolean | null>()
  expectTypeOf(toRows(derived)[0]!.name).toEqualTypeOf<string | null>()
  expectTypeOf(toRows(derived)[0]!.age).toEqualTypeOf<number | null>()
  const renamed = rename(people, { id: 'customer' })
  expectTypeOf(toRows(renamed)[0]!.customer).toEqualTypeOf<string | null>()
  // @ts-expect-error it has another name now
  expectTypeOf(toRows(renamed)[0]!.id)
  const joined = toRows(join(orders, people, { on: { customer: 'id' }, how: 'left' }))[0]!
  expectTypeOf(joined.age).toEqualTypeOf<number | null>()
  // @ts-expect-error the key has the left table's name
  expectTypeOf(joined.id)
  const semi = join(orders, renamed, { on: 'customer', how: 'semi' })
  expectTypeOf(semi).toEqualTypeOf<typeof orders>()
  // @ts-expect-error there is no such column on the left
  never(() => join(orders, people, { on: { client: 'id' } }))
})

/** Calls that are only compiled. */
function never(_call: () => unknown): void {}
