import type { Atom } from '../block/atoms.js'
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

/**
 * Compares one record with all others that agree with it in some part of two fields, or in a whole value: whoever agrees in less is no
 * match, and looking for agreement takes a fiftieth of comparing.
 */
export function scanRow(
  { rows, source }: Prepared,
  atoms: readonly Atom[],
  scoreOf: (a: number, b: number) => number,
  near: Near,
  row: number,
): Scan {
  const agreeing = agreeingFields(atoms, rows, row)
  const isNear = new Uint8Array(rows)
  const count = near.around(row)
  for (let i = 0; i < count; i++) isNear[near.found[i]!] = 1
  let reached = 0
  let missed = 0
  for (let other = 0; other < rows; other++) {
    const fields = agreeing[other]!
    if ((fields & (fields - 1)) === 0 || other === row) continue
    if (source !== undefined && source[row]! >= 0 && source[other] === source[row]) continue
    const score = other < row ? scoreOf(other, row) : scoreOf(row, other)
    if (score < LOWEST) continue
    if (isNear[other] === 1) reached += probabilityOf(score)
    else missed += probabilityOf(score)
  }
  return { reached, missed }
}

/** Agreement in a whole value counts for two fields. */
const WHOLE = 1 << 30

/** By record, the fields in some part of which it agrees with one, one bit each. */
function agreeingFields(atoms: readonly Atom[], rows: number, row: number): Int32Array {
  const agreeing = new Int32Array(rows)
  for (const { codes, hashes, fields, strong } of atoms) {
    const wanted = codes[row]! < 0 ? 0 : hashes[codes[row]!]!
    if (wanted === 0) continue
    const bits = strong ? fields | WHOLE : fields
    for (let other = 0; other < rows; other++) {
      const code = codes[other]!
      if (code >= 0 && hashes[code] === wanted) agreeing[other]! |= bits
    }
  }
  return agreeing
}
