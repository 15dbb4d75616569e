import type { Expected } from './expect.js'
import type { LearnedClass, Mixture } from './mixture.js'
import { moversPrior, nextMovers } from './movers.js'
import type { LevelShares } from './randomLevels.js'

/** What smooths a match's level, in pairs. */
const MATCH = 0.5

/** What smooths a class's level, in pairs of the sample. */
const smoothClass = (stranger: number, scale: number) => scale * (2 * stranger + 0.1)

/** The mixture under which what was expected is likeliest, the levels of strangers and those not freed staying as they are. */
export function maximise(
  mixture: Mixture,
  expected: Expected,
  free: readonly Int32Array[],
  space: number,
  scale: number,
): Mixture {
  const { strangers } = mixture
  const match = mixture.match.map((old, f) =>
    shares(old.length, old.length - 1, 1, (l) => expected.levels[8 * f + l]! + MATCH),
  )
  const classes = mixture.classes.map(({ name, crowds }, c) => {
    const counts = expected.classLevels[c]!
    const levels = strangers.map((given, f) =>
      freed(given, free[c]![f]!, (l) => counts[8 * f + l]! + smoothClass(given[l]!, scale)),
    )
    const prior = Math.min(0.3, Math.max(expected.pairs[c]!, 0.1 * scale) / space)
    return { name, prior, levels, ...(crowds && { crowds: moved(crowds, expected.classCrowds[c]!) }) }
  })
  const movers = mixture.movers && nextMovers(mixture.movers, strangers, expected, expected.movers)
  const prior = Math.min(0.5, Math.max(expected.matches, 1) / space)
  return { ...mixture, prior, match, classes, ...(movers && { movers }) }
}

/** A class's shares of the crowds, drawn to even ones by a pair each. */
function moved(crowds: NonNullable<LearnedClass['crowds']>, pairs: Float64Array): typeof crowds {
  let sum = 0
  for (const one of pairs) sum += one + 1
  return { ...crowds, shares: Array.from(pairs, (one) => (one + 1) / sum) }
}

/** Shares of levels 1 to `last` in proportion to `weight`, adding up to `mass`. */
function shares(
  length: number,
  last: number,
  mass: number,
  weight: (level: number) => number,
  rest?: Float64Array,
): Float64Array {
  const out = rest ? rest.slice() : new Float64Array(length)
  let sum = 0
  for (let l = 1; l <= last; l++) sum += out[l] = weight(l)
  for (let l = 1; l <= last; l++) out[l] = (out[l]! * mass) / sum
  out[0] = 1
  return out
}

/** Levels up to `last` in proportion to `weight`; those above it are the strangers'. */
export function freed(given: Float64Array, last: number, weight: (level: number) => number): Float64Array {
  const top = given.length - 1
  if (last === 0) return given
  let mass = 1
  for (let l = last + 1; l <= top; l++) mass -= given[l]!
  return shares(given.length, Math.min(last, top), last >= top ? 1 : mass, weight, given)
}

/** The logarithm of what smooths the shares, a part of what is made as large as can be. */
export function smoothing(mixture: Mixture, free: readonly Int32Array[], scale: number): number {
  let sum = 0
  const { movers, strangers } = mixture
  mixture.match.forEach((given, f) => {
    // What places say of matches is what they say of those who stayed and of those who moved.
    if (movers?.fields.includes(f)) return
    for (let l = 1; l < given.length; l++) sum += MATCH * Math.log(given[l]!)
  })
  if (movers) sum += moversPrior(movers, strangers)
  mixture.classes.forEach(({ levels }, c) =>
    levels.forEach((given, f) => {
      const last = Math.min(free[c]![f]!, given.length - 1)
      for (let l = 1; l <= last; l++) {
        sum += smoothClass(mixture.strangers[f]![l]!, scale) * Math.log(given[l]!)
      }
    }),
  )
  return sum
}

/** The largest change of a level's share among matches, or a fiftieth of the relative change of a prior. */
export function changeOf(before: Mixture, after: Mixture, rows: number, space: number): number {
  let change = (0.02 * Math.abs(after.prior - before.prior)) / before.prior
  before.classes.forEach(({ prior }, c) => {
    const now = after.classes[c]!.prior
    // A class that hardly any record is in may go on changing.
    const matter = Math.min(1, (now * space) / Math.max(1, rows))
    change = Math.max(change, (0.02 * matter * Math.abs(now - prior)) / prior)
  })
  const moved = Math.abs((after.movers?.share ?? 0) - (before.movers?.share ?? 0))
  return Math.max(change, moved, largestStep(before.match, after.match))
}

function largestStep(before: LevelShares, after: LevelShares): number {
  let step = 0
  before.forEach((given, f) => {
    for (let l = 1; l < given.length; l++) step = Math.max(step, Math.abs(given[l]! - after[f]![l]!))
  })
  return step
}
