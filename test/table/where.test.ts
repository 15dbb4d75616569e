import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { about, fromRows, toRows, where } from 'clientele'
import { comparePlain } from '../arbitrary/compare.js'
import { type Plain, tables } from '../arbitrary/table.js'
import { ids, cellOf, cells, plainZeros, failure } from './verbHelp.js'

describe('where', () => {
  test('keeps the rows whose values pass each test, in every physical form; a missing value passes not and notIn alone', () => {
    const parts = fc.constantFrom('is', 'not', 'in', 'notIn', 'from', 'to', 'above', 'below', 'missing')
    fc.assert(
      fc.property(tables({ maxColumns: 1 }), parts, fc.nat(), ({ plain, forms }, part, pick) => {
        const { kind, values } = plain.columns.a!
        const present = values.map((v) => cellOf(v, kind)).filter((v) => v !== null) as Plain[]
        if (present.length === 0) return
        const bound = present[pick % present.length]!
        const other = present[(pick * 7) % present.length]!
        const given =
          part === 'missing' ? pick % 2 === 0 : part === 'in' || part === 'notIn' ? [bound, other] : bound
        const kept = cells(plain).filter(({ a }) => passes(a as Plain, part, given))
        for (const { form, table } of forms) {
          const found = where(table, { a: { [part]: given } })
          expect({ form, rows: plainZeros(toRows(found)) }).toEqual({ form, rows: kept })
          expect(about(found).counts.where).toEqual({ kept: kept.length, left_out: plain.rows - kept.length })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('keeps the rows for which a function is true', () => {
    fc.assert(
      fc.property(tables(), ({ plain, forms }) => {
        const expected = cells(plain).filter((row, i) => row.a !== null && i % 3 > 0)
        for (const { form, table } of forms) {
          const found = where(table, (row: any, i) => row.a !== null && i % 3 > 0)
          expect({ form, rows: plainZeros(toRows(found)) }).toEqual({ form, rows: expected })
        }
      }),
      { numRuns: 60 },
    )
  })

  const orders = fromRows([
    { id: 'a', at: new Date('2025-03-01T00:00:00Z'), amount: 5 },
    { id: 'b', at: new Date('2025-03-01T23:59:59.999Z'), amount: 10 },
    { id: 'c', at: new Date('2025-03-02T00:00:00Z'), amount: NaN },
  ])

  test('takes a bare date as its whole day and a moment as itself', () => {
    expect(ids(where(orders, { at: { to: '2025-03-01' } }))).toEqual(['a', 'b'])
    expect(ids(where(orders, { at: '2025-03-01' }))).toEqual(['a', 'b'])
    expect(ids(where(orders, { at: { above: '2025-03-01' } }))).toEqual(['c'])
    expect(ids(where(orders, { at: { below: '2025-03-02' } }))).toEqual(['a', 'b'])
    expect(ids(where(orders, { at: { to: '2025-03-01T00:00:00Z' } }))).toEqual(['a'])
    expect(ids(where(orders, { at: new Date('2025-03-02') }))).toEqual(['c'])
  })

  test('joins tests by and, and finds a pattern anew in each value', () => {
    expect(ids(where(orders, { id: { matches: /[ab]/g }, amount: { above: 5 } }))).toEqual(['b'])
    expect(ids(where(orders, { amount: null }))).toEqual(['c'])
    expect(ids(where(orders, { amount: { missing: false } }))).toEqual(['a', 'b'])
  })

  const refused: [unknown, string, string][] = [
    [{ nothing: 1 }, 'column-missing', "there is no column 'nothing'"],
    [{ amount: 'x' }, 'option-invalid', "column 'amount' is Float64, but is is a string ('x')"],
    [
      { at: 'soon' },
      'option-invalid',
      "column 'at' is Timestamp<MILLISECOND, UTC>, but is is a string ('soon')",
    ],
    [{ amount: { form: 1 } }, 'option-invalid', "there is no option 'form'"],
    [{ amount: {} }, 'option-invalid', "the test of column 'amount' is empty"],
    [{ amount: { in: 3 } }, 'option-invalid', 'amount.in must be a list'],
    [{ amount: { matches: /x/ } }, 'column-type', "column 'amount' is Float64, but matches needs text"],
    [{ id: { from: null } }, 'option-invalid', 'id.from must be a value'],
    [() => 1, 'option-invalid', 'the function must return true or false, but returned a number for row 1'],
    [[], 'option-invalid', 'the condition must be an object'],
  ]
  test.each(refused)('refuses a condition: %j', (condition, code, sentence) => {
    expect(failure(() => where(orders, condition as any))).toEqual({
      code,
      message: expect.stringContaining(sentence) as string,
    })
  })
})

function passes(value: Plain, part: string, given: unknown): boolean {
  const same = (other: unknown): boolean =>
    value !== null && ((value as unknown) instanceof Date ? Number(value) === Number(other) : value === other)
  const order = value === null ? NaN : comparePlain(value, given as Plain)
  switch (part) {
    case 'is':
      return same(given)
    case 'not':
      return !same(given)
    case 'in':
      return (given as unknown[]).some(same)
    case 'notIn':
      return !(given as unknown[]).some(same)
    case 'from':
      return order >= 0
    case 'to':
      return order <= 0
    case 'above':
      return order > 0
    case 'below':
      return order < 0
    default:
      return (value === null) === given
  }
}
