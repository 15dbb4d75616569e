/** How many rows of each stratum are drawn: as many of each, or the same share of each. */
export type Allocation = 'equal' | 'proportional'

/** How many rows are drawn of strata of those sizes, `rows` in all; at least one of each where there are rows enough. */
export function allocate(sizes: readonly number[], rows: number, how: Allocation): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  if (rows >= all) return [...sizes]
  return how === 'equal' ? shareOut(sizes, rows) : proportional(sizes, rows, all)
}

/** The same for each; what a small stratum has not goes to the others. */
function shareOut(sizes: readonly number[], rows: number): number[] {
  const drawn = sizes.map(() => 0)
  const order = [...sizes.keys()].sort((a, b) => sizes[a]! - sizes[b]! || a - b)
  let left = rows
  order.forEach((stratum, i) => {
    drawn[stratum] = Math.min(sizes[stratum]!, Math.floor(left / (order.length - i)))
    left -= drawn[stratum]!
  })
  return drawn
}

/** The same share of each; what rounding leaves goes to the largest remainders. */
function proportional(sizes: readonly number[], rows: number, all: number): number[] {
  const least = rows >= sizes.length ? 1 : 0
  const exact = sizes.map((size) => (size * rows) / all)
  const drawn = exact.map((share) => Math.max(least, Math.floor(share)))
  const given = (): number => drawn.reduce((sum, n) => sum + n, 0)
  const order = [...sizes.keys()].sort((a, b) => exact[b]! - drawn[b]! - (exact[a]! - drawn[a]!) || a - b)
  for (let i = 0; given() < rows; i = (i + 1) % order.length) {
    const stratum = order[i]!
    if (drawn[stratum]! < sizes[stratum]!) drawn[stratum]!++
  }
  // Rare strata that were given a row may have taken one too many.
  while (given() > rows) drawn[drawn.indexOf(Math.max(...drawn))]!--
  return drawn
}
