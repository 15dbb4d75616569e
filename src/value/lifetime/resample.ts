import { ClienteleError } from '../../error.js'
import type { Random } from '../../numeric/random.js'

/** What draws as many customers as the weights add up to, with replacement: how often each weight's customers came. */
export function resampler(who: string, weights: Float64Array): (random: Random) => Float64Array {
  const ends = new Float64Array(weights.length)
  let customers = 0
  for (let i = 0; i < weights.length; i++) ends[i] = customers += weights[i]!
  if (!Number.isInteger(customers)) {
    throw new ClienteleError(
      'option-invalid',
      `${who}: bootstrap draws customers, but their weights add up to ${customers}; weights must be whole numbers for it.`,
    )
  }
  return (random) => {
    const counts = new Float64Array(weights.length)
    for (let i = 0; i < customers; i++) counts[place(ends, random.uniform() * customers)]!++
    return counts
  }
}

/** The first place whose running total exceeds v. */
function place(ends: Float64Array, v: number): number {
  let low = 0
  let high = ends.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle]! > v) high = middle
    else low = middle + 1
  }
  return low
}
