import type { NameFields } from '../compare/swaps.js'
import type { Prepared } from '../prepared.js'

/**
 * How many of all pairs with two given names have each other's names in the other column. Too rare to be met among random pairs and too
 * telling to be guessed, they are counted: each record looks up how many have its names the other way round.
 */
export function swapShare({ fields, rows }: Prepared, [given, surname]: NameFields): number {
  const first = fields[given]!
  const last = fields[surname]!
  if (first.list !== last.list) return 0
  const values = first.list.offsets.length
  const counts = new Map<number, number>()
  let filled = 0
  for (let row = 0; row < rows; row++) {
    if (first.codes[row]! < 0) continue
    filled++
    if (last.codes[row]! < 0) continue
    const name = first.codes[row]! * values + last.codes[row]!
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  let pairs = 0
  for (const [name, count] of counts) {
    const one = Math.floor(name / values)
    const other = name % values
    if (one !== other) pairs += count * (counts.get(other * values + one) ?? 0)
  }
  return pairs / Math.max(1, filled) ** 2
}
