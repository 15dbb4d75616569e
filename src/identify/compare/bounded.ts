import type { Prepared } from '../prepared.js'

/** What each level of agreement adds to the log-odds of a match, at most. */
export type Gains = {
  /** Before anything is compared. */
  readonly start: number
  /** By field and level, eight a field. */
  readonly levels: Float64Array
  /** By field: what is added where the rarity of the value counts, less the logarithm of the more frequent one's share. */
  readonly rarities: readonly {
    readonly logShare: Float64Array
    readonly base: Float64Array
    readonly weight: Float64Array
  }[]
}

/** The parts of a comparer. */
export type Parts = {
  readonly tops: readonly number[]
  /** The codes of a record side by side. */
  readonly records: Int32Array
  readonly level: (field: number, a: number, b: number) => number
  /** The fields of given name and surname, where there are both: names may stand in each other's column. */
  readonly names: number
  readonly swap: ((levels: number, a: number, b: number) => number) | undefined
}

/** Bounds are sums of single precision in another order than scores, which makes them differ by roundings. */
const ROUNDINGS = 1e-3

/**
 * As a comparer's `pattern`, but −1 where it is sure that the log-odds are below `lowest`: fields that differ are first taken to be as alike as different values
 * can be, and compared one after the other, those that may disappoint most first, until that is too little. Most pairs of strangers are told by their codes alone.
 */
export function boundedPattern(
  { fields, rows }: Prepared,
  { tops, records, level, names, swap }: Parts,
  { start, levels: gains, rarities }: Gains,
  lowest: number,
): (a: number, b: number) => number {
  const count = fields.length
  const limit = lowest - ROUNDINGS
  const known = fields.map((_, f) => fieldGains(gains.subarray(8 * f, 8 * f + 8), rarities[f]!, tops[f]!))
  const order = Int32Array.from(known.keys()).sort((f, g) => known[g]!.drop - known[f]!.drop)
  const gainOf = (f: number, l: number, a: number, b: number): number => {
    const { logShare, base, weight } = rarities[f]!
    const gain = gains[8 * f + l]!
    return weight[l] === 0 ? gain : gain + weight[l]! * (base[l]! - Math.max(logShare[a]!, logShare[b]!))
  }
  // What each record's own values gain at most: where the other's is the same, and where it differs. Side by side, as codes are.
  const mosts = new Float32Array(2 * rows * count)
  for (let f = 0; f < count; f++) {
    const { far, near } = known[f]!
    const { logShare } = rarities[f]!
    for (let row = 0, at = f; row < rows; row++, at += count) {
      const code = records[at]!
      if (code < 0) continue
      mosts[2 * at] = gainOf(f, tops[f]!, code, code)
      mosts[2 * at + 1] = Math.max(far, near - logShare[code]!)
    }
  }
  return (a, b) => {
    let bound = start
    let levels = 0
    let differing = 0
    const i = a * count
    const j = b * count
    for (let f = 0; f < count; f++) {
      const codeA = records[i + f]!
      const codeB = records[j + f]!
      if (codeA < 0 || codeB < 0) continue
      if (codeA === codeB) {
        levels |= tops[f]! << (3 * f)
        bound += mosts[2 * (i + f)]!
      } else {
        differing |= 1 << f
        bound += Math.min(mosts[2 * (i + f) + 1]!, mosts[2 * (j + f) + 1]!)
      }
    }
    if (bound < limit) return -1
    for (let at = 0; at < count && differing !== 0; at++) {
      const f = order[at]!
      if (((differing >>> f) & 1) === 0) continue
      // One name in the other's column changes the levels of both.
      const some = swap && (names >>> f) & 1 ? differing & names : 1 << f
      differing &= ~some
      for (let rest = some; rest !== 0; rest &= rest - 1) {
        const g = 31 - Math.clz32(rest & -rest)
        levels |= level(g, records[i + g]!, records[j + g]!) << (3 * g)
      }
      if (swap && some & names) levels = swap(levels, a, b)
      for (let rest = some; rest !== 0; rest &= rest - 1) {
        const g = 31 - Math.clz32(rest & -rest)
        const most = Math.min(mosts[2 * (i + g) + 1]!, mosts[2 * (j + g) + 1]!)
        bound += gainOf(g, (levels >>> (3 * g)) & 7, records[i + g]!, records[j + g]!) - most
      }
      if (bound < limit) return -1
    }
    return levels
  }
}

/** What different values gain at most: as far as rarity does not count, and before it is added where it does; and how much less it may turn out. */
function fieldGains(
  gains: Float64Array,
  { base, weight }: Gains['rarities'][number],
  top: number,
): { far: number; near: number; drop: number } {
  let [far, near] = [-Infinity, -Infinity]
  for (let l = 1; l < top; l++) {
    if (weight[l] === 0) far = Math.max(far, gains[l]!)
    else near = Math.max(near, gains[l]! + base[l]!)
  }
  return { far, near, drop: Math.max(far, near) - gains[1]! }
}
