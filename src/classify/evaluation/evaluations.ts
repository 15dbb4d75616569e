import { ClienteleError } from '../../error.js'
import { brief, printable } from '../../print.js'
import { float64, makeTable, utf8 } from '../../table/build.js'
import { BINARY_FIGURES, binaryMeasure } from './binary.js'
import { type BootstrapOptions, bootstrapPlan, type Estimate, estimate } from './bootstrap.js'
import { CLASSES_FIGURES, classesMeasure, confusionOf, likeliest, orderClasses } from './classes.js'
import { aucError, normalBounds } from './delong.js'
import { NUMBER_FIGURES, numberMeasure } from './numbers.js'
import { countSteps, type Ranking, rankRows } from './ranking.js'
import { binaryScores, checkProbabilities, checkVaries, type ScoredTable } from './scoredTable.js'
import type {
  BinaryEvaluation,
  ClassesEvaluation,
  Confusion,
  ConfusionColumns,
  DeLong,
  NumberEvaluation,
} from './results.js'
import { pick, sortedRows } from './sortedRows.js'

type Figures<Names extends readonly string[]> = { [Name in Names[number]]: Estimate }

function named<Names extends readonly string[]>(
  names: Names,
  estimates: readonly Estimate[],
): Figures<Names> {
  return Object.fromEntries(names.map((name, k) => [name, estimates[k]!])) as Figures<Names>
}

/** All figures of a prediction of yes or no. */
export function evaluateBinary(
  who: string,
  table: ScoredTable,
  threshold: number,
  options: BootstrapOptions,
): BinaryEvaluation {
  checkProbabilities(who, table)
  const ranking = rankRows(binaryScores(who, table))
  const measure = binaryMeasure(ranking, threshold)
  const figures = named(
    BINARY_FIGURES,
    estimate(who, ranking.scores.length, BINARY_FIGURES.length, measure, options),
  )
  const confusion = confusionAt(ranking, threshold)
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion
  const hits = truePositives + falseNegatives
  const result: BinaryEvaluation = {
    task: 'binary',
    positive: (table.target.info as { classes: readonly string[] }).classes[1]!,
    ...table.counts,
    baseRate: hits / (hits + falsePositives + trueNegatives),
    ...figures,
    delong: delongOf(ranking, figures.auc.value, bootstrapPlan(who, ranking.scores.length, options).interval),
    threshold,
    confusion,
  }
  return printable(result, () => describeFigures(result, BINARY_FIGURES, figures))
}

function confusionAt({ scores, outcomes, weights }: Ranking, threshold: number): Confusion {
  const cells = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 }
  for (let i = 0; i < scores.length; i++) {
    const mass = weights ? weights[i]! : 1
    if (scores[i]! >= threshold) cells[outcomes[i] === 1 ? 'truePositives' : 'falsePositives'] += mass
    else cells[outcomes[i] === 1 ? 'falseNegatives' : 'trueNegatives'] += mass
  }
  return Object.freeze(cells)
}

function delongOf(ranking: Ranking, auc: number, interval: number): DeLong | null {
  const steps = countSteps(ranking)
  if (ranking.weights || Math.min(steps.hits.at(-1)!, steps.misses.at(-1)!) < 2) return null
  const error = aucError(steps)
  const [low, high] = normalBounds(auc, error, interval)
  return Object.freeze({ error, low: Math.max(0, low), high: Math.min(1, high) })
}

/** All figures of a prediction of one class of several. */
export function evaluateClasses(
  who: string,
  table: ScoredTable,
  options: BootstrapOptions,
): ClassesEvaluation {
  checkProbabilities(who, table)
  const { target, scores, weights, counts } = table
  const codes = checkVaries(who, table)
  const { classes } = target.info as { classes: readonly string[] }
  const [only] = scores
  // Of two classes the table holds the probability of the second.
  const probabilities = scores.length === 1 ? [only!.map((p) => 1 - p), only!] : scores
  const ordered = orderClasses({ probabilities, classes: Float64Array.from(codes), weights })
  const figures = named(
    CLASSES_FIGURES,
    estimate(who, codes.length, CLASSES_FIGURES.length, classesMeasure(ordered), options),
  )
  const cells = confusionOf(ordered, likeliest(ordered.probabilities), undefined)
  const result: ClassesEvaluation = {
    task: 'classes',
    classes,
    ...counts,
    ...figures,
    confusion: makeTable<ConfusionColumns>({
      actual: utf8(classes.flatMap((actual) => classes.map(() => actual))),
      predicted: utf8(classes.flatMap(() => classes)),
      rows: float64(cells),
    }),
  }
  return printable(result, () => describeFigures(result, CLASSES_FIGURES, figures))
}

/** Squares of greater numbers, and their sums, might overflow. */
function checkSquares(who: string, name: string, values: Float64Array): void {
  const greatest = values.find((v) => Math.abs(v) > 1e100)
  if (greatest === undefined) return
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds ${greatest}, but numbers within ±1e100 are needed; correct it.`,
  )
}

function known(figure: Estimate): Estimate | null {
  return Number.isNaN(figure.value) ? null : figure
}

/** All figures of a predicted number. */
export function evaluateNumbers(
  who: string,
  { target, scores, names, weights, counts }: ScoredTable,
  actual: Float64Array,
  options: BootstrapOptions,
): NumberEvaluation {
  checkSquares(who, target.info.name, actual)
  checkSquares(who, names[0]!, scores[0]!)
  const keys = [scores[0]!, actual, ...(weights ? [weights] : [])].map((values) => ({ values }))
  const order = sortedRows(keys)
  const ordered = {
    predicted: pick(scores[0]!, order),
    actual: pick(actual, order),
    weights: weights && pick(weights, order),
  }
  const figures = named(
    NUMBER_FIGURES,
    estimate(who, actual.length, NUMBER_FIGURES.length, numberMeasure(ordered), options),
  )
  const { rmse, mae, r2, poissonDeviance } = figures
  const result: NumberEvaluation = {
    task: 'number',
    ...counts,
    rmse,
    mae,
    r2: known(r2),
    poissonDeviance: known(poissonDeviance),
  }
  return printable(result, () => describeFigures(result, NUMBER_FIGURES, figures))
}

function describeFigures<Names extends readonly string[]>(
  { task, rows }: { readonly task: string; readonly rows: number },
  names: Names,
  figures: { readonly [name in Names[number]]: Estimate },
): string {
  const lines = names
    .map((name) => [name, figures[name as Names[number]]] as const)
    .filter(([, { value }]) => !Number.isNaN(value))
    .map(([name, { value, low, high }]) => {
      const bounds = low === null || high === null ? '' : ` (${brief(low)} to ${brief(high)})`
      return `  ${name} ${brief(value)}${bounds}`
    })
  return [`evaluation (${task}) of ${brief(rows)} rows`, ...lines].join('\n')
}
