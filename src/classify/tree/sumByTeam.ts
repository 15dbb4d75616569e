import { LOCKSTEP_CELLS } from '../../parallel/lockstep.js'
import { makeShared } from '../../parallel/shared.js'
import { makeTeam } from '../../parallel/team.js'
import { createThread, type ScoreSetup } from './scoreThread.js'

/** Adds up what the trees of a plan say of each row, on several threads: one list an output, the same for any number of threads. */
export function sumByTeam(
  plan: ScoreSetup['plan'],
  rows: number,
  outputs: number,
  threads: number,
): Float64Array[] {
  const shared = threads > 1
  const sums = Array.from({ length: outputs }, () => makeShared(Float64Array, rows, shared))
  const control = makeShared(Int32Array, LOCKSTEP_CELLS, shared)
  const job = { url: new URL('./scoreThread.js', import.meta.url).href, createThread }
  const team = makeTeam(job, (size): ScoreSetup => ({ plan, rows, sums, control, threads: size }), threads)
  try {
    team.run('add')
  } finally {
    team.dismiss()
  }
  // Arrow does not take what is shared.
  return shared ? sums.map((list) => list.slice()) : sums
}
