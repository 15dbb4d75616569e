import { LOCKSTEP_CELLS } from '../../parallel/lockstep.js'
import { makeShared, toShared } from '../../parallel/shared.js'
import { makeTeam } from '../../parallel/team.js'
import type { TreeColumns } from '../tree/columns.js'
import type { Outcome, Response } from '../tree/response.js'
import { valueWidth } from '../tree/values.js'
import { createThread, type ForestPlan, type ForestSetup, type ForestTree } from './thread.js'

/** Trees in their order, and what those say of each row that did not learn from it. */
export interface GrownForest {
  readonly trees: readonly ForestTree[]
  /** By output a number a row: the mean of what these trees say, NaN where every tree learned from the row. */
  readonly outOfBag: readonly Float64Array[]
  /** How many trees did not learn from each row. */
  readonly sayers: Int32Array
}

/** Between two calls of `onTrees`. */
const STRETCH = 20

/** Grows trees on several threads; the same ones for any number of these. */
export function growForest(
  columns: TreeColumns,
  response: Response,
  outcome: Outcome,
  weights: Float64Array | undefined,
  plan: ForestPlan,
  threads: number,
  onTrees: (done: number) => void,
): GrownForest {
  const width = valueWidth(outcome)
  let setup: ForestSetup | undefined
  const job = { url: new URL('./thread.js', import.meta.url).href, createThread }
  const makeSetup = (size: number) => {
    const shared = size > 1
    const share = <A extends Float64Array | Int32Array>(array: A): A => (shared ? toShared(array) : array)
    const each = Array.from({ length: size })
    return (setup = {
      columns,
      response: shareResponse(response, share),
      outcome:
        'codes' in outcome ? { ...outcome, codes: share(outcome.codes) } : { values: share(outcome.values) },
      weights: weights && share(weights),
      plan,
      control: makeShared(Int32Array, LOCKSTEP_CELLS, shared),
      threads: size,
      said: each.map(() => makeShared(Float64Array, columns.rows * width, shared)),
      sayers: each.map(() => makeShared(Int32Array, columns.rows, shared)),
      grain: grainOf(outcome),
    })
  }
  const team = makeTeam(job, makeSetup, threads)
  const trees: ForestTree[] = []
  try {
    for (let first = 0; first < plan.trees; first += STRETCH) {
      const count = Math.min(STRETCH, plan.trees - first)
      for (const found of team.run('grow', { first, count })) trees.push(...found)
      onTrees(first + count)
    }
  } finally {
    team.dismiss()
  }
  trees.sort((a, b) => a.number - b.number)
  return { trees, ...gather(setup!, width) }
}

function shareResponse(
  response: Response,
  share: <A extends Float64Array | Int32Array>(array: A) => A,
): Response {
  const data = share(response.data)
  return response.kind === 'classes'
    ? { ...response, data, codes: share(response.codes) }
    : { ...response, data }
}

/** A power of two such that sums of ten thousands of values are exact and a value is off by a billionth at most. */
function grainOf(outcome: Outcome): number {
  if ('codes' in outcome) return 2 ** -32
  const largest = outcome.values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
  return largest > 0 ? 2 ** (Math.ceil(Math.log2(largest)) - 32) : 1
}

/** Adds up what the threads gathered. */
function gather({ said, sayers, columns }: ForestSetup, width: number): Omit<GrownForest, 'trees'> {
  const counts = new Int32Array(columns.rows)
  const outOfBag = Array.from({ length: width }, () => new Float64Array(columns.rows))
  for (let row = 0; row < columns.rows; row++) {
    for (const own of sayers) counts[row]! += own[row]!
    for (let k = 0; k < width; k++) {
      let sum = 0
      for (const own of said) sum += own[row * width + k]!
      outOfBag[k]![row] = counts[row]! > 0 ? sum / counts[row]! : NaN
    }
  }
  return { outOfBag, sayers: counts }
}
