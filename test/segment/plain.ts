import type { Table } from 'apache-arrow'
import { float64, makeTable } from '#src/table/build'

/** A table of columns of numbers. */
export function tableOf(columns: { readonly [name: string]: readonly number[] }): Table<any> {
  return makeTable(
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, float64(Float64Array.from(values))]),
    ),
  )
}

/** Rows as a table with columns x0, x1, … */
export function rowsTable(rows: readonly (readonly number[])[]): { table: Table<any>; features: string[] } {
  const features = rows[0]!.map((_, j) => `x${j}`)
  return {
    table: tableOf(Object.fromEntries(features.map((name, j) => [name, rows.map((row) => row[j]!)]))),
    features,
  }
}

export const squared = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0)

/** What plain Lloyd finds, and whether its labels are beyond doubt: no near tie, no cluster without rows. */
export interface Plain {
  readonly labels: readonly number[]
  readonly centers: readonly (readonly number[])[]
  readonly inertia: number
  readonly isClear: boolean
  /** Whether no cluster was ever without rows. */
  readonly isFull: boolean
}

/** Lloyd's algorithm as the textbook has it. */
export function plainLloyd(
  rows: readonly (readonly number[])[],
  start: readonly (readonly number[])[],
  maxIterations = 300,
): Plain {
  let centers = start.map((center) => [...center])
  let labels: number[] = []
  let isClear = true
  let isFull = true
  const assign = () =>
    rows.map((row) => {
      const distances = centers.map((center) => squared(row, center))
      const least = Math.min(...distances)
      const close = distances.filter((d) => d - least < 1e-7 * (1 + least))
      if (close.length > 1) isClear = false
      return distances.indexOf(least)
    })
  labels = assign()
  for (let i = 0; i < maxIterations; i++) {
    centers = centers.map((center, c) => {
      const own = rows.filter((_, r) => labels[r] === c)
      if (own.length === 0) isFull = false
      return own.length === 0
        ? center
        : center.map((_, j) => own.reduce((sum, row) => sum + row[j]!, 0) / own.length)
    })
    const next = assign()
    if (next.every((label, r) => label === labels[r])) break
    labels = next
  }
  const inertia = rows.reduce((sum, row, r) => sum + squared(row, centers[labels[r]!]!), 0)
  return { labels, centers, inertia, isClear: isClear && isFull, isFull }
}

/** Labels renumbered by first appearance, so that clusterings can be compared whatever their numbers. */
export function canonical(labels: ArrayLike<number>): number[] {
  const seen = new Map<number, number>()
  return Array.from(labels, (label) => {
    if (!seen.has(label)) seen.set(label, seen.size)
    return seen.get(label)!
  })
}

/** A small generator of its own, so that test data depend on nothing. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Rows around k centres that lie `apart` from each other. */
export function blobs(rows: number, width: number, k: number, apart: number, seed: number): number[][] {
  const random = numbers(seed)
  const centers = Array.from({ length: k }, () => Array.from({ length: width }, () => apart * random()))
  const noise = () => random() + random() + random() - 1.5
  return Array.from({ length: rows }, (_, i) => centers[i % k]!.map((x) => x + noise()))
}

/** As `plainLloyd`, labels only, on flat arrays. */
export function plainLloydFast(
  rows: readonly (readonly number[])[],
  start: readonly (readonly number[])[],
  rounds: number,
): Int32Array {
  const width = rows[0]!.length
  const centers = start.map((center) => Float64Array.from(center))
  const labels = new Int32Array(rows.length)
  for (let round = 0; round <= rounds; round++) {
    rows.forEach((row, i) => {
      let least = Infinity
      centers.forEach((center, c) => {
        let sum = 0
        for (let j = 0; j < width; j++) sum += (row[j]! - center[j]!) ** 2
        if (sum < least) {
          least = sum
          labels[i] = c
        }
      })
    })
    if (round === rounds) break
    const counts = new Float64Array(centers.length)
    const sums = centers.map(() => new Float64Array(width))
    rows.forEach((row, i) => {
      counts[labels[i]!]!++
      row.forEach((x, j) => (sums[labels[i]!]![j]! += x))
    })
    centers.forEach((center, c) => sums[c]!.forEach((sum, j) => (center[j] = sum / counts[c]!)))
  }
  return labels
}
