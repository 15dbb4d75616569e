import fc from 'fast-check'
import { type ColumnType, readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { bytesOf, refusal, rowsOf, typesOf } from './help.js'

/** The type of a column of those values, and the values. */
async function column(
  values: readonly string[],
  options: {
    type?: ColumnType
    name?: string
    decimal?: ',' | '.'
    thousands?: string
    missing?: string[]
  } = {},
): Promise<{ type: string; values: unknown[] }> {
  const { type, name = 'x', ...rest } = options
  const csv = `${name};other\n${values.map((value) => `${value};1`).join('\n')}\n`
  const types = type ? { [name]: type } : undefined
  const table = await readTable(bytesOf(csv), { delimiter: ';', types, ...rest })
  return { type: typesOf(table)[0]!, values: rowsOf(table).map((row) => row[0]) }
}

const day = (iso: string): number => Date.parse(`${iso}${iso.length === 10 ? 'T00:00' : ''}Z`)

describe('types of CSV columns', () => {
  it('reads back every double that JavaScript prints, to the bit', async () => {
    const double = fc.double({ noNaN: true }).filter((v) => String(v) !== '0' || Object.is(v, 0))
    await fc.assert(
      fc.asyncProperty(fc.array(double, { minLength: 1 }), async (values) => {
        const read = await column(values.map(String), { type: 'float64', decimal: '.' })
        expect(read.values).toEqual(values)
      }),
    )
  })

  it('guesses Int32 exactly where all values are whole numbers of 32 bits without a leading zero', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { minLength: 1 }), async (values) => {
        expect(await column(values.map(String))).toEqual({ type: 'Int32', values })
      }),
    )
    expect((await column(['1', '2147483648'])).type).toBe('Float64')
    expect((await column(['2.00', '3.00'])).type).toBe('Float64')
    expect((await column(['12', '012'])).type).toBe('Utf8')
    expect(await column(['0', '0.5', '-0.25', '.5', '1e+3'])).toEqual({
      type: 'Float64',
      values: [0, 0.5, -0.25, 0.5, 1000],
    })
  })

  it.each([
    ['123456789012345', 'Float64'],
    ['1234567890123456', 'Utf8'],
    ['+441632960961', 'Utf8'],
    ['00123', 'Utf8'],
    ['007', 'Utf8'],
    ['0.30000000000000004', 'Float64'],
    ['12-34', 'Utf8'],
    ['1,5', 'Float64'],
    ['1.234,5', 'Float64'],
    ['1E5', 'Utf8'],
    ['1e+5', 'Int32'],
    ['1.5e3', 'Float64'],
    ['TRUE', 'Bool'],
    ['yes', 'Utf8'],
    ['2024-02-30', 'Utf8'],
  ])('reads %s as %s', async (value, type) => {
    expect((await column([value])).type).toBe(type)
  })

  it.each([
    'phone',
    'Phone',
    'homePhone',
    'zip',
    'zip_code',
    'PLZ',
    'post code',
    'code postal',
    'Telefon',
    '手机号',
    'EAN',
  ])('leaves whole numbers text in a column named %s', async (name) =>
    expect((await column(['94105'], { name })).type).toBe('Utf8'),
  )

  it.each(['zipper', 'phones_sold', 'planet', 'total'])(
    'counts in a column named %s are numbers',
    async (name) => expect((await column(['94105'], { name })).type).toBe('Int32'),
  )

  it('widens a type that only later rows contradict, and loses no value', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => String(i))
    const floats = await column([...many, '0.5'])
    expect([floats.type, floats.values[7], floats.values[5000]]).toEqual(['Float64', 7, 0.5])
    const texts = await column([...many, '0.5', 'C17', '017'])
    expect(texts.type).toBe('Utf8')
    expect(texts.values).toEqual([...many, '0.5', 'C17', '017'])
    const dates = Array.from({ length: 5000 }, () => '2024-01-31')
    expect((await column([...dates, 'unknown'])).values.slice(4999)).toEqual(['2024-01-31', 'unknown'])
  })

  it('takes the type of what comes after thousands of missing values', async () => {
    const none = Array.from({ length: 5000 }, () => '')
    for (const [value, type, read] of [
      ['12', 'Int32', 12],
      ['1.5', 'Float64', 1.5],
      ['2024-01-31', 'Date32<DAY>', day('2024-01-31')],
      ['true', 'Bool', true],
      ['word', 'Utf8', 'word'],
    ] as const) {
      const found = await column([...none, value])
      expect([found.type, found.values[0], found.values[5000]]).toEqual([type, null, read])
    }
    expect((await column(none)).values).toEqual(none.map(() => null))
  })

  it('keeps repeated text as a dictionary and mostly distinct text plain, at any length', async () => {
    for (const rows of [10, 3000, 50_000]) {
      const repeated = await column(Array.from({ length: rows }, (_, i) => `w${i % 5}`))
      expect([repeated.type, repeated.values[6]]).toEqual(['Dictionary<Int32, Utf8>', 'w1'])
      const distinct = await column(Array.from({ length: rows }, (_, i) => `w${i}`))
      expect(distinct.type).toBe('Utf8')
      expect(distinct.values).toEqual(Array.from({ length: rows }, (_, i) => `w${i}`))
    }
  })

  it('reads NA, null and the like as missing among numbers and dates, as text among text', async () => {
    expect((await column(['NA', '1', 'null', ' ', '-'])).values).toEqual([null, 1, null, null, null])
    expect((await column(['n/a', '2024-01-31'])).values).toEqual([null, day('2024-01-31')])
    expect((await column(['NA', 'DE'])).values).toEqual(['NA', 'DE'])
    expect((await column(['?', 'DE', '?'], { missing: ['?'] })).values).toEqual([null, 'DE', null])
    expect((await column(['?', '1', 'NA'], { missing: ['?'] })).values).toEqual([null, '1', 'NA'])
  })

  it('leaves whole digits with an exponent text, since ids would merge, unless a number is asked for', async () => {
    const ids = ['1E5', '10E4', '12E3']
    expect((await column(ids)).values).toEqual(ids)
    expect((await column(ids, { type: 'float64' })).values).toEqual([1e5, 1e5, 12e3])
  })

  it('reads given types, leading zeros and plus too, and names line and column where it cannot', async () => {
    expect((await column(['007', '+3'], { type: 'int32' })).values).toEqual([7, 3])
    expect((await column(['1', '0'], { type: 'bool' })).values).toEqual([true, false])
    expect((await column(['1', '1'], { type: 'utf8' })).type).toBe('Utf8')
    expect((await column(['1', '2'], { type: 'dictionary' })).type).toBe('Dictionary<Int32, Utf8>')
    expect(await refusal(column(['1', '2', 'three'], { type: 'int32' }))).toMatch(
      /^value-invalid: .*line 4: column 'x' holds 'three'/,
    )
  })
})

