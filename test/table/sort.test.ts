import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adopt } from '#src/table/adopt'
import { findColumn } from '#src/table/column'
import { sortRows } from '#src/table/sort'
import { comparePlain, isMissing } from '../arbitrary/compare.js'
import { type PlainColumn, tables } from '../arbitrary/table.js'

function compareRows(column: PlainColumn, a: number, b: number, descending: boolean): number {
  const [x, y] = [column.values[a]!, column.values[b]!]
  if (isMissing(x) || isMissing(y)) return Number(isMissing(x)) - Number(isMissing(y))
  const numeric = column.kind === 'decimal' ? comparePlain(Number(x), Number(y)) : comparePlain(x, y)
  return descending ? -numeric : numeric
}

test('sortRows is a stable sort by each key in turn, missing last, in every physical form', () => {
  const directions = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(tables(), directions, ({ plain, forms }, descending) => {
      const columns = Object.values(plain.columns)
      const expected = Array.from({ length: plain.rows }, (_, i) => i).toSorted((a, b) => {
        for (const [k, column] of columns.entries()) {
          const order = compareRows(column, a, b, descending[k]!)
          if (order !== 0) return order
        }
        return a - b
      })
      for (const { form, table } of forms) {
        const own = adopt(table, 'test')
        const keys = Object.keys(plain.columns).map((name, k) => ({
          column: findColumn(own, name, 'test'),
          descending: descending[k]!,
        }))
        expect({ form, order: [...sortRows(keys)] }).toEqual({ form, order: expected })
      }
    }),
    { numRuns: 60 },
  )
})
