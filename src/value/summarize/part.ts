import { groupBytes, groupShort, type KeyTable, makeKeyTable, reuseSlots } from './keyTable.js'
import { makePairSet, type PairSet } from './pairSet.js'
import { type DaySets, openDays, makeDaySets } from './days.js'
import { type Attic, makeAttic } from './packedDays.js'
import { sumRows } from './rows.js'
import { clearStates, WIDTH } from './states.js'
import type { Setup } from './kernel.js'
import type { Numbering } from './numbering.js'
import type { Block } from './partition.js'

/** The customers of one partition. */
export interface Part {
  groups: number
  /** How many of the customers have a state, and how many there is room for. */
  ready: number
  room: number
  /** By customer a state. */
  states: Float64Array
  /** By customer, where days do not follow from ticks. */
  lastDays: Float64Array | undefined
  /** For each block with new customers the number of the first, and the row that the block starts at. */
  newcomers: number[]
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
    groups: setup.numbering?.sizes[p] ?? 0,
    ready: 0,
    room: 0,
    states: new Float64Array(0),
    lastDays: setup.days ? new Float64Array(0) : undefined,
    newcomers: [],
    holdout: setup.calibrationEnd < Infinity ? holdout : undefined,
    keys: setup.numbering ? undefined : makeKeyTable(),
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
  /** Days that the rows have left behind. */
  readonly attic: Attic
}

export function makePool({ threads }: Setup): Pool {
  const none = new Int32Array(0)
  return { groups: none, bits: none, slots: undefined, attic: makeAttic(threads > 1) }
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
  const { groups } = pool
  if (part.keys) numberBlocks(part, part.keys, blocks, p, sizes, pool)
  else recode(setup.numbering!, blocks, p, groups)
  growPart(part, setup, blocks, pool)
  let at = 0
  blocks.forEach(({ scratch, isOrdered }, b) => {
    const from = scratch.starts[p]!
    const to = from + sizes[b]!
    const own = groups.subarray(at, (at += sizes[b]!))
    sumRows(part, setup, { scratch, groups: own, from, to }, isOrdered, counts)
  })
  if (!setup.once) return
  pool.bits = part.daySets.bits
  pool.slots = part.keys?.slots
  part.daySets = makeDaySets()
}

/** The number of each row's customer, block after block. */
function numberBlocks(
  part: Part,
  keys: KeyTable,
  blocks: readonly Block[],
  p: number,
  sizes: readonly number[],
  pool: Pool,
): void {
  if (pool.slots) reuseSlots(keys, pool.slots)
  let at = 0
  blocks.forEach(({ keys: form, scratch, firstRow }, b) => {
    const { cells, starts, cellStarts } = scratch
    const out = pool.groups.subarray(at, (at += sizes[b]!))
    if (form === 'short') groupShort(keys, cells, 8 * starts[p]!, out)
    else groupBytes(keys, cells, cellStarts[p]!, out)
    if (keys.size > part.groups) part.newcomers.push(part.groups, firstRow)
    part.groups = keys.size
  })
}

/** As `numberBlocks`, for customers that have codes. */
function recode(
  { numbers, stride }: Numbering['own'],
  blocks: readonly Block[],
  p: number,
  out: Int32Array,
): void {
  const own = numbers.subarray(p * stride, (p + 1) * stride)
  let at = 0
  for (const { cells, starts } of blocks.map(({ scratch }) => scratch)) {
    for (let i = starts[p]!; i < starts[p + 1]!; i++) out[at++] = own[cells[i]!]!
  }
}

function growPart(part: Part, { once }: Setup, blocks: readonly Block[], pool: Pool): void {
  const { groups, ready } = part
  if (groups > part.room) {
    // Streams have ever more customers; where nobody has written yet, memory is none.
    const size = once ? groups : 2 * groups
    part.room = size
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
  pool.bits = openDays(part.daySets, groups, lowDay, highDay, pool.bits, pool.attic)
}

function larger(array: Float64Array, length: number): Float64Array {
  const copy = new Float64Array(length)
  copy.set(array)
  return copy
}
