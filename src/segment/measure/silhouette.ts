import { LOCKSTEP_CELLS } from '../../parallel/lockstep.js'
import { makeShared } from '../../parallel/shared.js'
import { makeTeam, type Team } from '../../parallel/team.js'
import type { Points } from '../features/points.js'
import { createThread, type SilhouetteMemory, type SilhouetteThread } from './silhouetteThread.js'

/** A mean silhouette, and its standard error where only some rows were measured. */
export interface Silhouette {
  readonly mean: number
  readonly error: number
}

/**
 * The mean silhouette of clusters (Rousseeuw 1987): how much nearer rows are to their own cluster than to the next, from −1 to
 * 1. Of `wanted` rows, each measured against all rows; the error is that of taking them for all.
 */
export function silhouette(
  points: Points,
  labels: ArrayLike<number>,
  k: number,
  wanted: Int32Array,
  threads: number,
): Silhouette {
  const job = { url: new URL('./silhouetteThread.js', import.meta.url).href, createThread }
  let memory: SilhouetteMemory | undefined
  const team: Team<SilhouetteThread> = makeTeam(
    job,
    (threads) => (memory = layOut(points, labels, k, wanted, threads)),
    threads,
  )
  try {
    team.run('measure')
  } finally {
    team.dismiss()
  }
  const { values } = memory!
  let mean = 0
  for (const value of values) mean += value / values.length
  if (wanted.length === points.rows) return { mean, error: 0 }
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  const share = 1 - wanted.length / points.rows
  return { mean, error: Math.sqrt((share * squares) / Math.max(1, values.length - 1) / values.length) }
}

/** Copies the points cluster by cluster, so that a cluster's are read one after the other. */
function layOut(
  { rows, stride, data }: Points,
  labels: ArrayLike<number>,
  k: number,
  wanted: Int32Array,
  threads: number,
): SilhouetteMemory {
  const isShared = threads > 1
  const starts = makeShared(Int32Array, k + 1, isShared)
  for (let i = 0; i < rows; i++) starts[labels[i]! + 1]!++
  for (let c = 0; c < k; c++) starts[c + 1]! += starts[c]!
  const next = starts.slice()
  const places = new Int32Array(rows)
  const points = makeShared(Float64Array, rows * stride, isShared)
  for (let i = 0; i < rows; i++) {
    const place = next[labels[i]!]!++
    places[i] = place
    for (let j = 0; j < stride; j++) points[place * stride + j] = data[i * stride + j]!
  }
  const wantedPlaces = makeShared(Int32Array, wanted.length, isShared)
  wanted.forEach((row, z) => (wantedPlaces[z] = places[row]!))
  return {
    threads,
    stride,
    points,
    starts,
    wanted: wantedPlaces,
    values: makeShared(Float64Array, wanted.length, isShared),
    control: makeShared(Int32Array, LOCKSTEP_CELLS, isShared),
  }
}
