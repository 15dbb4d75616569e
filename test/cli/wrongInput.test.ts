import { expect, test } from 'vitest'
import { clientele, put, scratchFolder } from './run.js'

const folder = await scratchFolder()
const good = ['customer,date,amount', 'a,2025-01-03,5', 'b,2025-01-04,7.5', ''].join('\n')
const file = (name: string, ...lines: string[]) => put(folder, name, lines.join('\n'))
const many = 1_000_000

await put(folder, 'good.csv', good)
await put(folder, 'empty.csv', '')
await put(folder, 'header.csv', 'customer,date,amount\n')
await file('text.csv', 'customer,date,amount', 'a,2025-01-03,five', 'b,2025-01-04,seven')
await file(
  'dates.csv',
  'customer,date,amount',
  'a,2025-01-03,5',
  'b,31/01/2025,6',
  'c,Feb 3 2025,7',
  'd,13.2.2025,1',
)
await file('slashes.csv', 'customer,date,amount', 'a,01/02/2025,5', 'b,03/04/2025,6')
await file('nobody.csv', 'customer,date,amount', ',2025-01-03,5', ',2025-01-04,6')
await file('ragged.csv', 'customer,date,amount', 'a,2025-01-03,5,6,7')
await put(folder, 'cut.parquet', Uint8Array.from([80, 65, 82, 49, 21, 4, 21, 16, 21, 20]))
await put(folder, 'words.parquet', 'customer,date\na,2025-01-03\n')
await put(folder, 'picture.png', Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13]))
await put(folder, 'book.xlsx', Uint8Array.from([80, 75, 3, 4, 20, 0, 6, 0]))
await put(folder, 'book.csv', Uint8Array.from([80, 75, 3, 4, 20, 0, 6, 0]))
await file(
  'wide.csv',
  Array.from({ length: many }, (_, i) => `c${i}`).join(','),
  Array.from({ length: many }, () => '1').join(','),
)

test.each([
  ['a missing column', ['good.csv', '--customer', 'client'], 2, /no column 'client'.*customer, date, amount/],
  [
    'a column chosen twice',
    ['good.csv', '--customer', 'amount', '--amount', 'amount'],
    2,
    /'amount' is chosen twice/,
  ],
  ['text in the amount', ['text.csv'], 1, /column 'amount'.*--types/],
  ['dates in three formats', ['dates.csv'], 1, /date/],
  ['dates that could be either', ['slashes.csv'], 1, /--types date=dd\/mm\/yyyy/],
  ['an empty file', ['empty.csv'], 1, /empty/],
  ['a header alone', ['header.csv'], 1, /it has a header and no line/],
  ['no line with a customer', ['nobody.csv'], 1, /2 without a customer/],
  ['a line with too many fields', ['ragged.csv'], 1, /line 2/],
  ['a truncated Parquet', ['cut.parquet'], 1, /cut\.parquet/],
  ['a picture', ['picture.png'], 1, /picture\.png/],
  ['a spreadsheet', ['book.xlsx'], 1, /spreadsheet.*save it as CSV/],
  ['a spreadsheet that calls itself CSV', ['book.csv'], 1, /spreadsheet.*save it as CSV/],
  ['a Parquet file that is none', ['words.parquet'], 1, /give it the ending that says what it is/],
  ['a file that is not there', ['nothing.csv'], 1, /nothing\.csv/],
  ['a million columns', ['wide.csv'], 1, /1000000 columns/],
  ['an unknown time zone', ['good.csv', '--time-zone', 'Mars/Base'], 2, /Mars\/Base/],
  ['a currency that is none', ['good.csv', '--currency', 'pounds'], 2, /ISO 4217/],
  ['a day that is none', ['good.csv', '--as-of', 'tomorrow'], 2, /tomorrow/],
  ['a type that is none', ['good.csv', '--types', 'date=colour'], 2, /colour/],
  ['a column that the types do not find', ['good.csv', '--types', 'day=text'], 2, /day/],
  ['a folder that cannot be made', ['good.csv', '--out', 'good.csv/there'], 1, /cannot write|good\.csv/],
  ['nothing before the day counted to', ['good.csv', '--as-of', '2020-01-01'], 1, /2 later than --as-of/],
])('%s: one sentence, no stack trace, exit code %#', async (_, args, code, sentence) => {
  const run = await clientele(['analyze', ...args, '--quiet'], folder)
  expect(run.err).toMatch(/^clientele: [^\n]+[.)]\n$/)
  expect(run.err).not.toMatch(/\n {4}at |node:|\.js:\d|TypeError|RangeError|undefined|went wrong inside/)
  expect(run.err.length).toBeLessThan(600)
  expect(run.err).toMatch(sentence)
  expect({ code: run.code, out: run.out }).toEqual({ code, out: '' })
})

test.each([
  ['--as-of', 'tomorrow'],
  ['--currency', 'pounds'],
  ['--time-zone', 'Mars/Base'],
  ['--lang', 'xx'],
  ['--status', 'paid'],
])('%s %s is refused before the file is read', async (flag, value) => {
  const { code, err } = await clientele(['analyze', 'not-there.csv', flag, value], folder)
  expect(code).toBe(2)
  expect(err.toLowerCase()).toContain(value.toLowerCase())
})
