import { probabilityOf } from '../link/scorer.js'
import type { PairList } from '../prepared.js'
import { type Components, LOWEST, rootOf, unite } from './components.js'
import type { ClusterInput } from './input.js'
import { bounded, inParts } from './merging.js'
import { type Values, valuesOf } from './values.js'

/** One component as the merging sees it: members are numbered from 0 in the order that settles ties. */
export type Problem = {
  readonly size: number
  /** The cluster that each member starts in, named by one of it: its own, or that of all it must be with. */
  readonly start: Int32Array
  /** Pairs that may join clusters, flat: a, b, bounded log-odds, probability in parts. */
  readonly edges: readonly number[]
  readonly value: Values
  /** Pairs of starting clusters that are two persons, flat. */
  readonly apart: readonly number[]
  /** One a member, −1 where its source may come again. */
  readonly source: Int32Array | undefined
  readonly most: number
}

/** Poses the problem of one component after another. */
export function problems(input: ClusterInput, components: Components): (component: number) => Problem {
  const together = byComponent(components, input.together)
  const apart = byComponent(components, input.apart)
  return (component) => {
    const members = components.members.subarray(
      components.memberStart[component],
      components.memberStart[component + 1],
    )
    const start = Int32Array.from(members.keys())
    const same = together.get(component) ?? []
    for (let i = 0; i < same.length; i += 2) unite(start, same[i]!, same[i + 1]!)
    for (let i = 0; i < start.length; i++) start[i] = rootOf(start, i)
    return {
      size: members.length,
      start,
      edges: edgesOf(input, components, component),
      value: valuesOf(input, components, component),
      apart: (apart.get(component) ?? []).map((member) => start[member]!),
      source: input.source && Int32Array.from(members, (row) => input.source![row]!),
      most: input.most ?? Infinity,
    }
  }
}

function edgesOf({ pairs, scores }: ClusterInput, components: Components, component: number): number[] {
  const { place, pairStart } = components
  const edges: number[] = []
  for (let i = pairStart[component]!; i < pairStart[component + 1]!; i++) {
    const p = components.pairs[i]!
    const score = scores[p]!
    if (score < LOWEST) continue
    edges.push(place[pairs.a[p]!]!, place[pairs.b[p]!]!, bounded(score), inParts(probabilityOf(score)))
  }
  return edges
}

/** Pairs of members by component, flat; those that lie in two components need no saying. */
function byComponent({ of, place }: Components, pairs: PairList | undefined): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (let p = 0; p < (pairs?.length ?? 0); p++) {
    const [a, b] = [pairs!.a[p]!, pairs!.b[p]!]
    if (of[a]! < 0 || of[a] !== of[b]) continue
    const known = found.get(of[a]!)
    if (known) known.push(place[a]!, place[b]!)
    else found.set(of[a]!, [place[a]!, place[b]!])
  }
  return found
}
