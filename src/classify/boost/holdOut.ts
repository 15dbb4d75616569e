import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readTimes } from '../../table/times.js'
import type { Learned } from '../../learn/learn.js'
import { takeRows } from '../../learn/take.js'
import type { StopSettings } from './options.js'
import { drawnNumber, HOLD_OUT, keyOf } from './sample.js'

/** The rows in an order in which those that are held out come last. */
export interface HeldOut {
  readonly order: Int32Array
  /** How many are not held out. */
  readonly trainRows: number
}

/** Holds out a share of the rows: the latest ones where there is a time, else drawn, of each class as many as its share. */
export function holdOut(
  who: string,
  table: Table,
  learned: Learned,
  { share, time }: StopSettings,
  seed: number,
): HeldOut {
  const isOut =
    time === undefined
      ? drawOut(learned, share, keyOf(seed, HOLD_OUT))
      : latest(who, takeRows(readTimes(findColumn(table, time, who), who), learned.rowsUsed), share, time)
  const { length } = isOut
  const order = new Int32Array(length)
  let at = 0
  for (let i = 0; i < length; i++) if (isOut[i] === 0) order[at++] = i
  const trainRows = at
  for (let i = 0; i < length; i++) if (isOut[i] === 1) order[at++] = i
  if (trainRows < 2 || trainRows === length) {
    throw new ClienteleError(
      'rows-too-few',
      `${who}: of ${length} rows ${length - trainRows} would be held out to stop early, but some must be left on both sides; give more rows, another share, or no earlyStopping.`,
    )
  }
  return { order, trainRows }
}

/** Each row in turn, with the chance that just so many of its class are held out in the end. */
function drawOut({ target, rowsUsed }: Learned, share: number, key: number): Uint8Array {
  const rows = rowsUsed.length
  const classOf = 'codes' in target ? target.codes : new Int32Array(rows)
  const classes = 'codes' in target ? target.info.classes.length : 1
  const left = new Float64Array(classes)
  for (let i = 0; i < rows; i++) left[classOf[i]!]!++
  const wanted = left.map((count) => Math.round(count * share))
  const isOut = new Uint8Array(rows)
  for (let i = 0; i < rows; i++) {
    const c = classOf[i]!
    if (drawnNumber(key, i) * left[c]! < wanted[c]!) {
      isOut[i] = 1
      wanted[c]!--
    }
    left[c]!--
  }
  return isOut
}

/** The latest rows; those of one time stay together. */
function latest(who: string, times: Float64Array, share: number, name: string): Uint8Array {
  const missing = times.findIndex(Number.isNaN)
  if (missing >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' has no time in row ${missing + 1} of those learned from, but earlyStopping holds out the latest rows; fill it, or leave time out.`,
    )
  }
  const from = times.slice().sort()[Math.floor(times.length * (1 - share))]!
  return Uint8Array.from(times, (t) => (t >= from ? 1 : 0))
}
