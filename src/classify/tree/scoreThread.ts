import { makeLockstep } from '../../parallel/lockstep.js'
import { maskAdder, type MaskPlan } from './masks.js'
import { stepAdder, type StepPlan } from './steps.js'

/** What all threads of scoring share. */
export interface ScoreSetup {
  readonly plan: MaskPlan | StepPlan
  readonly rows: number
  /** By output, what the trees say of each row. */
  readonly sums: readonly Float64Array[]
  readonly control: Int32Array
  readonly threads: number
}

/** A thread's share of scoring. */
export type ScoreThread = {
  /** Adds up all rows with the others. */
  readonly add: () => void
}

/** Rows that are scored tree by tree, so that they stay in the cache. */
const BLOCK = 2048

/** Joins the work on that memory. A row is summed by one thread in the order of the trees. */
export function createThread(
  { plan, rows, sums, control, threads }: ScoreSetup,
  thread: number,
): ScoreThread {
  const lockstep = makeLockstep(control, threads, thread)
  const addRows = plan.kind === 'masks' ? maskAdder(plan, sums) : stepAdder(plan, sums)
  return {
    add: () =>
      lockstep.everyPart(Math.ceil(rows / BLOCK), (part) =>
        addRows(part * BLOCK, Math.min(rows, (part + 1) * BLOCK)),
      ),
  }
}
