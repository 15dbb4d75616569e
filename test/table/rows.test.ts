import { Int32, Table, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromRows, toRows } from 'clientele'
import { tables } from '../arbitrary/table.js'
import { cells, plainZeros, failure } from './verbHelp.js'

describe('toRows', () => {
  test('gives plain values: dates as Date, safe whole numbers as number, missing as null, in every physical form', () => {
    fc.assert(
      fc.property(tables(), ({ plain, forms }) => {
        const expected = cells(plain)
        for (const { form, table } of forms) {
          expect({ form, rows: plainZeros(toRows(table)) }).toEqual({ form, rows: expected })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('keeps a column called __proto__ a column', () => {
    const rows = toRows(new Table({ ['__proto__']: vectorFromArray([1], new Int32()) }))
    expect(Object.keys(rows[0]!)).toEqual(['__proto__'])
  })
})

describe('fromRows', () => {
  test('is undone by toRows', () => {
    fc.assert(
      fc.property(tables({ of: ['text', 'longText', 'whole', 'number', 'boolean', 'time'] }), ({ plain }) => {
        const rows = cells(plain)
        expect(plainZeros(toRows(fromRows(rows)))).toEqual(rows)
      }),
      { numRuns: 60 },
    )
  })

  test('gives each kind of value its type', () => {
    const table = fromRows([
      { n: 1, s: 'a', b: true, d: new Date(0), big: 1n, nothing: null },
      { n: undefined, s: 'a' } as any,
    ])
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      'Float64',
      'Dictionary<Int32, Utf8>',
      'Bool',
      'Timestamp<MILLISECOND, UTC>',
      'Int64',
      'Null',
    ])
    expect(toRows(table)[1]).toEqual({ n: null, s: 'a', b: null, d: null, big: null, nothing: null })
  })

  test('takes types from its option, and gives columns to no rows', () => {
    const types = {
      id: 'utf8',
      count: 'int32',
      big: 'int64',
      day: 'date',
      at: 'timestamp',
      x: 'float64',
    } as const
    const row = { id: 7, count: 3, big: 2 ** 40, day: '2025-03-01', at: '2025-03-01T10:00:00Z', x: 1n }
    const table = fromRows([row], { types })
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      'Utf8',
      'Int32',
      'Int64',
      'Date32<DAY>',
      'Timestamp<MILLISECOND, UTC>',
      'Float64',
    ])
    const day = new Date('2025-03-01')
    const at = new Date(row.at)
    expect(toRows(table)).toEqual([{ id: '7', count: 3, big: 2 ** 40, day, at, x: 1 }])
    const none = fromRows([], { types: { id: 'utf8' } as any })
    expect([none.numRows, none.schema.fields.map(({ name }) => name)]).toEqual([0, ['id']])
  })

  test.each([
    [[{ a: 1 }, { a: 'x' }], "column 'a' holds a number in row 1 and a string in row 2"],
    [[{ a: 1 }, { a: 1n }], "column 'a' holds a number in row 1 and a bigint in row 2"],
    [[{ a: { b: 1 } }], "column 'a' holds an object in row 1"],
    [[{ a: [1] }], "column 'a' holds an array in row 1"],
    [[{ a: new Date(NaN) }], "column 'a' holds a date in row 1"],
    [[{ a: 2n ** 63n }], "column 'a' holds a bigint (9223372036854775808) in row 1"],
    [[{ a: 1 }, 5], 'row 2 is a number'],
    ['text', 'got a string'],
  ])('refuses rows, naming row and column: %#', (rows, sentence) => {
    const { code, message } = failure(() => fromRows(rows as any))
    expect(code).toBe('value-invalid')
    expect(message).toContain(`fromRows: ${sentence}`)
  })
})
