import type { RiskSets } from './riskSets.js'

/** One time at which customers leave, as `visitTimes` shows it: its arrays are written over by the next. */
export interface LeavingTime {
  /** The rows of that duration: from `first` up to, not including, `end`. */
  first: number
  end: number
  /** How many leave. */
  deaths: number
  /** Their mean weight. */
  weight: number
  /** Over those at risk: the sum of exp(βᵀx), and of exp(βᵀx)·x. */
  s0: number
  readonly s1: Float64Array
  /** The same over those who leave; of use where there are several. */
  d0: number
  readonly d1: Float64Array
}

/** exp(βᵀx) times its weight, for each row, and βᵀx itself. */
export function risks(
  { rows, width, x, weights }: RiskSets,
  beta: Float64Array,
): { eta: Float64Array; risk: Float64Array } {
  const eta = new Float64Array(rows)
  const risk = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let a = 0; a < width; a++) sum += beta[a]! * x[i * width + a]!
    eta[i] = sum
    risk[i] = weights[i]! * Math.exp(sum)
  }
  return { eta, risk }
}

/** Shows each time of a stratum at which customers leave, from the latest to the earliest, with those at risk then. */
export function visitTimes(
  sets: RiskSets,
  risk: Float64Array,
  stratum: number,
  visit: (time: LeavingTime) => void,
): void {
  const { width, x, durations, events, weights, entries, byEntry } = sets
  const [from, to] = [sets.strata[stratum]!, sets.strata[stratum + 1]!]
  const [s1, d1] = [new Float64Array(width), new Float64Array(width)]
  const time: LeavingTime = { first: 0, end: 0, deaths: 0, weight: 0, s0: 0, s1, d0: 0, d1 }
  const entered = byEntry ? to : from
  let e = from
  for (let i = from; i < to; i = time.end) {
    const duration = durations[i]!
    let deaths = 0
    let weight = 0
    let end = i
    for (; end < to && durations[end] === duration; end++) {
      time.s0 += risk[end]!
      addTo(s1, x, end * width, risk[end]!)
      if (events[end] === 0) continue
      deaths++
      weight += weights[end]!
    }
    time.first = i
    time.end = end
    if (deaths === 0) continue
    // Who came under observation at this time or later was not at risk.
    for (; e < entered && entries![byEntry![e]!]! >= duration; e++) {
      time.s0 -= risk[byEntry![e]!]!
      addTo(s1, x, byEntry![e]! * width, -risk[byEntry![e]!]!)
    }
    time.deaths = deaths
    time.weight = weight / deaths
    if (deaths > 1) sumLeaving(sets, risk, time)
    visit(time)
  }
}

function sumLeaving({ width, x, events }: RiskSets, risk: Float64Array, time: LeavingTime): void {
  time.d0 = 0
  time.d1.fill(0)
  for (let i = time.first; i < time.end; i++) {
    if (events[i] === 0) continue
    time.d0 += risk[i]!
    addTo(time.d1, x, i * width, risk[i]!)
  }
}

function addTo(sum: Float64Array, x: Float64Array, at: number, weight: number): void {
  for (let a = 0; a < sum.length; a++) sum[a]! += weight * x[at + a]!
}
