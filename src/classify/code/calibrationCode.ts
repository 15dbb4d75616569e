import type { Calibrator } from '../calibration/model.js'
import { type Code, constant, logisticCode, named, scaled, sum, type Test, within } from './expression.js'
import type { Named } from './program.js'

/** Steps from probabilities to calibrated ones; of more than two classes, such that they add up to 1. */
export function calibrationSteps(calibrators: readonly Calibrator[], chances: readonly Code[]): Named[][] {
  const made = calibrators.map((calibrator, c) => ({
    name: `calibrated_${c + 1}`,
    code: calibrator.method === 'sigmoid' ? sigmoid(calibrator, chances[c]!) : curve(calibrator, chances[c]!),
  }))
  if (made.length === 1) return [made]
  const all = sum(made.map(({ name }) => named(name)))
  const isNothing: Test = { op: 'atLeast', left: constant(0), right: all }
  const shares = made.map(({ name }, c): Named => ({
    name: `share_${c + 1}`,
    code: {
      op: 'choose',
      cases: [[isNothing, constant(1 / made.length)]],
      otherwise: { op: 'over', left: named(name), right: all },
    },
  }))
  return [made, shares]
}

/** Log-odds of probabilities no nearer to 0 and 1 than calibration takes them. */
const LEAST = 1e-6

function sigmoid({ slope, intercept }: Calibrator & { method: 'sigmoid' }, chance: Code): Code {
  const held = within(chance, LEAST, 1 - LEAST)
  const odds: Code = { op: 'over', left: held, right: { op: 'minus', left: constant(1), right: held } }
  return logisticCode(sum([scaled({ op: 'ln', of: odds }, slope), constant(intercept)]))
}

/** Straight between points and level beyond them; the halves of the points are asked for in turn. */
function curve({ from, to }: Calibrator & { method: 'isotonic' }, chance: Code): Code {
  const between = (low: number, high: number): Code => {
    if (high - low === 1) {
      const slope = (to[high]! - to[low]!) / (from[high]! - from[low]!)
      const beyond: Code = { op: 'minus', left: chance, right: constant(from[low]!) }
      return slope === 0 ? constant(to[low]!) : sum([constant(to[low]!), scaled(beyond, slope)])
    }
    const middle = (low + high) >> 1
    const isAbove: Test = { op: 'atLeast', left: chance, right: constant(from[middle]!) }
    return { op: 'choose', cases: [[isAbove, between(middle, high)]], otherwise: between(low, middle) }
  }
  const last = from.length - 1
  if (last === 0) return constant(to[0]!)
  return {
    op: 'choose',
    cases: [
      [{ op: 'atLeast', left: constant(from[0]!), right: chance }, constant(to[0]!)],
      [{ op: 'atLeast', left: chance, right: constant(from[last]!) }, constant(to[last]!)],
    ],
    otherwise: between(0, last),
  }
}
