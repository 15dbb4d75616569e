import { readTable } from 'clientele/io'
import { expect, it } from 'vitest'
import { bytesOf, refusal } from './help.js'

/** The values of one column, dates as ISO. */
async function read(...values: string[]): Promise<unknown[]> {
  const table = await readTable(bytesOf(`x;y\n${values.map((value) => `${value};1`).join('\n')}\n`))
  const { type } = table.schema.fields[0]!
  return table
    .toArray()
    .map(({ x }) => (/^(Date|Time)/.test(String(type)) && x !== null ? new Date(x).toISOString() : x))
}

it.each([
  ['a trailing minus, as SAP writes it', ['1.234,50-', '2,5'], [-1234.5, 2.5]],
  ['groups of two digits, as in India', ['12,34,567.50', '1,00,000.00'], [1234567.5, 100000]],
  ['rupees', ['Rs. 500', 'Rs. 1,200.50'], [500, 1200.5]],
  ['reais', ['R$ 1.234,50', 'R$ 5,00'], [1234.5, 5]],
  ['zloty', ['5,00 zł', '1\u00a0234,50 zł'], [5, 1234.5]],
  ['a currency before the bracket', ['$(5.25)', '$6.00'], [-5.25, 6]],
  ['errors of a spreadsheet beside numbers, which are missing', ['#DIV/0!', '5', '#REF!'], [null, 5, null]],
  ['what only looks like groups', ['1,2,3', '1,00,00'], ['1,2,3', '1,00,00']],
  ['ids that end in a dash beside others', ['5-', 'a-'], ['5-', 'a-']],
])('numbers: %s', async (_, values, expected) => {
  expect(await read(...values)).toEqual(expected)
})

it.each([
  ['UTC by name', '2024-01-05 10:00:00 UTC', '2024-01-05T10:00:00.000Z'],
  ['a comma before the time', '1/13/2024, 10:05:00 PM', '2024-01-13T22:05:00.000Z'],
  ['a month by name and a short year', '5-Jan-24', '2024-01-05T00:00:00.000Z'],
  ['the same in capitals', '05-JAN-71', '1971-01-05T00:00:00.000Z'],
])('dates: %s', async (_, value, expected) => {
  expect(await read(value)).toEqual([expected])
})

it('what a zone is not stays text', async () => {
  expect(await read('2024-01-05 10:00:00 PST')).toEqual(['2024-01-05 10:00:00 PST'])
})

it('a number that could be a thousand times another is told of by its own mark, not that of its currency', async () => {
  expect(await refusal(read('Rs. 500', 'Rs. 1,200'))).toMatch(/whether the comma marks thousands or decimals/)
})
