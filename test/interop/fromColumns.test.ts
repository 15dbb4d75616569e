import { toRows } from 'clientele'
import { fromColumns, fromDanfo, toDanfo } from 'clientele/interop'
import { describe, expect, it } from 'vitest'

describe('fromColumns', () => {
  it('keeps a typed array without copying it', () => {
    const revenue = Float64Array.of(1, 2)
    const table = fromColumns({ revenue })
    revenue[0] = 7
    expect(toRows(table)).toEqual([{ revenue: 7 }, { revenue: 2 }])
  })

  it('finds the types of plain arrays, with null, undefined and NaN missing', () => {
    const table = fromColumns({ a: [1, null, NaN], b: ['x', undefined, 'x'], c: [true, null, false] })
    expect(table.schema.fields.map((field) => String(field.type))).toEqual([
      'Float64',
      'Dictionary<Int32, Utf8>',
      'Bool',
    ])
    expect(toRows(table)[1]).toEqual({ a: null, b: null, c: null })
  })

  it('keeps the width of every kind of typed array', () => {
    const kinds = [
      Int8Array,
      Uint8Array,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
    ]
    for (const Kind of kinds) {
      const table = fromColumns({ a: Kind.of(1, 2) })
      expect(`${table.schema.fields[0]!.type}Array`).toBe(Kind.name)
      expect(toRows(table)).toEqual([{ a: 1 }, { a: 2 }])
    }
    expect(toRows(fromColumns({ a: BigInt64Array.of(2n ** 60n) }))).toEqual([{ a: 2n ** 60n }])
  })

  it('takes types by name', () => {
    const table = fromColumns({ since: ['2025-01-31'] }, { types: { since: 'date' } })
    expect(toRows(table)).toEqual([{ since: new Date('2025-01-31') }])
  })

  it.each([
    ['columns of different lengths', { a: [1, 2], b: [1] }, {}, /column 'b' has 1 values/],
    ['a column that is no array', { a: 'text' }, {}, /column 'a' is a string/],
    ['mixed values', { a: [1, 'x'] }, {}, /column 'a'.*row 1/],
    ['a type for no column', { a: [1] }, { types: { b: 'utf8' } }, /types names 'b'.*the columns are a/],
    ['an unknown type', { a: [1] }, { types: { a: 'number' } }, /types\.a must be one of/],
    ['an array of rows', [{ a: 1 }], {}, /got an array.*object of arrays/],
  ])('explains %s', (_, columns: any, options: any, sentence) => {
    expect(() => fromColumns(columns, options)).toThrow(sentence)
  })
})

describe('fromDanfo and toDanfo', () => {
  it('explain what is not danfojs', () => {
    expect(() => fromDanfo({ a: [1] } as any)).toThrow(/needs a danfojs DataFrame/)
    expect(() => toDanfo(fromColumns({ a: [1] }), {} as any)).toThrow(/danfojs module/)
  })
})
