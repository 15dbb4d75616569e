import type { BoostModel } from '../../classify/boost/model.js'
import { shapValues } from '../../classify/shapValues.js'
import type { Table, Vector } from '../../table/arrow.js'
import { dictionary, utf8 } from '../../table/build.js'
import { readCategories } from '../../table/categories.js'
import { findColumn } from '../../table/column.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import type { Reasons } from './reasons.js'

const MOST = 3

/**
 * Why each customer is likely to leave: SHAP values of features that say the same are added up to reasons, and the three that add most to
 * the risk are said in words, each with the value of its strongest feature. Empty where nothing raises the risk.
 */
export function driverColumns(
  who: string,
  table: Table,
  model: BoostModel,
  { reasonOf, meantBy, say, between }: Reasons,
): { churn_driver: Vector; churn_drivers: Vector } {
  const explained = shapValues(table, { model, replace: true }) as unknown as Table
  const names = model.features.map(({ name }) => name)
  const values = names.map((name) => readNumbers(findColumn(explained, `shap_${name}`, who), who))
  const own = names.map(reasonOf)
  const reasons = [...new Set(own)]
  const places = own.map((reason) => reasons.indexOf(reason))
  const cell = cellReader(who, table)
  const first = new Int32Array(table.numRows).fill(-1)
  const texts: (string | null)[] = []
  const sums = new Float64Array(reasons.length)
  const tops = new Int32Array(reasons.length)
  for (let i = 0; i < table.numRows; i++) {
    addUp(values, places, i, sums, tops)
    const at = (name: string): Cell => cell(name, i)
    const said = new Map<string, string>()
    for (const r of strongest(sums)) {
      const feature = names[tops[r]!]!
      const reason = meantBy(feature, reasons[r]!, at, i)
      if (!said.has(reason)) said.set(reason, say(reason === reasons[r] ? feature : '', reason, at))
    }
    const [main] = said.keys()
    first[i] = main === undefined ? -1 : reasons.indexOf(main)
    texts.push([...said.values()].join(between) || null)
  }
  return { churn_driver: dictionary(first, reasons), churn_drivers: utf8(texts) }
}

/** By reason, what its features add to the score of a row, and which of them adds most. */
function addUp(
  values: readonly Float64Array[],
  places: readonly number[],
  i: number,
  sums: Float64Array,
  tops: Int32Array,
): void {
  sums.fill(0)
  tops.fill(-1)
  for (let f = 0; f < values.length; f++) {
    const r = places[f]!
    sums[r]! += values[f]![i]!
    if (tops[r]! < 0 || values[f]![i]! > values[tops[r]!]![i]!) tops[r] = f
  }
}

/** The reasons that add most, at most three, none that adds less than a tenth of the first. */
function strongest(sums: Float64Array): number[] {
  const order = [...sums.keys()].filter((r) => sums[r]! > 1e-9).toSorted((a, b) => sums[b]! - sums[a]!)
  const least = 0.1 * sums[order[0] ?? 0]!
  return order.filter((r) => sums[r]! >= least).slice(0, MOST)
}

/** A cell as a number, a text, or null. */
export type Cell = number | string | null

function cellReader(who: string, table: Table): (name: string, row: number) => Cell {
  const known = new Map<string, (row: number) => Cell>()
  const open = (name: string): ((row: number) => Cell) => {
    const column = findColumn(table, name, who)
    if (isNumeric(column.type)) {
      const numbers = readNumbers(column, who)
      return (row) => (Number.isNaN(numbers[row]!) ? null : numbers[row]!)
    }
    const { codes, labels } = readCategories(column, who)
    return (row) => (codes[row]! < 0 ? null : labels[codes[row]!]!)
  }
  return (name, row) => {
    if (!table.schema.fields.some((field) => field.name === name)) return null
    let read = known.get(name)
    if (!read) known.set(name, (read = open(name)))
    return read(row)
  }
}
