import { type Data, type Timestamp, TimeUnit, Type } from 'apache-arrow'
import { byteChunks } from './bytes.js'
import { asColumn, type Column } from './column.js'
import { isText } from './strings.js'
import { isBareDate, MS_A_DAY, readTimes } from './times.js'

/** A time column's values in their own unit, a chunk for each of the column's; missing is NaN. */
export interface Ticks {
  /** Doubles, or 64-bit integers as pairs of words, the lower first. */
  readonly chunks: readonly (Float64Array | Int32Array)[]
  readonly ticksPerDay: number
  /** Whether these are dates without a time of day: a Date column, or text in which no value has one. */
  readonly bareDates: boolean
}

const TICKS_A_DAY: { readonly [unit in TimeUnit]?: number } = {
  [TimeUnit.SECOND]: 86_400,
  [TimeUnit.MILLISECOND]: 86_400_000,
  [TimeUnit.MICROSECOND]: 86_400_000_000,
}

/**
 * The times of a column. Timestamps without nulls are not copied, unless they are nanoseconds, which doubles
 * cannot hold.
 */
export function readTicks(column: Column, who: string): Ticks {
  const { type, chunks, nullCount } = column
  const unit = type.typeId === Type.Timestamp ? TICKS_A_DAY[(type as Timestamp).unit] : undefined
  if (unit !== undefined && nullCount === 0) {
    return { chunks: chunks.map(words), ticksPerDay: unit, bareDates: false }
  }
  const times = chunks.map((chunk) => readTimes(asColumn(column.name, type, [chunk]), who))
  const bareDates = isBareDate(type) || (isText(type) && !chunks.some(hasLongText))
  return { chunks: times, ticksPerDay: MS_A_DAY, bareDates }
}

function words({ values, length }: Data): Int32Array {
  const { buffer, byteOffset } = values as BigInt64Array
  return new Int32Array(buffer, byteOffset, 2 * length)
}

/** Whether a text is longer than a date without a time of day. */
function hasLongText(chunk: Data): boolean {
  const texts = chunk.type.typeId === Type.Dictionary ? (chunk.dictionary?.data ?? []) : [chunk]
  return texts.flatMap(byteChunks).some(({ offsets }) => {
    for (let i = 1; i < offsets.length; i++) if (offsets[i]! - offsets[i - 1]! > 10) return true
    return false
  })
}
