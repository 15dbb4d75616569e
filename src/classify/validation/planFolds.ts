import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { checkSplit, type Codes, cutTimes, readGroups, readStrata, type SplitOptions } from './assign.js'
import { dealFolds, dealGroups } from './folds.js'
import type { Fold } from './runFolds.js'

/** How rows are dealt out: the strata may be the classes of the target. */
export interface FoldPlan extends Pick<SplitOptions, 'group' | 'time' | 'seed'> {
  readonly folds: number
  readonly stratify: string | undefined
  /** Strata where no column is named. */
  readonly strata?: Codes | undefined
}

/** Each fold's rows to learn from and to foretell: by lot, or by time with a window that grows. */
export function planFolds(who: string, table: Table, plan: FoldPlan): Fold[] {
  const { folds, stratify, strata, group, time, seed = 1 } = plan
  checkSplit(who, { stratify, group, time, seed })
  const n = table.numRows
  if (n < 2 * folds) {
    throw new ClienteleError(
      'rows-too-few',
      `${who}: ${n} rows are too few for ${folds} folds of two or more; give more rows, or ask for fewer folds.`,
    )
  }
  if (time !== undefined) return growingWindows(who, table, time, folds)
  const own = strata ?? readStrata(who, table, stratify)
  const fold =
    group === undefined ? dealFolds(own, folds, seed) : foldGroups(who, table, group, own, folds, seed)
  const rows = Int32Array.from(fold.keys())
  return Array.from({ length: folds }, (_, f) => ({
    train: rows.filter((row) => fold[row] !== f),
    test: rows.filter((row) => fold[row] === f),
  }))
}

function foldGroups(
  who: string,
  table: Table,
  name: string,
  strata: Codes,
  folds: number,
  seed: number,
): Int32Array {
  const groups = readGroups(who, table, name)
  if (groups.size < folds) {
    throw new ClienteleError(
      'rows-too-few',
      `${who}: '${name}' has ${groups.size} different values, but ${folds} folds need as many groups; ask for fewer folds.`,
    )
  }
  const shares = Array.from({ length: folds }, () => 1 / folds)
  return dealGroups(groups, strata, shares, seed)
}

/** The first of folds + 1 parts is only learned from; each later one is foretold from all before it. */
function growingWindows(who: string, table: Table, time: string, folds: number): Fold[] {
  const shares = Array.from({ length: folds + 1 }, (_, k) => (k + 1) / (folds + 1))
  const { order, ends } = cutTimes(who, table, time, shares)
  return Array.from({ length: folds }, (_, f) => ({
    train: order.slice(0, ends[f]!).sort(),
    test: order.slice(ends[f]!, ends[f + 1]!).sort(),
  }))
}
