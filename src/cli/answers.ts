import { basename } from 'node:path'
import { ClienteleError } from '../error.js'
import { readLabels } from '../identify/link/readLabels.js'
import { readTable } from '../io/readTable.js'
import type { Table } from '../table/arrow.js'
import { int32, makeTable } from '../table/build.js'
import { findColumn, hasColumn } from '../table/column.js'
import { readStrings } from '../table/strings.js'
import { addColumns } from '../table/build.js'
import { takeRows } from '../table/take.js'

/** What was answered on a review list: labels to learn from, and pairs that must and that must not be together. */
export type Answered = { readonly labels: Table; readonly mustLink: Table; readonly cannotLink: Table }

/** Reads the answers on records of a table: by their identifiers where the list has them, else by their rows. */
export async function readAnswers(file: string, records: Table, id: string): Promise<Answered> {
  const name = basename(file)
  const who = `identify --answers ${name}`
  const given = await readTable(file)
  findColumn(given, 'is_match', who)
  const sides = [`${id}_a`, `${id}_b`]
  const byId = sides.every((side) => hasColumn(given, side))
  const table = byId ? withRows(given, records, id, sides, who) : given
  const { a, b, answers } = readLabels(who, table, records.numRows)
  const pairs = makeTable({ row_a: int32(a), row_b: int32(b) })
  const said = (answer: number) =>
    takeRows(
      pairs,
      Int32Array.from(answers.keys()).filter((p) => answers[p] === answer),
    )
  return { labels: table, mustLink: said(1), cannotLink: said(0) }
}

/** The answers with the rows that their records have now. */
function withRows(given: Table, records: Table, id: string, sides: readonly string[], who: string): Table {
  const rowOf = new Map(
    readStrings(findColumn(records, id, who)).map((value, row) => [value === null ? '' : plain(value), row]),
  )
  const rows = sides.map((side) =>
    Int32Array.from(readStrings(findColumn(given, side, who)), (value, row) => {
      const found = value === null ? undefined : rowOf.get(plain(value))
      if (found !== undefined) return found
      throw new ClienteleError(
        'value-invalid',
        `${who}: column '${side}' names a record in row ${row + 1} that is not among those to identify; give the list that was made from the same records.`,
      )
    }),
  )
  return addColumns(given, { row_a: int32(rows[0]!), row_b: int32(rows[1]!) }, who, { replace: true })
}

/** An identifier without the apostrophe that keeps spreadsheets from running it. */
function plain(value: string): string {
  return value.trim().replace(/^'(?=[=+\-@])/, '')
}
