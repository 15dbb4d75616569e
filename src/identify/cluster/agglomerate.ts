import { probabilityOf } from '../link/scorer.js'
import type { Components } from './components.js'
import { findComponents, LOWEST } from './components.js'
import { certaintyOf } from './certainty.js'
import type { ClusterInput } from './input.js'
import { inParts, cutOf, PARTS } from './merging.js'
import { type Problem, problems } from './problem.js'
import { type Solution, solve } from './solve.js'

/** Records in clusters. */
export type Clustering = {
  /** One a record: its cluster, numbered from 0 in the order of first rows. */
  readonly cluster: Int32Array
  readonly clusters: number
  /** The threshold that was used. */
  readonly threshold: number
  readonly expected: ExpectedPairs
  /** One a record: the probability that it belongs with the rest of its cluster; 1 when alone. Empty unless asked for. */
  readonly certainty: Float64Array
}

/** Numbers of pairs, from the probabilities alone. */
export type ExpectedPairs = {
  /** Pairs that the clusters hold. */
  readonly together: number
  /** How many of these are expected to be right. */
  readonly right: number
  /** How many of the scored pairs that the clusters part are expected to be one person. */
  readonly lost: number
}

/**
 * Clusters of records from scored pairs: average link on bounded log-odds over all cross pairs, down to the merge whose
 * probability is less than the threshold. Bridges are cut: one strong pair does not join two groups whose other pairs contradict it.
 *
 * Components of possible pairs are solved one by one, each in an order of its own, so the answer does not depend on the order
 * of rows where `order` tells records apart.
 */
export function agglomerate(input: ClusterInput, threshold: number, certain = false): Clustering {
  const components = findComponents(input)
  const pose = problems(input, components)
  const cut = cutOf(threshold)
  const settled = makeSettled(input, components, certain)
  for (let c = 0; c < components.count; c++) {
    const problem = pose(c)
    settled.add(c, problem, solve(problem, cut))
  }
  return settled.finish(threshold)
}

/** Collects the solutions of components. */
export type Settled = {
  readonly add: (component: number, problem: Problem, solution: Solution) => void
  readonly finish: (threshold: number) => Clustering
}

export function makeSettled(input: ClusterInput, components: Components, certain: boolean): Settled {
  const { rows, pairs, scores } = input
  const { members, memberStart } = components
  const name = Int32Array.from({ length: rows }, (_, row) => row)
  const certainty = new Float64Array(certain ? rows : 0).fill(1)
  let [together, right, lost] = [0, 0, 0]
  return {
    add(component, problem, solution) {
      const own = members.subarray(memberStart[component], memberStart[component + 1])
      for (let i = 0; i < own.length; i++) name[own[i]!] = own[solution.cluster[i]!]!
      together += solution.together
      right += solution.right
      lost += solution.lost
      if (certain) certaintyOf(problem, solution.cluster, (member, p) => (certainty[own[member]!] = p))
    },
    finish(threshold) {
      for (let p = 0; p < pairs.length; p++) {
        const isParted = scores[p]! < LOWEST && name[pairs.a[p]!] !== name[pairs.b[p]!]
        if (isParted) lost += inParts(probabilityOf(scores[p]!))
      }
      const { cluster, clusters } = numberClusters(name)
      return {
        cluster,
        clusters,
        threshold,
        expected: { together, right: right / PARTS, lost: lost / PARTS },
        certainty,
      }
    },
  }
}

/** Clusters that are named by one of their rows, numbered in the order of first rows. */
function numberClusters(name: Int32Array): { cluster: Int32Array; clusters: number } {
  const number = new Int32Array(name.length).fill(-1)
  let clusters = 0
  const cluster = name.map((row) => {
    if (number[row] === -1) number[row] = clusters++
    return number[row]!
  })
  return { cluster, clusters }
}
