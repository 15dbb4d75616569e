import type { Chunk } from '../../table/orders/input.js'
import type { Scratch } from './partition.js'

/** What the rows of a chunk say, and where it moves to. */
export interface Move {
  /** Times as 64-bit integers in pairs of words where `isWhole`, else as doubles. */
  readonly isWhole: boolean
  readonly words: Int32Array
  readonly doubles: Float64Array
  readonly amounts: Float64Array
  readonly values: Float64Array
}

const NO_WORDS = new Int32Array(0)
const NO_DOUBLES = new Float64Array(0)

export function moveOf({ ticks, amounts }: Chunk, { values }: Scratch): Move {
  const isWhole = ticks instanceof Int32Array
  const words = isWhole ? ticks : NO_WORDS
  const doubles = isWhole ? NO_DOUBLES : ticks
  return { isWhole, words, doubles, amounts, values }
}

/** The time in row `i`. */
export function wholeTick(words: Int32Array, i: number): number {
  return words[2 * i + 1]! * 4294967296 + (words[2 * i]! >>> 0)
}

/** Puts a row's time and amount where they go. */
export function putRow(values: Float64Array, at: number, tick: number, amount: number): void {
  values[at] = tick
  values[at + 1] = amount
}

/** Moves one more word of each row: its partition is in the bits of `homes` from `shift` on. */
export function moveWords(
  words: Int32Array,
  homes: Int32Array,
  shift: number,
  mask: number,
  next: Int32Array,
  out: Int32Array,
): void {
  for (let i = 0; i < words.length; i++) out[next[(homes[i]! >>> shift) & mask]!++] = words[i]!
}
