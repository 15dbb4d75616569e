/*
 * Rows go to partitions by a hash of their key, so that each partition's customers fit the cache and belong
 * to one thread. The rows of a partition keep their order: sums have the same bits for any number of threads.
 */

import { hashBytes, hashIntegers, view } from './summarizeHash.js'
import { moveBytes, moveDoubles, moveIntegers, movePairs, moveRows, moveWords } from './summarizeMove.js'

/** How customers are told apart: by dense numbers, by the bytes of text, or by 64-bit integers. */
export type Keys = 'codes' | 'bytes' | 'int64'

/** Rows as typed arrays; which of the keys is there depends on `Keys`. */
export interface Chunk {
  readonly rows: number
  readonly codes?: Int32Array | undefined
  readonly offsets?: Int32Array | undefined
  readonly bytes?: Uint8Array | undefined
  /** 64-bit integers as pairs of words, the lower first. */
  readonly integers?: Int32Array | undefined
  /** Times as doubles, or as 64-bit integers in pairs of words. */
  readonly ticks: Float64Array | Int32Array
  readonly amounts: Float64Array
  /** Calendar days, where they do not follow from ticks alone. */
  readonly days?: Int32Array | undefined
  /** The number of the order that a row belongs to. */
  readonly orders?: Int32Array | undefined
}

/** What is partitioned at once. */
export interface Block {
  readonly chunks: readonly Chunk[]
  readonly rows: number
  /** How many rows came before this block. */
  readonly firstRow: number
  /** Codes are below this. */
  readonly size: number
  /** The days that most rows lie between: those have a bit each, other days are kept in a set. */
  readonly lowDay: number
  readonly highDay: number
  readonly scratch: Scratch
}

/** Memory that blocks are scattered into, shared by the threads. */
export interface Scratch {
  readonly rows: number
  /** By row: the hash of its key, then the place it moves to. */
  readonly hash: Int32Array
  readonly target: Int32Array
  /** By place: hash, code or first word of the key, length or second word, and what the row says. */
  readonly movedHash: Int32Array
  readonly key: Int32Array
  readonly length: Int32Array
  readonly row: Int32Array
  readonly ticks: Float64Array
  readonly amounts: Float64Array
  readonly days: Int32Array
  readonly orders: Int32Array
  /** The words of the keys. */
  readonly words: Int32Array
  /** Rows and key words of each thread's stretch by partition, and where each partition starts. */
  readonly histogram: Int32Array
  readonly wordHistogram: Int32Array
  readonly starts: Int32Array
}

interface Shape {
  readonly keys: Keys
  readonly bits: number
  readonly threads: number
}

/** A part of a chunk, and the row of the block that it starts at. */
interface Stretch {
  readonly chunk: Chunk
  readonly from: number
  readonly to: number
  readonly row: number
}

/** The rows of a block that thread `tid` moves: those of lower threads come before. */
function stretches({ chunks, rows }: Block, threads: number, tid: number): Stretch[] {
  const share = Math.ceil(rows / threads)
  const found: Stretch[] = []
  let start = 0
  for (const chunk of chunks) {
    const from = Math.max(0, tid * share - start)
    const to = Math.min(chunk.rows, (tid + 1) * share - start)
    if (from < to) found.push({ chunk, from, to, row: start + from })
    start += chunk.rows
  }
  return found
}

/** Hashes the keys of the thread's stretch and counts rows and key words by partition. */
export function count(block: Block, { keys, bits, threads }: Shape, tid: number): void {
  const { hash, histogram, wordHistogram } = block.scratch
  const partitions = 1 << bits
  const rows = histogram.subarray(tid * partitions, (tid + 1) * partitions).fill(0)
  const words = wordHistogram.subarray(tid * partitions, (tid + 1) * partitions).fill(0)
  for (const { chunk, from, to, row } of stretches(block, threads, tid)) {
    if (keys === 'codes') countCodes(chunk.codes!, from, to, partitions - 1, rows)
    else {
      if (keys === 'bytes') hashBytes(chunk.offsets!, view(chunk.bytes!), from, to, hash, row)
      else hashIntegers(chunk.integers!, from, to, hash, row)
      countHashes(hash, row, row + to - from, partitions - 1, rows)
      if (keys === 'bytes') countWords(chunk.offsets!, from, to, hash, row, partitions - 1, words)
    }
  }
}

