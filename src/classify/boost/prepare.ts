import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import { makeShared } from '../../parallel/shared.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { boostCuts } from '../bins/boostCuts.js'
import { binFeatures, type BinnedMatrix, fillColumn, MOST_BINS } from '../bins/binnedMatrix.js'
import { type Feature, readFeaturesAgain } from '../../learn/features.js'
import { learn, type Learned } from '../../learn/learn.js'
import { takeFeature, takeRows } from '../../learn/take.js'
import type { ClassTarget, NumberTarget } from '../../learn/target.js'
import { readClassWeights, sharesOf } from '../tree/weights.js'
import { holdOut } from './holdOut.js'
import { lossKind, planLoss, targetNumbers, taskOf } from './lossPlan.js'
import type { BoostData, LossPlan } from './memory.js'
import { type BoostSettings, type FitBoostOptions, readMonotone } from './options.js'

/** All that is learned from, ready to be boosted. */
export interface Prepared {
  readonly learned: Learned
  readonly data: BoostData
  readonly loss: LossPlan
  /** By output, what is taken from the scores in the end, so that probabilities are right in spite of class weights. */
  readonly excess: readonly number[]
}

/** Rows as numbers: bins by column, targets and weights. */
type Rows = Pick<BoostData, 'rows' | 'trainRows' | 'columns' | 'target' | 'weights'>

/** Reads, bins, and holds out what `earlyStopping` asks for. */
export function prepare(
  who: string,
  table: Table,
  options: FitBoostOptions,
  settings: BoostSettings,
): Prepared {
  const { stopping, tweediePower, seed } = settings
  const learned = learn(who, table, options, taskOf(settings.loss) as 'number')
  const { target, features, weights } = learned as Learned
  const kind = lossKind(who, settings.loss, target)
  const infos = features.map(({ info }) => info)
  const monotone = readMonotone(who, options.monotone, infos)
  const count = learned.rowsUsed.length
  const matrix = binFeatures(features, count, MOST_BINS, boostCuts)
  const factors = classFactors(who, target, weights, options)
  const own = {
    rows: count,
    trainRows: count,
    columns: matrix.columns,
    target: targetNumbers(who, target, kind),
    weights: weighted(target, weights, factors),
  }
  const others = stopping?.validation
  let rows: Rows = own
  if (others !== undefined) {
    rows = append(own, readValidation(who, adopt(others, who), options, learned, matrix, kind, factors))
  } else if (stopping !== undefined) {
    rows = reorder(own, holdOut(who, table, learned, stopping, seed))
  }
  const classes = 'codes' in target ? target.info.classes.length : 0
  const loss = planLoss(kind, rows.target, rows.weights, rows.trainRows, classes, tweediePower)
  const data = { ...rows, features: matrix.features, monotone }
  return { learned, loss, data, excess: excessOf(kind, factors) }
}

/** What a row of each class counts; undefined: all the same. */
function classFactors(
  who: string,
  target: ClassTarget | NumberTarget,
  weights: Float64Array | undefined,
  { classWeights }: FitBoostOptions,
): readonly number[] | undefined {
  if (classWeights === undefined) return undefined
  if (!('codes' in target)) {
    throw invalid(who, 'classWeights weighs classes, but the target is a number; leave it out')
  }
  return readClassWeights(who, target.info.classes, classWeights, sharesOf(target, weights))
}

function weighted(
  target: ClassTarget | NumberTarget,
  weights: Float64Array | undefined,
  factors: readonly number[] | undefined,
): Float64Array | undefined {
  if (factors === undefined || !('codes' in target)) return weights
  return Float64Array.from(target.codes, (code, i) => factors[code]! * (weights ? weights[i]! : 1))
}

/** Rows that count f times as much raise the odds of their class f times. */
function excessOf(kind: LossPlan['kind'], factors: readonly number[] | undefined): readonly number[] {
  if (factors === undefined) return []
  const logs = factors.map((factor) => Math.log(factor))
  return kind === 'logistic' ? [logs[1]! - logs[0]!] : logs
}

/** The rows of another table, by what was learned of the first one. */
function readValidation(
  who: string,
  table: Table,
  options: FitBoostOptions,
  { target, features }: Learned,
  matrix: BinnedMatrix,
  kind: LossPlan['kind'],
  factors: readonly number[] | undefined,
): Omit<Rows, 'trainRows'> {
  const infos = features.map(({ info }) => info)
  const names = infos.map(({ name }) => name)
  const other = learn(who, table, { ...options, features: names }, target.info.task as 'number') as Learned
  const rows = other.rowsUsed.length
  const again: Feature[] = readFeaturesAgain(who, table, infos).map((feature) =>
    takeFeature(feature, other.rowsUsed),
  )
  const same = sameClasses(who, other.target, target)
  return {
    rows,
    columns: again.map((feature, f) => fillColumn(feature, matrix.features[f]!, rows)),
    target: targetNumbers(who, same, kind),
    weights: weighted(same, other.weights, factors),
  }
}

/** The classes of another table under the numbers that they have in the first one. */
function sameClasses(
  who: string,
  other: ClassTarget | NumberTarget,
  target: ClassTarget | NumberTarget,
): ClassTarget | NumberTarget {
  if (!('codes' in other) || !('codes' in target)) return other
  const { classes, name } = target.info
  const place = Int32Array.from(other.info.classes, (label) => classes.indexOf(label))
  const stray = place.indexOf(-1)
  if (stray >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: the target '${name}' is '${other.info.classes[stray]!}' in earlyStopping.validation, but never in the table that is learned from; leave such rows out.`,
    )
  }
  return { info: target.info, codes: other.codes.map((code) => place[code]!) }
}

function append(own: Rows, other: Omit<Rows, 'trainRows'>): Rows {
  const rows = own.rows + other.rows
  return {
    rows,
    trainRows: own.rows,
    columns: own.columns.map((column, f) => {
      const joined = makeShared(Uint8Array, rows)
      joined.set(column)
      joined.set(other.columns[f]!, own.rows)
      return joined
    }),
    target: concatNumbers(own.target, other.target),
    weights: own.weights && other.weights && concatNumbers(own.weights, other.weights),
  }
}

function concatNumbers(a: Float64Array, b: Float64Array): Float64Array {
  const joined = new Float64Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

function reorder(own: Rows, { order, trainRows }: { order: Int32Array; trainRows: number }): Rows {
  return {
    rows: own.rows,
    trainRows,
    columns: own.columns.map((column) => {
      const taken = makeShared(Uint8Array, own.rows)
      for (let i = 0; i < order.length; i++) taken[i] = column[order[i]!]!
      return taken
    }),
    target: takeRows(own.target, order),
    weights: own.weights && takeRows(own.weights, order),
  }
}
