import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTable, writeTable } from 'clientele/io'
import { expect, it } from 'vitest'
import { findColumn } from '#src/table/column'
import { readCategories } from '#src/table/categories'
import { readNumbers } from '#src/table/numbers'
import { readTimes } from '#src/table/times'
import { sharedFile } from '../shared.js'
import { typesOf } from './help.js'

const path = sharedFile('online_retail/online_retail.parquet')

it.skipIf(!path)('Online Retail is the same table as CSV and as Parquet: 541,909 lines', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-'))
  const parquet = await readTable(path!, { types: { InvoiceDate: 'timestamp' } })
  await writeTable(parquet, join(folder, 'lines.csv'), { neutralize: false })
  const csv = await readTable(join(folder, 'lines.csv'))
  await rm(folder, { recursive: true })
  expect([parquet.numRows, csv.numRows]).toEqual([541_909, 541_909])
  const text = 'Dictionary<Int32, Utf8>'
  const types = [text, text, text, 'Int32', 'Timestamp<MILLISECOND>', 'Float64', 'Int32', text]
  expect(typesOf(csv)).toEqual(types)
  for (const name of ['Quantity', 'UnitPrice', 'CustomerID']) {
    const [a, b] = [parquet, csv].map((table) => readNumbers(findColumn(table, name, 'test'), 'test'))
    expect(
      Buffer.from(a!.buffer, a!.byteOffset, a!.byteLength).equals(
        Buffer.from(b!.buffer, b!.byteOffset, b!.byteLength),
      ),
    ).toBe(true)
  }
  const [a, b] = [parquet, csv].map((table) => readTimes(findColumn(table, 'InvoiceDate', 'test'), 'test'))
  expect(a!.every((ms, i) => ms === b![i])).toBe(true)
  for (const name of ['InvoiceNo', 'StockCode', 'Description', 'Country']) {
    const [x, y] = [parquet, csv].map((table) => readCategories(findColumn(table, name, 'test')))
    expect(
      x!.labels.length === y!.labels.length && x!.labels.every((label, i) => label === y!.labels[i]),
    ).toBe(true)
    expect(x!.codes.every((code, i) => code === y!.codes[i])).toBe(true)
  }
})
