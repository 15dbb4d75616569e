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
  readonly days: Int32Array
  readonly ticksPerDay: number
}

const NO_WORDS = new Int32Array(0)
const NO_DOUBLES = new Float64Array(0)

export function moveOf({ ticks, amounts }: Chunk, ticksPerDay: number, { values, days }: Scratch): Move {
  const isWhole = ticks instanceof Int32Array
  const words = isWhole ? ticks : NO_WORDS
  const doubles = isWhole ? NO_DOUBLES : ticks
  return { isWhole, words, doubles, amounts, values, days, ticksPerDay }
}

/** The time in row `i`. */
export function wholeTick(words: Int32Array, i: number): number {
  return words[2 * i + 1]! * 4294967296 + (words[2 * i]! >>> 0)
}

/** Puts a row's time and amount in its place, and its day. */
export function putRow(
  values: Float64Array,
  days: Int32Array,
  place: number,
  tick: number,
  amount: number,
  ticksPerDay: number,
): void {
  values[2 * place] = tick
  values[2 * place + 1] = amount
  days[place] = wholeDay(Math.floor(tick / ticksPerDay))
}

/** A day as a 32-bit integer: the last one there is, or the first, for what no calendar has. */
function wholeDay(day: number): number {
  if (day === (day | 0)) return day | 0
  return day > 0 ? 2 ** 31 - 1 : -(2 ** 31)
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
