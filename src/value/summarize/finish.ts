import { makeShared } from '../../parallel/shared.js'
import { makeDaySets } from './days.js'
import type { Setup } from './kernel.js'
import { ENTRY } from './keyTable.js'
import type { Part } from './part.js'
import { purchasesAt, revenueAt, settleReturn, WIDTH } from './states.js'

/** What others must know about the customers of one partition; the rest stays with its thread. */
export interface PartFound {
  readonly groups: number
  /** By customer the first row, where threads share it; empty where customers have codes. */
  readonly firstRows: Float64Array
  /** By customer whether one of its rows counts; undefined where there can be none without. */
  readonly standing: Uint8Array | undefined
}

/** What the rows of a customer are: some count; all that count are of the holdout; none counts. */
export const COUNTED = 0
export const LATE = 1
export const NONE = 2

/** Ends the summing up of a partition; `isWhole` says that all customers have rows that count. */
export function finishPart(part: Part, { threads }: Setup, isWhole: boolean): PartFound {
  settleRefunds(part)
  // These are large, and not needed for the answer.
  part.daySets = makeDaySets()
  if (part.keys) part.keys.slots = new Int32Array(0)
  const firstRows = makeShared(Float64Array, part.keys ? part.groups : 0, threads > 1)
  fillFirstRows(part, firstRows)
  return { groups: part.groups, firstRows, standing: isWhole ? undefined : standings(part) }
}

function fillFirstRows({ keys, newcomers }: Part, firstRows: Float64Array): void {
  newcomers.push(firstRows.length)
  for (let n = 0; n + 2 < newcomers.length; n += 2) {
    const firstRow = newcomers[n + 1]!
    for (let g = newcomers[n]!; g < newcomers[n + 2]!; g++) {
      firstRows[g] = firstRow + keys!.entries[ENTRY * g + 3]!
    }
  }
}

function standings({ groups, states, holdout }: Part): Uint8Array {
  return Uint8Array.from({ length: groups }, (_, group) => {
    if (purchasesAt(states, WIDTH * group) > 0 || revenueAt(states, WIDTH * group) < 0) return COUNTED
    return holdout && (holdout.days[group]! > 0 || holdout.revenue[group]! < 0) ? LATE : NONE
  })
}

/** Counts the refunds of the first day against its revenue: the first day is known only at the end. */
function settleRefunds({ refunds, states }: Part): void {
  for (let i = 0; i < refunds.length; i += 3) {
    settleReturn(states, WIDTH * refunds[i]!, refunds[i + 1]!, refunds[i + 2]!)
  }
  refunds.length = 0
}
