import { agglomerate } from '../cluster/agglomerate.js'
import { clusterBest, type CurvePoint } from '../cluster/clusterBest.js'
import type { Clustering } from '../cluster/agglomerate.js'
import type { ClusterInput } from '../cluster/input.js'
import { type Comparer, comparer } from '../compare/comparer.js'
import type { PairList } from '../prepared.js'
import type { Mixture } from '../link/mixture.js'
import { randomLevels } from '../link/randomLevels.js'
import { calibrated, type LinkageCalibration, recalibrate } from '../link/recalibrate.js'
import { type Aliases, learnAliases } from './aliases.js'
import { bounded, mergeLogOdds } from '../cluster/merging.js'
import { probabilityOf } from '../link/scorer.js'
import { type Answers, pairsSaid } from './answers.js'
import type { Crew } from './crew.js'
import type { PairChance } from './scan.js'
import { type Judge, makeJudge } from './judge.js'
import { pickPairs, placesWhere, type ScoredPairs } from './pairBuffer.js'
import { type Reach, estimateReach } from './reach.js'
import { reestimate } from './reestimate.js'
import { rescore, type Rounds } from './rounds.js'
import { bothPairs } from './twins.js'

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
  /** What answers made of the log-odds. */
  readonly calibration: LinkageCalibration | null
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
  answers?: Answers,
): Refined {
  const { prepared } = crew.memory
  const { rows } = prepared
  let pairs = likely(rounds.pairs)
  let same = comparer(prepared)
  const firstClusters = (under: ClusterLimits) =>
    agglomerate(inputOf(pairs, rounds.mixture, null, under), FIRST_THRESHOLD)
  const untold = firstClusters(limits)
  const fair = answers && unopposed(answers, untold.cluster, makeJudge(prepared, rounds.mixture), same)
  const first = answers ? firstClusters(taught(limits, answers)) : untold
  const members = membersOf(first.cluster, first.clusters)
  const aliases = learnAliases(prepared, members)
  let { random } = rounds
  if (aliases) {
    same = comparer(prepared, { aliases })
    same.patterns(pairs.a, pairs.b, 0, pairs.length, pairs.patterns)
    random = randomLevels(prepared, same, { seed })
  }
  const mixture = reestimate(prepared, same, members, rounds.mixture, random)
  const calibration = calibrate(makeJudge(prepared, mixture), same, answers?.pairs, fair)
  const rescored = rescore(prepared, pairs, mixture)
  pairs = likely({ ...rescored, scores: rescored.scores.map((score) => calibrated(score, calibration)) })
  const input = inputOf(pairs, mixture, calibration, limits)
  const chance = amongClusters(first.cluster, members, input.score!)
  const reach = estimateReach(crew, rounds, mixture, aliases, seed, chance)
  const found = { mixture, aliases, pairs, reach, calibration }
  if (threshold !== 'auto') return { ...found, clustering: agglomerate(input, threshold, true), curve: [] }
  const { curve, ...clustering } = clusterBest(input, { reach: reach.share, certain: true })
  return { ...found, clustering, curve }

  function inputOf(
    { length, a, b, scores }: ScoredPairs,
    by: Mixture,
    how: LinkageCalibration | null,
    more: ClusterLimits,
  ): ClusterInput {
    const judge = makeJudge(prepared, by)
    const { pattern } = same
    const score = (x: number, y: number) => calibrated(judge(pattern(x, y), x, y), how)
    return { rows, pairs: { length, a, b }, scores, score, ...more }
  }
}

/** The clusters that are learned from are those that the answers allow. */
function taught(limits: ClusterLimits, answers: Answers): ClusterLimits {
  const { together, apart } = limits
  return {
    ...limits,
    together: bothPairs(together, pairsSaid(answers, 1)),
    apart: bothPairs(apart, pairsSaid(answers, 0)),
  }
}

function calibrate(
  judge: Judge,
  { pattern }: Comparer,
  pairs: PairList | undefined,
  fair: Int8Array | undefined,
): LinkageCalibration | null {
  if (!pairs) return null
  const logOdds = Float32Array.from(pairs.a, (x, p) => judge(pattern(x, pairs.b[p]!), x, pairs.b[p]!))
  return recalibrate(logOdds, fair)
}

/**
 * Answers without those about pairs whose clusters contradict their weight. Among all pairs of that weight these are few, but they are the first to be asked about, and would
 * tilt what is made of the others.
 */
function unopposed(
  { pairs: { a, b }, fair }: Answers,
  cluster: Int32Array,
  judge: Judge,
  { pattern }: Comparer,
): Int8Array {
  return fair.map((answer, p) => {
    const [x, y] = [a[p]!, b[p]!]
    return (cluster[x] === cluster[y]) === judge(pattern(x, y), x, y) > 0 ? answer : -1
  })
}

function likely(pairs: ScoredPairs): ScoredPairs {
  return pickPairs(
    pairs,
    placesWhere(pairs, (p) => pairs.scores[p]! > LOWEST),
  )
}

/** Beside so many pairs of two clusters' records a pair is judged. */
const MOST_CROSS = 256

/** No pair is likelier than that its records' clusters are one person: a namesake whom the others of a cluster contradict is none. */
function amongClusters(
  cluster: Int32Array,
  members: readonly Int32Array[],
  score: (a: number, b: number) => number,
): PairChance {
  const of = new Map(members.map((own) => [cluster[own[0]!]!, own]))
  const besides = (row: number): ArrayLike<number> => of.get(cluster[row]!) ?? [row]
  return (a, b, own) => {
    const [some, others] = [besides(a), besides(b)]
    const cross = some.length * others.length
    if (cross === 1 || cross > MOST_CROSS || cluster[a] === cluster[b]) return probabilityOf(own)
    let sum = 0
    for (let i = 0; i < some.length; i++) {
      for (let j = 0; j < others.length; j++) {
        const [x, y] = [some[i]!, others[j]!]
        sum += bounded(Math.fround(x < y ? score(x, y) : score(y, x)))
      }
    }
    return Math.min(probabilityOf(own), probabilityOf(mergeLogOdds(sum, cross)))
  }
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
