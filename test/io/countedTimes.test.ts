import { Float64, Int64, Table, vectorFromArray } from 'apache-arrow'
import { readTable, writeTable } from 'clientele/io'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { countedTimes, guessCountedTime } from '#src/io/countedTimes'
import { bytesOf, refusal } from './help.js'

const folder = await mkdtemp(join(tmpdir(), 'clientele-'))
afterAll(() => rm(folder, { recursive: true }))

// 45658 is 2025-01-01 in Excel; 1735689600 is 2025-01-01T00:00:00Z.
const csv = bytesOf(
  'excel,unix,ms\n45658,1735689600,1735689600000\n45658.75,,\n"45658.92014",1735693200.5,1\n',
)
const types = { excel: 'excel-days', unix: 'unix-seconds', ms: 'unix-milliseconds' } as const
const expected = [
  ['2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'],
  ['2025-01-01T18:00:00.000Z', null, null],
  ['2025-01-01T22:05:00.000Z', '2025-01-01T01:00:00.500Z', '1970-01-01T00:00:00.001Z'],
]

const iso = (table: Table) =>
  table
    .toArray()
    .map((row) => ['excel', 'unix', 'ms'].map((name) => row[name] && new Date(row[name]).toISOString()))

it('numbers that count time are timestamps: days of Excel without a zone, to the second, seconds and milliseconds of Unix in UTC', async () => {
  const table = await readTable(csv, { types })
  expect(table.schema.fields.map((field) => String(field.type))).toEqual([
    'Timestamp<MILLISECOND>',
    'Timestamp<MILLISECOND, UTC>',
    'Timestamp<MILLISECOND, UTC>',
  ])
  expect(iso(table)).toEqual(expected)
})

it('those of Parquet files too, and yyyymmdd', async () => {
  const table = new Table({
    excel: vectorFromArray([45658, null], new Float64()),
    unix: vectorFromArray([1735689600n, null], new Int64()),
    ms: vectorFromArray([1735689600000n, null], new Int64()),
    day: vectorFromArray([20250101, null], new Float64()),
  })
  await writeTable(table, join(folder, 'counted.parquet'))
  const read = await readTable(join(folder, 'counted.parquet'), { types: { ...types, day: 'yyyymmdd' } })
  expect(iso(read)).toEqual([expected[0], [null, null, null]])
  expect(read.toArray().map((row) => row.day)).toEqual([Date.parse('2025-01-01'), null])
})

it('what is no such time is refused with its row; days before March 1900, where Excel has one too many', async () => {
  const old = bytesOf('day\n45658\n12\n')
  expect(await refusal(readTable(old, { types: { day: 'excel-days' } }))).toMatch(
    /^value-invalid: .*'day' holds 12 in row 2.*excel-days/,
  )
  expect(await refusal(readTable(csv, { types: { excel: 'timestamp' } }))).toMatch(/excel: 'excel-days'/)
  expect(() => countedTimes(Float64Array.of(1e300), 'unix-seconds', 'x', 'test')).toThrow(/row 1/)
})

it('a number tells how it counts where it is a time of our days in one way', () => {
  expect([45658, 1735689600, 1735689600000, 20250101, 7].map(guessCountedTime)).toEqual([
    'excel-days',
    'unix-seconds',
    'unix-milliseconds',
    undefined,
    undefined,
  ])
})
