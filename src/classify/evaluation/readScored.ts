import { ClienteleError } from '../../error.js'
import { checkChoice } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { readCategories } from '../../table/categories.js'
import { findColumn, list } from '../../table/column.js'
import { readWeights } from '../../learn/learn.js'
import { type ClassTarget, type NumberTarget, readTarget } from '../../learn/target.js'
import type { Evaluations } from './results.js'
import { completeRows, type ScoredTable } from './scoredTable.js'
import { readScores, scoredBy, scoreNames, type ScoreOptions, targetOptions } from './scoreOptions.js'

/** Reads target, predictions and weights, and leaves out the rows without one where that was asked for. */
export function readScored(
  who: string,
  given: Table,
  options: ScoreOptions,
  task?: keyof Evaluations,
): ScoredTable {
  const { weights: weightName, missing = 'error', model } = options
  checkChoice(who, 'missing', missing, ['error', 'omit'])
  const asClasses = task === 'binary' ? 'classes' : task
  const target =
    modelTarget(who, given, options) ?? readTarget(who, given, targetOptions(who, options), asClasses)
  if (task === 'binary') checkPair(who, target)
  const table = scoredBy(who, given, model)
  const names = scoreNames(target.info, options)
  const scores = names.map((name) => readScores(who, table, name))
  const weights = weightName === undefined ? undefined : readWeights(who, given, weightName)
  return completeRows(who, { target, scores, names, weights, weightName }, missing)
}

/** A target of more than two classes as the model knows them: these rows need not hold all of them. */
function modelTarget(
  who: string,
  table: Table,
  { target, positive, model }: ScoreOptions,
): ClassTarget | undefined {
  const info = model?.target
  if (info?.task !== 'classes' || info.classes.length <= 2 || positive !== undefined) return undefined
  const { codes, labels } = readCategories(findColumn(table, target ?? info.name, who), who)
  const place = Int32Array.from(labels, (label) => info.classes.indexOf(label))
  const unknown = labels.find((_, l) => place[l]! < 0)
  if (unknown === undefined) return { info, codes: codes.map((code) => (code < 0 ? -1 : place[code]!)) }
  throw new ClienteleError(
    'value-invalid',
    `${who}: the target '${target ?? info.name}' holds '${unknown.slice(0, 40)}', which the model does not know (its classes: ${list(info.classes)}); leave such rows out.`,
  )
}

function checkPair(who: string, { info }: ClassTarget | NumberTarget): void {
  if (info.task === 'classes' && info.classes.length <= 2) return
  const what = info.task === 'number' ? 'numbers' : `${info.classes.length} classes`
  throw new ClienteleError(
    'value-invalid',
    `${who}: the target '${info.name}' has ${what}, but yes or no is needed; say which class is meant (positive: '…').`,
  )
}
