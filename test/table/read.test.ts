import fc from 'fast-check'
import { fromRows } from 'clientele'
import { describe, expect, test } from 'vitest'
import { adopt } from '#src/table/adopt'
import { readCategories } from '#src/table/categories'
import { findColumn } from '#src/table/column'
import { readNumbers } from '#src/table/numbers'
import { readStrings } from '#src/table/strings'
import { takeRows } from '#src/table/take'
import { readTimes } from '#src/table/times'
import { isMissing } from '../arbitrary/compare.js'
import { type Kind, type Plain, tables } from '../arbitrary/table.js'

/** What a value is as a number; NaN where it is missing. */
function numberOf(value: Plain): number {
  return isMissing(value) ? NaN : Number(value)
}

function textOf(value: Plain, kind: Kind): string | null {
  if (isMissing(value)) return null
  if (kind === 'day') return new Date(value as number).toISOString().slice(0, 10)
  return kind === 'time' ? new Date(value as number).toISOString() : String(value === 0 ? 0 : value)
}

describe('columns as plain arrays, in every physical form', () => {
  test('readNumbers gives each value as a double, NaN where missing', () => {
    const of: Kind[] = ['whole', 'signed', 'long', 'unsigned', 'number', 'boolean', 'decimal']
    fc.assert(
      fc.property(tables({ maxColumns: 1, of }), ({ plain, forms }) => {
        const expected = plain.columns.a!.values.map(numberOf)
        for (const { form, table } of forms) {
          const found = readNumbers(findColumn(adopt(table, 'test'), 'a', 'test'), 'test')
          expect({ form, values: [...found].map((v) => v + 0) }).toEqual({
            form,
            values: expected.map((v) => v + 0),
          })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('readTimes gives milliseconds since 1970, NaN where missing', () => {
    fc.assert(
      fc.property(tables({ maxColumns: 1, of: ['day', 'time'] }), ({ plain, forms }) => {
        for (const { form, table } of forms) {
          const found = readTimes(findColumn(adopt(table, 'test'), 'a', 'test'), 'test')
          expect({ form, values: [...found] }).toEqual({
            form,
            values: plain.columns.a!.values.map(numberOf),
          })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('readStrings prints each value, null where missing', () => {
    fc.assert(
      fc.property(tables({ maxColumns: 1 }), ({ plain, forms }) => {
        const { kind, values } = plain.columns.a!
        for (const { form, table } of forms) {
          const found = readStrings(findColumn(adopt(table, 'test'), 'a', 'test'))
          const zeros = found.map((text) => (text === '-0' ? '0' : text))
          expect({ form, values: zeros }).toEqual({ form, values: values.map((v) => textOf(v, kind)) })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('readCategories gives distinct labels by first appearance and −1 where missing', () => {
    fc.assert(
      fc.property(tables({ maxColumns: 1 }), ({ plain, forms }) => {
        const { kind, values } = plain.columns.a!
        const texts = values.map((value) => textOf(value, kind))
        const labels = [...new Set(texts)].filter((text) => text !== null)
        for (const { form, table } of forms) {
          const found = readCategories(findColumn(adopt(table, 'test'), 'a', 'test'))
          expect({
            form,
            codes: [...found.codes],
            labels: found.labels.map((l) => (l === '-0' ? '0' : l)),
          }).toEqual({
            form,
            codes: texts.map((text) => (text === null ? -1 : labels.indexOf(text))),
            labels,
          })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('takeRows gives those rows in that order and nulls for −1, and leaves types alone', () => {
    const picks = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { maxLength: 30 })
    fc.assert(
      fc.property(tables(), picks, ({ plain, forms }, picked) => {
        const rows = Int32Array.from(picked, (p) =>
          plain.rows === 0 || p < 0.1 ? -1 : Math.floor(p * plain.rows),
        )
        for (const { form, table } of forms) {
          const taken = takeRows(adopt(table, 'test'), rows)
          expect(taken.numRows).toBe(rows.length)
          for (const [name, { kind, values }] of Object.entries(plain.columns)) {
            const column = findColumn(taken, name, 'test')
            const texts = readStrings(column).map((text) => (text === '-0' ? '0' : text))
            const expected = Array.from(rows, (row) => (row < 0 ? null : textOf(values[row]!, kind)))
            expect({ form, texts }).toEqual({ form, texts: expected })
            expect(column.type.typeId).toBe(findColumn(adopt(table, 'test'), name, 'test').type.typeId)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})

test.each([
  [['$5.00', 'free'], /mend 'free' in row 2/],
  [['1 100,50', '2 200,00'], /say thousands: ' ' .*mend '1 100,50' in row 1/],
  [['5', 'x1'], /mend 'x1' in row 2/],
])('numbers of %o: what is to be mended is said', (values, sentence) => {
  const table = fromRows(values.map((amount) => ({ amount })))
  expect(() => readNumbers(findColumn(table, 'amount', 'test'), 'test')).toThrow(sentence)
})
