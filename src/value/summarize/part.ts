import { type CodeTable, groupCodes, makeCodeTable } from './codeTable.js'
import { ENTRY, groupBytes, groupShort, type KeyTable, makeKeyTable, reuseSlots } from './keyTable.js'
import { makePairSet, type PairSet } from './pairSet.js'
import { type DaySets, growDaySets, makeDaySets } from './days.js'
import { sumRows } from './rows.js'
import type { Setup } from './kernel.js'
import { type Block, ROW_BITS } from './partition.js'

/** Doubles a customer's state takes: one cache line. */
export const WIDTH = 8
export const FIRST = 0
export const LAST = 1
export const PURCHASES = 2
export const REVENUE = 3
export const FIRST_DAY = 4
export const FIRST_DAY_REVENUE = 5
export const LAST_DAY = 6
export const DAYS = 7

/** What is known about the customers of one partition when all rows are summed up. */
export interface PartFound {
  readonly groups: number
  readonly states: Float64Array
  readonly firstRows: Float64Array
  readonly holdout: { readonly days: Float64Array; readonly revenue: Float64Array } | undefined
  readonly orders: Float64Array | undefined
  readonly keys: Pick<KeyTable, 'entries' | 'words'> | undefined
}

/** The customers of one partition. */
export interface Part {
  groups: number
  states: Float64Array
  /** By customer the first row, one more than its number; 0 where there is none. */
  firstRows: Float64Array
  /** By customer: days and revenue after the end of calibration. */
  readonly holdout: { days: Float64Array; revenue: Float64Array } | undefined
  readonly keys: KeyTable | undefined
  /** By code the customer's number. */
  readonly codes: CodeTable | undefined
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

export function makePart(setup: Setup): Part {
  const holdout = { days: new Float64Array(0), revenue: new Float64Array(0) }
  return {
    groups: 0,
    states: new Float64Array(0),
    firstRows: new Float64Array(0),
    holdout: setup.calibrationEnd < Infinity ? holdout : undefined,
    keys: setup.keys === 'codes' ? undefined : makeKeyTable(setup.keys),
    codes: setup.keys === 'codes' ? makeCodeTable() : undefined,
    daySets: makeDaySets(),
    orders: new Float64Array(0),
    orderPairs: setup.orders ? makePairSet() : undefined,
    refunds: [],
  }
}

/** Memory that a thread uses for one partition after the other. */
export interface Pool {
  groups: Int32Array
  /** Where partitions are summed up once and for all: the memory of the last one's days and keys. */
  bits: Int32Array | undefined
  slots: Int32Array | undefined
}

export function makePool(): Pool {
  return { groups: new Int32Array(0), bits: undefined, slots: undefined }
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
  if (pool.groups.length < rows) pool.groups = new Int32Array(Math.ceil(1.2 * rows))
  if (pool.slots && part.keys) reuseSlots(part.keys, pool.slots)
  let at = 0
  blocks.forEach((block, b) => {
    numberRows(part, setup, block, p, pool.groups.subarray(at, (at += sizes[b]!)))
  })
  growPart(part, setup, blocks, pool)
  at = 0
  blocks.forEach(({ scratch }, b) => {
    const from = scratch.starts[p]!
    sumRows(part, setup, scratch, pool.groups.subarray(at, (at += sizes[b]!)), from, from + sizes[b]!, counts)
  })
  if (!setup.once) return
  pool.bits = part.daySets.bits
  pool.slots = part.keys?.slots
  part.daySets = makeDaySets()
}

/** The number of each row's customer, and the first row of customers that are new. */
function numberRows(part: Part, setup: Setup, block: Block, p: number, out: Int32Array): void {
  const { scratch } = block
  const { starts, cells } = scratch
  const { keys, codes } = part
  const before = part.groups
  const from = starts[p]!
  const to = starts[p + 1]!
  if (keys) {
    if (keys.kind === 'short') groupShort(keys, scratch, from, to, out)
    else groupBytes(keys, scratch, from, to, out)
  } else groupCodes(codes!, cells, from, to, setup.bits, out)
  part.groups = (keys ?? codes)!.size
  if (part.groups > part.firstRows.length) {
    const size = setup.once ? part.groups : Math.ceil(1.125 * part.groups)
    part.firstRows = larger(part.firstRows, size, setup.threads > 1)
  }
  const base = block.firstRow + 1
  if (keys) {
    const bits = keys.kind === 'short' ? ROW_BITS : -1
    for (let g = before; g < part.groups; g++) {
      part.firstRows[g] = (cells[4 * keys.entries[ENTRY * g + 3]! + 3]! & bits) + base
    }
  } else {
    for (let g = before; g < part.groups; g++) part.firstRows[g] = cells[2 * codes!.places[g]! + 1]! + base
  }
}

function growPart(part: Part, setup: Setup, blocks: readonly Block[], pool: Pool): void {
  const shared = setup.threads > 1
  const size = part.firstRows.length
  if (WIDTH * size > part.states.length) {
    part.states = larger(part.states, WIDTH * size, shared)
    if (part.orderPairs) part.orders = larger(part.orders, size, shared)
    if (part.holdout) {
      part.holdout.days = larger(part.holdout.days, size, shared)
      part.holdout.revenue = larger(part.holdout.revenue, size, shared)
    }
  }
  const lowDay = Math.min(...blocks.map((block) => block.lowDay))
  const highDay = Math.max(...blocks.map((block) => block.highDay))
  growDaySets(part.daySets, size, lowDay, highDay, pool.bits)
}

/** A larger copy; in shared memory where other threads are to see it. */
function larger(array: Float64Array, length: number, shared: boolean): Float64Array {
  const copy = new Float64Array(shared ? new SharedArrayBuffer(8 * length) : new ArrayBuffer(8 * length))
  copy.set(array)
  return copy
}

/** Ends the summing up of a partition. */
export function finishPart(part: Part): PartFound {
  settleRefunds(part)
  // These are large, and not needed for the answer.
  part.daySets = makeDaySets()
  if (part.keys) part.keys.slots = new Int32Array(0)
  const { groups, states, firstRows, holdout, keys, orderPairs } = part
  const { entries, words } = keys ?? {}
  return {
    groups,
    states,
    firstRows,
    holdout,
    orders: orderPairs && part.orders,
    keys: entries && words && { entries, words },
  }
}

/** Counts the refunds of the first day against its revenue: the first day is known only at the end. */
function settleRefunds({ refunds, states }: Part): void {
  for (let i = 0; i < refunds.length; i += 3) {
    const at = WIDTH * refunds[i]!
    if (states[at + PURCHASES]! > 0 && states[at + FIRST_DAY] === refunds[i + 1]) {
      states[at + FIRST_DAY_REVENUE]! += refunds[i + 2]!
    }
  }
  refunds.length = 0
}
