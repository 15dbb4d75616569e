import type { Column } from './column.js'
import { floatWords, sortWords } from './sortWords.js'

/** A column to sort by. */
export interface SortKey {
  readonly column: Column
  readonly descending?: boolean
}

/**
 * The numbers of the rows in sorted order: stable, missing values (null, NaN) last in either direction, text
 * by code point, numbers, dates and decimals exactly by value, false before true.
 *
 * A radix sort, from the last key to the first and within each from its lowest word to its highest; text is
 * first replaced by the rank of each distinct value.
 */
export function sortRows(keys: readonly SortKey[], who = 'sortRows'): Int32Array {
  const rows = keys[0]!.column.length
  let order = inTurn(rows)
  for (const { column, descending = false } of keys.toReversed()) {
    const { words, missing } = sortWords(column, who)
    for (const word of words) order = radixPasses(order, word, descending)
    if (missing) order = missingLast(order, missing)
  }
  return order
}

/** The numbers of values in sorted order: stable, NaN last in either direction. */
export function sortNumbers(values: Float64Array, descending = false): Int32Array {
  let order = inTurn(values.length)
  const { words, missing } = floatWords(values)
  for (const word of words) order = radixPasses(order, word, descending)
  return missing ? missingLast(order, missing) : order
}

/** The numbers of so many rows as they stand; `Int32Array.from` would take as long as sorting them. */
export function inTurn(rows: number): Int32Array {
  const order = new Int32Array(rows)
  for (let i = 0; i < rows; i++) order[i] = i
  return order
}

const DIGIT_BITS = [11, 11, 10]

/** Stable counting sorts by each digit of a word, skipping digits that are all alike. */
function radixPasses(given: Int32Array, word: Uint32Array, descending: boolean): Int32Array {
  let order = given
  let spare: Int32Array | undefined
  let shift = 0
  for (const width of DIGIT_BITS) {
    const mask = 2 ** width - 1
    const starts = digitStarts(word, shift, mask, descending)
    if (starts) {
      const target: Int32Array = spare ?? new Int32Array(order.length)
      const turned = descending ? mask : 0
      for (let i = 0; i < order.length; i++) {
        const row = order[i]!
        target[starts[((word[row]! >>> shift) & mask) ^ turned]!++] = row
      }
      spare = order
      order = target
    }
    shift += width
  }
  return order
}

/** Where the rows of each digit begin, or undefined where all rows have the same. */
function digitStarts(
  word: Uint32Array,
  shift: number,
  mask: number,
  descending: boolean,
): Int32Array | undefined {
  const counts = new Int32Array(mask + 1)
  const turned = descending ? mask : 0
  for (let i = 0; i < word.length; i++) counts[((word[i]! >>> shift) & mask) ^ turned]!++
  let start = 0
  for (let digit = 0; digit <= mask; digit++) {
    const count = counts[digit]!
    if (count === word.length) return undefined
    counts[digit] = start
    start += count
  }
  return counts
}

function missingLast(order: Int32Array, missing: Uint8Array): Int32Array {
  const out = new Int32Array(order.length)
  let at = 0
  for (const row of order) if (missing[row] === 0) out[at++] = row
  for (const row of order) if (missing[row] === 1) out[at++] = row
  return out
}
