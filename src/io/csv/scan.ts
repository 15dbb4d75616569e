/** How the bytes of a CSV file are cut into fields. */
export interface Layout {
  /** The byte between fields. */
  readonly delimiter: number
  /** The byte that begins a comment line, −1 for none. */
  readonly comment: number
  /** Fields in each record. */
  readonly columns: number
}

/** What stopped a scan. */
export const Problem = { none: 0, tooFew: 1, tooMany: 2, afterQuote: 3, openQuote: 4 } as const

/** The fields of up to `records` records: where each starts and ends, and how the scan ended. */
export interface Block {
  readonly starts: Int32Array
  /** One past the last byte; negative where the field holds doubled quotes. */
  readonly ends: Int32Array
  readonly records: number
  /** Where the next record starts. */
  pos: number
  problem: number
  /** The field where the problem is, and the byte. */
  column: number
  at: number
}

/** Bytes that must be allocated after the end of what is scanned. */
export const SLACK = 16

/** Room for the fields of one scan: 2,048 records fit the cache, fewer where records are wide. */
export function makeBlock(columns: number): Block {
  const records = Math.max(1, Math.min(2048, Math.floor(262_144 / columns)))
  const fields = records * columns
  return {
    starts: new Int32Array(fields),
    ends: new Int32Array(fields),
    records,
    pos: 0,
    problem: Problem.none,
    column: 0,
    at: 0,
  }
}

/** Ends the bytes with a newline and a quote, so that no loop of the scan needs to look for the end. */
export function seal(bytes: Uint8Array, end: number): void {
  bytes[end] = 10
  bytes[end + 1] = 34
}

/**
 * Finds the fields of as many whole records as fit the block, one tight loop for all columns, and answers how
 * many records those are. Bytes from `end` on must be sealed. A record that is cut off by the end is left for
 * the next call unless `final`. Blank lines are skipped, which also takes care of CR LF cut in two.
 */
export function scan(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  end: number,
  final: boolean,
  { delimiter, comment, columns }: Layout,
  block: Block,
): number {
  const { starts, ends, records } = block
  const delimiters = Math.imul(delimiter, 0x01010101)
  const last = columns - 1
  let pos = from
  let row = 0
  let f = 0
  block.problem = Problem.none
  while (row < records && pos < end) {
    let b = bytes[pos]!
    if (b === 10 || b === 13) {
      pos++
      continue
    }
    const record = pos
    block.pos = record
    if (b === comment) {
      while (b !== 10 && b !== 13) b = bytes[++pos]!
      if (pos < end) continue
      block.pos = final ? end : record
      return row
    }
    for (let c = 0; c <= last; c++, f++) {
      let start = pos
      b = bytes[pos]!
      if (b === 34) {
        start = ++pos
        let doubled = false
        for (;;) {
          // Four bytes at a time to the next quote.
          for (;;) {
            const word = view.getInt32(pos, true) ^ 0x22222222
            const hit = (word - 0x01010101) & ~word & 0x80808080
            if (hit !== 0) {
              pos += (31 - Math.clz32(hit & -hit)) >>> 3
              break
            }
            pos += 4
          }
          if (pos >= end) return final ? stop(block, Problem.openQuote, c, start - 1, row) : row
          if (pos + 1 >= end || bytes[pos + 1] !== 34) break
          doubled = true
          pos += 2
        }
        ends[f] = doubled ? -pos : pos
        b = bytes[++pos]!
      } else {
        for (;;) {
          // Four bytes at a time to the next delimiter or newline: a word's lowest marked byte is the first.
          const word = view.getInt32(pos, true)
          const d = word ^ delimiters
          const n = word ^ 0x0a0a0a0a
          const r = word ^ 0x0d0d0d0d
          const hit =
            (((d - 0x01010101) & ~d) | ((n - 0x01010101) & ~n) | ((r - 0x01010101) & ~r)) & 0x80808080
          if (hit !== 0) {
            pos += (31 - Math.clz32(hit & -hit)) >>> 3
            break
          }
          pos += 4
        }
        b = bytes[pos]!
        ends[f] = pos
      }
      starts[f] = start
      if (pos >= end && !final) return row
      if (c < last && b === delimiter) pos++
      else if (b === delimiter) return stop(block, Problem.tooMany, c, pos, row)
      else if (b !== 10 && b !== 13) return stop(block, Problem.afterQuote, c, pos, row)
      else if (c < last) return stop(block, Problem.tooFew, c, pos, row)
    }
    pos++
    if (b === 13 && bytes[pos] === 10) pos++
    if (pos > end) pos = end
    row++
  }
  block.pos = pos
  return row
}

function stop(block: Block, problem: number, column: number, at: number, row: number): number {
  block.problem = problem
  block.column = column
  block.at = at
  return row
}

/** How many fields the record at `from` has, for error messages. */
export function countFields(bytes: Uint8Array, from: number, end: number, delimiter: number): number {
  let fields = 1
  let quoted = false
  let fresh = true
  for (let pos = from; pos < end; pos++) {
    const b = bytes[pos]!
    if (quoted) {
      if (b === 34) quoted = false
    } else if (b === 34 && (fresh || bytes[pos - 1] === 34)) quoted = true
    else if (b === 10 || b === 13) break
    else if (b === delimiter) fields++
    fresh = !quoted && b === delimiter
  }
  return fields
}

/** A field's text without doubled quotes, as bytes. */
export function unquote(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start)
  let length = 0
  for (let i = start; i < end; i++) {
    out[length++] = bytes[i]!
    if (bytes[i] === 34) i++
  }
  return out.subarray(0, length)
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A field as a string; `end` may be negative, as in a block. */
export function fieldText(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(end < 0 ? unquote(bytes, start, -end) : bytes.subarray(start, end))
}
