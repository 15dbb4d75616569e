import type { FeatureInfo } from '../../learn/features.js'
import { type CostMatrix, probabilityName } from '../../learn/predictions.js'
import type { TargetInfo } from '../../learn/target.js'
import type { Calibrator } from '../calibration/model.js'
import { calibrationSteps } from './calibrationCode.js'
import {
  type Code,
  constant,
  logisticCode,
  named,
  negative,
  scaled,
  sizeOf,
  sum,
  within,
} from './expression.js'

/** A value with a name, for later steps. */
export interface Named {
  readonly name: string
  readonly code: Code
}

/** A model as steps, each of which computes some values from the row and from what earlier steps have computed. */
export interface Program {
  readonly kind: string
  readonly features: readonly FeatureInfo[]
  readonly target: TargetInfo
  readonly steps: readonly (readonly Named[])[]
  /** The columns that come out, such as `predicted` and `probability`. */
  readonly results: readonly Named[]
}

/** What a model's outputs mean: a number, its logarithm, probabilities (with two classes that of the second), or scores of them. */
export type Link = 'number' | 'log' | 'probability' | 'logistic' | 'softmax'

/** A model before its link: steps that compute the outputs. */
export interface Scores {
  readonly steps: readonly (readonly Named[])[]
  readonly outputs: readonly Code[]
  readonly link: Link
  /** What makes other probabilities of those. */
  readonly calibrators?: readonly Calibrator[] | undefined
}

/** The most that one formula holds, in numbers and names. */
const LARGEST_FORMULA = 1500

/** The steps of a sum, in pieces that parsers can bear. */
export function sumInPieces(name: string, terms: readonly Code[]): { steps: Named[]; total: Code } {
  const steps: Named[] = []
  let piece: Code[] = []
  let size = 0
  const close = () => {
    if (piece.length > 0) steps.push({ name: `${name}_${steps.length + 1}`, code: sum(piece) })
    piece = []
    size = 0
  }
  for (const term of terms) {
    const own = sizeOf(term)
    if (size + own > LARGEST_FORMULA) close()
    piece.push(term)
    size += own
  }
  if (steps.length === 0) return { steps: [], total: sum(piece) }
  close()
  return { steps, total: sum(steps.map((step) => named(step.name))) }
}

/** How a prediction follows from probabilities. */
export interface Decision {
  /** Of two classes, the second is predicted from this probability on. */
  readonly threshold: number
  /** With more classes: what predicting each costs, by true class; any mistake the same where there is none. */
  readonly costs: CostMatrix | null | undefined
}

/** The whole program: what a model scores, turned into predictions. */
export function predictionProgram(
  kind: string,
  features: readonly FeatureInfo[],
  target: TargetInfo,
  scores: Scores,
  decision: Decision,
): Program {
  const { steps, values } = valueSteps(scores)
  const whole = { kind, features, target, steps: steps.filter((step) => step.length > 0) }
  if (target.task === 'number') return { ...whole, results: [{ name: 'predicted', code: values[0]! }] }
  const { classes } = target
  const results = values.map((code, c) => ({ name: probabilityName(classes, c), code }))
  const predicted = { name: 'predicted', code: predictedClass(values, classes.length, decision) }
  return { ...whole, results: [predicted, ...results] }
}

/** Steps to what a model gives for each class, or the number that it predicts. */
function valueSteps({ steps, outputs, link, calibrators }: Scores): {
  steps: Named[][]
  values: readonly Code[]
} {
  const scored = outputs.map((code, k) => ({ name: `score_${k + 1}`, code }))
  const names = scored.map(({ name }) => named(name))
  const linked = linkSteps(names, link)
  const values = linked.at(-1)?.map(({ name }) => named(name)) ?? names
  const before = [...steps.map((step) => [...step]), scored, ...linked]
  if (!calibrators) return { steps: before, values }
  const after = calibrationSteps(calibrators, values)
  return { steps: [...before, ...after], values: after.at(-1)!.map(({ name }) => named(name)) }
}

/** Steps from scores to probabilities. */
function linkSteps(scores: readonly Code[], link: Link): Named[][] {
  if (link === 'log') return [[{ name: 'number', code: { op: 'exp', of: within(scores[0]!, -700, 700) } }]]
  if (link === 'logistic') return [[{ name: 'chance_1', code: logisticCode(scores[0]!) }]]
  if (link !== 'softmax') return []
  const most = [{ name: 'most', code: { op: 'most', terms: scores } as const }]
  const parts = scores.map((score, k) => ({
    name: `part_${k + 1}`,
    // exp of less would be an error in some databases, and adds nothing.
    code: {
      op: 'exp',
      of: { op: 'most', terms: [{ op: 'minus', left: score, right: named('most') }, constant(-700)] },
    } as const,
  }))
  const all = sum(parts.map(({ name }) => named(name)))
  const chances = parts.map(({ name }, k) => ({
    name: `chance_${k + 1}`,
    code: { op: 'over', left: named(name), right: all } as const,
  }))
  return [most, parts, chances]
}

/** Of two classes the second from the threshold on; of more the likeliest, the first among equals; or the cheapest. */
function predictedClass(chances: readonly Code[], classes: number, { threshold, costs }: Decision): Code {
  if (classes === 2) {
    const isSecond = { op: 'atLeast', left: chances[0]!, right: constant(threshold) } as const
    return {
      op: 'choose',
      cases: [[isSecond, { op: 'class', label: 1 }]],
      otherwise: { op: 'class', label: 0 },
    }
  }
  return firstLargest(costs ? gains(chances, costs) : chances)
}

/** What is spared by each class, the more the better: minus its expected cost. */
function gains(chances: readonly Code[], costs: CostMatrix): Code[] {
  return costs.map((_, k) => negative(sum(chances.map((chance, c) => scaled(chance, costs[c]![k]!)))))
}

function firstLargest(values: readonly Code[]): Code {
  const cases = values.slice(0, -1).map((value, c) => {
    const rest = values.slice(c + 1)
    const right: Code = rest.length === 1 ? rest[0]! : { op: 'most', terms: rest }
    return [{ op: 'atLeast', left: value, right } as const, { op: 'class', label: c } as const] as const
  })
  return { op: 'choose', cases, otherwise: { op: 'class', label: values.length - 1 } }
}

/** `base + scale × total`. */
export function affine(base: number, scale: number, total: Code): Code {
  return sum([constant(base), scaled(total, scale)])
}
