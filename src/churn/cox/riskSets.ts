import { sortNumbers } from '../../table/sort.js'

/** Customers of a Cox model, sorted: by stratum, then from the longest duration to the shortest. */
export interface RiskSets {
  readonly rows: number
  readonly width: number
  /** Row by row, `width` numbers each. */
  readonly x: Float64Array
  readonly durations: Float64Array
  readonly events: Uint8Array
  readonly weights: Float64Array
  /** When each came under observation; undefined where all were there from the start. */
  readonly entries: Float64Array | undefined
  /** Within each stratum, its rows from the latest entry to the earliest. */
  readonly byEntry: Int32Array | undefined
  /** Where each stratum starts, and the number of rows at the end. */
  readonly strata: Int32Array
  /** The row of the given arrays that each sorted row was. */
  readonly order: Int32Array
}

/** What `makeRiskSets` sorts: arrays by row, the matrix by column. */
export interface UnsortedLives {
  readonly columns: readonly Float64Array[]
  readonly durations: Float64Array
  readonly events: Uint8Array
  readonly weights: Float64Array | undefined
  readonly entries: Float64Array | undefined
  /** For each row the number of its stratum; undefined where there is one. */
  readonly strata: Int32Array | undefined
}

/** Sorts customers so that each risk set is the one before it and some more rows. */
export function makeRiskSets({
  columns,
  durations,
  events,
  weights,
  entries,
  strata,
}: UnsortedLives): RiskSets {
  const rows = durations.length
  const width = columns.length
  const order = sortedOrder(durations, strata)
  const x = new Float64Array(rows * width)
  for (let j = 0; j < width; j++) {
    const column = columns[j]!
    for (let i = 0; i < rows; i++) x[i * width + j] = column[order[i]!]!
  }
  const take = (values: Float64Array): Float64Array => {
    const taken = new Float64Array(rows)
    for (let i = 0; i < rows; i++) taken[i] = values[order[i]!]!
    return taken
  }
  const starts = strataStarts(order, strata)
  const sortedEntries = entries && take(entries)
  return {
    rows,
    width,
    x,
    durations: take(durations),
    events: takeEvents(events, order),
    weights: weights ? take(weights) : new Float64Array(rows).fill(1),
    entries: sortedEntries,
    byEntry: sortedEntries && entryOrder(sortedEntries, starts),
    strata: starts,
    order,
  }
}

function takeEvents(events: Uint8Array, order: Int32Array): Uint8Array {
  const taken = new Uint8Array(order.length)
  for (let i = 0; i < order.length; i++) taken[i] = events[order[i]!]!
  return taken
}

/** Rows by stratum and falling duration, equal ones in their order: a stable sort by keys that are ranks. */
function sortedOrder(durations: Float64Array, strata: Int32Array | undefined): Int32Array {
  const rows = durations.length
  const falling = sortNumbers(durations, true)
  if (!strata) return falling
  const counts = new Int32Array(strata.reduce((top, s) => Math.max(top, s), 0) + 2)
  for (let i = 0; i < rows; i++) counts[strata[i]! + 1]!++
  for (let s = 1; s < counts.length; s++) counts[s]! += counts[s - 1]!
  const order = new Int32Array(rows)
  for (let i = 0; i < rows; i++) order[counts[strata[falling[i]!]!]!++] = falling[i]!
  return order
}

function strataStarts(order: Int32Array, strata: Int32Array | undefined): Int32Array {
  if (!strata) return Int32Array.of(0, order.length)
  const starts = [0]
  for (let i = 1; i < order.length; i++) if (strata[order[i]!] !== strata[order[i - 1]!]) starts.push(i)
  starts.push(order.length)
  return Int32Array.from(starts)
}

function entryOrder(entries: Float64Array, starts: Int32Array): Int32Array {
  const order = new Int32Array(entries.length)
  for (let s = 0; s + 1 < starts.length; s++) {
    const from = starts[s]!
    const within = sortNumbers(entries.subarray(from, starts[s + 1]!), true)
    for (let i = 0; i < within.length; i++) order[from + i] = from + within[i]!
  }
  return order
}
