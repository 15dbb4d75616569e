import { sortNumbers } from '../../table/sort.js'

/** Customers of a Cox model, sorted: by stratum, then from the longest duration to the shortest, of one duration those who leave last. */
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
  /** Σ w·x over those who leave. */
  readonly leaving: Float64Array
  /** Where many share a time and nobody enters late. */
  readonly ties: Ties | undefined
}

/** Runs of rows of one stratum and duration that all leave or all stay. */
export interface Ties {
  /** Where each run starts, and the number of rows at the end. */
  readonly starts: Int32Array
  /** For each run that leaves its Σw and Σw·x, zeros for one that stays. */
  readonly leaving: Float64Array
}

/** So many rows a run are worth the sums that are kept for each. */
const TIED = 32

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
  const order = sortedOrder(durations, events, strata)
  const take = (values: Float64Array): Float64Array => {
    const taken = new Float64Array(rows)
    for (let i = 0; i < rows; i++) taken[i] = values[order[i]!]!
    return taken
  }
  const starts = strataStarts(order, strata)
  const sortedEntries = entries && take(entries)
  const sets = {
    rows,
    width: columns.length,
    x: byRow(columns, order),
    durations: take(durations),
    events: takeEvents(events, order),
    weights: weights ? take(weights) : new Float64Array(rows).fill(1),
    entries: sortedEntries,
    byEntry: sortedEntries && entryOrder(sortedEntries, starts),
    strata: starts,
    order,
  }
  return { ...sets, leaving: sumLeavers(sets), ties: entries ? undefined : findTies(sets, rows / TIED) }
}

/** Σ w·x over those who leave, each times what the clock shows at its row. */
export function sumLeavers(
  { rows, width, x, events, weights }: Omit<RiskSets, 'ties' | 'leaving'>,
  clock?: Float64Array,
): Float64Array {
  const sums = new Float64Array(width)
  for (let i = 0; i < rows; i++) {
    if (events[i] === 0) continue
    const weight = weights[i]! * (clock ? clock[i]! : 1)
    for (let a = 0; a < width; a++) sums[a]! += weight * x[i * width + a]!
  }
  return sums
}

/** Rows of numbers from columns. These are read in their own order, some rows at a time so that what is written stays in the cache. */
function byRow(columns: readonly Float64Array[], order: Int32Array): Float64Array {
  const width = columns.length
  const x = new Float64Array(order.length * width)
  const place = new Int32Array(order.length)
  for (let i = 0; i < order.length; i++) place[order[i]!] = i * width
  for (let from = 0; from < order.length; from += 512) {
    const to = Math.min(from + 512, order.length)
    for (let j = 0; j < width; j++) {
      const column = columns[j]!
      for (let i = from; i < to; i++) x[place[i]! + j] = column[i]!
    }
  }
  return x
}

/** The runs of sorted rows; undefined where there are more than so many. */
export function findTies(
  { rows, width, x, durations, events, weights, strata }: Omit<RiskSets, 'ties' | 'leaving'>,
  most: number = rows,
): Ties | undefined {
  const starts: number[] = []
  for (let i = 0, s = 0; i < rows; i++) {
    const isFirst = strata[s] === i
    if (isFirst) s++
    else if (durations[i] === durations[i - 1] && events[i] === events[i - 1]) continue
    if (starts.length >= most) return undefined
    starts.push(i)
  }
  const size = 1 + width
  const leaving = new Float64Array(starts.length * size)
  starts.push(rows)
  for (let r = 0; r + 1 < starts.length; r++) {
    if (events[starts[r]!] === 0) continue
    for (let i = starts[r]!; i < starts[r + 1]!; i++) {
      leaving[r * size]! += weights[i]!
      for (let a = 0; a < width; a++) leaving[r * size + 1 + a]! += weights[i]! * x[i * width + a]!
    }
  }
  return { starts: Int32Array.from(starts), leaving }
}

function takeEvents(events: Uint8Array, order: Int32Array): Uint8Array {
  const taken = new Uint8Array(order.length)
  for (let i = 0; i < order.length; i++) taken[i] = events[order[i]!]!
  return taken
}

/** Rows by stratum, falling duration and event, equal ones in their order: stable sorts from the last key to the first. */
function sortedOrder(
  durations: Float64Array,
  events: Uint8Array,
  strata: Int32Array | undefined,
): Int32Array {
  const falling = leaversLast(sortNumbers(durations, true), durations, events)
  return strata ? byCode(falling, strata) : falling
}

/** Of rows of one duration, those who leave behind the others. */
function leaversLast(order: Int32Array, durations: Float64Array, events: Uint8Array): Int32Array {
  const sorted = new Int32Array(order.length)
  for (let i = 0, end = 0; i < order.length; i = end) {
    const duration = durations[order[i]!]!
    let at = i
    for (end = i; end < order.length && durations[order[end]!] === duration; end++) {
      if (events[order[end]!] === 0) sorted[at++] = order[end]!
    }
    for (let j = i; at < end; j++) if (events[order[j]!] === 1) sorted[at++] = order[j]!
  }
  return sorted
}

/** A stable counting sort. */
function byCode(order: Int32Array, codes: Int32Array): Int32Array {
  const counts = new Int32Array(codes.reduce((top, s) => Math.max(top, s), 0) + 2)
  for (let i = 0; i < codes.length; i++) counts[codes[i]! + 1]!++
  for (let s = 1; s < counts.length; s++) counts[s]! += counts[s - 1]!
  const sorted = new Int32Array(order.length)
  for (let i = 0; i < order.length; i++) sorted[counts[codes[order[i]!]!]!++] = order[i]!
  return sorted
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
