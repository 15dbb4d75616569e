import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readTable } from 'clientele/io'
import { inferSchema, initParser } from 'udsv'
import { describe, expect, it } from 'vitest'
import { allAs, bytesOf, inPieces, rowsOf, writeByHand } from './help.js'

const spectrum = dirname(createRequire(import.meta.url).resolve('csv-spectrum'))
const cases = readdirSync(join(spectrum, 'csvs')).map((file) => file.replace('.csv', ''))

/** Every column as text, empty text for what is missing. */
async function readAsText(
  csv: string | Uint8Array,
  names: readonly string[],
  options = {},
): Promise<string[][]> {
  const bytes = typeof csv === 'string' ? bytesOf(csv) : csv
  const table = await readTable(bytes, { types: allAs(names, 'utf8'), header: true, ...options })
  return rowsOf(table).map((row) => row.map((value) => (value as string | null) ?? ''))
}

describe('csv-spectrum', () => {
  it.each(cases)('%s is read as its JSON says, as csv-parse and udsv read it', async (name) => {
    const csv = readFileSync(join(spectrum, 'csvs', `${name}.csv`))
    const json: Record<string, string>[] = [
      JSON.parse(readFileSync(join(spectrum, 'json', `${name}.json`), 'utf8')),
    ].flat()
    const names = Object.keys(json[0]!)
    const rows = await readAsText(new Uint8Array(csv), names)
    // That file's JSON has another telephone number than its CSV.
    if (name !== 'location_coordinates') expect(rows).toEqual(json.map((row) => Object.values(row)))
    expect(parse(csv, { columns: true, relax_quotes: true }).map((row: any) => Object.values(row))).toEqual(
      rows,
    )
    const text = csv.toString('utf8')
    expect(initParser(inferSchema(text)).stringArrs(text)).toEqual(rows)
  })
})

const delimiter = fc.constantFrom(',', ';', '\t', '|')
const hand = fc.record({
  delimiter,
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  quoteAll: fc.boolean(),
  lastNewline: fc.boolean(),
})
const cell = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', '"', ',', ';', '\t', '|', '\n', '\r', ' ', '0', '-', 'ž', '漢', '😀'),
  }),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0')),
  fc.constantFrom('', 'repeated', 'x', '00123', '1e5'),
)
const grid = fc
  .integer({ min: 1, max: 6 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 40 }))

describe('CSV written by hand', () => {
  it('is read back field by field, whatever delimiter, newline and quotes', async () => {
    await fc.assert(
      fc.asyncProperty(grid, hand, async (rows, style) => {
        const width = rows[0]?.length ?? 2
        const names = Array.from({ length: width }, (_, i) => `c${i}`)
        const csv = writeByHand([names, ...rows], style)
        const read = await readAsText(csv, names, { delimiter: style.delimiter })
        expect(read).toEqual(rows)
        const referee = parse(csv, {
          delimiter: style.delimiter,
          record_delimiter: style.newline,
          from_line: 2,
        })
        expect(read).toEqual(referee)
      }),
      { numRuns: 300 },
    )
  })

  it('is the same table however the bytes are cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(grid, hand, fc.integer({ min: 1, max: 50 }), async (rows, style, length) => {
        const names = Array.from({ length: rows[0]?.length ?? 2 }, (_, i) => `c${i}`)
        const bytes = bytesOf(writeByHand([names, ...rows], style))
        const options = { delimiter: style.delimiter, header: true, types: allAs(names, 'utf8') }
        const table = await readTable(inPieces(bytes, length), options)
        expect(rowsOf(table).map((row) => row.map((value) => value ?? ''))).toEqual(rows)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the delimiter', () => {
  it('is found out from rows of two or more plain fields', async () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    const rows = fc.array(fc.tuple(word, word, word), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(rows, hand, async (fields, style) => {
        const csv = writeByHand([['a', 'b', 'c'], ...fields], style)
        expect(await readAsText(csv, ['a', 'b', 'c'])).toEqual(fields)
      }),
      { numRuns: 100 },
    )
  })
})
