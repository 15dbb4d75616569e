import { type Filling, fillOwn } from './columns.js'
import { finishPart, type PartFound } from './finish.js'
import { addBlocks, type Counts, makePart, makePool, type Part } from './part.js'
import { type KeyLengths, type KeyWriting, measureKeys, writeKeys } from './keys.js'
import type { Numbering } from './numbering.js'
import { ownParts } from './own.js'
import type { Keys } from '../../table/orders/input.js'
import { type Block, count, scatter } from './partition.js'

/** What stays the same for a whole summary. */
export interface Setup {
  readonly keys: Keys
  /** Where customers have codes. */
  readonly numbering: Numbering['own'] | undefined
  /** Rows go to 2^bits partitions by their key; a partition belongs to one thread. */
  readonly bits: number
  readonly threads: number
  /** How many ticks of the time column a day has. */
  readonly ticksPerDay: number
  /** Later ticks, and later days, are the future. */
  readonly lastTick: number
  readonly lastDay: number
  /** The last day of calibration, or Infinity. */
  readonly calibrationEnd: number
  readonly refunds: 'net' | 'keep' | 'drop'
  /** Whether all rows come before `group` is called for the first and last time. */
  readonly once: boolean
  /** Whether rows say which order they belong to, and on which day they are. */
  readonly orders: boolean
  readonly days: boolean
}

/** What one thread has found out: its partitions are those whose number is its own modulo the threads. */
export interface Found {
  readonly parts: readonly PartFound[]
  readonly counts: Counts
  /** Memory that is no longer needed. */
  readonly free: readonly ArrayBufferLike[]
}

/** One thread's share of a summary: it counts and moves its stretch of rows, then sums up its partitions. */
export interface Thread {
  /** Hashes and counts the rows of a block. */
  readonly count: (block: Block) => void
  /** Moves the rows of the block last counted to their partitions. */
  readonly scatter: () => void
  /** Sums up the rows of all blocks since the last call. */
  readonly group: () => void
  readonly finish: () => Found
  /** How long the keys of its own customers are, then the keys themselves; they are gone thereafter. */
  readonly measure: (lengths: KeyLengths) => void
  readonly write: (writing: KeyWriting) => void
  /** Fills the columns of the answer for its own customers. */
  readonly fill: (filling: Filling) => void
}

/** Makes the share of thread `thread`; the others have the same `setup`. */
export function createThread(setup: Setup, thread: number): Thread {
  const { bits, threads } = setup
  const counts: Counts = { future: 0, refunds: 0, dropped: 0, outOfRange: 0, lastDay: -Infinity }
  const pool = makePool(setup)
  const parts: Part[] = []
  for (let p = thread; p < 1 << bits; p += threads) parts.push(makePart(setup, p))
  let blocks: Block[] = []
  return {
    count: (block) => {
      blocks.push(block)
      count(block, setup, thread)
    },
    scatter: () => {
      const block = blocks.pop()!
      scatter(block, setup, thread)
      // The rows are in scratch memory now.
      blocks.push({ ...block, chunks: [] })
    },
    group: () => {
      parts.forEach((part, i) => {
        addBlocks(part, setup, blocks, thread + i * threads, pool, counts)
      })
      blocks = []
    },
    finish: () => {
      const isWhole = setup.calibrationEnd === Infinity && counts.future + counts.dropped === 0
      const free = pool.attic.pages.map(({ buffer }) => buffer)
      return { parts: parts.map((part) => finishPart(part, setup, isWhole)), counts, free }
    },
    measure: (lengths) => measureKeys(ownParts(parts, thread, threads), lengths),
    write: (writing) => {
      writeKeys(ownParts(parts, thread, threads), writing)
      for (const part of parts) part.keys = undefined
    },
    fill: (filling) => fillOwn(ownParts(parts, thread, threads), filling, thread / threads),
  }
}
