import type { Region } from './pieces.js'
import { fieldText } from './scan.js'

/** The first record that is neither blank nor a comment: its fields, and where they start and end. */
export interface FirstRecord {
  readonly start: number
  readonly end: number
  readonly fields: readonly string[]
  readonly bounds: readonly (readonly [number, number])[]
  /** Whether there is text after a closing quote. */
  readonly broken: boolean
}

/** undefined where there is none, or it goes on beyond the region. */
export function firstRecord(region: Region, delimiter: number, comment: number): FirstRecord | undefined {
  const { bytes, end, final } = region
  let start = region.from
  for (let b = bytes[start]!; start < end && (b === 10 || b === 13 || b === comment); b = bytes[start]!) {
    if (b === comment) while (start < end && bytes[start] !== 10 && bytes[start] !== 13) start++
    else start++
  }
  if (start >= end) return undefined
  const bounds: [number, number][] = []
  let broken = false
  for (let pos = start; ; pos++) {
    const [from, to, next] = oneField(bytes, pos, end, delimiter)
    if (bytes[pos] === 34 && next > Math.abs(to) + 1) broken = true
    bounds.push([from, to])
    pos = next
    if (pos < end && bytes[pos] === delimiter) continue
    if (pos >= end && !final) return undefined
    const fields = bounds.map(([from, to]) => fieldText(bytes, from, to))
    return { start, end: Math.min(pos + 1, end), fields, bounds, broken }
  }
}

/** Where the field at `pos` starts and ends, as in a block, and the byte after it. */
function oneField(bytes: Uint8Array, pos: number, end: number, delimiter: number): [number, number, number] {
  let p = pos
  if (bytes[p] !== 34) {
    while (p < end && bytes[p] !== delimiter && bytes[p] !== 10 && bytes[p] !== 13) p++
    return [pos, p, p]
  }
  let doubled = false
  for (p++; p < end; p++) {
    if (bytes[p] !== 34) continue
    if (p + 1 >= end || bytes[p + 1] !== 34) break
    doubled = true
    p++
  }
  const close = p
  // What follows a closing quote is the scan's to complain about.
  for (p++; p < end && bytes[p] !== delimiter && bytes[p] !== 10 && bytes[p] !== 13;) p++
  return [pos + 1, doubled ? -close : close, p]
}

/** Where the line 'sep=;' ends with which Excel's files may begin, 0 where there is none. */
function separatorLine(bytes: Uint8Array): number {
  const line = /^sep=[^\r\n]\r?\n?/i.exec(String.fromCharCode(...bytes.subarray(0, 7)))
  return line ? line[0].length : 0
}

/** Goes behind the line 'sep=;' where a file begins with one. */
export function skipSeparator(region: Region): void {
  if (region.base === 0 && region.from === 0) region.from = Math.min(separatorLine(region.bytes), region.end)
}

/** The delimiter that such a line names, undefined where there is none. */
export function saidDelimiter(bytes: Uint8Array, from: number): string | undefined {
  const found = from > 0 && separatorLine(bytes) === from ? String.fromCharCode(bytes[4]!) : undefined
  return found === '"' ? undefined : found
}
