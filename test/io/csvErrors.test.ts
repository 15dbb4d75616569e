import { limits } from '#src/io/csv/pieces'
import { ClienteleError } from 'clientele'
import fc from 'fast-check'
import { type ReadOptions, readBatches, readTable } from 'clientele/io'
import { afterEach, describe, expect, it } from 'vitest'
import { bytesOf, inPieces, refusal, rowsOf, typesOf } from './help.js'

const refused = (csv: string | Uint8Array, options?: ReadOptions): Promise<string> =>
  refusal(readTable(typeof csv === 'string' ? bytesOf(csv) : csv, options))

const { recordBytes } = limits
afterEach(() => {
  limits.recordBytes = recordBytes
})

describe('malformed CSV', () => {
  it('names the line and what was found in a line with too few or too many fields', async () => {
    expect(await refused('a,b\n1,2\n\n"x\ny",3\n4\n')).toMatch(
      /^file-malformed: .*line 6: 1 field where the table has 2/,
    )
    expect(await refused('a,b\r\n1,2\r\n3,"4,",5\r\n')).toMatch(/line 3: 3 fields where the table has 2/)
    expect(await refused('a,b\r1,2\r3\r')).toMatch(/line 3: 1 field/)
    expect(await refused('a,b\n1,2\n(2 rows affected)')).toMatch(/line 3: 1 field/)
  })

  it('names the line where a quote was opened and never closed, however much follows', async () => {
    const csv = `a,b\n1,2\n3,"4\n${'5,6\n'.repeat(5)}`
    expect(await refused(csv)).toMatch(
      /^file-malformed: .*line 3: the quote that opens column 'b' is never closed/,
    )
    limits.recordBytes = 1000
    expect(await refused(`a,b\n1,2\n3,"4\n${'5,6\n'.repeat(600_000)}`)).toMatch(
      /line 3: a line goes on for more than/,
    )
  })

  it('names line and column of text after a closing quote', async () => {
    expect(await refused('a,b\n1,"2" 3\n')).toMatch(
      /line 2: column 'b' has text after its closing quote \(' 3'\)/,
    )
    expect(await refused('"a"x,b\n1,2\n')).toMatch(/^file-malformed/)
  })

  it('gives up on a line without end after as many bytes as a line may have', async () => {
    limits.recordBytes = 1 << 20
    let sent = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield bytesOf('a,b\n1,2\n')
      for (; sent < 1 << 27; sent += 1 << 16) yield new Uint8Array(1 << 16).fill(120)
    }
    const batches = readBatches(endless(), { delimiter: ',' })
    expect(
      await refusal(
        (async () => {
          for await (const table of batches) void table
        })(),
      ),
    ).toMatch(/row 2: a line goes on for more than 1 MB/)
    expect(sent).toBeLessThan(1 << 24)
  })

  it('refuses a table of a million columns in a sentence', async () => {
    const header = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(',')
    expect(await refused(`${header}\n`)).toMatch(/^file-malformed: .*has 1000000 columns, but at most 65536/)
  })

  it('reads a table of ten thousand columns', async () => {
    const line = Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(',')
    const table = await readTable(bytesOf(`${line}\n${line}\n${line}\n`))
    expect([table.numCols, table.numRows]).toEqual([10_000, 2])
  })

  it('refuses an empty file and bytes that are no text, takes a header without rows', async () => {
    expect(await refused('')).toMatch(/^file-malformed: .*there is no line in the buffer/)
    expect(await refused('\n\n')).toMatch(/there is no line/)
    expect(await refused(Uint8Array.of(1, 0, 2, 0, 0, 3, 10, 0))).toMatch(/NUL bytes/)
    expect(await refused(`a\n${'x\n'.repeat(1e6)}\0\n`)).toMatch(/NUL bytes/)
    const table = await readTable(bytesOf('a,b'))
    expect([table.numRows, typesOf(table)]).toEqual([0, ['Null', 'Null']])
  })

  it('refuses a first line that looks like the data below it, until it is said what it is', async () => {
    const csv = '1,x\n2,y\n'
    expect(await refused(csv)).toMatch(/^file-malformed: .*first line.*holds '1'.*header: false/)
    expect(rowsOf(await readTable(bytesOf(csv), { header: false }))).toEqual([
      [1, 'x'],
      [2, 'y'],
    ])
    const named = await readTable(bytesOf(csv), { header: ['n', 'w'] })
    expect(named.schema.fields.map((field) => field.name)).toEqual(['n', 'w'])
    expect((await readTable(bytesOf(csv), { header: true })).schema.fields[0]!.name).toBe('1')
  })

  it('numbers columns without a name by place, and repeated names', async () => {
    const { schema } = await readTable(bytesOf('a,a,, b ,a_2\n1,2,3,4,5\n'))
    expect(schema.fields.map((field) => field.name)).toEqual(['a', 'a_3', 'column_3', 'b', 'a_2'])
  })

  it.each([
    [{ columns: ['a', 'z'] }, /^column-missing: .*'z'.*the columns are a, b/],
    [{ columns: ['a', 'a'] }, /^option-invalid: .*'a' twice/],
    [{ columns: [] }, /^option-invalid/],
    [{ types: { z: 'int32' } }, /^column-missing: .*'z'/],
    [{ types: { a: 'integer' } }, /^option-invalid: .*'a' the type 'integer'/],
    [{ types: { a: 'dd/dd/yyyy' } }, /^option-invalid/],
    [{ delimiter: '::' }, /^option-invalid: .*delimiter/],
    [{ header: ['a'] }, /^option-invalid: .*1 name, but .* 2 columns/],
    [{ header: ['a', 'a'] }, /^option-invalid/],
    [{ encoding: 'ebcdic' }, /^option-invalid/],
    [{ delimeter: ',' }, /^option-invalid: .*no option 'delimeter'/],
    [{ format: 'xlsx' }, /^option-invalid: .*format/],
    [{ decimal: ',', thousands: ',' }, /^contradiction/],
  ])('refuses the options %j', async (options, message) => {
    expect(await refused('a,b\n1,2\n', options as ReadOptions)).toMatch(message)
  })

  it('says which files of several do not fit the first', async () => {
    expect(await refusal(readTable([]))).toMatch(/^value-invalid: .*empty list/)
    expect(await refusal(readTable(5 as never))).toMatch(/^value-invalid: .*a number/)
  })
})