describe('dates', () => {
  it.each([
    ['2010-12-01', '2010-12-01'],
    ['2010/12/1', '2010-12-01'],
    ['31.12.2010', '2010-12-31'],
    ['1.12.2010', '2010-12-01'],
    ['31/12/2010', '2010-12-31'],
    ['12/31/2010', '2010-12-31'],
    ['12-31-2010', '2010-12-31'],
    ['15 Feb 2025', '2025-02-15'],
    ['15-February-2025', '2025-02-15'],
    ['Sept 3, 2025', '2025-09-03'],
    ['2025年1月31日', '2025-01-31'],
  ])('reads %s as the day %s', async (text, iso) => {
    expect(await column([text])).toEqual({ type: 'Date32<DAY>', values: [day(iso)] })
  })

  it.each([
    ['12/31/2010 8:26', '2010-12-31T08:26'],
    ['31 Dec 2010 8:26', '2010-12-31T08:26'],
    ['2010年12月31日 8:26', '2010-12-31T08:26'],
    ['31.12.2010 08:26:59', '2010-12-31T08:26:59'],
    ['12/31/2010 12:05 AM', '2010-12-31T00:05'],
    ['12/31/2010 12:05:30 pm', '2010-12-31T12:05:30'],
    ['2010-12-31T08:26:59.250', '2010-12-31T08:26:59.250'],
    ['2010-12-31 08:26:59.123456', '2010-12-31T08:26:59.123'],
  ])('reads %s as the time %s', async (text, iso) => {
    expect(await column([text])).toEqual({ type: 'Timestamp<MILLISECOND>', values: [day(iso)] })
  })

  it.each([
    ['2010-12-31T08:26:59Z', '2010-12-31T08:26:59'],
    ['2010-12-31 08:26+01:00', '2010-12-31T07:26'],
    ['2010-12-31T08:26:00-0530', '2010-12-31T13:56'],
  ])('reads %s as the time %s UTC', async (text, iso) => {
    expect(await column([text])).toEqual({ type: 'Timestamp<MILLISECOND, UTC>', values: [day(iso)] })
  })

  it('agrees with JavaScript on every ISO timestamp from year 1 to 9999', async () => {
    const moment = fc.date({
      min: new Date('0001-01-01T00:00Z'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 1 }), async (dates) => {
        const read = await column(dates.map((date) => date.toISOString()))
        expect(read.values).toEqual(dates.map(Number))
      }),
    )
  })

  it('tells day from month by any value in the file, however late', async () => {
    const vague = Array.from({ length: 4000 }, (_, i) => `0${1 + (i % 9)}/02/2024`)
    const dayFirst = await column([...vague, '', '31/01/2024'])
    expect([dayFirst.values[2], dayFirst.values[4001]]).toEqual([day('2024-02-03'), day('2024-01-31')])
    const monthFirst = await column([...vague, '', '01/31/2024'])
    expect([monthFirst.values[2], monthFirst.values[4001]]).toEqual([day('2024-03-02'), day('2024-01-31')])
  })

  it('refuses dates that could be read in two ways, and takes either where it is said', async () => {
    expect(await refusal(column(['03/04/2011', '05/06/2011']))).toMatch(
      /^value-invalid: .*'x' holds dates such as '03\/04\/2011'.*types: \{x: 'dd\/mm\/yyyy'\} or types: \{x: 'mm\/dd\/yyyy'\}/,
    )
    expect((await column(['03/04/2011'], { type: 'dd/mm/yyyy' })).values).toEqual([day('2011-04-03')])
    expect((await column(['03/04/2011'], { type: 'mm/dd/yyyy' })).values).toEqual([day('2011-03-04')])
    expect((await column(['03/03/2011'])).values).toEqual([day('2011-03-03')])
    expect((await column(['20110304'], { type: 'yyyymmdd' })).values).toEqual([day('2011-03-04')])
    expect((await column(['3/4/11', '3/4/99'], { type: 'mm/dd/yy' })).values).toEqual([
      day('2011-03-04'),
      day('1999-03-04'),
    ])
  })

  it('refuses a column that mixes ways to write dates, near or far from its first rows', async () => {
    const mixed = /^value-invalid: .*'x' mixes ways to write dates/
    expect(await refusal(column(['2011-01-31', '31/01/2011', '31.01.2011']))).toMatch(mixed)
    expect(await refusal(column(['31/12/2010', '12/31/2010']))).toMatch(mixed)
    expect(await refusal(column(['15-Feb-2011', '05-02-2011']))).toMatch(mixed)
    expect(await refusal(column(['15 Feb 2011', '2011年1月31日']))).toMatch(mixed)
    const many = Array.from({ length: 5000 }, () => '31/12/2010')
    expect(await refusal(column([...many, '12/31/2010']))).toMatch(mixed)
    expect(await refusal(column([...many, '2010-12-31']))).toMatch(mixed)
  })

  it('says what to do with mixed dates that does not lead back to it, and how two-digit years are read', async () => {
    expect(await refusal(column(['31/12/2010', '12/31/2010']))).not.toMatch(/types:/)
    const short = await refusal(column(['31/12/24'], { type: 'date' }))
    expect(short).toMatch(/types: \{x: 'dd\/mm\/yy'\} or types: \{x: 'mm\/dd\/yy'\}/)
  })

  it('is a timestamp where any value has a time of day, a date where that is asked for', async () => {
    expect((await column(['2024-01-31', '2024-01-31 10:00'])).type).toBe('Timestamp<MILLISECOND>')
    expect((await column(['2024-01-31', '2024-01-31 10:00'], { type: 'date' })).values).toEqual([
      day('2024-01-31'),
      day('2024-01-31'),
    ])
    expect((await column(['2024-01-31'], { type: 'timestamp' })).type).toBe('Timestamp<MILLISECOND>')
  })
})
