import { type Block, type Keys, type Scratch, count, place, scatter } from './summarizePartition.js'
import { addRows, type Counts, makePart, type Part, settleRefunds } from './summarizePart.js'

/** What stays the same for a whole summary. */
export interface Setup {
  readonly keys: Keys
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
  /** Whether rows say which order they belong to, and on which day they are. */
  readonly orders: boolean
  readonly days: boolean
}

/** What one thread has found out. */
export interface Found {
  readonly parts: readonly Part[]
  readonly counts: Counts
}

/** One thread's share of a summary: it counts and moves its stretch of rows, then sums up its partitions. */
export interface Thread {
  count(block: Block): void
  scatter(): void
  group(): void
  finish(): Found
}

/** Makes the share of thread `tid`; the others have the same `setup`. */
export function createThread(setup: Setup, tid: number): Thread {
  const partitions = 1 << setup.bits
  const counts: Counts = { future: 0, refunds: 0, dropped: 0, outOfRange: 0, lastDay: -Infinity }
  const parts: Part[] = []
  for (let p = tid; p < partitions; p += setup.threads) parts.push(makePart(setup))
  let block: Block
  let scratch: Scratch
  return {
    count(next) {
      block = next
      scratch = next.scratch
      count(block, setup, tid)
    },
    scatter() {
      place(block, setup, tid)
      scatter(block, setup, tid)
    },
    group() {
      let p = tid
      for (const part of parts) {
        addRows(part, setup, block, scratch, scratch.starts[p]!, scratch.starts[p + 1]!, counts)
        p += setup.threads
      }
    },
    finish() {
      for (const part of parts) settleRefunds(part)
      return { parts, counts }
    },
  }
}
