import type { Prepared } from '../prepared.js'

/** How many pairs of records could be the same person: all, but for those within one source where sources have no duplicates. */
export function pairSpace({ rows, source }: Prepared): number {
  const all = (rows * (rows - 1)) / 2
  if (source === undefined) return all
  const sizes = new Map<number, number>()
  for (const one of source) if (one >= 0) sizes.set(one, (sizes.get(one) ?? 0) + 1)
  let within = 0
  for (const size of sizes.values()) within += (size * (size - 1)) / 2
  return all - within
}
