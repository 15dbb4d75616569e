/** The probabilities below which so many hundredths of customers lie, from 0 to 100. */
export function percentilesOf(probabilities: Float64Array): number[] {
  const sorted = probabilities.toSorted()
  return Array.from({ length: 101 }, (_, k) => {
    const at = (k / 100) * (sorted.length - 1)
    const low = Math.floor(at)
    const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!]
    return a + (at - low) * (b - a)
  })
}

/** Below which share of customers, in percent, a probability lies; in the middle of equal ones. */
export function percentileOf(cuts: readonly number[], p: number): number {
  const below = countWhile(cuts, (cut) => cut < p)
  const upTo = countWhile(cuts, (cut) => cut <= p)
  if (upTo > below) return (below + upTo - 1) / 2
  if (below === 0) return 0
  if (below > 100) return 100
  const [a, b] = [cuts[below - 1]!, cuts[below]!]
  return below - 1 + (p - a) / (b - a)
}

/** How many cuts from the first on pass; they rise. */
function countWhile(cuts: readonly number[], passes: (cut: number) => boolean): number {
  let [low, high] = [0, cuts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (passes(cuts[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}
