/*
 * The way of a row: `summarize.ts` or `stream.ts` reads a table's columns (`table/orders/input.ts`), and the engine cuts them into blocks.
 * On each thread (`kernel.ts`) the rows of a block are counted and moved to partitions by their customer (`partition.ts`: `hash`,
 * `place`, `move`, memory from `scratch`; `sharing` copies what other threads read). After some blocks each partition is summed up by its
 * thread (`part.ts`): `keyTable` or `numbering` says whose a row is, `rows` adds it to the customer's `states`, `days` and `packedDays` tell
 * new days, `pairSet` new orders. At the end (`finish.ts`) `order` puts the customers in order of first appearance, `columns` and `keys`
 * gather them on all threads, `roundSums`, `result` and `table` make the answer. `mergePeriods` and `mergeRead` belong to `mergeSummaries`.
 */

import { makeTeam, type Team } from '../../parallel/team.js'
import type { DataType, Vector } from '../../table/arrow.js'
import { MS_A_DAY } from '../../table/times.js'
import { dayWindow } from './days.js'
import { isShort } from '../../table/keys.js'
import { type Chunk, type Input, type Keys, tickAt } from '../../table/orders/input.js'
import { keyColumn } from './keyColumn.js'
import { createThread, type Found, type Setup, type Thread } from './kernel.js'
import { type Numbering, numberCodes } from './numbering.js'
import type { Rules } from './options.js'
import { stretchOf } from './partition.js'
import { borrowScratches, giveBack, lendMemory, makeScratch } from './scratch.js'
import { makeSharing } from './sharing.js'
import { type Ends, makeColumns, type PlainColumns } from './columns.js'

/** Rows that are moved at once. */
const BLOCK_ROWS = 1 << 20
/** Rows that are moved before they are summed up: in a stream, and in a table, which is then summed up at once. */
const STREAM_ROWS = 3 << 20
const TABLE_ROWS = 6 << 20
const MOST_BLOCKS = 64

/** What sums up rows as they come, on one or several threads. */
export interface Engine {
  /** Where customers have codes. */
  readonly numbering: Numbering | undefined
  /** Reads the rows; nothing of the input is kept. */
  readonly add: (input: Input) => void
  readonly finish: () => Found[]
  /** The customers' column of a stream, which can be had once. */
  readonly keys: (type: DataType, kind: 'short' | 'bytes', places: Uint32Array) => Vector
  /** The columns of the answer, all but the customer's. */
  readonly build: (places: Uint32Array, ends: Ends) => PlainColumns
  /** Gives the threads back; nothing can be added any more. */
  readonly close: () => void
}

/** The first thread reads its own rows where they are. */
const asTheyAre = (chunks: readonly Chunk[]): readonly Chunk[] => chunks

/** An engine for inputs of the same shape as the first; `rows` is how many there will be, where that is known. */
export function makeEngine(first: Input, rules: Rules, rows: number): Engine {
  const job = { url: new URL('./kernel.js', import.meta.url).href, createThread }
  // Some 32,768 rows a partition, whose customers fit the cache.
  const bits = Math.min(8, Math.max(0, Math.ceil(Math.log2(rows / 32_768))))
  const numbering =
    first.keys === 'codes' ? numberCodes(first.chunks, first.codes, bits, rules.threads > 1) : undefined
  const make = (threads: number) => makeSetup(first, rules, rows, bits, threads, numbering)
  const team: Team<Thread> = makeTeam(job, make, rules.threads)
  const setup = make(team.threads)
  const most = setup.once ? TABLE_ROWS : STREAM_ROWS
  const scratches = borrowScratches(setup)
  const shares = Array.from({ length: team.threads }, (_, thread) => (thread > 0 ? makeSharing() : asTheyAre))
  let blocks = 0
  let pending = 0
  let seen = 0
  let free: ArrayBufferLike[] = []

  function addBlock(chunks: readonly Chunk[], count: number): void {
    const keys = formOf(setup.keys, chunks)
    const words = keys === 'bytes' ? chunks.reduce((sum, chunk) => sum + wordsOf(chunk), 0) : 0
    const scratch = makeScratch(setup, keys, count, words, scratches[blocks], scratches[0])
    scratches[blocks] = scratch
    const block = { keys, rows: count, firstRow: seen, ...windowOf(chunks, count, setup), scratch }
    const stretches = [...cutBlocks(chunks, stretchOf(count, team.threads))]
    team.runEach('count', (thread) => {
      return { ...block, chunks: shares[thread]!(stretches[thread]?.chunks ?? []) }
    })
    team.run('scatter')
    seen += count
    pending += count
    if (++blocks === MOST_BLOCKS || pending >= most) flush()
  }

  function flush(): void {
    if (blocks > 0) team.run('group')
    blocks = 0
    pending = 0
  }

  return {
    numbering,
    add: ({ chunks }) => {
      for (const block of cutBlocks(chunks, BLOCK_ROWS)) addBlock(block.chunks, block.rows)
    },
    finish: () => {
      flush()
      if (setup.once) giveBack(scratches.slice(), setup)
      else free = scratches.flatMap(({ cells, values }) => [cells.buffer, values.buffer])
      scratches.length = 0
      const found = team.run('finish')
      free.push(...found.flatMap((one) => one.free))
      return found
    },
    keys: (type, kind, places) => keyColumn(team, type, kind, places),
    build: (places, ends) => {
      const take = lendMemory(free, team.threads > 1)
      free = []
      const columns = makeColumns(places.length, setup.calibrationEnd < Infinity, take)
      team.run('fill', { places, ends, columns })
      return columns
    },
    close: team.dismiss,
  }
}

