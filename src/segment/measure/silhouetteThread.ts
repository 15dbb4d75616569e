import { type Lockstep, makeLockstep } from '../../parallel/lockstep.js'

/** What threads share that compute silhouettes. Points stand cluster by cluster. */
export interface SilhouetteMemory {
  readonly threads: number
  readonly stride: number
  readonly points: Float64Array
  /** Where each cluster begins; one more for the end. */
  readonly starts: Int32Array
  /** The places whose silhouettes are wanted, and these. */
  readonly wanted: Int32Array
  readonly values: Float64Array
  readonly control: Int32Array
}

/** A thread's share of the work. */
export type SilhouetteThread = { readonly measure: () => void }

const BLOCK = 64

export function createThread(memory: SilhouetteMemory, thread: number): SilhouetteThread {
  const lockstep: Lockstep = makeLockstep(memory.control, memory.threads, thread)
  const { wanted, values } = memory
  const measure = () =>
    lockstep.everyPart(Math.ceil(wanted.length / BLOCK), (part) => {
      const end = Math.min(wanted.length, (part + 1) * BLOCK)
      for (let z = part * BLOCK; z < end; z++) values[z] = silhouetteAt(memory, wanted[z]!)
    })
  return { measure }
}

/** (b − a) / max(a, b) of one point, where a is the mean distance to its own cluster, b that to the next; 0 if it is alone. */
function silhouetteAt({ points, stride, starts }: SilhouetteMemory, place: number): number {
  let own = 0
  let other = Infinity
  for (let c = 0; c + 1 < starts.length; c++) {
    const from = starts[c]!
    const to = starts[c + 1]!
    if (to === from) continue
    const sum =
      stride === 4 ? sumDistances4(points, place, from, to) : sumDistances(points, stride, place, from, to)
    if (place < from || place >= to) other = Math.min(other, sum / (to - from))
    else if (to - from === 1) return 0
    else own = sum / (to - from - 1)
  }
  const most = Math.max(own, other)
  return most > 0 ? (other - own) / most : 0
}

/** The sum of distances from a point to a range of points. */
function sumDistances4(points: Float64Array, place: number, from: number, to: number): number {
  const x0 = points[4 * place]!
  const x1 = points[4 * place + 1]!
  const x2 = points[4 * place + 2]!
  const x3 = points[4 * place + 3]!
  let sum = 0
  for (let p = 4 * from; p < 4 * to; p += 4) {
    const d0 = x0 - points[p]!
    const d1 = x1 - points[p + 1]!
    const d2 = x2 - points[p + 2]!
    const d3 = x3 - points[p + 3]!
    sum += Math.sqrt(d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3))
  }
  return sum
}

/** The same for any even stride. */
function sumDistances(points: Float64Array, stride: number, place: number, from: number, to: number): number {
  const own = place * stride
  let sum = 0
  for (let p = from * stride; p < to * stride; p += stride) {
    let even = 0
    let odd = 0
    for (let j = 0; j < stride; j += 2) {
      const x = points[own + j]! - points[p + j]!
      const y = points[own + j + 1]! - points[p + j + 1]!
      even += x * x
      odd += y * y
    }
    sum += Math.sqrt(even + odd)
  }
  return sum
}
