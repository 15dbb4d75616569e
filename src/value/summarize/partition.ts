/*
 * Rows go to partitions by a hash of their key, so that each partition's customers fit the cache and belong
 * to one thread. The rows of a partition keep their order: sums have the same bits for any number of threads.
 */

import type { Chunk, Keys } from '../../table/orders/input.js'
import { hashBytes, hashIntegers, view } from './hash.js'
import { moveOf, moveWords } from './move.js'
import { placeBytes, placeCodes, placeIntegers, placeShort } from './place.js'

/** Up to eight bytes, and a row below 2²⁴, in one integer. */
export function packRow(bytes: number, row: number): number {
  return (bytes << 24) | (row & ROW_BITS)
}

export const ROW_BITS = 0xffffff

/** Doubles that a row takes in `Scratch.values`: a short key is beside its time and amount, which come last. */
export function widthOf(keys: Keys): number {
  return keys === 'short' ? 4 : 2
}

/** What is partitioned at once. */
export interface Block {
  readonly keys: Keys
  /** The rows that this thread moves, of all that there are. */
  readonly chunks: readonly Chunk[]
  readonly rows: number
  /** How many rows came before this block. */
  readonly firstRow: number
  /** The days that most rows lie between: those have a bit each, other days are kept in a set. */
  readonly lowDay: number
  readonly highDay: number
  /** Whether nearly all rows are in order of time. */
  readonly isOrdered: boolean
  readonly scratch: Scratch
}

/** Memory that blocks are scattered into, shared by the threads. */
export interface Scratch {
  readonly rows: number
  /** By row: the hash of its key. */
  readonly hash: Int32Array
  /**
   * By place what tells the customer: side by side, since few memory streams can be written at once. Codes: the
   * customer's number in its partition. Short keys: hash, both words, bytes and row of the block (`packRow`), then the
   * row's values, in the same memory. Others: hash, bytes, row, words.
   */
  readonly cells: Int32Array
  /** By place `widthOf` doubles, the last of them tick and amount. */
  readonly values: Float64Array
  readonly width: number
  /** By place, where rows say so. */
  readonly days: Int32Array
  readonly orders: Int32Array
  /** Rows of each thread's stretch by partition, and where each partition starts; cells, where keys have any length. */
  readonly histogram: Int32Array
  readonly starts: Int32Array
  readonly cellHistogram: Int32Array
  readonly cellStarts: Int32Array
}

interface Shape {
  readonly bits: number
  readonly threads: number
}

/** Rows of a block that one thread moves: those of lower threads come before. */
export function stretchOf(rows: number, threads: number): number {
  return Math.ceil(rows / threads)
}

/** Hashes the keys of the thread's stretch and counts rows and cells by partition. */
export function count(block: Block, { bits, threads }: Shape, tid: number): void {
  const { keys } = block
  const { hash, histogram, cellHistogram } = block.scratch
  const partitions = 1 << bits
  const mask = partitions - 1
  const rows = histogram.subarray(tid * partitions, (tid + 1) * partitions).fill(0)
  const cells = cellHistogram.subarray(tid * partitions, (tid + 1) * partitions).fill(0)
  let row = tid * stretchOf(block.rows, threads)
  for (const { rows: to, codes, offsets, bytes, integers } of block.chunks) {
    if (keys === 'codes') countCodes(codes!, to, mask, rows)
    else if (integers) hashIntegers(integers, to, hash, row, mask, rows)
    else hashBytes(offsets!, view(bytes!), to, hash, row, mask, rows, cells)
    row += to
  }
}

function countCodes(codes: Int32Array, to: number, mask: number, rows: Int32Array): void {
  for (let i = 0; i < to; i++) rows[codes[i]! & mask]!++
}

/** Moves the rows of the thread's stretch to their partitions. */
export function scatter(block: Block, { bits, threads }: Shape, tid: number): void {
  const { keys, scratch } = block
  const partitions = 1 << bits
  const mask = partitions - 1
  const next = firstPlaces(scratch.histogram, partitions, threads, tid, scratch.starts)
  const nextCell = firstPlaces(scratch.cellHistogram, partitions, threads, tid, scratch.cellStarts)
  const again = next.slice()
  let row = tid * stretchOf(block.rows, threads)
  for (const chunk of block.chunks) {
    const { rows: to, codes, offsets, bytes, integers, days, orders } = chunk
    const move = moveOf(chunk, scratch)
    if (codes) placeCodes(codes, to, bits, next, scratch, move)
    else if (integers) placeIntegers(integers, to, mask, next, scratch, row, move)
    else if (keys === 'short') placeShort(offsets!, view(bytes!), to, mask, next, scratch, row, move)
    else placeBytes(offsets!, view(bytes!), to, mask, next, nextCell, scratch, row, move)
    const homes = codes ?? scratch.hash.subarray(row, row + to)
    const shift = codes ? 0 : HOME_SHIFT
    if (days) moveWords(days, homes, shift, mask, again.slice(), scratch.days)
    if (orders) moveWords(orders, homes, shift, mask, again.slice(), scratch.orders)
    again.set(next)
    row += to
  }
}

/** The partition is in the hash's bits from here on. */
const HOME_SHIFT = 24

/** Where the thread's first row (or cell) of each partition goes. */
function firstPlaces(
  histogram: Int32Array,
  partitions: number,
  threads: number,
  tid: number,
  starts: Int32Array,
): Int32Array {
  const first = new Int32Array(partitions)
  let sum = 0
  for (let p = 0; p < partitions; p++) {
    if (tid === 0) starts[p] = sum
    for (let t = 0; t < threads; t++) {
      if (t === tid) first[p] = sum
      sum += histogram[t * partitions + p]!
    }
  }
  if (tid === 0) starts[partitions] = sum
  return first
}
