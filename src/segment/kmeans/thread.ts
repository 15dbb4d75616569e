import { makeRandom } from '../../numeric/random.js'
import { makeLockstep } from '../../parallel/lockstep.js'
import { chooseGreedily } from './greedy.js'
import { type Ended, lloyd, type Stop } from './lloyd.js'
import { BLOCK, type Memory } from './memory.js'
import { oversample } from './oversample.js'

/** How a start is made: which one of a seed, and by which method. */
export interface StartOrder {
  readonly seed: number
  readonly start: number
  readonly method: 'greedy' | 'parallel'
}

/** A thread's share of k-means. */
export type KMeansThread = {
  /** Chooses centres into the shared memory. */
  readonly start: (order: StartOrder) => void
  /** Lloyd's algorithm from the centres there; every thread finds the same. */
  readonly lloyd: (stop: Stop) => Ended
}

/** Joins the work on that memory. */
export function createThread(memory: Memory, thread: number): KMeansThread {
  const lockstep = makeLockstep(memory.control, memory.threads, thread)
  const field = { ...memory, partRows: memory.blocksPerPart * BLOCK }
  const start = ({ seed, start, method }: StartOrder) => {
    const random = makeRandom(seed, start)
    const centers = new Float64Array(memory.centers.length)
    if (method === 'parallel') oversample(field, lockstep, random, memory.k, centers, memory.sums)
    else chooseGreedily(field, lockstep, random, memory.k, centers)
    if (thread === 0) memory.centers.set(centers)
    lockstep.sync()
  }
  return { start, lloyd: (stop) => lloyd(memory, lockstep, thread, stop) }
}
