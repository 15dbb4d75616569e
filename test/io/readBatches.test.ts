import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Table } from 'apache-arrow'
import { readBatches, writeTable } from 'clientele/io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as build from '#src/table/build'
import { refusal, typesOf } from './help.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-'))
})
afterAll(() => rm(folder, { recursive: true }))

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
