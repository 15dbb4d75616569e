import type { Parameters } from './space.js'
import type { Trial } from './trials.js'

/** Of how many one is kept in each round. */
const KEPT = 3
/** Fewer rows a fold say nothing. */
const LEAST_A_FOLD = 100

/** One round: how many combinations are left, and on how many rows they are tried. */
export interface Round {
  readonly left: number
  readonly rows: number
}

/** Rounds of which each keeps the best third and takes three times the rows, the last one all. */
export function planRounds(trials: number, rows: number, folds: number): Round[] {
  const most = 1 + Math.floor(Math.log(Math.max(1, rows / (LEAST_A_FOLD * folds))) / Math.log(KEPT))
  const needed = 1 + Math.ceil(Math.log(trials) / Math.log(KEPT) - 1e-9)
  const rounds = Math.max(1, Math.min(most, needed))
  let left = trials
  return Array.from({ length: rounds }, (_, r) => {
    const round = { left, rows: Math.floor(rows / KEPT ** (rounds - 1 - r)) }
    left = Math.max(1, Math.ceil(left / KEPT))
    return round
  })
}

/** Tries all on few rows and the best of them on more (Jamieson and Talwalkar 2016). */
export function halve(
  candidates: readonly Parameters[],
  rounds: readonly Round[],
  attempt: (number: number, parameters: Parameters, rows: number) => Trial,
  isBetter: (a: Trial, b: Trial) => boolean,
): Trial[] {
  const done: Trial[] = []
  let left = candidates.map((parameters, c) => ({ number: c + 1, parameters }))
  for (const { left: size, rows } of rounds) {
    const tried = left.slice(0, size).map(({ number, parameters }) => attempt(number, parameters, rows))
    done.push(...tried)
    left = tried.toSorted((a, b) => (isBetter(a, b) ? -1 : isBetter(b, a) ? 1 : a.number - b.number))
  }
  return done
}
