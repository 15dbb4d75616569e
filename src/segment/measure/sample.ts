import type { Random } from '../../numeric/random.js'

/** So many different rows, or all where there are no more; ascending. */
export function sampleRows(rows: number, most: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, i) => i)
  if (rows <= most) return all
  for (let z = 0; z < most; z++) {
    const other = z + Math.floor(random.uniform() * (rows - z))
    const row = all[other]!
    all[other] = all[z]!
    all[z] = row
  }
  return all.slice(0, most).sort()
}
