import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clientele, put, scratchFolder } from './run.js'

const folder = await scratchFolder()
await put(
  folder,
  'german.csv',
  'kunde;datum;betrag\na;2025-01-03;1.000\nb;2025-01-04;2.500\na;2025-02-03;3.000\n',
)
await put(folder, 'commented.csv', '# shop 1\ncustomer,date,amount\na,2025-01-03,5\n')
await put(folder, 'mixed.csv', 'customer,date,amount\na,2025-01-03,5\nb,31/01/2025,6\n')

test('--thousands and --decimal say what 1.000 is; without them the file is refused with both', async () => {
  const refused = await clientele(['analyze', 'german.csv', '--json'], folder)
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringMatching(/say --thousands "\." or --decimal "\."/),
  ])
  const thousands = await clientele(['analyze', 'german.csv', '--json', '--thousands', '.'], folder)
  expect(JSON.parse(thousands.out).totals.revenue).toBe(6500)
  const decimal = await clientele(['analyze', 'german.csv', '--json', '--decimal', '.'], folder)
  expect(JSON.parse(decimal.out).totals.revenue).toBe(6.5)
  const wrong = await clientele(['analyze', 'german.csv', '--decimal', 'x'], folder)
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/--decimal is 'x'/)])
})

test('--comment names the sign before lines that are no data, as the refusal without it says', async () => {
  const refused = await clientele(['analyze', 'commented.csv', '--json'], folder)
  expect(refused.err).toMatch(/--comment "#"/)
  const read = await clientele(['analyze', 'commented.csv', '--json', '--comment', '#'], folder)
  expect(JSON.parse(read.out).totals.revenue).toBe(5)
})

test('mixed dates are to be written one way: no type mends them', async () => {
  const { err } = await clientele(['analyze', 'mixed.csv', '--json'], folder)
  expect(err).toMatch(/mixes ways to write dates.*such as 2025-01-31/)
  expect(err).not.toMatch(/--types/)
})

test('--out that cannot be written is refused before the file is read, and never hangs', async () => {
  await writeFile(join(folder, 'a-file'), '')
  for (const out of ['/proc/nope/deeper', join('a-file', 'below')]) {
    const { code, err } = await clientele(['analyze', 'no-such.csv', '--out', out], folder)
    expect([code, err]).toEqual([1, expect.stringMatching(/cannot write .*--out/)])
  }
})

test('a file that cannot be read leaves no folders behind', async () => {
  await clientele(['analyze', 'no-such.csv', '--out', 'new/deep'], folder)
  await expect(access(join(folder, 'new'))).rejects.toThrow()
})

test('dates that are numbers are refused with what they are, and read when that is said', async () => {
  await put(folder, 'excel.csv', 'customer,Order Date,amount\na,45658.5,5\nb,45659,6\n')
  const refused = await clientele(['analyze', 'excel.csv', '--json'], folder)
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringMatching(/such as 45658\.5.*say --types "Order Date=excel-days"/),
  ])
  const read = await clientele(['analyze', 'excel.csv', '--json', '--types', 'Order Date=excel-days'], folder)
  expect(JSON.parse(read.out).period.from).toBe('2025-01-01')
})

test('a file without a header and in another encoding is read with --no-header and --encoding', async () => {
  await put(folder, 'bare.csv', Buffer.from('1,M\xfcller,2025-01-03,5\n2,Ng,2025-01-04,6\n', 'latin1'))
  const refused = await clientele(['analyze', 'bare.csv', '--json'], folder)
  expect(refused.err).toMatch(/say --no-header if it has no header .*, --header if these are names/)
  const columns = ['--customer', 'column_2', '--time', 'column_3', '--amount', 'column_4']
  const given = ['analyze', 'bare.csv', '--no-header', '--encoding', 'latin1', ...columns, '--json']
  expect(JSON.parse((await clientele(given, folder)).out).totals.revenue).toBe(11)
  const both = await clientele(['analyze', 'bare.csv', '--no-header', '--header'], folder)
  expect([both.code, both.err]).toEqual([2, expect.stringMatching(/--header and --no-header/)])
})
