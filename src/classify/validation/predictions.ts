import type { Table, Vector } from '../../table/arrow.js'
import { addColumns, int32 } from '../../table/build.js'
import { findColumn, hasColumn } from '../../table/column.js'
import { markPredicted } from '../../table/predicted.js'
import { selectColumns } from '../../table/select.js'
import { stackTables } from '../../table/stack.js'
import { takeVector } from '../../table/take.js'
import type { Fold, FoldsRun } from './runFolds.js'

/** The table with `fold` and what was foretold of each row by the model that had not seen it; null where none was. */
export function predictions(
  who: string,
  table: Table,
  folds: readonly Fold[],
  { names, predicted }: Pick<FoldsRun, 'names' | 'predicted'>,
): Table {
  const isGiven = predicted.every((part) => hasColumn(part, 'predicted'))
  const added = isGiven && !names.includes('predicted') ? ['predicted', ...names] : [...names]
  const parts = predicted.map((part) => selectColumns(part, added, who))
  const labels = parts.map((_, f) => `fold ${f + 1}`)
  const stacked = stackTables(parts, labels, who)
  const place = new Int32Array(table.numRows).fill(-1)
  const fold = new Int32Array(table.numRows)
  let at = 0
  folds.forEach(({ test }, f) => {
    for (const row of test) {
      place[row] = at++
      fold[row] = f + 1
    }
  })
  const columns: Record<string, Vector> = {
    fold: int32(
      fold,
      Uint8Array.from(fold, (f) => (f > 0 ? 1 : 0)),
    ),
  }
  for (const name of added) columns[name] = takeVector(findColumn(stacked, name, who), place)
  return markPredicted(addColumns(table, columns, who, { replace: true }), table)
}
