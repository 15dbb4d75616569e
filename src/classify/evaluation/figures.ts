import { BINARY_FIGURES, binaryMeasure } from './binary.js'
import { CLASSES_FIGURES } from './classes.js'
import { evaluateClasses, evaluateNumbers } from './evaluations.js'
import { NUMBER_FIGURES } from './numbers.js'
import { rankRows } from './ranking.js'
import { binaryScores, checkProbabilities, type ScoredTable } from './scoredTable.js'
import type { Evaluations } from './results.js'

/** The names of the figures of each kind of target. */
export interface FigureNames {
  readonly binary: (typeof BINARY_FIGURES)[number]
  readonly classes: (typeof CLASSES_FIGURES)[number]
  readonly number: (typeof NUMBER_FIGURES)[number]
}

const NAMES = { binary: BINARY_FIGURES, classes: CLASSES_FIGURES, number: NUMBER_FIGURES } as const

/** Figures of which less is better. */
const LOSSES = new Set(['logLoss', 'brier', 'rmse', 'mae', 'poissonDeviance'])

/** The figures there are of that kind of target. */
export function figureNames(task: keyof Evaluations): readonly string[] {
  return NAMES[task]
}

/** Whether more of a figure is better. */
export function isGain(figure: string): boolean {
  return !LOSSES.has(figure)
}

/** What kind of target it is. */
export function taskOf({ target }: Pick<ScoredTable, 'target'>): keyof Evaluations {
  if ('values' in target) return 'number'
  return target.info.classes.length <= 2 ? 'binary' : 'classes'
}

/** All figures without intervals; NaN where one is not defined. */
export function pointFigures(who: string, table: ScoredTable, threshold = 0.5): Record<string, number> {
  const { target } = table
  const none = { bootstrap: 0 }
  const task = taskOf(table)
  if (task === 'binary') return binaryFigures(who, table, threshold)
  const found =
    'values' in target ? evaluateNumbers(who, table, target.values, none) : evaluateClasses(who, table, none)
  return Object.fromEntries(
    NAMES[task].map((name) => [name, (found as unknown as Evaluated)[name]?.value ?? NaN]),
  )
}

function binaryFigures(who: string, table: ScoredTable, threshold: number): Record<string, number> {
  checkProbabilities(who, table)
  const out = new Float64Array(BINARY_FIGURES.length)
  binaryMeasure(rankRows(binaryScores(who, table)), threshold)(undefined, out)
  return Object.fromEntries(BINARY_FIGURES.map((name, k) => [name, out[k]!]))
}

type Evaluated = { readonly [name: string]: { readonly value: number } | null }
