import type { Table } from '../../table/arrow.js'
import { type Categories, readCategories } from '../../table/categories.js'
import { findColumn } from '../../table/column.js'
import { frequencies } from '../fields/prepare.js'
import { makeValueList } from '../fields/valueList.js'
import type { LinkageField } from '../link/state.js'
import type { Field, Prepared } from '../prepared.js'
import type { Cells } from './evaluate.js'

/** Records coded as they are written. A comparison of several columns has a value for each combination, as JSON. */
export function prepareAsIs(who: string, records: Table, fields: readonly LinkageField[]): Prepared {
  const known = new Map<string, Categories>()
  const read = (name: string) => {
    const found = known.get(name) ?? readCategories(findColumn(records, name, who), who)
    known.set(name, found)
    return found
  }
  return {
    rows: records.numRows,
    fields: fields.map(({ column, kind, rules }): Field => {
      const { codes, labels } = combine(rules!.columns.map(read))
      const list = makeValueList(labels)
      return { column, kind, codes, list, ...frequencies(codes, labels.length) }
    }),
  }
}

/** One column as it is; of several the combinations that there are, missing where all are. */
function combine(columns: readonly Categories[]): Categories {
  const [first] = columns
  if (columns.length === 1) return first!
  const known = new Map<string, number>()
  const labels: string[] = []
  const codes = new Int32Array(first!.codes.length)
  for (let i = 0; i < codes.length; i++) {
    const cells = columns.map((column) => (column.codes[i]! < 0 ? null : column.labels[column.codes[i]!]!))
    if (cells.every((cell) => cell === null)) {
      codes[i] = -1
      continue
    }
    const label = JSON.stringify(cells)
    let code = known.get(label)
    if (code === undefined) {
      known.set(label, (code = labels.length))
      labels.push(label)
    }
    codes[i] = code
  }
  return { codes, labels }
}

/** The columns' values that a value of `prepareAsIs` stands for. */
export function cellsOf(value: string, columns: number): Cells {
  return columns === 1 ? [value] : (JSON.parse(value) as Cells)
}
