import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Dictionary, Int32, Table, tableFromArrays, Utf8View, vectorFromArray } from 'apache-arrow'
import { readTable, writeTable } from 'clientele/io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as build from '#src/table/build'
import { stackTables } from '#src/table/stack'
import { refusal, rowsOf, typesOf } from './help.js'
import { mixed } from './mixed.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-'))
})
afterAll(() => rm(folder, { recursive: true }))

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

it('reads tables that another program wrote as Arrow arrays', async () => {
  const table = tableFromArrays({ a: ['x', 'y'], b: Float64Array.of(1, 2) })
  await writeTable(table, join(folder, 'arrays.arrow'))
  expect(rowsOf(await readTable(join(folder, 'arrays.arrow')))).toEqual([
    ['x', 1],
    ['y', 2],
  ])
})
