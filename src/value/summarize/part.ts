import { ENTRY, groupBytes, groupShort, type KeyTable, makeKeyTable, reuseSlots } from './keyTable.js'
import { makePairSet, type PairSet } from './pairSet.js'
import { type DaySets, openDays, makeDaySets } from './days.js'
import { sumRows } from './rows.js'
import { clearStates, purchasesAt, revenueAt, settleReturn, touchStates, WIDTH } from './states.js'
import type { Setup } from './kernel.js'
import type { Block } from './partition.js'

/** What others must know about the customers of one partition; the rest stays with its thread. */
export interface PartFound {
  readonly groups: number
  /** By customer the first row; empty where customers have codes. */
  readonly firstRows: Float64Array
  /** By customer whether one of its rows counts; undefined where there can be none without. */
  readonly standing: Uint8Array | undefined
}

/** What the rows of a customer are: some count; all that count are of the holdout; none counts. */
export const COUNTED = 0
export const LATE = 1
export const NONE = 2

/** The customers of one partition. */
export interface Part {
  groups: number
  /** How many of the customers have a state. */
  ready: number
  /** By customer a state. */
  states: Float64Array
  /** By customer, where days do not follow from ticks. */
  lastDays: Float64Array | undefined
  firstRows: Float64Array
  /** By customer: days and revenue after the end of calibration. */
  readonly holdout: { days: Float64Array; revenue: Float64Array } | undefined
  /** Undefined where customers have codes. */
  keys: KeyTable | undefined
  daySets: DaySets
  /** By customer the number of distinct orders, where rows say which order they belong to. */
  orders: Float64Array
  readonly orderPairs: PairSet | undefined
  /** Refunds to be netted: customer, day and amount, three numbers each. */
  refunds: number[]
}

/** What is counted on the way. */
export interface Counts {
  future: number
  refunds: number
  dropped: number
  outOfRange: number
  lastDay: number
}

/** Partition `p`, without customers; or, where they have codes, with all that there can be. */
export function makePart(setup: Setup, p: number): Part {
  const holdout = { days: new Float64Array(0), revenue: new Float64Array(0) }
  return {
    groups: setup.keys === 'codes' ? Math.max(0, Math.ceil((setup.codes - p) / (1 << setup.bits))) : 0,
    ready: 0,
    states: new Float64Array(0),
    lastDays: setup.days ? new Float64Array(0) : undefined,
    firstRows: new Float64Array(0),
    holdout: setup.calibrationEnd < Infinity ? holdout : undefined,
    keys: setup.keys === 'codes' ? undefined : makeKeyTable(setup.keys),
    daySets: makeDaySets(),
    orders: new Float64Array(0),
    orderPairs: setup.orders ? makePairSet() : undefined,
    refunds: [],
  }
}

/** Memory that a thread uses for one partition after the other. */
export interface Pool {
  groups: Int32Array
  /** Memory for days, which another partition no longer needs. */
  bits: Int32Array
  /** Where partitions are summed up once and for all: the memory of the last one's keys. */
  slots: Int32Array | undefined
}

export function makePool(): Pool {
  return { groups: new Int32Array(0), bits: new Int32Array(0), slots: undefined }
}

/** Adds the rows of the blocks that belong to partition `p`: finds out whose they are, then sums them up. */
export function addBlocks(
  part: Part,
  setup: Setup,
  blocks: readonly Block[],
  p: number,
  pool: Pool,
  counts: Counts,
): void {
  const sizes = blocks.map(({ scratch }) => scratch.starts[p + 1]! - scratch.starts[p]!)
  const rows = sizes.reduce((sum, size) => sum + size, 0)
  if (rows === 0) return
  const groups = part.keys ? numberBlocks(part, part.keys, setup, blocks, p, sizes, pool) : undefined
  growPart(part, blocks, pool)
  let at = 0
  blocks.forEach(({ scratch }, b) => {
    const from = scratch.starts[p]!
    const to = from + sizes[b]!
    const own = groups ? groups.subarray(at, (at += sizes[b]!)) : scratch.cells.subarray(from, to)
    if (!setup.once) touchStates(part.states, own)
    sumRows(part, setup, scratch, own, from, to, counts)
  })
  if (!setup.once) return
  pool.bits = part.daySets.bits
  pool.slots = part.keys?.slots
  part.daySets = makeDaySets()
}

