import { Int32, Table, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  about,
  ClienteleError,
  concat,
  derive,
  fromRows,
  join,
  rename,
  type SortColumn,
  sortBy,
  toRows,
  where,
} from 'clientele'
import { withAbout } from '#src/table/metadata'
import { comparePlain, isMissing, plainRows } from '../arbitrary/compare.js'
import { type Kind, type Plain, type PlainTable, tables } from '../arbitrary/table.js'

function ids(table: Table): unknown[] {
  return toRows(table).map(({ id }) => id)
}

/** The table with a column that numbers its rows. */
function numbered(table: Table, name: string): Table {
  return derive(table, { [name]: (_: unknown, row: number) => row })
}

/** What toRows gives for a plain value. */
function cellOf(value: Plain, kind: Kind): unknown {
  if (isMissing(value)) return null
  if (kind === 'day' || kind === 'time') return new Date(value as number)
  if (kind === 'decimal') return Number(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  return value === 0 ? 0 : value
}

function cells({ rows, columns }: PlainTable): { [name: string]: unknown }[] {
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, { kind, values }]) => [name, cellOf(values[i]!, kind)]),
    ),
  )
}

/** −0 is 0. */
function plainZeros(rows: readonly object[]): object[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, v]) => [name, v === 0 ? 0 : v])),
  )
}

function failure(run: () => unknown): { code: string; message: string } {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ClienteleError)
    const { code, message } = error as ClienteleError
    return { code, message }
  }
  throw new Error('nothing was thrown')
}

/** A table with roles and an as-of date, as summarize leaves them. */
function withRoles(table: Table, roles: object, others: object = {}): Table {
  table.schema.metadata.clear()
  for (const [key, value] of withAbout(new Map(), { roles, counts: {}, ...others })) {
    table.schema.metadata.set(key, value)
  }
  return table
}

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
