import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  Decimal,
  Dictionary,
  Int32,
  Int64,
  LargeUtf8,
  Table,
  tableFromArrays,
  Utf8View,
  vectorFromArray,
} from 'apache-arrow'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readBatches, readTable, writeTable, type WriteOptions } from 'clientele/io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as build from '#src/table/build'
import { stackTables } from '#src/table/stack'
import { refusal, rowsOf, typesOf } from './help.js'

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

const mixed = build.makeTable(
  {
    id: build.int32(Int32Array.of(1, -2147483648, 0), Uint8Array.of(1, 1, 0)),
    amount: build.float64(Float64Array.of(0.1, -1234.5, NaN)),
    when: build.timestamp(Float64Array.of(0, 1e12 + 250, NaN)),
    zoned: build.timestamp(Float64Array.of(0, 1e12, NaN), 'UTC'),
    day: build.date(Float64Array.of(0, -1, NaN)),
    yes: build.bool(Uint8Array.of(1, 0, 2)),
    word: build.dictionary(Int32Array.of(0, 1, -1), ['a, b', 'say "x"']),
    text: build.utf8(['漢字', 'two\nlines', null]),
  },
  new Map([['clientele', JSON.stringify({ roles: { customer: 'id' }, unit: 'week', counts: {} })]]),
)

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

describe.each(['parquet', 'arrow', 'arrows'])('writeTable, .%s', (extension) => {
  it('keeps types, dictionaries, missing values and what the table knows about itself', async () => {
    const path = join(folder, `kept.${extension}`)
    await writeTable(mixed, path)
    for (const source of [path, new Uint8Array(await readFile(path))]) {
      const back = await readTable(source)
      expect(typesOf(back)).toEqual(typesOf(mixed))
      expect(rowsOf(back)).toEqual(rowsOf(mixed))
      expect(back.schema.metadata.get('clientele')).toBe(mixed.schema.metadata.get('clientele'))
    }
    const part = await readTable(path, { columns: ['text', 'id'] })
    expect(part.schema.fields.map((field) => field.name)).toEqual(['id', 'text'])
    expect(rowsOf(part)).toEqual(rowsOf(mixed).map((row) => [row[0], row[7]]))
    expect(await refusal(readTable(path, { columns: ['none'] }))).toMatch(
      /^column-missing: .*'none'.*id, amount/,
    )
  })

  it('writes slices and several chunks with dictionaries of their own', async () => {
    const other = build.makeTable({
      w: build.dictionary(Int32Array.of(0, 1, 0), ['x', 'y']),
      n: build.int32(Int32Array.of(1, 2, 3)),
    })
    const more = build.makeTable({
      w: build.dictionary(Int32Array.of(1, 0), ['y', 'z']),
      n: build.int32(Int32Array.of(4, 5)),
    })
    const table = stackTables([other.slice(1), more], ['one', 'two'], 'test')
    const path = join(folder, `chunks.${extension}`)
    await writeTable(table, path)
    expect(rowsOf(await readTable(path))).toEqual([
      ['y', 2],
      ['x', 3],
      ['z', 4],
      ['y', 5],
    ])
  })

  it('takes string views, plain and in dictionaries', async () => {
    const view = vectorFromArray(['x', null, 'a longer text than twelve bytes'], new Utf8View())
    const coded = vectorFromArray(['y', 'z', null], new Dictionary(new Utf8View(), new Int32()))
    const path = join(folder, `views.${extension}`)
    await writeTable(new Table({ view, coded }), path)
    expect(rowsOf(await readTable(path))).toEqual([
      ['x', 'y'],
      [null, 'z'],
      ['a longer text than twelve bytes', null],
    ])
  })

  it('refuses files that are cut off, anywhere', async () => {
    const path = join(folder, `whole.${extension}`)
    await writeTable(mixed, path)
    const bytes = new Uint8Array(await readFile(path))
    // The marker at the end of a stream may be missing; what is before it may not.
    const from = extension === 'arrows' ? bytes.length - 9 : bytes.length - 1
    for (let length = from; length > 16; length -= 37) {
      const format = extension as 'parquet'
      expect(await refusal(readTable(bytes.slice(0, length), { format }))).toMatch(/^file-malformed: /)
    }
  })

  it('reads text columns as dates where types say so', async () => {
    const texts = ['12/31/2010 8:26', '1/2/2011 9:00', null, '1/2/2011 9:00']
    const path = join(folder, `dates.${extension}`)
    await writeTable(
      build.makeTable({ d: build.utf8(texts), n: build.int32(Int32Array.of(1, 2, 3, 4)) }),
      path,
    )
    for (const type of ['mm/dd/yyyy', 'timestamp'] as const) {
      const table = await readTable(path, { types: { d: type } })
      expect(rowsOf(table).map(([d]) => d)).toEqual([
        Date.UTC(2010, 11, 31, 8, 26),
        Date.UTC(2011, 0, 2, 9),
        null,
        Date.UTC(2011, 0, 2, 9),
      ])
    }
    expect(await refusal(readTable(path, { types: { d: 'dd/mm/yyyy' } }))).toMatch(
      /^value-invalid: .*'d' holds '12\/31/,
    )
    expect(await refusal(readTable(path, { types: { n: 'date' } }))).toMatch(/^column-type: .*'n'/)
    expect(await refusal(readTable(path, { types: { x: 'date' } }))).toMatch(/^column-missing: .*'x'/)
  })
})

