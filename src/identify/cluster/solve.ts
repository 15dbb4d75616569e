import { probabilityOf } from '../link/scorer.js'
import { makeHeap } from './heap.js'
import { inParts, LOWEST_MEAN, mergeLogOdds, PARTS } from './merging.js'
import type { Problem } from './problem.js'
import { makeRivals } from './rivals.js'

/** How a component falls into clusters. */
export type Solution = {
  /** One a member: a member that names its cluster. */
  readonly cluster: Int32Array
  /** The log-odds of the least sure merge that was made: a higher cut up to it gives the same clusters. */
  readonly accepted: number
  readonly merges: number
  /** Pairs of members in one cluster. */
  readonly together: number
  /** How many of these are expected to be right, in parts of a pair. */
  readonly right: number
  /** How many proposed pairs of members in two clusters are expected to be one person, in parts of a pair. */
  readonly lost: number
}

/** Scored cross pairs of two clusters: how many, and the sum of their bounded log-odds; how many were proposed, and the sum of their probabilities in parts. */
type Edge = { sum: number; count: number; proposed: number; parts: number }

/** More cross pairs than this are not all scored, but some that are drawn evenly from them. */
const MOST_CROSS = 1024
const SAMPLED = 32

/**
 * Average link: of all pairs of clusters those merge first whose cross pairs have the highest mean log-odds, as long as the merge is
 * surer than the cut. Means begin with the pairs that were proposed; before two clusters merge, all their cross pairs are scored.
 */
export function solve(problem: Problem, cut: number): Solution {
  const { size, start, value } = problem
  const members = Array.from({ length: size }, (): number[] => [])
  for (let i = 0; i < size; i++) members[start[i]!]!.push(i)
  const rivals = makeRivals(problem)
  const near = neighbours(problem)
  const version = new Int32Array(size)
  const heap = makeHeap()
  const offer = (a: number, b: number, { sum, count }: Edge): void => {
    if (sum / count >= LOWEST_MEAN) heap.push(sum / count, a, b, version[a]! + version[b]!)
  }
  near.forEach((edges, a) => edges.forEach((edge, b) => a < b && offer(a, b, edge)))
  let [accepted, merges, together] = [Infinity, 0, 0]
  for (const { length } of members) together += (length * (length - 1)) / 2
  let right = together * PARTS
  while (heap.pop()) {
    const { mean, a, b, stamp } = heap.top
    const [own, other] = [members[a]!, members[b]!]
    if (own.length === 0 || other.length === 0 || stamp !== version[a]! + version[b]!) continue
    if (!rivals.mayMerge(a, b)) continue
    const edge = near[a]!.get(b)!
    const cross = own.length * other.length
    if (edge.count < cross) {
      Object.assign(edge, { sum: sumCross(own, other, value), count: cross })
      // Those that were not proposed have lowered it: it must wait for its turn.
      if (edge.sum / cross < mean) {
        offer(a, b, edge)
        continue
      }
    }
    const logOdds = mergeLogOdds(edge.sum, cross)
    if (logOdds < cut) continue
    accepted = Math.min(accepted, logOdds)
    merges++
    together += cross
    right += cross * inParts(probabilityOf(logOdds))
    const kept = other.length > own.length ? b : a
    const gone = a + b - kept
    for (const member of members[gone]!) members[kept]!.push(member)
    members[gone] = []
    version[kept]!++
    rivals.merged(kept, gone)
    moveEdges(near, kept, gone)
    near[kept]!.forEach((joined, c) => offer(kept, c, joined))
  }
  const lost = partsLost(members, near, value)
  const cluster = new Int32Array(size)
  members.forEach((own, name) => own.forEach((member) => (cluster[member] = name)))
  return { cluster, accepted, merges, together, right, lost }
}

/**
 * What is expected of the pairs between clusters: no pair is likelier than that its clusters are one, since one person's records are all of that person. A namesake
 * of one member whom the others contradict is no loss.
 */
function partsLost(
  members: readonly (readonly number[])[],
  near: readonly ReadonlyMap<number, Edge>[],
  value: Problem['value'],
): number {
  let lost = 0
  near.forEach((edges, a) =>
    edges.forEach(({ sum, count, proposed, parts }, b) => {
      if (b < a) return
      const cross = members[a]!.length * members[b]!.length
      const whole = count < cross ? sumCross(members[a]!, members[b]!, value) : sum
      const most = cross === 1 ? Infinity : inParts(probabilityOf(mergeLogOdds(whole, cross)))
      lost += Math.min(parts, proposed * most)
    }),
  )
  return lost
}

function neighbours({ size, start, edges }: Problem): Map<number, Edge>[] {
  const near = Array.from({ length: size }, () => new Map<number, Edge>())
  for (let i = 0; i < edges.length; i += 4) {
    const [a, b] = [start[edges[i]!]!, start[edges[i + 1]!]!]
    if (a !== b) connect(near, a, b, { sum: edges[i + 2]!, count: 1, proposed: 1, parts: edges[i + 3]! })
  }
  return near
}

function connect(
  near: Map<number, Edge>[],
  a: number,
  b: number,
  { sum, count, proposed, parts }: Edge,
): void {
  const known = near[a]!.get(b)
  if (known) {
    known.sum += sum
    known.count += count
    known.proposed += proposed
    known.parts += parts
  } else {
    const edge = { sum, count, proposed, parts }
    near[a]!.set(b, edge)
    near[b]!.set(a, edge)
  }
}

function moveEdges(near: Map<number, Edge>[], kept: number, gone: number): void {
  const old = near[gone]!
  near[gone] = new Map()
  near[kept]!.delete(gone)
  for (const [c, edge] of old) {
    if (c === kept) continue
    near[c]!.delete(gone)
    connect(near, kept, c, edge)
  }
}

/** The sum over all cross pairs; beyond a few thousand estimated from some of them, spread evenly. */
function sumCross(own: readonly number[], other: readonly number[], value: Problem['value']): number {
  const all = own.length * other.length
  const [some, others] = all <= MOST_CROSS ? [own, other] : [spread(own), spread(other)]
  let sum = 0
  for (const a of some) for (const b of others) sum += value(a, b)
  return all <= MOST_CROSS ? sum : Math.round((sum / (some.length * others.length)) * all)
}

function spread(members: readonly number[]): readonly number[] {
  if (members.length <= SAMPLED) return members
  return Array.from({ length: SAMPLED }, (_, i) => members[Math.floor((i * members.length) / SAMPLED)]!)
}
