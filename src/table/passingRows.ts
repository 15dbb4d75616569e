import type { Table } from 'apache-arrow'
import { invalid } from '../options.js'
import { describe } from './adopt.js'
import { rowCursor } from './cells.js'
import { findColumn } from './column.js'
import type { Row } from './rows.js'
import type { RowTest } from './where.js'
import { testColumn } from './whereTests.js'

/** Which rows meet a condition of `where`'s form, an object of tests by column or a function of the row: 1 or 0. */
export function passingRows(table: Table, condition: unknown, who: string): Uint8Array {
  return typeof condition === 'function'
    ? testRows(table, condition as RowTest<any>, who)
    : testColumns(table, condition, who)
}

function testRows(table: Table, test: RowTest<any>, who: string): Uint8Array {
  const { row, moveTo } = rowCursor(table, who)
  return Uint8Array.from({ length: table.numRows }, (_, i) => {
    moveTo(i)
    const pass: unknown = test(row as Row<any>, i)
    if (typeof pass === 'boolean') return Number(pass)
    throw invalid(
      who,
      `the function must return true or false, but returned ${describe(pass)} for row ${i + 1}`,
    )
  })
}

function testColumns(table: Table, condition: unknown, who: string): Uint8Array {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) {
    throw invalid(
      who,
      `the condition must be an object such as {country: 'FR'} or a function of the row, but got ${describe(condition)}`,
    )
  }
  const passes = new Uint8Array(table.numRows).fill(1)
  for (const [name, test] of Object.entries(condition)) {
    if (test === undefined) continue
    const passed = testColumn(findColumn(table, name, who), test, who)
    for (let i = 0; i < passes.length; i++) passes[i]! &= passed[i]!
  }
  return passes
}
