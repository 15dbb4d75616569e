import fc from 'fast-check'
import { readBatches, readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { decodeLz4 } from '#src/table/lz4'
import { bytesOf, inPieces, refusal } from './help.js'

// Written by pyarrow 26: 300 rows, customer 'Ng' every seventh else 'Müller', amount i % 9 as Int32, null every fifth.
const LZ4 =
  '/////7AAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAIAAABQAAAABAAAAMj///8AAAECEAAA' +
  'ACAAAAAEAAAAAAAAAAYAAABhbW91bnQAAAgADAAIAAcACAAAAAAAAAEgAAAAEAAUAAgABgAHAAwAAAAQABAAAAAAAAEFEAAAACAA' +
  'AAAEAAAAAAAAAAgAAABjdXN0b21lcgAAAAAEAAQABAAAAP/////YAAAAFAAAAAAAAAAMABgABgAFAAgADAAMAAAAAAMEABwAAABA' +
  'BwAAAAAAAAAAAAAMABwAEAAEAAgADAAMAAAAeAAAABwAAAAUAAAALAEAAAAAAAAAAAAABAAEAAQAAAAFAAAAAAAAAAAAAAAAAAAA' +
  'AAAAAAAAAAAAAAAAywQAAAAAAADQBAAAAAAAADUAAAAAAAAACAUAAAAAAAAmAAAAAAAAADAFAAAAAAAADgIAAAAAAAAAAAAAAgAA' +
  'ACwBAAAAAAAAAAAAAAAAAAAsAQAAAAAAADwAAAAAAAAAtAQAAAAAAAAEIk0YYECCtAQAgAAAAAACAAAACQAAABAAAAAXAAAAHgAA' +
  'ACUAAAAsAAAALgAAADUAAAA8AAAAQwAAAEoAAABRAAAAWAAAAFoAAABhAAAAaAAAAG8AAAB2AAAAfQAAAIQAAACGAAAAjQAAAJQA' +
  'AACbAAAAogAAAKkAAACwAAAAsgAAALkAAADAAAAAxwAAAM4AAADVAAAA3AAAAN4AAADlAAAA7AAAAPMAAAD6AAAAAQEAAAgBAAAK' +
  'AQAAEQEAABgBAAAfAQAAJgEAAC0BAAA0AQAANgEAAD0BAABEAQAASwEAAFIBAABZAQAAYAEAAGIBAABpAQAAcAEAAHcBAAB+AQAA' +
  'hQEAAIwBAACOAQAAlQEAAJwBAACjAQAAqgEAALEBAAC4AQAAugEAAMEBAADIAQAAzwEAANYBAADdAQAA5AEAAOYBAADtAQAA9AEA' +
  'APsBAAACAgAACQIAABACAAASAgAAGQIAACACAAAnAgAALgIAADUCAAA8AgAAPgIAAEUCAABMAgAAUwIAAFoCAABhAgAAaAIAAGoC' +
  'AABxAgAAeAIAAH8CAACGAgAAjQIAAJQCAACWAgAAnQIAAKQCAACrAgAAsgIAALkCAADAAgAAwgIAAMkCAADQAgAA1wIAAN4CAADl' +
  'AgAA7AIAAO4CAAD1AgAA/AIAAAMDAAAKAwAAEQMAABgDAAAaAwAAIQMAACgDAAAvAwAANgMAAD0DAABEAwAARgMAAE0DAABUAwAA' +
  'WwMAAGIDAABpAwAAcAMAAHIDAAB5AwAAgAMAAIcDAACOAwAAlQMAAJwDAACeAwAApQMAAKwDAACzAwAAugMAAMEDAADIAwAAygMA' +
  'ANEDAADYAwAA3wMAAOYDAADtAwAA9AMAAPYDAAD9AwAABAQAAAsEAAASBAAAGQQAACAEAAAiBAAAKQQAADAEAAA3BAAAPgQAAEUE' +
  'AABMBAAATgQAAFUEAABcBAAAYwQAAGoEAABxBAAAeAQAAHoEAACBBAAAiAQAAI8EAACWBAAAnQQAAKQEAACmBAAArQQAALQEAAC7' +
  'BAAAwgQAAMkEAADQBAAA0gQAANkEAADgBAAA5wQAAO4EAAD1BAAA/AQAAP4EAAAFBQAADAUAABMFAAAaBQAAIQUAACgFAAAqBQAA' +
  'MQUAADgFAAA/BQAARgUAAE0FAABUBQAAVgUAAF0FAABkBQAAawUAAHIFAAB5BQAAgAUAAIIFAACJBQAAkAUAAJcFAACeBQAApQUA' +
  'AKwFAACuBQAAtQUAALwFAADDBQAAygUAANEFAADYBQAA2gUAAOEFAADoBQAA7wUAAPYFAAD9BQAABAYAAAYGAAANBgAAFAYAABsG' +
  'AAAiBgAAKQYAADAGAAAyBgAAOQYAAEAGAABHBgAATgYAAFUGAABcBgAAXgYAAGUGAABsBgAAcwYAAHoGAACBBgAAiAYAAIoGAACR' +
  'BgAAmAYAAJ8GAACmBgAArQYAALQGAAC2BgAAvQYAAMQGAADLBgAA0gYAANkGAADgBgAA4gYAAOkGAADwBgAA9wYAAP4GAAAFBwAA' +
  'DAcAAA4HAAAVBwAAHAcAACMHAAAqBwAAMQcAADgHAAA6BwAAQQcAAEgHAABPBwAAVgcAAF0HAAAAAAAAAAAAAABdBwAAAAAAAAQi' +
  'TRhgQIIeAAAAn05nTcO8bGxlcgcAEA8sAP////////8gULxsbGVyAAAAAAAAACYAAAAAAAAABCJNGGBAgg8AAABf3nvvvfcFAAlQ' +
  'vffeew8AAAAAAACwBAAAAAAAAAQiTRhgQIL3AQAA8AIAAAAAAQAAAAIAAAADAAAABBEAwQAAAAYAAAAHAAAACA4AAgIACCQAEgUT' +
  'AAkkAABIAAACAARIAAAkAABIAAACAARIAAAkAABIAAACAABsAAQkAABsAAQCAAQkAABIAAACAAgkAAxIAAAkAABIAAACAABsAABI' +
  'AAQkAAACAABsAAQkAABIAAACAAgkAABsAAACAAgkAABIAAACAARIAAAkAABIAAACAABsAABIAAAkAABIAAQCAAQkAABIAAACAAgk' +
  'AAxIAAAkAABIAAACAARIAAQkAAACAABsAAQkAABIAAACAABsAAQkAABsAAACAAgkAABIAAACAAgkAABIAAACAABsAABIAAAkAABI' +
  'AAQCAABIAAAkAABIAAACAAgkAAxIAAAkAABIAAACAARIAAQkAAACAARIAAAkAABIAAACAABsAAQkAABsAAACAARIAAAkAABIAAAC' +
  'AAgkAABIAAACAARIAAAkAABIAAQCAABIAAAkAABIAAACAARIAAAkAAxIAAAkAABIAAACAARIAAQkAAACAARIAAAkAABIAAACAAxI' +
  'AAACAARIAAAkAABIAAACAARIAASQAAACAARIAAAkAABIAAQCAAQkAABIAAACAARIAAAkAAxIAAAkAABIAAACAARIAAQkAAACAA+0' +
  'AOhQAAIAAAAAAAAAAAD/////AAAAAA=='
const ZSTD =
  '/////7AAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAIAAABQAAAABAAAAMj///8AAAECEAAA' +
  'ACAAAAAEAAAAAAAAAAYAAABhbW91bnQAAAgADAAIAAcACAAAAAAAAAEgAAAAEAAUAAgABgAHAAwAAAAQABAAAAAAAAEFEAAAACAA' +
  'AAAEAAAAAAAAAAgAAABjdXN0b21lcgAAAAAEAAQABAAAAP/////gAAAAFAAAAAAAAAAMABgABgAFAAgADAAMAAAAAAMEABwAAABY' +
  'AwAAAAAAAAAAAAAMAB4AEAAEAAgADAAMAAAAgAAAACQAAAAYAAAALAEAAAAAAAAAAAAAAAAGAAgABwAGAAAAAAAAAQUAAAAAAAAA' +
  'AAAAAAAAAAAAAAAAAAAAAAAAAACrAgAAAAAAALACAAAAAAAAJQAAAAAAAADYAgAAAAAAAB0AAAAAAAAA+AIAAAAAAABfAAAAAAAA' +
  'AAAAAAACAAAALAEAAAAAAAAAAAAAAAAAACwBAAAAAAAAPAAAAAAAAAC0BAAAAAAAACi1L/1gtAPNFABKS1AKKXC2tBnAxs7z3Mwm' +
  'G59nI9jYeZ6b2WTj8wzBFkJZsVzDrASTuqWUUsoUhQCfAJ8AodY4rV1ak7TWaG3RWqG1P2t61uqswVlbs5ZmbcxalzUsa1PWnKwl' +
  'WTuyFmRtx1qNtRdrKdZGrIVY27BWYe3BWoK1sjWxNQBr2nsd12fd1VHd1EF90y090hnd0Andz/Oczt9czclczLn8yqW8yZFcyIFc' +
  'x2ncxVFcxDlcwyncwRGc7GHfPlygOT5zd+bqzMGZWzNXZu7LnJa5KnNT5pzMJZkbMtdj7sZcjLkXcynmRsx1mLswF2FuwVyCubI5' +
  'sTnu7debrrdab7PeXL2hehP11ukN09ukt0hvjN4MvQF62/Nm5y3O25s3NW9k3ry8ZXmj8vbkrckbkjchbzzebLzBeFPxhuJNxBuH' +
  'NwtvEN4UvBF4I3sLe9vWfK3lWqO19mqt1dqptb0we1/2tOxV2YOyt2SvyN6PvR57N/Zi7K3YK7H3YS/D3oW9CHsL9grsje15d8Hu' +
  'ft3puqt1B+tO1R2pu093ne4w3U26c3SH6E7QXZ+7PXd27uLcsbkzcwfmbstdljsqd0/ulNwRufNxh+POxh2MOxV3JO483GG4k3AH' +
  '4U7BHYG7AHfdHLC5XXO55mjNvZpLNTdqztNcprlLc5LmGs0dOs+KPPvxLMezGc9aPDvxrMSzD88yPJvwrMGzA88GPBt75v0F++P1' +
  'd+tP1h+rP1V/pP4+/Wn6q/QH6U/RH6I/QX99/vD8zflz84fmz8wfmL8tf1b+ovwx+TPyR+TPxx+OPxl/LP5M/IH48/CH4U/CH4M/' +
  'A38C/r6/bg/Y3q49W3ux9lbtldobtedpL9Mepb1He4n2Bu0F2uOzd2dPzl6bvTMDAAAAAAAAXQcAAAAAAAAotS/9YF0GnQAASE5n' +
  'TcO8bGxlcgIALj/1AyLLEQAAACYAAAAAAAAAKLUv/SAmZQAAMN577733DwEAwIsWAAAAsAQAAAAAAAAotS/9YLADbQIANAIAAAAA' +
  'AQAAAAIAAAADAAAABAAGAAAABwAAAAgABQEGAgcDCBEA6W+mApAcOCFzOCCjpnBARk3hgIyawgEZNYUDPHRmdxQPYCMDCAMA////' +
  '/wAAAAA='
const bytesIn = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
const canZstd = 'zstdDecompressSync' in (await import('node:zlib'))

async function gathered(source: AsyncIterable<{ toArray: () => unknown[] }>): Promise<unknown[]> {
  const rows: unknown[] = []
  for await (const table of source) rows.push(...table.toArray().map((row) => ({ ...(row as object) })))
  return rows
}

describe('compressed Arrow IPC', () => {
  const expected = Array.from({ length: 300 }, (_, i) => ({
    customer: i % 7 ? 'Müller' : 'Ng',
    amount: i % 5 ? i % 9 : null,
  }))

  it('of another writer is read with LZ4, whole and in batches', async () => {
    const whole = await readTable(bytesIn(LZ4))
    expect(whole.toArray().map((row) => ({ ...row }))).toEqual(expected)
    expect(await gathered(readBatches(inPieces(bytesIn(LZ4), 100)))).toEqual(expected)
  })

  it('is read with zstd where Node can, and refused with a way out where it cannot', async () => {
    if (canZstd) {
      const whole = await readTable(bytesIn(ZSTD))
      expect(whole.toArray().map((row) => ({ ...row }))).toEqual(expected)
    } else
      expect(await refusal(readTable(bytesIn(ZSTD)))).toMatch(/^unsupported: .*zstd.*LZ4 or uncompressed/)
  })

  it('that is damaged is refused in a sentence', async () => {
    const whole = bytesIn(LZ4)
    const at = Buffer.from(whole).indexOf(Buffer.of(0x04, 0x22, 0x4d, 0x18))
    for (const k of [0, 4, 7, 10]) {
      const broken = whole.slice()
      broken[at + k]! ^= 0xff
      expect(await refusal(readTable(broken))).toMatch(/^file-malformed: .*damaged/)
    }
  })
})

describe('decodeLz4', () => {
  it('gives back what the block format says, copies that reach into themselves too', () => {
    const texts = fc.array(
      fc.record({ text: fc.string({ maxLength: 40 }), times: fc.integer({ min: 1, max: 40 }) }),
    )
    fc.assert(
      fc.property(texts, fc.boolean(), (parts, isSized) => {
        const bytes = bytesOf(parts.map(({ text, times }) => text.repeat(times)).join(''))
        expect(decodeLz4(encode(bytes, isSized))).toEqual(bytes)
      }),
    )
  })

  it('never reads beyond a frame that is cut off or altered', () => {
    const frame = encode(bytesOf('to be or not to be or to be '.repeat(20)), true)
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.nat(255), fc.nat(frame.length), (at, value, length) => {
        const altered = frame.slice(0, length)
        if (at < length) altered[at] = value
        try {
          expect(decodeLz4(altered).length).toBeLessThanOrEqual(255 * length)
        } catch (error) {
          expect((error as Error).message).toBe('an LZ4 frame is damaged')
        }
      }),
    )
  })
})

