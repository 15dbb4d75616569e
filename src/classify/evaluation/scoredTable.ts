import { ClienteleError } from '../../error.js'
import { counted, list } from '../../table/column.js'
import { takeRows } from '../../learn/take.js'
import type { ClassTarget, NumberTarget } from '../../learn/target.js'
import type { Scored } from './ranking.js'

/** How many rows there are and how many could not be used. */
export interface ScoreCounts {
  readonly rows: number
  /** Rows without a target, a probability or a weight. */
  readonly missing: number
}

/** What was foretold and what came; all columns hold just the rows used. */
export interface ScoredTable {
  readonly target: ClassTarget | NumberTarget
  /** Of the second of two classes, of each of more; or the predicted numbers. */
  readonly scores: readonly Float64Array[]
  /** The columns that the scores stand in. */
  readonly names: readonly string[]
  readonly weights: Float64Array | undefined
  readonly rowsUsed: Int32Array
  readonly counts: ScoreCounts
  /** Which part of a table it is, for errors: ' of fold 2'. */
  readonly part?: string | undefined
}

/** What was foretold and what came, row by row of a table; NaN where missing. */
export interface Scores {
  readonly target: ClassTarget | NumberTarget
  readonly scores: readonly Float64Array[]
  readonly names: readonly string[]
  readonly weights: Float64Array | undefined
  readonly weightName: string | undefined
}

/** Some rows of a target; classes stay as they are, for each has its column of probabilities. */
export function takeOutcomes(
  target: ClassTarget | NumberTarget,
  rows: Int32Array,
): ClassTarget | NumberTarget {
  return 'codes' in target
    ? { info: target.info, codes: takeRows(target.codes, rows) }
    : { info: target.info, values: takeRows(target.values, rows) }
}

/** Leaves out the rows that lack something, where that was asked for, and those of weight 0. */
export function completeRows(
  who: string,
  { target, scores, names, weights, weightName }: Scores,
  missing: 'error' | 'omit',
  part?: string,
): ScoredTable {
  const columns = [...names, ...(weightName === undefined ? [] : [weightName])]
  const values = weights ? [...scores, weights] : scores
  const { rowsUsed, counts } = chooseRows(who, target, values, columns, missing)
  // A weight of 0 counts for nothing.
  const used = weights ? rowsUsed.filter((row) => weights[row]! > 0) : rowsUsed
  if (used.length === 0) throw noRows(who, target.info.name, columns, counts.rows + counts.missing)
  return {
    target: takeOutcomes(target, used),
    scores: scores.map((score) => takeRows(score, used)),
    names,
    weights: weights && takeRows(weights, used),
    rowsUsed: used,
    counts: Object.freeze({ ...counts, rows: used.length }),
    part,
  }
}

/** The rows that have a target and all of these columns. */
function chooseRows(
  who: string,
  target: ClassTarget | NumberTarget,
  columns: readonly Float64Array[],
  names: readonly string[],
  onMissing: 'error' | 'omit',
): { rowsUsed: Int32Array; counts: ScoreCounts } {
  const known = 'codes' in target ? target.codes.map((code) => (code < 0 ? 0 : 1)) : target.values
  const used = new Int32Array(known.length)
  const lacking = new Set<string>()
  let rows = 0
  for (let i = 0; i < known.length; i++) {
    const hasTarget = 'codes' in target ? known[i] === 1 : !Number.isNaN(known[i]!)
    if (!hasTarget) lacking.add(target.info.name)
    const gap = columns.findIndex((values) => Number.isNaN(values[i]!))
    if (gap >= 0) lacking.add(names[gap]!)
    if (hasTarget && gap < 0) used[rows++] = i
  }
  const missing = known.length - rows
  if (missing > 0 && onMissing === 'error') {
    throw new ClienteleError(
      'value-invalid',
      `${who}: ${counted(missing, 'row')} of ${known.length} ${missing === 1 ? 'has' : 'have'} no value in ${list([...lacking])}; fill it in, or leave such rows out (missing: 'omit').`,
    )
  }
  return { rowsUsed: used.slice(0, rows), counts: { rows, missing } }
}

function noRows(who: string, target: string, names: readonly string[], rows: number): ClienteleError {
  return new ClienteleError(
    'rows-too-few',
    `${who}: none of the ${rows} rows has a value in ${list([target, ...names])}, and a weight above 0 where there are weights; look at these columns.`,
  )
}

/** What was foretold of the positive of two classes; an error where there is only one. */
export function binaryScores(who: string, table: ScoredTable): Scored {
  const codes = checkVaries(who, table)
  return { scores: table.scores[0]!, outcomes: Float64Array.from(codes), weights: table.weights }
}

/** The classes of the rows; an error where all are of one. */
export function checkVaries(who: string, { target, part = '' }: ScoredTable): Int32Array {
  const codes = 'codes' in target ? target.codes : new Int32Array(0)
  if (codes.some((code) => code !== codes[0])) return codes
  const { name } = target.info
  const only = 'codes' in target ? target.info.classes[codes[0]!] : undefined
  throw new ClienteleError(
    'value-invalid',
    `${who}: the target '${name}' is '${only ?? ''}' in all ${counted(codes.length, 'row')}${part}, but how good a prediction is shows only where there are others; take rows of both kinds.`,
  )
}

/** The scores, which must be probabilities. */
export function checkProbabilities(who: string, { scores, names }: ScoredTable): void {
  for (const [s, values] of scores.entries()) {
    const row = values.findIndex((p) => p < 0 || p > 1)
    if (row < 0) continue
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${names[s]!}' holds ${values[row]}, but probabilities are from 0 to 1; make them so with calibrate, or look at the ranks alone with liftTable.`,
    )
  }
}
