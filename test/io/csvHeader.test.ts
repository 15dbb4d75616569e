import { cleanOrders, summarize, where } from 'clientele'
import { type ReadOptions, readBatches, readTable, writeTable } from 'clientele/io'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesOf, refusal, rowsOf, typesOf } from './help.js'

const read = (csv: string, options?: ReadOptions) => readTable(bytesOf(csv), options)
const names = (table: { schema: { fields: { name: string }[] } }): string[] =>
  table.schema.fields.map((field) => field.name)

describe('names of columns', () => {
  it('may be those of members of every object, or numbers, in the order of the file', async () => {
    const given = ['constructor', 'toString', '__proto__', 'hasOwnProperty', '2', '1']
    const csv = `${given.join()}\n1,2,3,4,5,6\n`
    const table = await read(csv, { header: true })
    expect(names(table)).toEqual(given)
    expect(table.getChild('constructor')!.get(0)).toBe(1)
    const typed = await read(csv, {
      header: true,
      types: { constructor: 'text', toString: 'float64' } as never,
    })
    expect(typesOf(typed).slice(0, 3)).toEqual(['Utf8', 'Float64', 'Int32'])
  })
})

describe('what stands above the names', () => {
  it("is heeded where it is Excel's sep=", async () => {
    for (const newline of ['\n', '\r\n']) {
      const csv = ['sep=|', 'a|b', '1|2;x', ''].join(newline)
      const table = await read(csv)
      expect([names(table), rowsOf(table)]).toEqual([['a', 'b'], [[1, '2;x']]])
      expect(rowsOf(await read(`\ufeff${csv}`))).toEqual([[1, '2;x']])
      expect(rowsOf(await read(csv, { header: ['x', 'y'] }))).toHaveLength(2)
    }
  })

  it.each([
    ['Order export,,\nid,day,amount\n1,2024-01-01,3\n', /title.*delete/],
    ['Order export\nid;day;amount\n1;2024-01-01;3\n', /title.*delete/],
    ['# export\nid,day,amount\n1,2024-01-01,3\n', /comment: '#'/],
  ])('is refused where it is a title or comment: %j', async (csv, message) => {
    expect(await refusal(read(csv))).toMatch(message)
  })

  it('is no title where a name stands alone above data', async () => {
    expect(names(await read('id,\n1,2\n'))).toEqual(['id', 'column_2'])
    expect(names(await read('word\none\ntwo\n'))).toEqual(['word'])
  })
})

describe('columns without a value', () => {
  it('have the type Null, given types aside', async () => {
    expect(typesOf(await read('a,b\n1,\n2,\n'))).toEqual(['Int32', 'Null'])
    expect(typesOf(await read('a,b\n', { types: { b: 'date' } }))).toEqual(['Null', 'Date32<DAY>'])
  })

  it('make an empty day no customers, at once and in batches', async () => {
    const csv = 'customer_id,day,amount\n'
    const roles = { customer: 'customer_id', time: 'day', amount: 'amount' }
    expect(summarize(await read(csv), roles).numRows).toBe(0)
    expect(cleanOrders(await read(csv), roles).orders.numRows).toBe(0)
    expect((await summarize(readBatches(bytesOf(csv)), roles)).numRows).toBe(0)
    expect(where(await read(csv), { amount: { above: 1 } }).numRows).toBe(0)
  })

  it('are written to every format and read back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-'))
    try {
      for (const extension of ['csv', 'parquet', 'arrow', 'arrows']) {
        for (const rows of ['', '1,\n2,\n']) {
          const table = await read(`a,b\n${rows}`)
          const path = join(folder, `nulls.${extension}`)
          await writeTable(table, path)
          const back = await readTable(path)
          expect([typesOf(back)[1], rowsOf(back)]).toEqual(['Null', rowsOf(table)])
        }
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('stay text in batches whose later rows may bring values', async () => {
    const types: string[] = []
    for await (const table of readBatches(bytesOf('a,b\n1,\n2,\n'))) types.push(...typesOf(table))
    expect(types[1]).toMatch(/Utf8/)
  })
})

describe('numbers of other formats', () => {
  it('are read as the types given: identifiers that were stored as doubles', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-'))
    try {
      const path = join(folder, 'ids.parquet')
      await writeTable(await read('id,x\n17850.0,1.5\n,2\n', { types: { id: 'float64' } }), path)
      const asText = await readTable(path, { types: { id: 'text' } })
      expect(rowsOf(asText).map((row) => row[0])).toEqual(['17850', null])
      const asInt = await readTable(path, { types: { id: 'int32' } })
      expect([typesOf(asInt)[0], rowsOf(asInt).map((row) => row[0])]).toEqual(['Int32', [17850, null]])
      expect(await refusal(readTable(path, { types: { x: 'int32' } }))).toMatch(/'x' holds 1.5 in row 1/)
      expect(await refusal(readTable(path, { types: { x: 'date' } }))).toMatch(/^column-type/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('say what an empty file is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-'))
    try {
      await writeFile(join(folder, 'a.parquet'), '')
      expect(await refusal(readTable(join(folder, 'a.parquet')))).toMatch(/is empty .*no parquet file/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
