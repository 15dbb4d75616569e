import type { Random } from '../../numeric/random.js'
import { type Lockstep, LOCKSTEP_CELLS, makeLockstep } from '../../parallel/lockstep.js'
import { chooseGreedily } from './greedy.js'
import { MOST_TRIALS } from './memory.js'
import { type Field, makePotential } from './potential.js'

const ROUNDS = 5

/** How many candidates there are at most. */
export function mostCandidates(k: number): number {
  return 1 + ROUNDS * k
}

/**
 * k-means‖ (Bahmani et al. 2012): in each of a few rounds k rows are drawn at once by their squared distance from those
 * before them; each is then weighed by the rows that it is nearest to, and greedy k-means++ chooses among
 * them. Fewer passes over the rows than greedy k-means++ among all. `sums` has room for
 * `mostCandidates(k)` numbers a part.
 */
export function oversample(
  field: Field,
  lockstep: Lockstep,
  random: Random,
  k: number,
  centers: Float64Array,
  sums: Float64Array,
): void {
  const { stride, points } = field
  const potential = makePotential(field, lockstep)
  const candidates = new Float64Array(mostCandidates(k) * stride)
  let count = 0
  const add = (rows: ReadonlySet<number>) => {
    const first = count
    for (const row of rows) {
      candidates.set(points.subarray(row * stride, (row + 1) * stride), stride * count++)
    }
    potential.add(candidates, first, count - first)
  }
  potential.reset()
  add(new Set([potential.draw(random.uniform())]))
  for (let round = 0; round < ROUNDS; round++) {
    add(new Set(Array.from({ length: k }, () => potential.draw(random.uniform()))))
  }
  const small = candidateField(field, candidates, weighCandidates(field, lockstep, sums, count))
  const alone = makeLockstep(new Int32Array(LOCKSTEP_CELLS), 1, 0)
  chooseGreedily(small, alone, random, k, centers)
}

/** The weight of the rows that each candidate is nearest to. */
function weighCandidates(
  { rows, weights, parts, partRows, labels }: Field,
  { everyPart, sync }: Lockstep,
  sums: Float64Array,
  count: number,
): Float64Array {
  everyPart(parts, (part) => {
    const at = part * count
    sums.fill(0, at, at + count)
    const end = Math.min(rows, (part + 1) * partRows)
    for (let i = part * partRows; i < end; i++) {
      sums[at + labels[i]!]! += weights.length > 0 ? weights[i]! : 1
    }
  })
  const weighed = new Float64Array(count)
  for (let z = 0; z < parts * count; z++) weighed[z % count]! += sums[z]!
  sync()
  return weighed
}

function candidateField({ stride }: Field, points: Float64Array, weights: Float64Array): Field {
  const rows = weights.length
  return {
    rows,
    stride,
    points,
    weights,
    parts: 1,
    partRows: rows,
    nearest: new Float64Array(rows),
    labels: new Uint16Array(rows),
    found: new Float64Array(MOST_TRIALS),
  }
}
