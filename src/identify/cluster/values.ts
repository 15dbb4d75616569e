import type { Components } from './components.js'
import type { ClusterInput } from './input.js'
import { bounded } from './merging.js'

/** The bounded log-odds of two members of a component, by their places in it. */
export type Values = (a: number, b: number) => number

/** Up to as many members every value is remembered, so that none is computed twice: 72 MB while a component of that size is solved. */
const REMEMBERED = 6000
/** No bounded value is as low. */
const UNKNOWN = -(2 ** 31)
/** What a pair counts that nobody proposed, where there is nothing to score it with. */
const NEVER_PROPOSED = bounded(-6)

/** Values of one component: those of given pairs as they are, others scored when asked for. */
export function valuesOf(input: ClusterInput, components: Components, component: number): Values {
  const { memberStart, pairStart, place, members } = components
  const first = memberStart[component]!
  const size = memberStart[component + 1]! - first
  const { pairs, scores, score } = input
  const own = components.pairs.subarray(pairStart[component], pairStart[component + 1])
  const scored = (a: number, b: number): number => {
    if (!score) return NEVER_PROPOSED
    const [x, y] = a < b ? [a, b] : [b, a]
    // As exact as those that were given, so that it does not matter which were.
    return bounded(Math.fround(score(members[first + x]!, members[first + y]!)))
  }
  if (size > REMEMBERED) {
    const known = new Map<number, number>()
    for (const p of own) known.set(key(place[pairs.a[p]!]!, place[pairs.b[p]!]!, size), bounded(scores[p]!))
    return (a, b) => known.get(key(a, b, size)) ?? scored(a, b)
  }
  const known = new Int32Array((size * (size - 1)) / 2).fill(UNKNOWN)
  for (const p of own) known[corner(place[pairs.a[p]!]!, place[pairs.b[p]!]!)] = bounded(scores[p]!)
  return (a, b) => {
    const at = corner(a, b)
    const value = known[at]!
    return value === UNKNOWN ? (known[at] = scored(a, b)) : value
  }
}

function key(a: number, b: number, size: number): number {
  return a < b ? a * size + b : b * size + a
}

/** The place of two different members in half a square. */
function corner(a: number, b: number): number {
  return a < b ? (b * (b - 1)) / 2 + a : (a * (a - 1)) / 2 + b
}
