import { makeRandom } from '../../numeric/random.js'
import type { Mixture } from '../link/mixture.js'
import type { Aliases } from './aliases.js'
import type { Crew } from './crew.js'
import { probabilityOf } from '../link/scorer.js'
import type { Rounds } from './rounds.js'
import type { PairChance } from './scan.js'
import { firstTwins } from './twins.js'

/** Pairs that are looked at. */
const SCANNED = 20_000_000
const FEWEST = 30
const MOST = 2000

/** The share of true pairs that blocking reached, and how many matches of how many records say so. */
export type Reach = { readonly share: number; readonly records: number; readonly matches: number }

/**
 * The share of true pairs that these blocks propose, without labels: random records are compared with everybody, and the matches
 * expected among the proposed are divided by all that are expected. `chance` says how likely a pair is, where more is known than the pair itself.
 */
export function estimateReach(
  crew: Crew,
  { blocks, all }: Pick<Rounds, 'blocks' | 'all'>,
  mixture: Mixture,
  aliases: Aliases | undefined,
  seed: number,
  chance: PairChance = (_a, _b, score) => probabilityOf(score),
): Reach {
  const { rows } = crew.memory.prepared
  if (all) return { share: 1, records: rows, matches: 0 }
  const lot = drawRows(rows, Math.min(rows, MOST, Math.max(FEWEST, Math.round(SCANNED / rows))), seed)
  // Equal records find the same: one of them is asked, and counts as often as they were drawn.
  const firsts = firstTwins(crew.memory.prepared)
  const sizes = tally(firsts, rows)
  const times = tally(
    lot.map((row) => firsts[row]!),
    rows,
  )
  const records = lot.map((row) => firsts[row]!).filter((row, i, all) => i === 0 || row !== all[i - 1])
  let reached = 0
  let missed = 0
  crew.scan({ blocks, records, mixture, aliases }, sizes, chance).forEach((scan, i) => {
    reached += times[records[i]!]! * scan.reached
    missed += times[records[i]!]! * scan.missed
  })
  const matches = reached + missed
  return { share: matches > 0 ? reached / matches : 1, records: lot.length, matches }
}

/** How often each row is named. */
function tally(named: Int32Array, rows: number): Int32Array {
  const counts = new Int32Array(rows)
  for (const row of named) counts[row]!++
  return counts
}

/** Different rows, by lot. */
function drawRows(rows: number, count: number, seed: number): Int32Array {
  const random = makeRandom(seed, 1)
  const drawn = new Set<number>()
  if (count === rows) return Int32Array.from({ length: rows }, (_, i) => i)
  while (drawn.size < count) drawn.add(Math.floor((random.uint32() / 4294967296) * rows))
  return Int32Array.from(drawn).sort()
}