/** The number of each row's customer, block after block, and the first row of customers that are new. */
function numberBlocks(
  part: Part,
  keys: KeyTable,
  setup: Setup,
  blocks: readonly Block[],
  p: number,
  sizes: readonly number[],
  pool: Pool,
): Int32Array {
  const rows = sizes.reduce((sum, size) => sum + size, 0)
  if (pool.groups.length < rows) pool.groups = new Int32Array(Math.ceil(1.2 * rows))
  if (pool.slots) reuseSlots(keys, pool.slots)
  let at = 0
  blocks.forEach(({ scratch, firstRow }, b) => {
    const { cells, starts, cellStarts } = scratch
    const out = pool.groups.subarray(at, (at += sizes[b]!))
    if (keys.kind === 'short') groupShort(keys, cells, 4 * starts[p]!, out)
    else groupBytes(keys, cells, cellStarts[p]!, out)
    if (keys.size > part.firstRows.length) {
      const size = setup.once ? keys.size : Math.ceil(1.25 * keys.size)
      part.firstRows = larger(part.firstRows, size)
    }
    for (let g = part.groups; g < keys.size; g++) {
      part.firstRows[g] = keys.entries[ENTRY * g + 3]! + firstRow
    }
    part.groups = keys.size
  })
  return pool.groups
}

function growPart(part: Part, blocks: readonly Block[], pool: Pool): void {
  const { groups, ready } = part
  const size = part.keys ? part.firstRows.length : groups
  if (WIDTH * size > part.states.length) {
    part.states = larger(part.states, WIDTH * size)
    if (part.lastDays) {
      const known = part.lastDays.length
      part.lastDays = larger(part.lastDays, size).fill(-Infinity, known)
    }
    if (part.orderPairs) part.orders = larger(part.orders, size)
    if (part.holdout) {
      part.holdout.days = larger(part.holdout.days, size)
      part.holdout.revenue = larger(part.holdout.revenue, size)
    }
  }
  clearStates(part.states, WIDTH * ready, WIDTH * groups)
  part.ready = groups
  const lowDay = Math.min(...blocks.map((block) => block.lowDay))
  const highDay = Math.max(...blocks.map((block) => block.highDay))
  pool.bits = openDays(part.daySets, groups, lowDay, highDay, pool.bits)
}

function larger(array: Float64Array, length: number): Float64Array {
  const copy = new Float64Array(length)
  copy.set(array)
  return copy
}

/** Ends the summing up of a partition; `isWhole` says that all customers have rows that count. */
export function finishPart(part: Part, isWhole: boolean): PartFound {
  settleRefunds(part)
  // These are large, and not needed for the answer.
  part.daySets = makeDaySets()
  if (part.keys) part.keys.slots = new Int32Array(0)
  const { groups } = part
  const firstRows = part.firstRows.subarray(0, groups)
  part.firstRows = new Float64Array(0)
  return { groups, firstRows, standing: isWhole ? undefined : standings(part) }
}

function standings({ groups, states, holdout }: Part): Uint8Array {
  return Uint8Array.from({ length: groups }, (_, group) => {
    if (purchasesAt(states, WIDTH * group) > 0 || revenueAt(states, WIDTH * group) < 0) return COUNTED
    return holdout && (holdout.days[group]! > 0 || holdout.revenue[group]! < 0) ? LATE : NONE
  })
}

/** Counts the refunds of the first day against its revenue: the first day is known only at the end. */
function settleRefunds({ refunds, states }: Part): void {
  for (let i = 0; i < refunds.length; i += 3) {
    settleReturn(states, WIDTH * refunds[i]!, refunds[i + 1]!, refunds[i + 2]!)
  }
  refunds.length = 0
}
