import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import type { ClassTarget, NumberTarget } from '../../learn/target.js'
import { LEAST } from './loss/bounds.js'
import type { LossKind } from './loss/loss.js'
import type { LossPlan } from './memory.js'

/** The losses that predict numbers; the others predict classes. */
const OF_NUMBERS: ReadonlySet<LossKind> = new Set(['squared', 'poisson', 'tweedie'])

/** What the target must be for a loss; undefined where the loss follows from the target. */
export function taskOf(loss: LossKind | undefined): 'classes' | 'number' | undefined {
  if (loss === undefined) return undefined
  return OF_NUMBERS.has(loss) ? 'number' : 'classes'
}

/** The loss for a target. */
export function lossKind(
  who: string,
  given: LossKind | undefined,
  { info }: ClassTarget | NumberTarget,
): LossKind {
  if (info.task === 'number') return given ?? 'squared'
  const classes = info.classes.length
  if (given === 'logistic' && classes > 2) {
    throw invalid(
      who,
      `loss is 'logistic', but the target '${info.name}' has ${classes} classes; say which is positive, or take loss: 'classes'`,
    )
  }
  return classes > 2 ? 'classes' : 'logistic'
}

/** Numbers whose squares still add up. */
const LARGEST = 1e100

/** The target as numbers, classes by their number; an error where the loss cannot be of them. */
export function targetNumbers(who: string, target: ClassTarget | NumberTarget, kind: LossKind): Float64Array {
  if ('codes' in target) return Float64Array.from(target.codes)
  const { values, info } = target
  const least = kind === 'squared' ? -LARGEST : 0
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= least && values[i]! <= LARGEST) continue
    throw new ClienteleError(
      'value-invalid',
      `${who}: the target '${info.name}' is ${values[i]!}, but loss '${kind}' needs numbers from ${least} to ${LARGEST}; ${least === 0 ? "correct it, or take loss: 'squared'" : 'correct it'}.`,
    )
  }
  return values
}

/** The loss, with the best constant scores for the first `rows` rows to begin from. */
export function planLoss(
  kind: LossKind,
  target: Float64Array,
  weights: Float64Array | undefined,
  rows: number,
  classes: number,
  tweediePower: number,
): LossPlan {
  const outputs = kind === 'classes' ? classes : 1
  const sums = new Float64Array(Math.max(2, classes))
  let all = 0
  let total = 0
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i]! : 1
    all += weight
    total += weight * target[i]!
    if (classes > 0) sums[target[i]!]! += weight
  }
  const share = (c: number) => Math.max(LEAST, sums[c]! / all)
  const mean = total / all
  const base = {
    logistic: () => [Math.log(share(1) / share(0))],
    classes: () => Array.from({ length: classes }, (_, c) => Math.log(share(c))),
    squared: () => [mean],
    poisson: () => [Math.log(Math.max(LEAST, mean))],
    tweedie: () => [Math.log(Math.max(LEAST, mean))],
  }
  return { kind, outputs, tweediePower, base: base[kind]() }
}
