import { groupBytes, groupIntegers, type KeyTable, makeKeyTable } from './keyTable.js'
import { makePairSet, type PairSet } from './pairSet.js'
import { type DaySets, growDaySets, makeDaySets } from './summarizeDays.js'
import { sumRows } from './summarizeRows.js'
import type { Setup } from './summarizeKernel.js'
import type { Block, Scratch } from './summarizePartition.js'

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

/** The customers of one partition. */
export interface Part {
  groups: number
  states: Float64Array
  /** By customer the first row, one more than its number; 0 where there is none. */
  firstRows: Float64Array
  /** By customer: days and revenue after the end of calibration. */
  readonly holdout: { days: Float64Array; revenue: Float64Array } | undefined
  readonly keys: KeyTable | undefined
  readonly daySets: DaySets
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
    daySets: makeDaySets(),
    orders: new Float64Array(0),
    orderPairs: setup.orders ? makePairSet() : undefined,
    refunds: [],
  }
}

let groups = new Int32Array(0)

/** Adds the rows between two places of the scratch memory to the partition that they belong to. */
export function addRows(
  part: Part,
  setup: Setup,
  block: Block,
  scratch: Scratch,
  from: number,
  to: number,
  counts: Counts,
): void {
  if (from === to) return
  if (groups.length < to - from) groups = new Int32Array(2 * (to - from))
  const { keys } = part
  if (!keys) part.groups = Math.max(part.groups, numberCodes(scratch.key, from, to, setup.bits, groups))
  else {
    if (keys.kind === 'int64') groupIntegers(keys, scratch, from, to, groups)
    else groupBytes(keys, scratch, from, to, groups)
    part.groups = keys.size
  }
  growPart(part, setup, block)
  markFirstRows(scratch.row, from, to, groups, block.firstRow + 1, part.firstRows)
  sumRows(part, setup, block, groups, from, to, counts)
}

/** The customer's number in its partition, and one more than the greatest. */
function numberCodes(codes: Int32Array, from: number, to: number, bits: number, out: Int32Array): number {
  let greatest = -1
  for (let i = from; i < to; i++) {
    const group = codes[i]! >>> bits
    if (group > greatest) greatest = group
    out[i - from] = group
  }
  return greatest + 1
}

function growPart(part: Part, setup: Setup, block: Block): void {
  if (part.groups > part.firstRows.length) {
    const known = setup.keys === 'codes' ? (block.size >> setup.bits) + 1 : 0
    const size = Math.max(part.groups, known, Math.ceil(1.5 * part.firstRows.length), 64)
    part.states = larger(part.states, WIDTH * size)
    part.firstRows = larger(part.firstRows, size)
    if (part.orderPairs) part.orders = larger(part.orders, size)
    if (part.holdout) {
      part.holdout.days = larger(part.holdout.days, size)
      part.holdout.revenue = larger(part.holdout.revenue, size)
    }
  }
  growDaySets(part.daySets, part.firstRows.length, block.lowDay, block.highDay)
}

function larger(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length)
  copy.set(array)
  return copy
}

function markFirstRows(
  rows: Int32Array,
  from: number,
  to: number,
  groups: Int32Array,
  base: number,
  firstRows: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const group = groups[i - from]!
    if (firstRows[group] === 0) firstRows[group] = rows[i]! + base
  }
}

/** Counts the refunds of the first day against its revenue: the first day is known only at the end. */
export function settleRefunds({ refunds, states }: Part): void {
  for (let i = 0; i < refunds.length; i += 3) {
    const at = WIDTH * refunds[i]!
    if (states[at + PURCHASES]! > 0 && states[at + FIRST_DAY] === refunds[i + 1]) {
      states[at + FIRST_DAY_REVENUE]! += refunds[i + 2]!
    }
  }
  refunds.length = 0
}