describe('the file', () => {
  it('is there whole or not at all: what stood there stays, and nothing is left beside it', async () => {
    const path = join(folder, 'safe', 'x.csv')
    expect(await refusal(writeTable(mixed, path))).toMatch(/^file-missing: .*folder does not exist/)
    const target = join(folder, 'old.csv')
    await writeFile(target, 'old')
    const nested = new Table({ a: vectorFromArray(['x']), l: vectorFromArray([[1]]) })
    expect(await refusal(writeTable(nested, target))).toMatch(/^column-type/)
    expect(await readFile(target, 'utf8')).toBe('old')
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    await symlink(target, join(folder, 'link.csv'))
    await writeTable(build.makeTable({ a: build.utf8(['new']) }), join(folder, 'link.csv'))
    expect(await readFile(target, 'utf8')).toBe('a\nnew\n')
  })

  it('refuses targets and options that say no format', async () => {
    expect(await refusal(writeTable(mixed, join(folder, 'x.xlsx')))).toMatch(/^option-invalid: .*format/)
    expect(await refusal(writeTable(mixed, 'https://example.com/x.csv'))).toMatch(/^unsupported/)
    expect(await refusal(writeTable(mixed, 5 as never, { format: 'csv' }))).toMatch(
      /^value-invalid: .*a number/,
    )
    expect(await refusal(writeTable([] as never, 'x.csv'))).toMatch(/^value-invalid: .*an array/)
    expect(await refusal(writeTable(mixed, 'x.csv', { bom: 1 as never }))).toMatch(/^option-invalid: .*bom/)
    expect(await refusal(writeTable(mixed, 'x.csv', { head: true } as never))).toMatch(
      /^option-invalid: .*'head'/,
    )
  })

  it('can be a stream of Node or the web', async () => {
    const pieces: Uint8Array[] = []
    const web = new WritableStream<Uint8Array>({ write: (piece) => void pieces.push(piece) })
    await writeTable(mixed, web, { format: 'parquet' })
    expect(rowsOf(await readTable(Buffer.concat(pieces)))).toEqual(rowsOf(mixed))
  })
})

/** What is said of a file whose last value is unlike the five thousand before it. */
async function misfit(last: string, first = '1', options = {}): Promise<string> {
  const csv = `a,b\n${`${first},x\n`.repeat(5000)}${last},y\n`
  const run = async (): Promise<void> => {
    for await (const part of readBatches(new TextEncoder().encode(csv), options)) expect(part.numCols).toBe(2)
  }
  return refusal(run())
}

describe('readBatches', () => {
  const rows = 200_000
  const table = build.makeTable({
    n: build.int32(Int32Array.from({ length: rows }, (_, i) => i)),
    w: build.dictionary(
      Int32Array.from({ length: rows }, (_, i) => i % 3),
      ['a', 'b', 'c'],
    ),
    d: build.timestamp(Float64Array.from({ length: rows }, (_, i) => i * 1000)),
  })

  it.each(['csv', 'csv.gz', 'parquet', 'arrow', 'arrows'])(
    'gives the rows of .%s in order, all tables of the same types',
    async (extension) => {
      const path = join(folder, `batches.${extension}`)
      const chunked = new Table([table.slice(0, 70_000), table.slice(70_000)].flatMap((part) => part.batches))
      await writeTable(chunked, path, { rowGroupRows: 70_000 })
      let next = 0
      let batches = 0
      for await (const part of readBatches(path, { rows: 20_000, columns: ['n', 'w'] })) {
        expect(typesOf(part)).toEqual(['Int32', 'Dictionary<Int32, Utf8>'])
        const n = part.getChild('n')!.toArray() as Int32Array
        const w = part.getChild('w')!
        expect([n[0], n.at(-1), w.get(0)]).toEqual([next, next + part.numRows - 1, 'abc'[next % 3]])
        next += part.numRows
        batches++
      }
      expect([next, batches > 1]).toEqual([rows, true])
    },
  )

  it('settles CSV types by the first rows: what does not fit later is an error that says what to do', async () => {
    expect(await misfit('1.5')).toMatch(
      /^value-invalid: .*line 5002: column 'a' holds '1.5'.*types: \{a: 'float64'\}/,
    )
    expect(await misfit('C1')).toMatch(/line 5002: column 'a' holds 'C1'/)
    expect(await misfit('2024-01-31 10:00', '2024-01-31')).toMatch(/^value-invalid: .*times of day later/)
    expect(await misfit('01/02/2024', '01/02/2024')).toMatch(/^value-invalid: .*day or month/)
    await expect(misfit('1.5', '1', { types: { a: 'float64' } })).rejects.toThrow('there was no error')
    expect(await misfit('x', '1', { rows: 0 })).toMatch(/^option-invalid: .*rows/)
  })
})

it('reads tables that another program wrote as Arrow arrays', async () => {
  const table = tableFromArrays({ a: ['x', 'y'], b: Float64Array.of(1, 2) })
  await writeTable(table, join(folder, 'arrays.arrow'))
  expect(rowsOf(await readTable(join(folder, 'arrays.arrow')))).toEqual([
    ['x', 1],
    ['y', 2],
  ])
})