function makeSetup(
  input: Input,
  rules: Rules,
  rows: number,
  bits: number,
  threads: number,
  numbering: Numbering | undefined,
): Setup {
  const { ticksPerDay, keys } = input
  const ticksPerMs = ticksPerDay / MS_A_DAY
  const lastMs = input.zoned ? rules.lastMs : rules.lastWallMs
  return {
    keys,
    numbering: numbering?.own,
    bits,
    threads,
    ticksPerDay,
    // A moment is included as a whole millisecond; with bare dates as its day.
    lastTick: input.bareDates ? Infinity : Math.ceil((lastMs + 1) * ticksPerMs) - 1,
    lastDay: rules.lastDay,
    calibrationEnd: rules.calibrationEnd,
    refunds: rules.refunds,
    once: rows < TABLE_ROWS,
    orders: input.ordered,
    days: input.zoned,
  }
}

/** Keys of a stream that are all short in a block are told apart as such. */
function formOf(keys: Keys, chunks: readonly Chunk[]): Keys {
  return keys === 'bytes' && chunks.every(({ offsets }) => isShort(offsets!)) ? 'short' : keys
}

/** How many words the keys of a chunk take at most. */
function wordsOf({ offsets, rows }: Chunk): number {
  return offsets ? Math.ceil((offsets[rows]! - offsets[0]!) / 4) + rows : 0
}

/** Chunks, cut and put together so that each block has at most that many rows. */
function* cutBlocks(
  chunks: readonly Chunk[],
  capacity: number,
): Generator<{ chunks: Chunk[]; rows: number }> {
  let block: Chunk[] = []
  let rows = 0
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.rows;) {
      const to = Math.min(chunk.rows, from + capacity - rows)
      block.push(sliceChunk(chunk, from, to))
      rows += to - from
      from = to
      if (rows < capacity) continue
      yield { chunks: block, rows }
      block = []
      rows = 0
    }
  }
  if (rows > 0) yield { chunks: block, rows }
}

function sliceChunk(chunk: Chunk, from: number, to: number): Chunk {
  const { codes, offsets, bytes, integers, ticks, amounts, days, orders } = chunk
  return {
    rows: to - from,
    codes: codes?.subarray(from, to),
    offsets: offsets?.subarray(from, to + 1),
    bytes,
    integers: integers?.subarray(2 * from, 2 * to),
    ticks: ticks instanceof Float64Array ? ticks.subarray(from, to) : ticks.subarray(2 * from, 2 * to),
    amounts: amounts.subarray(from, to),
    days: days?.subarray(from, to),
    orders: orders?.subarray(from, to),
  }
}

/** The days between which nearly all rows of the largest chunk lie. */
function windowOf(chunks: readonly Chunk[], rows: number, { ticksPerDay }: Setup) {
  const starts: number[] = []
  chunks.reduce((sum, chunk) => (starts.push(sum), sum + chunk.rows), 0)
  return dayWindow((row) => {
    const c = starts.findLastIndex((start) => start <= row)
    const { days, ticks } = chunks[c]!
    const i = row - starts[c]!
    return days ? days[i]! : Math.floor(tickAt(ticks, i) / ticksPerDay)
  }, rows)
}
