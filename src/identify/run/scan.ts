import type { Blocks } from '../block/blocks.js'
import type { Near } from '../block/near.js'
import type { Mixture } from '../link/mixture.js'
import { probabilityOf } from '../link/scorer.js'
import type { Prepared } from '../prepared.js'

/** Records to compare with all others. */
export type ScanOrder = {
  readonly blocks: Blocks
  readonly records: Int32Array
  readonly mixture: Mixture
  readonly aliases: readonly (Int32Array | undefined)[] | undefined
}

/** How many matches a record is expected to have, among those that share a block with it and among the others. */
export type Scan = { readonly reached: number; readonly missed: number }

/** Log-odds below which nothing is counted. */
const LOWEST = -9

/** Compares one record with all others. */
export function scanRow(
  { rows, source }: Prepared,
  scoreOf: (a: number, b: number) => number,
  near: Near,
  row: number,
): Scan {
  const isNear = new Uint8Array(rows)
  const count = near.around(row)
  for (let i = 0; i < count; i++) isNear[near.found[i]!] = 1
  let reached = 0
  let missed = 0
  for (let other = 0; other < rows; other++) {
    if (other === row) continue
    if (source !== undefined && source[row]! >= 0 && source[other] === source[row]) continue
    const score = other < row ? scoreOf(other, row) : scoreOf(row, other)
    if (score < LOWEST) continue
    if (isNear[other] === 1) reached += probabilityOf(score)
    else missed += probabilityOf(score)
  }
  return { reached, missed }
}
