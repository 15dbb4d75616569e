import { agglomerate } from '../cluster/agglomerate.js'
import { clusterBest, type CurvePoint } from '../cluster/clusterBest.js'
import type { Clustering } from '../cluster/agglomerate.js'
import type { ClusterInput } from '../cluster/input.js'
import { type Comparer, comparer } from '../compare/comparer.js'
import type { Mixture } from '../link/mixture.js'
import { randomLevels } from '../link/randomLevels.js'
import { type Aliases, learnAliases } from './aliases.js'
import type { Crew } from './crew.js'
import { makeJudge } from './judge.js'
import { pickPairs, placesWhere, type ScoredPairs } from './pairBuffer.js'
import { type Reach, estimateReach } from './reach.js'
import { reestimate } from './reestimate.js'
import { rescore, type Rounds } from './rounds.js'

/** Log-odds below which a proposed pair plays no part. */
const LOWEST = -7
/** Where the clusters are cut that are learned from. */
const FIRST_THRESHOLD = 0.49

/** Restrictions on clusters. */
export type ClusterLimits = Pick<ClusterInput, 'together' | 'apart' | 'source' | 'most'>

export type Refined = {
  readonly mixture: Mixture
  readonly aliases: Aliases | undefined
  readonly pairs: ScoredPairs
  readonly reach: Reach
  readonly clustering: Clustering
  /** What to expect at each threshold; none where one was given. */
  readonly curve: readonly CurvePoint[]
}

/**
 * From scored pairs to clusters: clusters, learns from them what different spellings stand for and how matches differ, scores the pairs again, and
 * clusters these.
 */
export function refine(
  crew: Crew,
  rounds: Rounds,
  threshold: number | 'auto',
  limits: ClusterLimits,
  seed: number,
): Refined {
  const { prepared } = crew.memory
  const { rows } = prepared
  let pairs = likely(rounds.pairs)
  let same = comparer(prepared)
  const first = agglomerate(inputOf(crew, pairs, same, rounds.mixture, limits), FIRST_THRESHOLD)
  const members = membersOf(first.cluster, first.clusters)
  const aliases = learnAliases(prepared, members)
  let { random } = rounds
  if (aliases) {
    same = comparer(prepared, { aliases })
    same.patterns(pairs.a, pairs.b, 0, pairs.length, pairs.patterns)
    random = randomLevels(prepared, same, { seed })
  }
  const mixture = reestimate(prepared, same, members, rounds.mixture, random)
  pairs = likely(rescore(prepared, pairs, mixture))
  const reach = estimateReach(crew, rounds, mixture, aliases, seed)
  const input = inputOf(crew, pairs, same, mixture, limits)
  const found = { mixture, aliases, pairs, reach }
  if (threshold !== 'auto') return { ...found, clustering: agglomerate(input, threshold, true), curve: [] }
  const { curve, ...clustering } = clusterBest(input, { reach: reach.share, certain: true })
  return { ...found, clustering, curve }

  function inputOf(
    { memory }: Crew,
    { length, a, b, scores }: ScoredPairs,
    { pattern }: Comparer,
    by: Mixture,
    more: ClusterLimits,
  ): ClusterInput {
    const judge = makeJudge(memory.prepared, by)
    const score = (x: number, y: number) => judge(pattern(x, y), x, y)
    return { rows, pairs: { length, a, b }, scores, score, ...more }
  }
}

function likely(pairs: ScoredPairs): ScoredPairs {
  return pickPairs(
    pairs,
    placesWhere(pairs, (p) => pairs.scores[p]! > LOWEST),
  )
}

/** The records of each cluster of two or more. */
export function membersOf(cluster: Int32Array, clusters: number): Int32Array[] {
  const starts = new Int32Array(clusters + 1)
  for (const one of cluster) starts[one + 1]!++
  for (let c = 0; c < clusters; c++) starts[c + 1]! += starts[c]!
  const ends = starts.slice(0, clusters)
  const records = new Int32Array(cluster.length)
  cluster.forEach((one, row) => (records[ends[one]!++] = row))
  const members: Int32Array[] = []
  for (let c = 0; c < clusters; c++) {
    if (starts[c + 1]! - starts[c]! > 1) members.push(records.subarray(starts[c], starts[c + 1]))
  }
  return members
}
