import { Int32, Table, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { about, concat, fromRows, join, toRows } from 'clientele'
import { isMissing, plainRows } from '../arbitrary/compare.js'
import { type Plain, tables } from '../arbitrary/table.js'
import { numbered, cells, plainZeros, failure, withRoles } from './verbHelp.js'

describe('concat', () => {
  test('gives the rows of each table in turn, whatever the physical forms', () => {
    fc.assert(
      fc.property(tables(), fc.nat(), fc.nat(), ({ plain, forms }, i, j) => {
        const [a, b] = [forms[i % forms.length]!, forms[j % forms.length]!]
        const found = concat([a.table, b.table])
        expect({ a: a.form, b: b.form, rows: plainZeros(toRows(found)) }).toEqual({
          a: a.form,
          b: b.form,
          rows: [...cells(plain), ...cells(plain)],
        })
      }),
      { numRuns: 150 },
    )
  })

  test('takes columns in any order and reconciles types without changing a value', () => {
    const a = fromRows([{ x: 1, day: '2025-01-01' }], { types: { x: 'int32', day: 'date' } })
    const b = fromRows([{ day: new Date(5), x: 1.5 }])
    const c = fromRows([{ x: null, day: null }])
    expect(toRows(concat<any>([a, b, c]))).toEqual([
      { x: 1, day: new Date('2025-01-01') },
      { x: 1.5, day: new Date(5) },
      { x: null, day: null },
    ])
  })

  test('names what contradicts', () => {
    const a = fromRows([{ x: 1 }])
    expect(failure(() => concat<any>([a, fromRows([{ x: 'a' }])])).message).toMatch(
      /column 'x' is Float64 in table 0, Dictionary<Int32, Utf8> in table 1/,
    )
    const long = fromRows([{ x: 2n ** 53n + 1n }])
    expect(failure(() => concat<any>([a, long])).code).toBe('contradiction')
    expect(failure(() => concat<any>([a, fromRows([{ y: 1 }])])).code).toBe('column-missing')
    expect(failure(() => concat([])).code).toBe('option-invalid')
    const [day, week] = ['day', 'week'].map((unit) => withRoles(fromRows([{ x: 1 }]), {}, { unit }))
    expect(failure(() => concat([day!, week!])).message).toContain("one table's unit is day, another's week")
  })
})

describe('join', () => {
  test('matches equal keys, whatever their physical forms: a missing key matches nothing', () => {
    const hows = fc.constantFrom('inner', 'left', 'semi', 'anti' as const)
    const picks = fc.tuple(fc.nat(), fc.nat())
    fc.assert(
      fc.property(
        tables({ maxRows: 15 }),
        hows,
        picks,
        fc.boolean(),
        ({ plain, forms }, how, [i, j], many) => {
          const keys = Object.keys(plain.columns)
          const [a, b] = [forms[i % forms.length]!, forms[j % forms.length]!]
          const left = numbered(a.table, 'left')
          const right = numbered(b.table, 'right')
          const rows = plainRows(plain)
          const matches = rows.map((row) =>
            rows.flatMap((other, at) => (keys.every((key) => areEqual(row[key]!, other[key]!)) ? [at] : [])),
          )
          const run = (): Table =>
            join(left as Table<any>, right as Table<any>, { on: keys, how, many }) as Table<any>
          const repeats = matches.some((found) => found.length > 1)
          if (repeats && !many && (how === 'inner' || how === 'left')) {
            expect(failure(run).code).toBe('contradiction')
            return
          }
          const found = toRows(run()).map(({ left, right }) => [left, right])
          expect({ a: a.form, b: b.form, found }).toEqual({
            a: a.form,
            b: b.form,
            found: expectedPairs(matches, how),
          })
        },
      ),
      { numRuns: 200 },
    )
  })

  const orders = withRoles(
    fromRows([
      { client: 'ann', amount: 20, note: 'x' },
      { client: 'eve', amount: 5, note: 'y' },
    ]),
    { customer: 'client', amount: 'amount' },
  )
  const people = fromRows([
    { id: 'bob', note: 'p' },
    { id: 'ann', note: 'q' },
  ])

  test('matches columns of other names, names what it adds, counts, and keeps the left roles', () => {
    const on = { client: 'id' } as const
    expect(failure(() => join(orders, people, { on })).code).toBe('column-exists')
    const joined = join(orders, people, { on, how: 'left', suffix: '_right' })
    expect(toRows(joined)).toEqual([
      { client: 'ann', amount: 20, note: 'x', note_right: 'q' },
      { client: 'eve', amount: 5, note: 'y', note_right: null },
    ])
    expect(about(joined).roles).toEqual({ customer: 'client', amount: 'amount' })
    expect(about(joined).counts.join).toEqual({ left_rows: 2, right_rows: 2, matched: 1 })
  })

  test('refuses keys that cannot be compared, contradictory metadata and unfit options', () => {
    const numbers = fromRows([{ id: 1 }])
    expect(failure(() => join(orders, numbers, { on: { client: 'id' } })).message).toMatch(
      /column 'client' is Dictionary<Int32, Utf8> in the left table, Float64 in the right/,
    )
    const [a, b] = ['2025-01-01', '2025-02-01'].map((asOf) =>
      withRoles(fromRows([{ id: 'x' }]), {}, { asOf }),
    )
    expect(failure(() => join(a!, b!, { on: 'id' })).code).toBe('contradiction')
    expect(failure(() => join(orders, people, { on: 'id' as any })).code).toBe('column-missing')
    expect(failure(() => join(orders, people, { on: [] })).code).toBe('option-invalid')
    expect(failure(() => join(orders, people, { on: { client: 'id' }, how: 'outer' as any })).code).toBe(
      'option-invalid',
    )
  })

  test('matches plain text with a dictionary and whole numbers with doubles', () => {
    const plain = new Table({
      id: vectorFromArray(['ann', 'eve'], new Utf8()),
      n: vectorFromArray([1, 2], new Int32()),
    })
    expect(toRows(join(plain, people, { on: 'id' }) as Table<any>)).toEqual([{ id: 'ann', n: 1, note: 'q' }])
    const doubles = fromRows([{ n: 2, found: true }])
    expect(toRows(join(plain, doubles, { on: 'n' }) as Table<any>)).toEqual([
      { id: 'eve', n: 2, found: true },
    ])
  })
})

function areEqual(a: Plain, b: Plain): boolean {
  return !isMissing(a) && !isMissing(b) && a === b
}

function expectedPairs(matches: number[][], how: string): unknown[][] {
  return matches.flatMap((found, left): unknown[][] => {
    if (how === 'semi') return found.length > 0 ? [[left, undefined]] : []
    if (how === 'anti') return found.length > 0 ? [] : [[left, undefined]]
    if (how === 'left' && found.length === 0) return [[left, null]]
    return found.map((right) => [left, right])
  })
}
