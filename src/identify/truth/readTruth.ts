import type { Column } from '../../table/column.js'
import { groupColumn } from '../../table/group.js'

/** Who records are and who they were found to be, of those whose truth is known. */
export type Truth = {
  readonly truth: Int32Array
  readonly found: Int32Array
  /** One a row of the table: its true customer, −1 where nobody knows. */
  readonly ofRow: Int32Array
}

/** Numbers both kinds of customers densely; a record that was found to be nobody is a customer of its own. */
export function readTruth(truth: Column, found: Column, who: string): Truth {
  const known = groupColumn(truth, who)
  const given = groupColumn(found, who)
  const ofRow = new Int32Array(known.codes.length).fill(-1)
  const rows: number[] = []
  const dense = makeDense()
  known.codes.forEach((code, row) => {
    if (code === known.missing) return
    ofRow[row] = dense(code)
    rows.push(row)
  })
  const denseFound = makeDense()
  let alone = given.size
  return {
    truth: Int32Array.from(rows, (row) => ofRow[row]!),
    found: Int32Array.from(rows, (row) => {
      const code = given.codes[row]!
      return denseFound(code === given.missing ? alone++ : code)
    }),
    ofRow,
  }
}

/** Numbers codes from 0 in the order in which they come. */
function makeDense(): (code: number) => number {
  const number: number[] = []
  let next = 0
  return (code) => (number[code] ??= next++)
}
