import type { PairList } from '../prepared.js'
import type { ClusterInput } from './input.js'

/** Pairs below these log-odds join nobody by themselves: a chance of less than one in twenty. */
export const LOWEST = -3

/** Records that any chain of possible pairs holds together; clusters never reach beyond one. Records without a pair are left out. */
export type Components = {
  readonly count: number
  /** The records of component c: `members` from `memberStart[c]` to `memberStart[c + 1]`, in the order that settles ties. */
  readonly members: Int32Array
  readonly memberStart: Int32Array
  /** Places in the list of pairs whose records are both in component c. */
  readonly pairs: Int32Array
  readonly pairStart: Int32Array
  /** One a record: its place among the members of its component. */
  readonly place: Int32Array
  /** One a record: its component, −1 where it has none. */
  readonly of: Int32Array
}

export function findComponents({ rows, pairs, scores, together, order }: ClusterInput): Components {
  const parent = Int32Array.from({ length: rows }, (_, row) => row)
  for (let p = 0; p < pairs.length; p++) if (scores[p]! >= LOWEST) unite(parent, pairs.a[p]!, pairs.b[p]!)
  if (together) uniteAll(parent, together)
  const { of, count } = numberComponents(parent)
  const { list: members, start: memberStart } = bucket(rows, (row) => of[row]!, count)
  const place = new Int32Array(rows)
  for (let c = 0; c < count; c++) {
    const own = members.subarray(memberStart[c], memberStart[c + 1])
    if (order) own.sort((x, y) => order[x]! - order[y]! || x - y)
    for (let i = 0; i < own.length; i++) place[own[i]!] = i
  }
  const componentOf = (p: number) => {
    const component = of[pairs.a[p]!]!
    return component === of[pairs.b[p]!]! ? component : -1
  }
  const { list, start } = bucket(pairs.length, componentOf, count)
  return { count, members, memberStart, pairs: list, pairStart: start, place, of }
}

/** Numbers the components of two or more records in the order of their first rows. */
function numberComponents(parent: Int32Array): { of: Int32Array; count: number } {
  const rows = parent.length
  const size = new Int32Array(rows)
  for (let row = 0; row < rows; row++) size[rootOf(parent, row)]!++
  const number = new Int32Array(rows).fill(-1)
  const of = new Int32Array(rows)
  let count = 0
  for (let row = 0; row < rows; row++) {
    const root = rootOf(parent, row)
    if (size[root]! > 1 && number[root] === -1) number[root] = count++
    of[row] = number[root]!
  }
  return { of, count }
}

/** Things by bucket, in their order; those in bucket −1 are left out. */
function bucket(
  things: number,
  bucketOf: (thing: number) => number,
  buckets: number,
): { list: Int32Array; start: Int32Array } {
  const start = new Int32Array(buckets + 1)
  for (let i = 0; i < things; i++) {
    const at = bucketOf(i)
    if (at >= 0) start[at + 1]!++
  }
  for (let b = 0; b < buckets; b++) start[b + 1]! += start[b]!
  const next = start.slice()
  const list = new Int32Array(start[buckets]!)
  for (let i = 0; i < things; i++) {
    const at = bucketOf(i)
    if (at >= 0) list[next[at]!++] = i
  }
  return { list, start }
}

export function uniteAll(parent: Int32Array, pairs: PairList): void {
  for (let p = 0; p < pairs.length; p++) unite(parent, pairs.a[p]!, pairs.b[p]!)
}

/** The lower of two roots stays one. */
export function unite(parent: Int32Array, a: number, b: number): void {
  const x = rootOf(parent, a)
  const y = rootOf(parent, b)
  if (x < y) parent[y] = x
  else parent[x] = y
}

export function rootOf(parent: Int32Array, row: number): number {
  let at = row
  while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!
  return at
}
