import { type ReadOptions, readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'

/** The columns' types and the rows as plain lists. */
async function read(text: string, options?: ReadOptions): Promise<{ types: string; rows: unknown[] }> {
  const table = await readTable(new TextEncoder().encode(text), options)
  const types = table.schema.fields.map((field) => String(field.type)).join(' ')
  return { types, rows: table.toArray().map((row) => Object.values(row.toJSON())) }
}

describe('readTable, CSV', () => {
  it('takes doubled quotes, newlines in quotes, CR LF and a byte order mark', async () => {
    const { rows } = await read('\ufeffa,b\r\n"x ""q"", y",1\r\n"line\nbreak",2\r\n')
    expect(rows).toEqual([
      ['x "q", y', 1],
      ['line\nbreak', 2],
    ])
  })

  it('reads whole numbers, fractions, booleans, dates and timestamps as such', async () => {
    const { types } = await read('a,b,c,d,e\n1,1.5,true,2024-02-29,2024-02-29 10:00\n,,,,\n')
    expect(types).toBe('Int32 Float64 Bool Date32<DAY> Timestamp<MILLISECOND>')
  })

  it('leaves identifiers text: leading zeros, a plus, more than 15 digits, phone and postal columns', async () => {
    const { types } = await read('a,b,c,phone,zip_code\n00123,+4412,1234567890123456,5551234,94105\n')
    expect(types).toBe('Utf8 Utf8 Utf8 Utf8 Utf8')
  })
})
