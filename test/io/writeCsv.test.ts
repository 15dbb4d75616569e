import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Decimal, Int64, LargeUtf8, Table, vectorFromArray } from 'apache-arrow'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readTable, writeTable, type WriteOptions } from 'clientele/io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as build from '#src/table/build'
import { refusal, rowsOf, typesOf } from './help.js'
import { mixed } from './mixed.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function csvOf(table: Table, options: WriteOptions = {}): Promise<string> {
  const path = join(folder, 'out.csv')
  await writeTable(table, path, options)
  return readFile(path, 'utf8')
}

describe('writeTable, CSV', () => {
  it('writes numbers, ISO dates, booleans and text as documented', async () => {
    expect(await csvOf(mixed)).toBe(
      [
        'id,amount,when,zoned,day,yes,word,text',
        '1,0.1,1970-01-01 00:00:00,1970-01-01 00:00:00Z,1970-01-01,true,"a, b",漢字',
        '-2147483648,-1234.5,2001-09-09 01:46:40.250,2001-09-09 01:46:40Z,1969-12-31,false,"say ""x""","two\nlines"',
        ',,,,,,,',
        '',
      ].join('\n'),
    )
  })

  it('reads back as it was written', async () => {
    const path = join(folder, 'back.csv')
    await writeTable(mixed, path)
    const back = await readTable(path, { types: { word: 'dictionary', text: 'utf8' } })
    expect(typesOf(back)).toEqual(typesOf(mixed))
    expect(rowsOf(back)).toEqual(rowsOf(mixed))
  })

  it('writes every double as JavaScript prints it', async () => {
    const cents = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 100)
    const number = fc.oneof(
      fc.double({ noNaN: true }),
      cents,
      fc.integer(),
      fc.constantFrom(-0, 21474836.47, 0.07),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), async (values) => {
        const csv = await csvOf(build.makeTable({ x: build.float64(Float64Array.from(values)) }), {
          header: false,
        })
        expect(csv.trimEnd().split('\n')).toEqual(values.map((v) => (Object.is(v, -0) ? '-0' : String(v))))
      }),
    )
  })

  it('quotes such that csv-parse and readTable read any text back', async () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '=') }),
      fc.string({ unit: 'grapheme' }),
    )
    const text = fc.option(word.filter((value) => !value.includes('\0') && value !== ''))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1 }), async (pairs) => {
        const left = pairs.map(([value]) => value)
        const labels = [...new Set(pairs.map(([, value]) => value ?? ''))]
        const codes = Int32Array.from(pairs, ([, value]) => (value === null ? -1 : labels.indexOf(value)))
        const table = build.makeTable({ a: build.utf8(left), b: build.dictionary(codes, labels) })
        const csv = await csvOf(table, { neutralize: false })
        const referee = parse(csv, { from_line: 2, relax_column_count: false, record_delimiter: '\n' })
        expect(referee).toEqual(pairs.map(([a, b]) => [a ?? '', b ?? '']))
        const back = await readTable(new TextEncoder().encode(csv), {
          header: true,
          delimiter: ',',
          types: { a: 'utf8', b: 'utf8' },
        })
        expect(rowsOf(back)).toEqual(pairs)
      }),
    )
  })

  it('neutralises text, not numbers, that a spreadsheet would run, unless told not to', async () => {
    const evil = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=a,"b"', 'fine', "'quoted"]
    const table = build.makeTable({
      '=name': build.utf8(evil),
      word: build.dictionary(Int32Array.from(evil.keys()), evil),
      n: build.int32(Int32Array.from(evil, () => -5)),
    })
    const written = parse(await csvOf(table)) as string[][]
    const safe = ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'\rx", `'=a,"b"`, 'fine', "'quoted"]
    expect(written).toEqual([["'=name", 'word', 'n'], ...safe.map((text) => [text, text, '-5'])])
    const told = parse(await csvOf(table, { neutralize: false })) as string[][]
    expect(told.slice(1).map((row) => row[0])).toEqual(evil)
  })

  it('heeds delimiter, header and byte order mark, zips .gz, tells empty text from missing', async () => {
    const table = build.makeTable({ a: build.utf8(['', null, 'x;y']) })
    expect(await csvOf(table, { delimiter: ';', bom: true })).toBe('\ufeffa\n""\n""\n"x;y"\n')
    expect(await csvOf(table, { header: false })).toBe('""\n""\nx;y\n')
    await writeTable(mixed, join(folder, 'm.csv.gz'))
    expect(gunzipSync(await readFile(join(folder, 'm.csv.gz'))).toString()).toBe(await csvOf(mixed))
  })

  it('writes 64-bit integers and decimals exactly, and refuses nested columns', async () => {
    const long = new Table({ n: vectorFromArray([9007199254740993n, -5n], new Int64()) })
    expect(await csvOf(long)).toBe('n\n9007199254740993\n-5\n')
    const large = new Table({ t: vectorFromArray(['x', null, '=y'], new LargeUtf8()) })
    expect(await csvOf(large)).toBe(`t\nx\n""\n'=y\n`)
    const decimal = new Table({
      d: vectorFromArray([Uint32Array.of(1250, 0, 0, 0)], new Decimal(2, 10, 128)),
    })
    expect(await csvOf(decimal)).toBe('d\n12.5\n')
    const nested = new Table({ l: vectorFromArray([[1, 2]]) })
    expect(await refusal(writeTable(nested, join(folder, 'l.csv')))).toMatch(/^column-type: .*'l' is List/)
  })
})
