import type { Lockstep } from '../../parallel/lockstep.js'
import { squaredDistance } from './squaredDistance.js'

/** The rows that a start is chosen from, and where parts note what they find. */
export interface Field {
  readonly rows: number
  readonly stride: number
  readonly points: Float64Array
  /** One a row, or none where all weigh 1. */
  readonly weights: Float64Array
  readonly parts: number
  readonly partRows: number
  /** Squared distance to the nearest centre so far, and which one that is. */
  readonly nearest: Float64Array
  readonly labels: Uint16Array
  /** Room for `MOST_TRIALS` numbers a part. */
  readonly found: Float64Array
}

/** What is left to gain: the sum of weights times squared distances to the nearest centre so far. */
export interface Potential {
  /** Forgets all centres: each row counts by its weight alone. */
  readonly reset: () => void
  /** Takes further centres, `count` rows of `centers` from number `first`. */
  readonly add: (centers: Float64Array, first: number, count: number) => void
  /** The row at that share of the potential, of rows in their order. */
  readonly draw: (share: number) => number
}

/** The potential of a field; every thread makes its own and calls it alike. */
export function makePotential(field: Field, { everyPart, sync }: Lockstep): Potential {
  const { rows, weights, parts, partRows, nearest, found } = field
  const partTotals = new Float64Array(parts)
  let total = 0
  const endOf = (part: number) => Math.min(rows, (part + 1) * partRows)
  const massOf = (i: number) => (weights.length > 0 ? weights[i]! * nearest[i]! : nearest[i]!)
  const sum = (work: (from: number, to: number) => number) => {
    // Another thread may still be drawing by what is about to change.
    sync()
    everyPart(parts, (part) => {
      found[part] = work(part * partRows, endOf(part))
    })
    partTotals.set(found.subarray(0, parts))
    total = 0
    for (let part = 0; part < parts; part++) total += partTotals[part]!
    sync()
  }
  const draw = (share: number): number => {
    let left = share * total
    let part = 0
    while (part < parts - 1 && left >= partTotals[part]!) left -= partTotals[part++]!
    let last = part * partRows
    for (let i = part * partRows; i < endOf(part); i++) {
      const mass = massOf(i)
      if (mass > left) return i
      if (mass > 0) last = i
      left -= mass
    }
    return last
  }
  return {
    reset: () => sum((from, to) => forget(field, from, to)),
    add: (centers, first, count) => sum((from, to) => bringNearer(field, centers, first, count, from, to)),
    draw,
  }
}

function forget({ weights, nearest }: Field, from: number, to: number): number {
  nearest.fill(1, from, to)
  let sum = 0
  for (let i = from; i < to; i++) sum += weights.length > 0 ? weights[i]! : 1
  return sum
}

/** Notes which rows the new centres are nearest to; the first of all takes every row. */
function bringNearer(
  { points, stride, weights, nearest, labels }: Field,
  centers: Float64Array,
  first: number,
  count: number,
  from: number,
  to: number,
): number {
  let sum = 0
  for (let i = from; i < to; i++) {
    let least = first === 0 ? Infinity : nearest[i]!
    for (let c = first; c < first + count; c++) {
      const squared = squaredDistance(points, i * stride, centers, c * stride, stride)
      if (squared < least) {
        least = squared
        labels[i] = c
      }
    }
    nearest[i] = least
    sum += weights.length > 0 ? weights[i]! * least : least
  }
  return sum
}
