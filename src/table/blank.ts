import { type Data, Type } from 'apache-arrow'
import { byteChunks, dictionaryCodes } from './bytes.js'
import { asColumn, type Column, hasNulls, isPresent } from './column.js'
import type { Groups } from './group.js'
import { countMissing } from './missing.js'
import { isNumeric, readNumbers } from './numbers.js'
import { isText } from './strings.js'
import { takeColumn } from './take.js'

/** In how many rows there is no id: missing, or blank text, which is what exports write for it. */
export function countWithoutId(column: Column): number {
  if (!isText(column.type)) return countMissing(column)
  let count = 0
  for (const chunk of column.chunks) {
    for (const flag of withoutText(chunk) ?? []) count += flag
  }
  return count
}

/** 1 for each group of rows that has no id. */
export function groupsWithoutId(column: Column, { firstRows }: Pick<Groups, 'firstRows'>): Uint8Array {
  const firsts = takeColumn(column, firstRows)
  if (isText(column.type)) return withoutText(firsts) ?? new Uint8Array(firstRows.length)
  const without = new Uint8Array(firstRows.length)
  if (isNumeric(column.type)) {
    const values = readNumbers(asColumn(column.name, column.type, [firsts]), 'groupsWithoutId')
    values.forEach((value, g) => (without[g] = Number.isNaN(value) ? 1 : 0))
  } else if (column.type.typeId === Type.Null) without.fill(1)
  else if (hasNulls(firsts))
    for (let g = 0; g < without.length; g++) without[g] = isPresent(firsts, g) ? 0 : 1
  return without
}

/** Whether one of the first `rows` texts is blank. */
export function hasBlank(offsets: Int32Array, bytes: Uint8Array, rows: number): boolean {
  let from = offsets[0]!
  for (let i = 1; i <= rows; i++) {
    const to = offsets[i]!
    // Nearly all ids begin with a visible character of ASCII.
    const isVisible = to > from && bytes[from]! > 32 && bytes[from]! < 127
    if (!isVisible && isBlank(bytes, from, to)) return true
    from = to
  }
  return false
}

/** 1 for each row of a chunk of text that is null or blank; undefined where all labels of a dictionary are ids. */
function withoutText(chunk: Data): Uint8Array | undefined {
  const nullable = hasNulls(chunk)
  if (chunk.type.typeId === Type.Dictionary) {
    const parts = chunk.dictionary?.data ?? []
    if (!nullable && parts.every(hasIds)) return undefined
    const labels = parts.flatMap((part) => Array.from(withoutText(part) ?? new Uint8Array(part.length)))
    const codes = dictionaryCodes(chunk)
    return Uint8Array.from({ length: chunk.length }, (_, i) =>
      nullable && !isPresent(chunk, i) ? 1 : labels[codes[i]!]!,
    )
  }
  const without = new Uint8Array(chunk.length)
  let row = 0
  for (const { length, offsets, bytes } of byteChunks(chunk)) {
    for (let i = 0; i < length; i++, row++) {
      const missing = nullable && !isPresent(chunk, row)
      without[row] = missing || isBlank(bytes, offsets[i]!, offsets[i + 1]!) ? 1 : 0
    }
  }
  return without
}

/** Whether all labels of a part of a dictionary are ids. */
function hasIds(part: Data): boolean {
  if (part.type.typeId === Type.Dictionary) return withoutText(part) === undefined
  const texts = byteChunks(part)
  return !hasNulls(part) && !texts.some(({ offsets, bytes, length }) => hasBlank(offsets, bytes, length))
}

/** Whether text is empty or nothing but what `trim` takes away, told from its bytes in UTF-8. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to) {
    const size = spaceAt(bytes, at)
    if (size === 0) return false
    at += size
  }
  return true
}

/** How many bytes the white space takes that begins there; 0 where there is none. */
function spaceAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  if (first === 32 || (first >= 9 && first <= 13)) return 1
  if (first === 0xc2) return bytes[at + 1] === 0xa0 ? 2 : 0
  if (first !== 0xe1 && first !== 0xe2 && first !== 0xe3 && first !== 0xef) return 0
  return LONG_SPACES.has((first << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!) ? 3 : 0
}

/** White space of three bytes: U+1680, U+2000 to 200A, 2028, 2029, 202F, 205F, 3000 and FEFF. */
const LONG_SPACES: ReadonlySet<number> = new Set([
  0xe19a80,
  ...Array.from({ length: 11 }, (_, i) => 0xe28080 + i),
  0xe280a8,
  0xe280a9,
  0xe280af,
  0xe2819f,
  0xe38080,
  0xefbbbf,
])
