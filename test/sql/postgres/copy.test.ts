import type { DataType, Table } from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyBytes } from '#src/sql/postgres/copyIn'
import { copyReader } from '#src/sql/postgres/copyOut'
import { asColumn } from '#src/table/column'
import { readNumbers } from '#src/table/numbers'
import { portable } from '#src/table/portable'
import { readStrings } from '#src/table/strings'
import { kinds, tables } from '../../arbitrary/table.js'

/** The numbers of the types in PostgreSQL's catalogue (pg_type.dat). */
const catalogue: readonly (readonly [RegExp, number])[] = [
  [/^Bool/, 16],
  [/^Int64/, 20],
  [/^Int32/, 23],
  [/^Utf8/, 25],
  [/^Float32/, 700],
  [/^Float64/, 701],
  [/^Date/, 1082],
  [/^Timestamp<MICROSECOND>/, 1114],
  [/^Timestamp<MICROSECOND, /, 1184],
  [/^Decimal/, 1700],
]
const number = (type: DataType) => catalogue.find(([name]) => name.test(String(type)))![1]

function values(table: Table): unknown[][] {
  return table.schema.fields.map(({ name, type }, c) => {
    const column = asColumn(
      name,
      type,
      table.batches.map((batch) => batch.data.children[c]!),
    )
    // Exact numbers come back as doubles, and NaN as null.
    return /^(Decimal|Float)/.test(String(type)) ? [...readNumbers(column, 'test')] : readStrings(column)
  })
}

test('what is written in the binary COPY format is read from it, whatever pieces it comes in', () => {
  const of = kinds.filter((kind) => kind !== 'unsigned')
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(tables({ of }), sizes, ({ forms }, steps) => {
      const table = portable(forms[0]!.table, 'test')
      const { fields } = table.schema
      const reader = copyReader(fields.map(({ name, type }) => ({ name, type: number(type) })))
      const bytes = Buffer.concat([...copyBytes(table)])
      for (let at = 0, i = 0; at < bytes.length; at += steps[i++ % steps.length]!) {
        reader.push(bytes.subarray(at, at + steps[i % steps.length]!))
      }
      expect(values(reader.finish())).toEqual(values(table))
    }),
    { numRuns: 200 },
  )
})

/** A value of 16-bit words, with its length before it. */
const cell = (...words: number[]) => {
  const bytes = Buffer.alloc(4 + 2 * words.length)
  bytes.writeInt32BE(2 * words.length)
  words.forEach((word, i) => bytes.writeUInt16BE(word & 0xffff, 4 + 2 * i))
  return bytes
}

test('numerics as PostgreSQL sends them: NaN, infinity, many digits, digits before the point only', () => {
  const reader = copyReader([{ name: 'n', type: 1700 }])
  const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])
  // digits, weight, sign, scale, then digits to the base of 10,000
  const cells = [
    cell(0, 0, 0xc000, 0),
    cell(0, 0, 0xd000, 0),
    cell(1, 7, 0, 0, 100),
    cell(2, 0, 0x4000, 4, 1, 2500),
    cell(0, 0, 0, 0),
    cell(7, 4, 0, 8, 1234, 5678, 9012, 3456, 7890, 1234, 5678),
  ]
  reader.push(
    Buffer.concat([
      header,
      ...cells.flatMap((bytes) => [Buffer.from([0, 1]), bytes]),
      Buffer.from([255, 255]),
    ]),
  )
  const table = reader.finish()
  expect([...table.getChild('n')!]).toEqual([
    NaN,
    Infinity,
    1e30,
    -1.25,
    0,
    Number('12345678901234567890.12345678'),
  ])
})
