import { inTurn, sortNumbers } from '../../table/sort.js'

/**
 * Harrell's C: of all pairs of customers of whom one is known to have left before the other, the share in which the one with the
 * higher risk did; equal risks count as a half. Customers are taken from the lowest risk to the highest, and counted by their ends in a tree
 * (Fenwick 1994), so that it takes n·log m steps for m different durations. Only rows of one stratum make pairs: `strata` has
 * the start of each, and the number of rows at the end. NaN where there is no such pair.
 */
export function concordance(
  durations: Float64Array,
  events: Uint8Array,
  risk: Float64Array,
  strata: Int32Array = Int32Array.of(0, durations.length),
): number {
  const pairs = { better: 0, equal: 0, all: 0 }
  for (let s = 0; s + 1 < strata.length; s++) {
    const [from, to] = [strata[s]!, strata[s + 1]!]
    addPairs(durations.subarray(from, to), events.subarray(from, to), risk.subarray(from, to), pairs)
  }
  return (pairs.better + pairs.equal / 2) / pairs.all
}

function addPairs(
  durations: Float64Array,
  events: Uint8Array,
  risk: Float64Array,
  pairs: { better: number; equal: number; all: number },
): void {
  const { ends, size } = rankEnds(durations, events)
  // Rows so far by their ends, in a tree of counts.
  const tree = new Int32Array(size + 1)
  const outliving = (end: number): number => {
    let count = 0
    for (let k = end; k > 0; k -= k & -k) count += tree[k]!
    return count
  }
  const counts = new Int32Array(size)
  for (let i = 0; i < ends.length; i++) counts[ends[i]!]!++
  for (let e = 0, before = 0; e < size; e++) {
    if (e % 2 === 1) pairs.all += before * counts[e]!
    before += counts[e]!
  }
  const order = sortNumbers(risk)
  for (let i = 0, to = 0; i < order.length; i = to) {
    const value = risk[order[i]!]!
    let lower = 0
    for (to = i; to < order.length && risk[order[to]!] === value; to++) {
      const end = ends[order[to]!]!
      if (end % 2 === 1) lower += outliving(end)
    }
    for (let j = i; j < to; j++) for (let k = ends[order[j]!]! + 1; k <= size; k += k & -k) tree[k]!++
    pairs.better += lower
    if (to === i + 1) continue
    let upTo = 0
    for (let j = i; j < to; j++) if (ends[order[j]!]! % 2 === 1) upTo += outliving(ends[order[j]!]!)
    pairs.equal += upTo - lower
  }
}

function isFalling(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (!(values[i]! <= values[i - 1]!)) return false
  return true
}

/** Numbers that fall as ends come later: odd for those who leave, and one less for those who are there at the same time still, so that whoever outlives a leaver has a lower one. */
function rankEnds(durations: Float64Array, events: Uint8Array): { ends: Int32Array; size: number } {
  const order = isFalling(durations) ? inTurn(durations.length) : sortNumbers(durations, true)
  const ends = new Int32Array(order.length)
  let rank = 0
  for (let i = 0; i < order.length; i++) {
    if (i > 0 && durations[order[i]!] !== durations[order[i - 1]!]) rank += 2
    ends[order[i]!] = rank + events[order[i]!]!
  }
  return { ends, size: rank + 2 }
}
