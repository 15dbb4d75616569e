import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Binary, Data, FixedSizeBinary, makeVector, Table, vectorFromArray } from 'apache-arrow'
import { readTable, writeTable } from 'clientele/io'
import { expect, it } from 'vitest'
import { findColumn } from '#src/table/column'
import { readStrings } from '#src/table/strings'
import { clientele, scratchFolder } from '../cli/run.js'
import { bytesOf } from './help.js'

const folder = await scratchFolder()
const uuids = ['c78b73c4-9b6b-4165-8f13-e757dd053596', '00000000-0000-0000-0000-0000000000ff']

const bytes = new Uint8Array(Buffer.from(uuids.join('').replaceAll('-', ''), 'hex'))
const data = new Data(new FixedSizeBinary(16), 0, 2, 0, [undefined, bytes] as never)
const table = new Table({
  uuid: makeVector(data),
  text: vectorFromArray([bytesOf('Müller'), null], new Binary()),
  raw: vectorFromArray([Uint8Array.of(0xff, 0), bytesOf('a')], new Binary()),
  invoice: vectorFromArray([bytesOf('C1'), bytesOf('2')], new Binary()),
  day: vectorFromArray(['2025-01-01', '2025-01-02']),
  amount: vectorFromArray([-1.5, 2.5]),
})

const strings = (name: string) => readStrings(findColumn(table, name, 'test'))

it('bytes are printed one way a column: 16 each as UUIDs, UTF-8 as text, anything else in hexadecimal', () => {
  expect([strings('uuid'), strings('text'), strings('raw')]).toEqual([
    uuids,
    ['Müller', null],
    ['ff00', '61'],
  ])
})

it('a CSV file holds bytes as they are printed, and types reads those of a Parquet file as text', async () => {
  await writeTable(table.select(['uuid', 'text', 'raw']), join(folder, 'bytes.csv'))
  expect(await readFile(join(folder, 'bytes.csv'), 'utf8')).toBe(
    `uuid,text,raw\n${uuids[0]},Müller,ff00\n${uuids[1]},,61\n`,
  )
  await writeTable(table, join(folder, 'bytes.parquet'))
  const read = await readTable(join(folder, 'bytes.parquet'), { types: { uuid: 'text', text: 'utf8' } })
  expect(read.toArray().map((row) => [row.uuid, row.text])).toEqual([
    [uuids[0], 'Müller'],
    [uuids[1], null],
  ])
})

it('analyze takes ids stored as bytes, and knows a cancellation by them', async () => {
  await writeTable(table, join(folder, 'orders.parquet'))
  const roles = ['--customer', 'uuid', '--time', 'day', '--order', 'invoice', '--amount', 'amount']
  const { code, err } = await clientele(['analyze', 'orders.parquet', ...roles, '--json'], folder)
  expect([code, err]).toEqual([0, expect.stringMatching(/Left out: 1 of 2 lines: 1 cancelled/)])
})
