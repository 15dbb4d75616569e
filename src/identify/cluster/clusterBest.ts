import { probabilityOf } from '../link/scorer.js'
import { type Clustering, makeSettled } from './agglomerate.js'
import { type Components, findComponents, LOWEST } from './components.js'
import { type Expected, expectedF1 } from './expectedF1.js'
import type { ClusterInput } from './input.js'
import { inParts, LOWEST_THRESHOLD, cutOf, PARTS } from './merging.js'
import { type Problem, problems } from './problem.js'
import { type Solution, solve } from './solve.js'

/** What is expected of the clusters at one threshold. */
export type CurvePoint = {
  readonly threshold: number
  readonly clusters: number
  readonly expected: Expected
}

/** The thresholds of the curve. */
export const THRESHOLDS: readonly number[] = [
  LOWEST_THRESHOLD,
  0.1,
  0.15,
  0.2,
  0.25,
  0.3,
  0.35,
  0.4,
  0.45,
  0.5,
  0.55,
  0.6,
  0.65,
  0.7,
  0.75,
  0.8,
  0.85,
  0.9,
  0.95,
  0.99,
]

/** Sees the clusters of each component, and from which threshold on up to before which these hold. */
export type Watch = (members: Int32Array, solution: Solution, from: number, to: number) => void

/** Nobody is put together by a threshold that was not asked for unless that is likelier than not. */
const EVEN_ODDS = 0.5
/** Expected F1 that differ by less are taken for the same. */
const FLAT = 0.005

/** Clusters at the lowest threshold from even odds on whose expected F1 is as good as that of the best of these. */
export function clusterBest(
  input: ClusterInput,
  {
    reach = 1,
    certain = false,
    watch,
  }: { readonly reach?: number; readonly certain?: boolean; readonly watch?: Watch } = {},
): Clustering & { readonly curve: readonly CurvePoint[] } {
  const components = findComponents(input)
  const { members, memberStart, pairStart } = components
  const pose = problems(input, components)
  const settled = makeSettled(input, components, certain)
  const sums = THRESHOLDS.map(() => ({ merges: 0, together: 0, right: 0, lost: 0 }))
  const unsettled: number[] = []
  let joined = 0
  for (let c = 0; c < components.count; c++) {
    const problem = pose(c)
    joined += problem.size - new Set(problem.start).size
    const own = components.pairs.subarray(pairStart[c], pairStart[c + 1])
    const solutions = solveAll(problem)
    for (const { solution, from, to } of solutions) {
      const lost = solution.lost + partsParted(input, own, components.place, solution)
      for (const sum of sums.slice(from, to)) {
        sum.merges += solution.merges
        sum.together += solution.together
        sum.right += solution.right
        sum.lost += lost
      }
      watch?.(members.subarray(memberStart[c], memberStart[c + 1]), solution, from, to)
    }
    if (solutions.length === 1) settled.add(c, problem, solutions[0]!.solution)
    else unsettled.push(c)
  }
  const beyond = partsBeyond(input, components)
  const curve = sums.map(({ merges, together, right, lost }, t) => {
    const expected = expectedF1({ together, right: right / PARTS, lost: (lost + beyond) / PARTS }, reach)
    return { threshold: THRESHOLDS[t]!, clusters: input.rows - joined - merges, expected }
  })
  const threshold = bestThreshold(curve)
  for (const c of unsettled) {
    const problem = pose(c)
    settled.add(c, problem, solve(problem, cutOf(threshold)))
  }
  return { ...settled.finish(threshold), curve }
}

function bestThreshold(curve: readonly CurvePoint[]): number {
  const open = curve.filter(({ threshold }) => threshold >= EVEN_ODDS)
  const best = Math.max(...open.map(({ expected }) => expected.f1))
  return open.find(({ expected }) => expected.f1 > best - FLAT)!.threshold
}

/** The solutions, and the thresholds that each is for: from a place in the list on, up to before another. Most components have only one. */
function solveAll(problem: Problem): { solution: Solution; from: number; to: number }[] {
  const found: { solution: Solution; from: number; to: number }[] = []
  for (const [t, threshold] of THRESHOLDS.entries()) {
    const cut = cutOf(threshold)
    const last = found.at(-1)
    if (last && cut <= last.solution.accepted) last.to = t + 1
    else found.push({ solution: solve(problem, cut), from: t, to: t + 1 })
  }
  return found
}

/** How many of a component's pairs that join nobody by themselves and are in two clusters are expected to be right, in parts. */
function partsParted(
  { pairs, scores }: ClusterInput,
  own: Int32Array,
  place: Int32Array,
  { cluster }: Solution,
): number {
  let parts = 0
  for (const p of own) {
    if (scores[p]! >= LOWEST) continue
    const isParted = cluster[place[pairs.a[p]!]!] !== cluster[place[pairs.b[p]!]!]
    if (isParted) parts += inParts(probabilityOf(scores[p]!))
  }
  return parts
}

/** As `partsParted`, of pairs of records of two components. */
function partsBeyond({ pairs, scores }: ClusterInput, { of }: Components): number {
  let parts = 0
  for (let p = 0; p < pairs.length; p++) {
    const isBeyond = of[pairs.a[p]!]! < 0 || of[pairs.a[p]!] !== of[pairs.b[p]!]
    if (isBeyond) parts += inParts(probabilityOf(scores[p]!))
  }
  return parts
}
