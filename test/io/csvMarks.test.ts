import fc from 'fast-check'
import { type ReadOptions, readBatches, readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { bytesOf, refusal, rowsOf, typesOf } from './help.js'

async function read(csv: string, options?: ReadOptions): Promise<{ types: string; rows: unknown[][] }> {
  const table = await readTable(bytesOf(csv), options)
  return { types: typesOf(table).join(' '), rows: rowsOf(table) }
}

const VAGUE =
  /^value-invalid: .*'b' holds numbers such as '1[.,]000'.*say thousands: '[.,]' or decimal: '[.,]'/

describe('decimal marks and groups of digits', () => {
  it('are settled over all columns: where 12,50 is a price, 1.000 is a thousand', async () => {
    expect(await read('k;preis;menge\na;12,50;1.000\nb;3,10;500\n')).toEqual({
      types: 'Utf8 Float64 Int32',
      rows: [
        ['a', 12.5, 1000],
        ['b', 3.1, 500],
      ],
    })
    expect((await read('k;price;qty\na;12.50;1,000\n')).rows).toEqual([['a', 12.5, 1000]])
    expect((await read('k,b\na,"1,234.50"\nb,"1,000"\n')).rows.map((row) => row[1])).toEqual([1234.5, 1000])
  })

  it('are asked for where every mark could be either, also after thousands of rows', async () => {
    expect(await refusal(read('k;b\na;1.000\nb;2.500\n'))).toMatch(VAGUE)
    expect(await refusal(read('k;b\na;1,000\nb;2,500\n'))).toMatch(VAGUE)
    expect(await refusal(read('k;b\na;1.000\n', { types: { b: 'float64' } }))).toMatch(VAGUE)
    const many = Array.from({ length: 5000 }, (_, i) => `a;${i}\n`).join('')
    expect(await refusal(read(`k;b\n${many}a;1.000\n`))).toMatch(/line 5002: .*'1.000'.*thousands: '.'/)
    const late = await read(`k;b\n${many}a;1.000,5\nb;2.000\n`)
    expect(late.rows.slice(4999).map((row) => row[1])).toEqual([4999, 1000.5, 2000])
    const batches = async (): Promise<void> => {
      for await (const table of readBatches(bytesOf(`k;b\n${many}a;1.000\n`))) void table
    }
    expect(await refusal(batches())).toMatch(/thousands: '.' or decimal: '.'/)
  })

  it('are not asked for where the column is text, or points are fractions between commas', async () => {
    expect((await read('k;b\na;1.000\n', { types: { b: 'text' } })).rows).toEqual([['a', '1.000']])
    expect((await read('k;b\na;1.000\nb;2.x\n')).rows[0]).toEqual(['a', '1.000'])
    expect((await read('k;phone\na;555.123\n')).rows).toEqual([['a', '555.123']])
    expect((await read('k,b\na,1.000\nb,2.500\n')).rows).toEqual([
      ['a', 1],
      ['b', 2.5],
    ])
    expect((await read('k,b\na,"1,5"\n')).rows).toEqual([['a', '1,5']])
  })

  it('are as said: either option says what the other mark is', async () => {
    const csv = 'k;b\na;1.234,56\nb;2.500\n'
    for (const options of [{ decimal: ',' }, { thousands: '.' }] as const) {
      expect((await read(csv, options)).rows.map((row) => row[1])).toEqual([1234.56, 2500])
    }
    expect((await read('k;b\na;1.000\n', { decimal: '.' })).rows).toEqual([['a', 1]])
    for (const decimal of [',', undefined] as const) {
      const { rows } = await read('k;b\na;1 234,5\nb;12,5\n', { thousands: ' ', decimal })
      expect(rows).toEqual([
        ['a', 1234.5],
        ['b', 12.5],
      ])
    }
    expect((await read('k;b\na;1,23,4\n', { thousands: ',' })).rows).toEqual([['a', '1,23,4']])
  })

  it('give back every number that German or Swiss or English spreadsheets write with two decimals', async () => {
    const cents = fc.array(fc.integer({ min: -1e11, max: 1e11 }), { minLength: 1 })
    const locale = fc.constantFrom('de-DE', 'de-CH', 'en-GB')
    await fc.assert(
      fc.asyncProperty(cents, locale, async (values, language) => {
        const format = new Intl.NumberFormat(language, { minimumFractionDigits: 2 })
        const lines = values.map((value) => `a;${format.format(value / 100)}\n`)
        const { rows } = await read(`k;b\n${lines.join('')}`)
        expect(rows.map((row) => row[1])).toEqual(values.map((value) => value / 100 + 0))
      }),
    )
  })

  it.each([
    ['$1,000.50', 1000.5],
    ['-$1,000.50', -1000.5],
    ['12,50 €', 12.5],
    ['£3', 3],
    ['(3.00)', -3],
    ['($3.50)', -3.5],
    ["1'250.50", 1250.5],
    ['CHF 1’250.50', 1250.5],
    ['￥12', 12],
  ])('reads the amount %s as %d', async (text, value) => {
    expect((await read(`k;b\na;${text}\n`)).rows).toEqual([['a', value]])
  })

  it('never adds up currencies: a column with several stays text, or is refused as numbers', async () => {
    expect((await read('k;b\na;$5\nb;€3\n')).rows).toEqual([
      ['a', '$5'],
      ['b', '€3'],
    ])
    expect(await refusal(read('k;b\na;$5\nb;€3\n', { types: { b: 'float64' } }))).toMatch(/^value-invalid/)
  })

  it.each([
    ['1.5', '3,50', /say decimal: ','/],
    ['1.5', '1 000', /say thousands: ' '/],
    ['1.5', 'none yet', /say missing: \['none yet'\]/],
  ])('names the option that helps where numbers like %s are wanted but there is %s', async (a, b, help) => {
    expect(await refusal(read(`k;b\na;${a}\nb;${b}\n`, { types: { b: 'float64' } }))).toMatch(help)
  })
})