describe('any bytes at all', () => {
  const soup = fc.uint8Array({ maxLength: 300 })
  const almost = fc.string({
    unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ';', '.', '/', '-', ' ', '\0', 'é', '0'),
  })
  const gzip = fc.uint8Array({ maxLength: 60 }).map((rest) => Uint8Array.of(0x1f, 0x8b, 8, 0, ...rest))
  const parquet = fc.uint8Array({ maxLength: 60 }).map((rest) => bytesOf(`PAR1${rest.join()}PAR1`))
  const arrow = fc
    .uint8Array({ maxLength: 60 })
    .map((rest) => Uint8Array.of(...bytesOf('ARROW1\0\0'), ...rest))
  const stream = fc
    .uint8Array({ maxLength: 60 })
    .map((rest) => Uint8Array.of(255, 255, 255, 255, 40, 0, 0, 0, ...rest))

  it('are a table or a ClienteleError, at once and in batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(soup, almost.map(bytesOf), gzip, parquet, arrow, stream), async (bytes) => {
        const whole = await readTable(bytes).catch((error: unknown) => error)
        if (whole instanceof Error) expect(whole).toBeInstanceOf(ClienteleError)
        try {
          for await (const table of readBatches(inPieces(bytes, 7)))
            expect(table.numRows).toBeGreaterThanOrEqual(0)
        } catch (error) {
          expect(error).toBeInstanceOf(ClienteleError)
        }
      }),
      { numRuns: 200 },
    )
  })
})
