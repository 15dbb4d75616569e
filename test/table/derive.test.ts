import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { about, derive, fromRows, rename, type SortColumn, sortBy, toRows } from 'clientele'
import { tables } from '../arbitrary/table.js'
import { cells, plainZeros, failure, withRoles } from './verbHelp.js'

describe('derive', () => {
  test('adds columns of the types of their values, row by row, and leaves the input as it was', () => {
    const lines = fromRows([
      { quantity: 3, price: 2.5 },
      { quantity: 1, price: null },
    ])
    const derived = derive(lines, {
      amount: ({ quantity, price }) => (price === null ? null : quantity! * price),
      size: ({ quantity }) => (quantity! > 2 ? 'large' : 'small'),
      first: (_, i) => i === 0,
      at: () => new Date(5),
      big: ({ quantity }) => BigInt(quantity!),
    })
    expect(toRows(derived)).toEqual([
      { quantity: 3, price: 2.5, amount: 7.5, size: 'large', first: true, at: new Date(5), big: 3 },
      { quantity: 1, price: null, amount: null, size: 'small', first: false, at: new Date(5), big: 1 },
    ])
    expect(lines.numCols).toBe(2)
  })

  test('keeps rows and batches in every physical form, and adds columns to no rows', () => {
    fc.assert(
      fc.property(
        tables({ of: ['text', 'whole', 'number', 'boolean', 'time', 'decimal'] }),
        ({ plain, forms }) => {
          for (const { form, table } of forms) {
            const found = derive(table, { again: (row: any) => row.a, n: (_, i) => i })
            const expected = cells(plain).map((row, i) => ({ ...row, again: row.a, n: i }))
            expect({ form, rows: plainZeros(toRows(found)) }).toEqual({ form, rows: expected })
            expect(found.schema.fields.map(({ name }) => name).slice(-2)).toEqual(['again', 'n'])
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  test('refuses a column that is there unless told to replace it, and mixed values', () => {
    const table = fromRows([{ a: 1 }, { a: 2 }])
    expect(failure(() => derive(table, { a: () => 1 })).code).toBe('column-exists')
    expect(toRows(derive(table, { a: ({ a }) => a! * 2 }, { replace: true }))).toEqual([{ a: 2 }, { a: 4 }])
    expect(failure(() => derive(table, { b: ({ a }) => (a === 1 ? 1 : 'x') })).message).toContain(
      "derive: column 'b' holds a number in row 1 and a string in row 2",
    )
    expect(failure(() => derive(table, { b: async () => 1 })).message).toContain('promise')
    expect(failure(() => derive(table, { b: 5 as any })).code).toBe('option-invalid')
  })
})

describe('rename', () => {
  test('renames columns, takes roles with them, and may swap names', () => {
    const table = withRoles(fromRows([{ client: 'ann', sum: 1, x: 2 }]), {
      customer: 'client',
      amount: 'sum',
    })
    const renamed = rename(table, { client: 'customer_id', sum: 'x', x: 'sum' })
    expect(toRows(renamed)).toEqual([{ customer_id: 'ann', x: 1, sum: 2 }])
    expect(about(renamed).roles).toEqual({ customer: 'customer_id', amount: 'x' })
    expect(about(table).roles).toEqual({ customer: 'client', amount: 'sum' })
  })

  test('refuses names that are not there or taken', () => {
    const table = fromRows([{ a: 1, b: 2 }])
    expect(failure(() => rename(table, { c: 'd' } as any)).code).toBe('column-missing')
    expect(failure(() => rename(table, { a: 'b' })).code).toBe('column-exists')
    expect(failure(() => rename(table, { a: '' })).code).toBe('option-invalid')
    expect(failure(() => rename(table, 'a' as any)).code).toBe('option-invalid')
  })
})

describe('sortBy', () => {
  test('sorts by several columns in their directions, missing last', () => {
    const table = fromRows([
      { g: 'b', v: 1 },
      { g: 'a', v: null },
      { g: 'a', v: 1 },
      { g: 'a', v: 2 },
      { g: null, v: 9 },
    ])
    const by: SortColumn<'g' | 'v'>[] = ['g', { column: 'v', descending: true }]
    expect(toRows(sortBy(table, by)).map(({ v }) => v)).toEqual([2, 1, null, 1, 9])
    expect(failure(() => sortBy(table, [])).code).toBe('option-invalid')
    expect(failure(() => sortBy(table, 'x' as any)).code).toBe('column-missing')
    expect(failure(() => sortBy(table, { column: 'g', desc: true } as any)).code).toBe('option-invalid')
  })
})