/** A plain encoder of one block: at each place the longest match with what was seen. */
function encode(bytes: Uint8Array, isSized: boolean): Uint8Array {
  const block: number[] = []
  let start = 0
  const put = (end: number, distance: number, length: number) => {
    const literals = end - start
    block.push((Math.min(literals, 15) << 4) | (distance ? Math.min(length - 4, 15) : 0))
    if (literals >= 15) putMore(block, literals - 15)
    block.push(...bytes.subarray(start, end))
    if (!distance) return
    block.push(distance & 255, distance >> 8)
    if (length - 4 >= 15) putMore(block, length - 19)
  }
  for (let i = 0; i < bytes.length;) {
    const { distance, length } = longest(bytes, i)
    if (length >= 4) {
      put(i, distance, length)
      start = i += length
    } else i++
  }
  put(bytes.length, 0, 0)
  const head = new Uint8Array(isSized ? 19 : 11)
  const view = new DataView(head.buffer)
  view.setUint32(0, 0x184d2204, true)
  head[4] = 0x40 | (isSized ? 8 : 0)
  head[5] = 0x40
  if (isSized) view.setBigUint64(6, BigInt(bytes.length), true)
  view.setUint32(head.length - 4, block.length, true)
  return Uint8Array.from([...head, ...block, 0, 0, 0, 0])
}

function putMore(block: number[], more: number): void {
  for (let left = more; ; left -= 255) {
    block.push(Math.min(left, 255))
    if (left < 255) return
  }
}

function longest(bytes: Uint8Array, at: number): { distance: number; length: number } {
  let best = { distance: 0, length: 0 }
  for (let distance = 1; distance <= Math.min(at, 60); distance++) {
    let length = 0
    while (at + length < bytes.length && bytes[at + length] === bytes[at + length - distance]) length++
    if (length > best.length) best = { distance, length }
  }
  return best
}