function countCodes(codes: Int32Array, from: number, to: number, mask: number, rows: Int32Array): void {
  for (let i = from; i < to; i++) rows[codes[i]! & mask]!++
}

function countHashes(hash: Int32Array, from: number, to: number, mask: number, rows: Int32Array): void {
  for (let i = from; i < to; i++) rows[(hash[i]! >>> 24) & mask]!++
}

function countWords(
  offsets: Int32Array,
  from: number,
  to: number,
  hash: Int32Array,
  row: number,
  mask: number,
  words: Int32Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
    words[(hash[i + shift]! >>> 24) & mask]! += (offsets[i + 1]! - offsets[i]! + 3) >>> 2
  }
}

/** Decides where each row of the thread's stretch goes, and moves its key there. */
export function place(block: Block, { keys, bits, threads }: Shape, tid: number): void {
  const { scratch } = block
  const partitions = 1 << bits
  const mask = partitions - 1
  const next = firstPlaces(scratch.histogram, partitions, threads, tid, scratch.starts)
  const nextWord = firstPlaces(scratch.wordHistogram, partitions, threads, tid)
  const { hash, target, movedHash, key, length, words } = scratch
  for (const { chunk, from, to, row } of stretches(block, threads, tid)) {
    if (keys === 'codes') placeCodes(chunk.codes!, from, to, mask, next, target, row, key)
    else {
      placeHashes(hash, row, row + to - from, mask, next, target, movedHash)
      if (keys === 'int64') moveIntegers(chunk.integers!, from, to, target, row, key, length)
      else moveBytes(chunk, from, to, scratch, row, mask, nextWord, words)
    }
  }
}

/** Where the thread's first row (or word) of each partition goes. */
function firstPlaces(
  histogram: Int32Array,
  partitions: number,
  threads: number,
  tid: number,
  starts?: Int32Array,
): Int32Array {
  const first = new Int32Array(partitions)
  let sum = 0
  for (let p = 0; p < partitions; p++) {
    if (starts && tid === 0) starts[p] = sum
    for (let t = 0; t < threads; t++) {
      if (t === tid) first[p] = sum
      sum += histogram[t * partitions + p]!
    }
  }
  if (starts && tid === 0) starts[partitions] = sum
  return first
}

function placeCodes(
  codes: Int32Array,
  from: number,
  to: number,
  mask: number,
  next: Int32Array,
  target: Int32Array,
  row: number,
  key: Int32Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
    const code = codes[i]!
    const place = next[code & mask]!++
    target[i + shift] = place
    key[place] = code
  }
}

function placeHashes(
  hash: Int32Array,
  from: number,
  to: number,
  mask: number,
  next: Int32Array,
  target: Int32Array,
  moved: Int32Array,
): void {
  for (let i = from; i < to; i++) {
    const h = hash[i]!
    const place = next[(h >>> 24) & mask]!++
    target[i] = place
    moved[place] = h
  }
}

/** Moves what the rows say, a column at a time: few memory streams are written at once. */
export function scatter(block: Block, { threads }: Shape, tid: number): void {
  const { target, row: rows, ticks, amounts, days, orders } = block.scratch
  for (const { chunk, from, to, row } of stretches(block, threads, tid)) {
    moveRows(target, row, row + to - from, rows)
    if (chunk.ticks instanceof Int32Array) movePairs(chunk.ticks, from, to, target, row, ticks)
    else moveDoubles(chunk.ticks, from, to, target, row, ticks)
    moveDoubles(chunk.amounts, from, to, target, row, amounts)
    if (chunk.days) moveWords(chunk.days, from, to, target, row, days)
    if (chunk.orders) moveWords(chunk.orders, from, to, target, row, orders)
  }
}
