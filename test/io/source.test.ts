import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { readBatches, readTable, type Source } from 'clientele/io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytesOf, inPieces, refusal, rowsOf, typesOf } from './help.js'

const csv = 'a,b\n1,x\n2,y\n'
const rows = [
  [1, 'x'],
  [2, 'y'],
]
let folder: string
let server: Server
let address: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-'))
  await mkdir(join(folder, 'parts', 'deep'), { recursive: true })
  await mkdir(join(folder, 'none'))
  await writeFile(join(folder, 'one.csv'), csv)
  await writeFile(join(folder, 'zipped.csv.gz'), gzipSync(csv))
  await writeFile(join(folder, 'plain-name'), gzipSync(csv))
  await writeFile(join(folder, 'empty.csv'), '')
  await writeFile(join(folder, 'parts', '2024-01.csv'), 'a,b\n1,x\n')
  await writeFile(join(folder, 'parts', '2024-02.csv'), 'a,b\n2.5,\n')
  await writeFile(join(folder, 'parts', '2024-03.csv.gz'), gzipSync('a,b\nC3,x\n'))
  await writeFile(join(folder, 'parts', 'deep', 'more.csv'), 'a,b\n4,z\n')
  await writeFile(join(folder, 'parts', 'notes.md'), 'not a table')
  server = createServer((request, response) => {
    response.statusCode = request.url === '/one.csv' ? 200 : 404
    response.end(csv)
  }).listen(0)
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

function read(source: Source): Promise<string> {
  return refusal(readTable(source))
}

describe('what a table is read from', () => {
  const sources: Record<string, () => Source> = {
    'a path': () => join(folder, 'one.csv'),
    'a file URL': () => pathToFileURL(join(folder, 'one.csv')),
    'a gzip file': () => join(folder, 'zipped.csv.gz'),
    'a gzip file of another name': () => join(folder, 'plain-name'),
    'a URL': () => new URL(`${address}/one.csv`),
    'the text of a URL': () => `${address}/one.csv`,
    'a Uint8Array': () => bytesOf(csv),
    'a view into a larger buffer': () => bytesOf(`junk${csv}junk`).subarray(4, 4 + csv.length),
    'an ArrayBuffer': () => bytesOf(csv).buffer as ArrayBuffer,
    'zipped bytes': () => new Uint8Array(gzipSync(csv)),
    'a Node stream': () => Readable.from([Buffer.from(csv)]),
    'a web stream': () => new Blob([csv]).stream(),
    'an async iterable of single bytes': () => inPieces(bytesOf(csv), 1),
    'a zipped stream': () => inPieces(gzipSync(csv), 3),
    'a list of one path': () => [join(folder, 'one.csv')],
  }
  it.each(Object.keys(sources))('%s', async (kind) => {
    expect(rowsOf(await readTable(sources[kind]!()))).toEqual(rows)
    const read = []
    for await (const table of readBatches(sources[kind]!())) read.push(...rowsOf(table))
    expect(read).toEqual(rows)
  })

  it('a folder or pattern: files one under the other by name, of types that fit them all', async () => {
    for (const source of [
      join(folder, 'parts'),
      join(folder, 'parts', '2024-*.csv*'),
      join(folder, '{parts,none}', '2024-0?.{csv,csv.gz}'),
    ]) {
      const table = await readTable(source)
      expect(typesOf(table)[0]).toBe('Utf8')
      expect(rowsOf(table)).toEqual([
        ['1', 'x'],
        ['2.5', null],
        ['C3', 'x'],
      ])
    }
    expect((await readTable(join(folder, 'parts', '**', '*.csv'))).numRows).toBe(3)
    const list = [join(folder, 'parts', '2024-02.csv'), join(folder, 'parts', '2024-01.csv')]
    expect(rowsOf(await readTable(list))).toEqual([
      [2.5, null],
      [1, 'x'],
    ])
  })

  it('refuses what is not there with one sentence that names it', async () => {
    expect(await read(join(folder, 'two.csv'))).toMatch(/^file-missing: .*two\.csv/)
    expect(await read(join(folder, '*.parquet'))).toMatch(/^file-missing: .*\*\.parquet/)
    expect(await read(join(folder, 'none'))).toMatch(/^file-missing: .*holds no table/)
    expect(await read(join(folder, 'empty.csv'))).toMatch(/^file-malformed: .*empty\.csv/)
    expect(await read(`${address}/two.csv`)).toMatch(/^file-missing: .*status 404/)
    expect(await read('http://127.0.0.1:1/x.csv')).toMatch(/^file-missing: .*could not be fetched/)
    expect(await read(Readable.from(['text']))).toMatch(/^value-invalid: .*a string/)
    expect(await read(gzipSync('a,b\n'.repeat(9999)).subarray(0, 60))).toMatch(/^file-malformed: .*gzip/)
  })

  it('says which file has other columns than the first', async () => {
    await writeFile(join(folder, 'other.csv'), 'a,c\n1,x\n')
    const read = readTable([join(folder, 'one.csv'), join(folder, 'other.csv')])
    expect(await refusal(read)).toMatch(/^contradiction: .*other\.csv, line 1: column 2 is 'c', but 'b'/)
  })
})

describe('encodings', () => {
  const text = 'name;town\nJürgen Ångström;Łódź\nZoë;“Köln”\n'
  const western = 'name;town\nJürgen Ångström;Köln €\n'
  it('finds out UTF-8 and UTF-16, with or without a mark', async () => {
    const expected = [
      ['Jürgen Ångström', 'Łódź'],
      ['Zoë', '“Köln”'],
    ]
    const wide = Buffer.from(text, 'utf16le')
    const big = Buffer.from(wide).swap16()
    for (const bytes of [
      bytesOf(text),
      bytesOf(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.concat([Buffer.of(0xfe, 0xff), big]),
      wide,
      big,
    ]) {
      expect(rowsOf(await readTable(new Uint8Array(bytes)))).toEqual(expected)
    }
  })

  it('reads what is not UTF-8 as Windows-1252, wherever in the file that shows', async () => {
    const bytes = Buffer.from(western.replace('€', '\u0080'), 'latin1')
    expect(rowsOf(await readTable(bytes))).toEqual([['Jürgen Ångström', 'Köln €']])
    const late = Buffer.concat([
      Buffer.from(`name\n${'plain\n'.repeat(800_000)}`),
      Buffer.from('J\u00fcrgen\n', 'latin1'),
    ])
    expect(rowsOf(await readTable(late)).at(-1)).toEqual(['Jürgen'])
    expect(await refusal(readTable(late, { encoding: 'utf-8' }))).toMatch(/^file-malformed: .*not UTF-8/)
    const batches = async (): Promise<void> => {
      for await (const table of readBatches(inPieces(late, 1 << 16))) expect(table.numRows).toBeGreaterThan(0)
    }
    expect(await refusal(batches())).toMatch(/^file-malformed: .*not after row/)
  })
})
