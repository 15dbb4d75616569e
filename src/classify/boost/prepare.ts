import { ClienteleError } from '../../error.js'
import { makeShared } from '../../parallel/shared.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { binFeatures, type BinnedMatrix, fillColumn } from '../bins/binnedMatrix.js'
import { type Feature, readFeaturesAgain } from '../frame/features.js'
import { learn, type Learned } from '../frame/learn.js'
import { takeFeature, takeRows } from '../frame/take.js'
import type { ClassTarget, NumberTarget } from '../frame/target.js'
import { holdOut } from './holdOut.js'
import { lossKind, planLoss, targetNumbers, taskOf } from './lossPlan.js'
import type { BoostData, LossPlan } from './memory.js'
import { type BoostSettings, type FitBoostOptions, readMonotone } from './options.js'

/** All that is learned from, ready to be boosted. */
export interface Prepared {
  readonly learned: Learned
  readonly data: BoostData
  readonly loss: LossPlan
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
  const matrix = binFeatures(features, count)
  const own = {
    rows: count,
    trainRows: count,
    columns: matrix.columns,
    target: targetNumbers(who, target, kind),
    weights,
  }
  const others = stopping?.validation
  let rows: Rows = own
  if (others !== undefined) {
    rows = append(own, readValidation(who, adopt(others, who), options, learned, matrix, kind))
  } else if (stopping !== undefined) {
    rows = reorder(own, holdOut(who, table, learned, stopping, seed))
  }
  const classes = 'codes' in target ? target.info.classes.length : 0
  const loss = planLoss(kind, rows.target, rows.weights, rows.trainRows, classes, tweediePower)
  return { learned, loss, data: { ...rows, features: matrix.features, monotone } }
}

/** The rows of another table, by what was learned of the first one. */
function readValidation(
  who: string,
  table: Table,
  options: FitBoostOptions,
  { target, features }: Learned,
  matrix: BinnedMatrix,
  kind: LossPlan['kind'],
): Omit<Rows, 'trainRows'> {
  const infos = features.map(({ info }) => info)
  const names = infos.map(({ name }) => name)
  const other = learn(who, table, { ...options, features: names }, target.info.task as 'number') as Learned
  const rows = other.rowsUsed.length
  const again: Feature[] = readFeaturesAgain(who, table, infos).map((feature) =>
    takeFeature(feature, other.rowsUsed),
  )
  return {
    rows,
    columns: again.map((feature, f) => fillColumn(feature, matrix.features[f]!, rows)),
    target: targetNumbers(who, sameClasses(who, other.target, target), kind),
    weights: other.weights,
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
