import { sortNumbers } from '../../table/sort.js'

/**
 * Harrell's C: of all pairs of customers of whom one is known to have left before the other, the share in which the one with the
 * higher risk did; equal risks count as a half. Customers are taken from the last to the first, their risks kept in a tree of
 * counts (Fenwick 1994), so that it takes n·log n steps. NaN where there is no such pair.
 */
export function concordance(
  durations: Float64Array,
  events: Uint8Array,
  risk: Float64Array,
  strata: Int32Array | undefined = undefined,
): number {
  const pairs = { better: 0, equal: 0, all: 0 }
  if (!strata) addPairs(durations, events, risk, pairs)
  else {
    const members = new Map<number, number[]>()
    strata.forEach((s, i) => {
      const rows = members.get(s)
      if (rows) rows.push(i)
      else members.set(s, [i])
    })
    for (const rows of members.values()) {
      const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
      addPairs(
        take(durations),
        Uint8Array.from(rows, (row) => events[row]!),
        take(risk),
        pairs,
      )
    }
  }
  return (pairs.better + pairs.equal / 2) / pairs.all
}

function addPairs(
  durations: Float64Array,
  events: Uint8Array,
  risk: Float64Array,
  pairs: { better: number; equal: number; all: number },
): void {
  const ranks = rank(risk)
  const size = ranks.reduce((top, r) => Math.max(top, r + 1), 0)
  const tree = new Float64Array(size + 1)
  const counts = new Float64Array(size)
  const order = sortNumbers(durations, true)
  const add = (row: number) => {
    counts[ranks[row]!]!++
    for (let i = ranks[row]! + 1; i <= size; i += i & -i) tree[i]!++
  }
  let inTree = 0
  for (let i = 0; i < order.length;) {
    let end = i
    while (end < order.length && durations[order[end]!] === durations[order[i]!]) end++
    // Who is still there at the time outlives those who leave at it.
    for (let j = i; j < end; j++) {
      if (events[order[j]!] === 0) {
        add(order[j]!)
        inTree++
      }
    }
    for (let j = i; j < end; j++) {
      const row = order[j]!
      if (events[row] === 0) continue
      let below = 0
      for (let k = ranks[row]!; k > 0; k -= k & -k) below += tree[k]!
      pairs.better += below
      pairs.equal += counts[ranks[row]!]!
      pairs.all += inTree
    }
    for (let j = i; j < end; j++) {
      if (events[order[j]!] === 1) {
        add(order[j]!)
        inTree++
      }
    }
    i = end
  }
}

/** The place of each value among the distinct ones, ascending from 0. */
function rank(values: Float64Array): Int32Array {
  const order = sortNumbers(values)
  const ranks = new Int32Array(values.length)
  let r = 0
  for (let i = 0; i < order.length; i++) {
    if (i > 0 && values[order[i]!] !== values[order[i - 1]!]) r++
    ranks[order[i]!] = r
  }
  return ranks
}
