import type { Random } from '../../numeric/random.js'
import type { Lockstep } from '../../parallel/lockstep.js'
import { type Field, makePotential } from './potential.js'
import { squaredDistance } from './squaredDistance.js'

/**
 * Greedy k-means++ (Arthur and Vassilvitskii 2007): each centre is the best of a few rows drawn by their squared
 * distance from those before it. Every thread draws the same numbers and fills its own `centers`.
 */
export function chooseGreedily(
  field: Field,
  lockstep: Lockstep,
  random: Random,
  k: number,
  centers: Float64Array,
): void {
  const { rows, stride, points, parts, partRows, found } = field
  const potential = makePotential(field, lockstep)
  const candidates = new Int32Array(2 + Math.floor(Math.log(k)))
  const left = new Float64Array(candidates.length)
  const take = (row: number, c: number) => {
    centers.set(points.subarray(row * stride, (row + 1) * stride), c * stride)
    potential.add(centers, c, 1)
  }
  potential.reset()
  take(potential.draw(random.uniform()), 0)
  for (let c = 1; c < k; c++) {
    for (let t = 0; t < candidates.length; t++) candidates[t] = potential.draw(random.uniform())
    lockstep.everyPart(parts, (part) =>
      tryCandidates(field, candidates, part, part * partRows, Math.min(rows, (part + 1) * partRows)),
    )
    left.fill(0)
    for (let z = 0; z < parts * left.length; z++) left[z % left.length]! += found[z]!
    lockstep.sync()
    let best = 0
    for (let t = 1; t < left.length; t++) if (left[t]! < left[best]!) best = t
    take(candidates[best]!, c)
  }
}

/** What would be left of a part's potential with each candidate as the next centre. */
function tryCandidates(
  { points, stride, weights, nearest, found }: Field,
  candidates: Int32Array,
  part: number,
  from: number,
  to: number,
): void {
  for (let t = 0; t < candidates.length; t++) {
    const candidate = candidates[t]! * stride
    let sum = 0
    for (let i = from; i < to; i++) {
      const squared = squaredDistance(points, i * stride, points, candidate, stride)
      const least = squared < nearest[i]! ? squared : nearest[i]!
      sum += weights.length > 0 ? weights[i]! * least : least
    }
    found[part * candidates.length + t] = sum
  }
}
