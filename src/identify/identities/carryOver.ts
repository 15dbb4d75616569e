/** What became of customers, one row a change. */
export const EVENTS = ['new', 'merge', 'split', 'move', 'gone'] as const

/** A change: `customer` and `from` are former customers, or new ones counted from the number of former ones; −1 for nobody. */
export type Change = {
  readonly event: number
  readonly customer: number
  readonly from: number
  readonly records: number
}

export type CarriedOver = {
  /** One a customer found: the former one whose identifier it keeps, or the number of former ones + 0, 1, 2, … where it is new. */
  readonly identity: Int32Array
  readonly changes: readonly Change[]
  /** How many former customers keep their identifier. */
  readonly kept: number
}

/** Records by former customer and customer found: how many, and the first of them in the order of record ids. */
type Cell = { readonly former: number; readonly found: number; records: number; first: number }

/**
 * Which former customer each customer found is. A former customer lives on where most of its records are; where several would live on in
 * one, the oldest does and the others end there.
 *
 * @param former - one a record: its former customer in order of age, −1 where it is new
 * @param found - one a record: its customer now
 * @param rank - one a record: its place in the order of record ids, which settles ties and numbers new customers
 */
export function carryOver(
  former: Int32Array,
  found: Int32Array,
  rank: Int32Array,
  formerCount: number,
  foundCount: number,
): CarriedOver {
  const cells = cellsOf(former, found, rank, foundCount)
  const home = homes(cells, formerCount)
  const identity = new Int32Array(foundCount).fill(-1)
  let kept = 0
  for (let one = 0; one < formerCount; one++) {
    const at = home[one]!
    if (at < 0 || identity[at] !== -1) continue
    identity[at] = one
    kept++
  }
  const fresh = numberFresh(identity, found, rank, formerCount)
  const changes: Change[] = []
  for (const { found: at, records } of fresh) {
    if (!cells.some.has(at)) changes.push({ event: 0, customer: identity[at]!, from: -1, records })
  }
  for (const { former: from, found: at, records } of cells.list) {
    const customer = identity[at]!
    if (customer === from) continue
    const event = home[from] === at ? 1 : customer >= formerCount ? 2 : 3
    changes.push({ event, customer, from, records })
  }
  home.forEach((at, from) => at < 0 && changes.push({ event: 4, customer: -1, from, records: 0 }))
  changes.sort((x, y) => x.event - y.event || x.from - y.from || x.customer - y.customer)
  return { identity, changes, kept }
}

function cellsOf(former: Int32Array, found: Int32Array, rank: Int32Array, foundCount: number) {
  const cells = new Map<number, Cell>()
  const some = new Set<number>()
  former.forEach((one, record) => {
    if (one < 0) return
    const at = found[record]!
    some.add(at)
    const key = one * foundCount + at
    const cell = cells.get(key)
    if (cell) {
      cell.records++
      cell.first = Math.min(cell.first, rank[record]!)
    } else cells.set(key, { former: one, found: at, records: 1, first: rank[record]! })
  })
  return { list: [...cells.values()], some }
}

/**
 * Where most of each former customer's records are, −1 where none is left. Of parts that are equally large one is preferred where nobody else lives on, then that with the
 * first record.
 */
function homes({ list }: { readonly list: readonly Cell[] }, formerCount: number): Int32Array {
  const best = Array.from({ length: formerCount }, (): Cell[] => [])
  for (const cell of list) {
    const own = best[cell.former]!
    const most = own[0]?.records ?? 0
    if (cell.records > most) best[cell.former] = [cell]
    else if (cell.records === most) own.push(cell)
  }
  const taken = new Set<number>()
  for (const own of best) if (own.length === 1) taken.add(own[0]!.found)
  return Int32Array.from(best, (own) => {
    if (own.length < 2) return own[0]?.found ?? -1
    const inOrder = own.toSorted((x, y) => x.first - y.first)
    const { found } = inOrder.find((cell) => !taken.has(cell.found)) ?? inOrder[0]!
    taken.add(found)
    return found
  })
}

/** Gives customers that are nobody's an identity of their own, in the order of their first records. */
function numberFresh(identity: Int32Array, found: Int32Array, rank: Int32Array, formerCount: number) {
  const fresh = new Map<number, { found: number; records: number; first: number }>()
  found.forEach((at, record) => {
    if (identity[at]! >= 0) return
    const known = fresh.get(at)
    if (known) {
      known.records++
      known.first = Math.min(known.first, rank[record]!)
    } else fresh.set(at, { found: at, records: 1, first: rank[record]! })
  })
  const inOrder = [...fresh.values()].sort((x, y) => x.first - y.first)
  inOrder.forEach((one, i) => (identity[one.found] = formerCount + i))
  return inOrder
}
