import { Duration, Table, TimeUnit, Uint64, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asColumn } from '#src/table/column'
import { portable } from '#src/table/portable'
import { readStrings } from '#src/table/strings'
import { kinds, tables } from '../arbitrary/table.js'

/** The values of every column as text. */
function texts(table: Table): (string | null)[][] {
  return table.schema.fields.map(({ name, type }, c) => {
    const chunks = table.batches.map((batch) => batch.data.children[c]!)
    return readStrings(asColumn(name, type, chunks))
  })
}

const few = /^(Bool|Int32|Int64|Float32|Float64|Decimal\[.*\]|Utf8|Date32<DAY>|Timestamp<MICROSECOND.*>)$/

test('portable keeps every value in a type that databases take, in every physical form', () => {
  const of = kinds.filter((kind) => kind !== 'unsigned')
  fc.assert(
    fc.property(tables({ of }), ({ plain, forms }) => {
      for (const { form, table } of forms) {
        const made = portable(table, 'test')
        for (const { type } of made.schema.fields) expect(String(type)).toMatch(few)
        expect(made.numRows).toBe(plain.rows)
        if (plain.rows > 0) expect({ form, texts: texts(made) }).toEqual({ form, texts: texts(table) })
      }
    }),
    { numRuns: 60 },
  )
})

test('portable refuses what does not fit, naming the column', () => {
  const large = new Table({ big: vectorFromArray([1n, 2n ** 63n], new Uint64()) })
  expect(() => portable(large, 'upload')).toThrow(/upload: column 'big' holds an integer of 2⁶³ or more/)
  const fits = new Table({ big: vectorFromArray([1n, null, 2n ** 63n - 1n], new Uint64()) })
  expect(texts(portable(fits, 'upload'))).toEqual([['1', null, '9223372036854775807']])
  const spans = new Table({ span: vectorFromArray([1n], new Duration(TimeUnit.SECOND)) })
  expect(() => portable(spans, 'upload')).toThrow(/upload: column 'span' is Duration/)
})
