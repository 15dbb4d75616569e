import { makeTeam, type Team } from '../../parallel/team.js'
import { toShared } from '../../parallel/shared.js'
import { momentsOf, type Points, shiftPoints } from '../features/points.js'
import { numberClusters } from '../numberClusters.js'
import type { Ended } from './lloyd.js'
import { makeMemory, type Memory } from './memory.js'
import { mostCandidates } from './oversample.js'
import { createThread, type KMeansThread } from './thread.js'

/** What k-means is asked for. */
export interface Plan {
  readonly k: number
  /** How many starts are tried; the one with the least inertia wins. */
  readonly starts: number
  readonly seed: number
  readonly maxIterations: number
  /** The sum of squared moves of the centres, in mean variances of a feature, that counts as standing still. */
  readonly tolerance: number
  readonly threads: number
  /** Centres to start from, as rows of the points' width. */
  readonly given?: readonly (readonly number[])[] | undefined
  /** Called after each start. */
  readonly onStart?: ((done: number) => void) | undefined
}

/** Clusters, numbered by size. */
export interface Clusters extends Ended {
  readonly labels: Uint16Array
  /** One row a cluster, of the points' width. */
  readonly centers: readonly Float64Array[]
  readonly sizes: readonly number[]
}

/** Starts are drawn by k-means‖ where so many rows times clusters, else greedily. */
const LARGE = 2_000_000

/** k-means from several starts. */
export function clusterPoints(points: Points, plan: Plan): Clusters {
  const { means, variances } = momentsOf(points)
  let variance = 0
  for (let j = 0; j < points.width; j++) variance += variances[j]! / points.width
  const tolerance = plan.tolerance * variance
  // Far from zero the squared lengths that distances are made of would drown their differences.
  const isFar = means.some((mean, j) => mean * mean > 100 * variances[j]!)
  if (!isFar) return bestOfStarts(points, { ...plan, tolerance })
  const given = plan.given?.map((center) => center.map((x, j) => x - means[j]!))
  const found = bestOfStarts(shiftPoints(points, means), { ...plan, tolerance, given })
  return { ...found, centers: found.centers.map((center) => center.map((x, j) => x + means[j]!)) }
}

function bestOfStarts(points: Points, plan: Plan): Clusters {
  const { k, starts, seed, given } = plan
  const job = { url: new URL('./thread.js', import.meta.url).href, createThread }
  let memory: Memory | undefined
  const team: Team<KMeansThread> = makeTeam(
    job,
    (threads) => (memory = layOut(points, k, threads)),
    plan.threads,
  )
  const { labels, centers, rows, stride } = memory!
  const stop = { maxIterations: plan.maxIterations, tolerance: plan.tolerance }
  const method = rows * k > LARGE && mostCandidates(k) < 65_536 ? 'parallel' : 'greedy'
  const kept = { labels: new Uint16Array(0), centers: new Float64Array(0) }
  let best: Ended | undefined
  try {
    for (let start = 0; start < (given ? 1 : starts); start++) {
      if (given) given.forEach((center, c) => centers.set(center, c * stride))
      else team.run('start', { seed, start, method })
      const ended = team.run('lloyd', stop)[0]!
      if (!best || ended.inertia < best.inertia) {
        best = ended
        kept.labels = labels.slice()
        kept.centers = centers.slice()
      }
      plan.onStart?.(start + 1)
    }
  } finally {
    team.dismiss()
  }
  const rowsOfCenters = Array.from({ length: k }, (_, c) =>
    kept.centers.slice(c * stride, c * stride + points.width),
  )
  return { ...best!, ...numberClusters(kept.labels, rowsOfCenters) }
}

function layOut({ data, weights, width }: Points, k: number, threads: number): Memory {
  if (threads === 1) return makeMemory(data, weights, width, k, 1)
  return makeMemory(toShared(data), toShared(weights), width, k, threads)
}
