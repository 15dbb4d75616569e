import type { Prepared } from '../prepared.js'

/**
 * Blocks of two: each record with the one before it where both are the same in all fields. In the canonical order equal records stand side by
 * side, so these chains hold them together however many there are.
 */
export function twinBlocks({ rows, fields }: Prepared): Int32Array {
  const members = new Int32Array(2 * rows)
  let end = 0
  for (let i = 1; i < rows; i++) {
    if (!fields.every(({ codes }) => codes[i] === codes[i - 1]) || fields.every(({ codes }) => codes[i]! < 0))
      continue
    members[end++] = ~(i - 1)
    members[end++] = i
  }
  return members.slice(0, end)
}
