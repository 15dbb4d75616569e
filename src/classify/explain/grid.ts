import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import { type Table, Type, type Vector } from '../../table/arrow.js'
import { bool, dictionary, float64, utf8 } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { readFeature } from '../../learn/features.js'

/** The values of a feature at which a model is asked. */
export interface Grid {
  readonly name: string
  readonly size: number
  /** The values as a column. */
  column(at: readonly number[]): Vector
  /** A column of so many rows that all hold one of them. */
  constant(at: number, rows: number): Vector
}

/** Numbers between the 5th and the 95th percentile, or all where there are few; the labels of a category. */
export function gridOf(
  who: string,
  table: Table,
  name: string,
  points: number,
  given: readonly unknown[] | undefined,
): Grid {
  const feature = readFeature(who, table, name)
  if ('values' in feature) {
    const values = given === undefined ? numbersOf(feature.values, points) : numbersGiven(who, name, given)
    if (values.length === 0) throw nothing(who, name)
    return {
      name,
      size: values.length,
      column: (at) => float64(Float64Array.from(at, (k) => values[k]!)),
      constant: (at, rows) => float64(new Float64Array(rows).fill(values[at]!)),
    }
  }
  const labels = given === undefined ? feature.info.labels : given.map(String)
  if (labels.length === 0) throw nothing(who, name)
  const isBoolean = findColumn(table, name, who).type.typeId === Type.Bool
  const code = (at: number) => Number(labels[at] === 'true')
  return {
    name,
    size: labels.length,
    column: (at) => (isBoolean ? bool(Uint8Array.from(at, code)) : utf8(at.map((k) => labels[k]!))),
    constant: (at, rows) =>
      isBoolean ? bool(new Uint8Array(rows).fill(code(at))) : dictionary(new Int32Array(rows), [labels[at]!]),
  }
}

function nothing(who: string, name: string): ClienteleError {
  return new ClienteleError(
    'rows-too-few',
    `${who}: feature '${name}' has no value in any row, so there is nothing to ask the model for; give rows that have one.`,
  )
}

function numbersGiven(who: string, name: string, given: readonly unknown[]): number[] {
  if (given.every((value) => Number.isFinite(value))) return given as number[]
  throw invalid(who, `values.${name} must be finite numbers, since the feature is numeric`)
}

function numbersOf(values: Float64Array, points: number): number[] {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort()
  const distinct: number[] = []
  for (const v of sorted) {
    if (v !== distinct.at(-1)) distinct.push(v)
    if (distinct.length > points) break
  }
  if (distinct.length <= points) return distinct
  const [low, high] = [quantile(sorted, 0.05), quantile(sorted, 0.95)]
  if (!(high > low)) return [low]
  return Array.from({ length: points }, (_, k) => low + (k / (points - 1)) * (high - low))
}

function quantile(sorted: Float64Array, p: number): number {
  const place = (sorted.length - 1) * p
  const below = sorted[Math.floor(place)]!
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below)
}
