import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { float64, makeTable } from '#src/table/build'

/** A CSV of numbers as columns of doubles; `names` are those to read. */
export function numbersFrom(path: string, names: readonly string[]) {
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const places = names.map((name) => head!.split(',').indexOf(name))
  const rows = lines.map((line) => line.split(','))
  return makeTable(
    Object.fromEntries(
      names.map((name, c) => [name, float64(Float64Array.from(rows, (row) => Number(row[places[c]!])))]),
    ),
  )
}

/** The calibration period of the CDNOW sample: 2,357 customers, 39 weeks. */
export const cdnowCalibration = () =>
  numbersFrom(join(import.meta.dirname, '../../datasets/cdnow/calibration.csv'), [
    'frequency',
    'recency',
    'T',
    'monetary_value',
  ])

/** A table of columns given as plain lists of numbers. */
export function columnsTable(columns: { [name: string]: readonly number[] }) {
  return makeTable(
    Object.fromEntries(
      Object.entries(columns).map(([name, list]) => [name, float64(Float64Array.from(list))]),
    ),
  )
}

/** A table's numeric columns as lists. */
export function listsOf(table: any): { [name: string]: number[] } {
  return Object.fromEntries(
    table.schema.fields.map((field: any) => [field.name, [...table.getChild(field.name)]]),
  )
}
