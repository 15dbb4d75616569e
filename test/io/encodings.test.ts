import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBatches, readTable } from 'clientele/io'
import { afterAll, expect, it } from 'vitest'
import { legacyEncoding } from '#src/io/csv/legacy'
import { bytesOf, inPieces, rowsOf } from './help.js'

const folder = await mkdtemp(join(tmpdir(), 'clientele-'))
afterAll(() => rm(folder, { recursive: true }))

// 订单编号,客户,金额 / 1,王小明,¥5 / 2,李娜,¥6 in GB 18030, as Chinese Windows stores it.
const chinese = Buffer.from(
  'b6a9b5a5b1e0bac52cbfcdbba72cbdf0b6ee0a312ccdf5d0a1c3f72ca3a4350a322cc0eec4c82ca3a4360a',
  'hex',
)
const western = Buffer.from('name;ort\nJörg Größe;Köln\nÉloïse;Orléans\n', 'latin1')

it('text that is not UTF-8 is GB 18030 where its bytes come in pairs of everyday Chinese, else Windows-1252', () => {
  expect(legacyEncoding(chinese)).toBe('gb18030')
  expect(legacyEncoding(western)).toBe('windows-1252')
  // Cyrillic of Windows has long runs of high bytes too.
  expect(legacyEncoding(Buffer.from('cff0e8e2e5f2ecf1eae2e0', 'hex'))).toBe('windows-1252')
})

it('a Chinese export reads as it was written, whole and in batches', async () => {
  const rows = [
    [1, '王小明', 5],
    [2, '李娜', 6],
  ]
  const table = await readTable(chinese)
  expect(table.schema.fields.map((field) => field.name)).toEqual(['订单编号', '客户', '金额'])
  expect(rowsOf(table)).toEqual(rows)
  const batches: unknown[][] = []
  for await (const batch of readBatches(inPieces(chinese, 7))) batches.push(...rowsOf(batch))
  expect(batches).toEqual(rows)
  expect(rowsOf(await readTable(chinese, { encoding: 'gb18030' }))).toEqual(rows)
})

it('each of several files has its own encoding', async () => {
  const files = { 'a.csv': bytesOf('name\nplain\n'), 'b.csv': bytesOf('name\nJörg\n') }
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)
  await writeFile(join(folder, 'c.csv'), Buffer.from('name\nJörg\n', 'latin1'))
  await writeFile(join(folder, 'd.csv'), Buffer.from('\ufeffname\nJörg\n', 'utf16le'))
  const names = [['plain'], ['Jörg'], ['Jörg'], ['Jörg']]
  expect(rowsOf(await readTable(folder))).toEqual(names)
  const batches: unknown[][] = []
  for await (const batch of readBatches(folder)) batches.push(...rowsOf(batch))
  expect(batches).toEqual(names)
})
