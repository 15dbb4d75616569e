import type { PairList } from '../prepared.js'

/** Why a pair is asked about: nobody knows, it is at odds with the customers found, or to see whether what seems sure is. */
export const REASONS = ['doubtful', 'at odds', 'check'] as const
export const AT_ODDS: (typeof REASONS)[number] = 'at odds'

/** A pair to ask about, and why, as a place in `REASONS`. */
export type Asked = { readonly pair: number; readonly reason: number }

/** No record is asked about more often, or one large family would fill the list. */
const MOST_A_RECORD = 3

/**
 * What is left to learn about each pair: p(1 − p). Where customers contradict the probability these are two opinions, and p is taken to be halfway between them: so
 * contradictions are among the most doubtful, but no more so than a pair of which nothing is known.
 */
export function doubts(
  probabilities: Float64Array,
  pairs: PairList,
  customers: Int32Array | undefined,
): { doubt: Float64Array; odd: Uint8Array } {
  const odd = new Uint8Array(pairs.length)
  const doubt = probabilities.map((p, i) => {
    const own = p * (1 - p)
    if (!customers) return own
    const together = customers[pairs.a[i]!] === customers[pairs.b[i]!] && customers[pairs.a[i]!]! >= 0
    if (together ? p >= 0.5 : p <= 0.5) return own
    odd[i] = 1
    const halfway = (p + (together ? 1 : 0)) / 2
    return Math.max(own, halfway * (1 - halfway))
  })
  return { doubt, odd }
}

/**
 * Picks pairs of which each answer tells about many: pairs that compare alike form a group, with a doubt that is the sum of theirs. A k-th answer about a group
 * is worth 1 / k(k + 1) of it, since k answers leave 1 / (k + 1) open. Within a group the most doubtful come first.
 */
export function chooseDoubtful(
  pairs: PairList,
  { doubt, odd }: { readonly doubt: Float64Array; readonly odd: Uint8Array },
  groups: Int32Array,
  open: Uint8Array,
  size: number,
  uses: Uint8Array,
): Asked[] {
  const queues = queuesOf(groups, doubt, open)
  const asked: Asked[] = []
  while (asked.length < size) {
    let best: (typeof queues)[number] | undefined
    for (const queue of queues)
      if (queue.next < queue.pairs.length && (!best || worth(queue) > worth(best))) best = queue
    if (!best) break
    const pair = best.pairs[best.next++]!
    if (!mayAsk(pairs, pair, uses)) continue
    best.asked++
    asked.push({ pair, reason: odd[pair]! })
    open[pair] = 0
  }
  return asked
}

/** Of the pairs that are left some that are spread evenly over their weights. */
export function chooseChecks(
  pairs: PairList,
  weights: ArrayLike<number>,
  open: Uint8Array,
  size: number,
  uses: Uint8Array,
): Asked[] {
  const left = Int32Array.from(open.keys())
    .filter((pair) => open[pair] === 1)
    .sort((x, y) => weights[x]! - weights[y]! || x - y)
  const asked: Asked[] = []
  for (let k = 0; k < size && k < left.length; k++) {
    const pair = left[Math.floor(((k + 0.5) * left.length) / Math.min(size, left.length))]!
    if (mayAsk(pairs, pair, uses)) asked.push({ pair, reason: 2 })
  }
  return asked
}

type Queue = { readonly pairs: readonly number[]; readonly doubt: number; next: number; asked: number }

function worth({ doubt, asked }: Queue): number {
  return doubt / ((asked + 1) * (asked + 2))
}

function queuesOf(groups: Int32Array, doubt: Float64Array, open: Uint8Array): Queue[] {
  const lists = new Map<number, number[]>()
  groups.forEach((group, pair) => {
    if (open[pair] === 0 || !(doubt[pair]! > 0)) return
    const list = lists.get(group)
    if (list) list.push(pair)
    else lists.set(group, [pair])
  })
  return Array.from(lists.values(), (list) => ({
    pairs: list.sort((x, y) => doubt[y]! - doubt[x]! || x - y),
    doubt: list.reduce((sum, pair) => sum + doubt[pair]!, 0),
    next: 0,
    asked: 0,
  }))
}

function mayAsk({ a, b }: PairList, pair: number, uses: Uint8Array): boolean {
  if (uses[a[pair]!]! >= MOST_A_RECORD || uses[b[pair]!]! >= MOST_A_RECORD) return false
  uses[a[pair]!]!++
  uses[b[pair]!]!++
  return true
}
