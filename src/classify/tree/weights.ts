import { invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { list } from '../../table/column.js'
import type { CostMatrix } from '../../learn/predictions.js'
import type { ClassTarget } from '../../learn/target.js'

/** How classes are weighed against each other. */
export interface ClassWeightOptions {
  /**
   * How much a row of each class matters when splits and decisions are made: 'balanced' (classes matter equally) or a number a class,
   * `{Yes: 3}`, others 1. Probabilities stay those of the rows as they are. Default: all 1.
   */
  readonly classWeights?: 'balanced' | { readonly [label: string]: number } | undefined
  /**
   * The share of each class where the model will be used, if that is not its share among the rows: `{Yes: 0.05, No: 0.95}`. Splits,
   * decisions and probabilities are made for these shares. Default: the shares among the rows.
   */
  readonly priors?: { readonly [label: string]: number } | undefined
  /**
   * What it costs to predict one class where another is true: `{Yes: {No: 10}}` says that a missed Yes costs ten times what a false alarm
   * does. The class of least expected cost is predicted. Default: 0 where right, 1 where wrong.
   */
  readonly costs?: { readonly [actual: string]: { readonly [predicted: string]: number } } | undefined
}

/** The names of these options. */
export const CLASS_WEIGHT_OPTIONS: readonly string[] = ['classWeights', 'priors', 'costs']

/** What the options make of the rows. */
export interface ClassWeights {
  /** What rows weigh when splits are made; undefined: all the same. */
  readonly forSplits: Float64Array | undefined
  /** What rows weigh in probabilities and covers; undefined: 1 each. */
  readonly forShares: Float64Array | undefined
  /** What decisions cost; null: any mistake the same. */
  readonly costs: CostMatrix | null
}

/** Checks the options and weighs rows and decisions by them. */
export function weighClasses(
  who: string,
  target: ClassTarget,
  weights: Float64Array | undefined,
  options: ClassWeightOptions,
): ClassWeights {
  const { classes } = target.info
  const shares = sharesOf(target, weights)
  const perClass = readClassWeights(who, classes, options.classWeights, shares)
  const costs = readCosts(who, classes, options.costs)
  const priors = readPriors(who, classes, options.priors, shares)
  // By Breiman et al. 1984, costs that depend on the true class alone are the same as other shares of the classes.
  const each = costs?.map((row) => row.reduce((sum, cost) => sum + cost, 0))
  const forShares = times(target.codes, weights, priors)
  return {
    forShares,
    forSplits: times(target.codes, times(target.codes, forShares, perClass), each),
    costs: costs || perClass ? decisionCosts(classes.length, costs, perClass) : null,
  }
}

/** An error where the target is a number. */
export function refuseClassWeights(who: string, options: ClassWeightOptions): void {
  const given = CLASS_WEIGHT_OPTIONS.find((name) => options[name as keyof ClassWeightOptions] !== undefined)
  if (given === undefined) return
  throw invalid(who, `${given} weighs classes, but the target is a number; leave it out`)
}

/** The share of each class, by weight. */
export function sharesOf({ codes, info }: ClassTarget, weights: Float64Array | undefined): number[] {
  const sums = new Float64Array(info.classes.length)
  let all = 0
  for (let i = 0; i < codes.length; i++) {
    const w = weights ? weights[i]! : 1
    sums[codes[i]!]! += w
    all += w
  }
  return Array.from(sums, (sum) => sum / all)
}

/** What a row of each class counts; undefined: all the same. */
export function readClassWeights(
  who: string,
  classes: readonly string[],
  given: ClassWeightOptions['classWeights'],
  shares: readonly number[],
): number[] | undefined {
  if (given === undefined) return undefined
  if (given === 'balanced') return shares.map((share) => (share > 0 ? 1 / (share * classes.length) : 1))
  return readByClass(who, 'classWeights', classes, given, () => 1)
}

/** By how much a class's rows count more, or less, than they are. */
function readPriors(
  who: string,
  classes: readonly string[],
  given: ClassWeightOptions['priors'],
  shares: readonly number[],
): number[] | undefined {
  if (given === undefined) return undefined
  const priors = readByClass(who, 'priors', classes, given, (label) => {
    throw invalid(who, `priors must have a share for each class, but there is none for '${label}'`)
  })
  const sum = priors.reduce((all, prior) => all + prior, 0)
  if (Math.abs(sum - 1) > 1e-6) throw invalid(who, `priors must add up to 1, but they add up to ${sum}`)
  return priors.map((prior, c) => (shares[c]! > 0 ? prior / sum / shares[c]! : 1))
}

function readByClass(
  who: string,
  name: string,
  classes: readonly string[],
  given: { readonly [label: string]: number },
  otherwise: (label: string) => number,
): number[] {
  checkLabels(who, name, classes, given)
  return classes.map((label) => {
    if (!Object.hasOwn(given, label)) return otherwise(label)
    const value = given[label]
    if (typeof value === 'number' && value >= 1e-6 && value <= 1e6) return value
    throw invalid(who, `${name} must be numbers from 0.000001 to 1000000, but '${label}' has ${shown(value)}`)
  })
}

function checkLabels(who: string, name: string, classes: readonly string[], given: unknown): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid(who, `${name} must be an object by class (${list(classes)}), but got ${describe(given)}`)
  }
  const stray = Object.keys(given).find((label) => !classes.includes(label))
  if (stray === undefined) return
  throw invalid(who, `${name} names '${stray.slice(0, 40)}', but the classes are ${list(classes)}`)
}

function readCosts(
  who: string,
  classes: readonly string[],
  given: ClassWeightOptions['costs'],
): number[][] | undefined {
  if (given === undefined) return undefined
  checkLabels(who, 'costs', classes, given)
  const costs = classes.map((actual, i) => {
    const row = Object.hasOwn(given, actual) ? given[actual] : {}
    checkLabels(who, `costs.${actual}`, classes, row)
    return classes.map((predicted, j) => {
      const cost = Object.hasOwn(row!, predicted) ? row![predicted] : i === j ? 0 : 1
      if (typeof cost === 'number' && cost >= 0 && cost <= 1e6) return cost
      throw invalid(
        who,
        `costs must be numbers from 0 to 1000000, but costs.${actual}.${predicted} is ${shown(cost)}`,
      )
    })
  })
  const free = costs.findIndex((row, i) => row.some((cost, j) => j !== i && cost <= row[i]!))
  if (free < 0) return costs
  throw invalid(
    who,
    `costs must be higher where a class is mistaken than where it is not, but not so for '${classes[free]}'`,
  )
}

function decisionCosts(
  count: number,
  costs: CostMatrix | undefined,
  perClass: readonly number[] | undefined,
): CostMatrix {
  const rows = Array.from({ length: count }, (_, i) =>
    Object.freeze(
      Array.from(
        { length: count },
        (_, j) => (perClass?.[i] ?? 1) * (costs ? costs[i]![j]! : i === j ? 0 : 1),
      ),
    ),
  )
  return Object.freeze(rows)
}

function times(
  codes: Int32Array,
  weights: Float64Array | undefined,
  factors: readonly number[] | undefined,
): Float64Array | undefined {
  if (!factors) return weights
  return Float64Array.from(codes, (code, i) => (weights ? weights[i]! : 1) * factors[code]!)
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : describe(value)
}
