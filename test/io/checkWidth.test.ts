import { Field, Int32, Schema, Table, tableToIPC } from 'apache-arrow'
import { readBatches, readTable } from 'clientele/io'
import { expect, it } from 'vitest'
import { refusal } from './help.js'

const fields = Array.from({ length: 70_000 }, (_, i) => new Field(`c${i}`, new Int32(), true))
const bytes = tableToIPC(new Table(new Schema(fields)), 'stream')

it('refuses an Arrow file of more columns than 65,536 from its schema alone', async () => {
  const said = /^unsupported: .*the buffer has 70000 columns, but at most 65536 are read/
  expect(await refusal(readTable(bytes))).toMatch(said)
  expect(await refusal(readBatches(bytes)[Symbol.asyncIterator]().next())).toMatch(said)
})
