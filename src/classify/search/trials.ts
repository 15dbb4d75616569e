import { bool, float64, int32, makeTable, utf8 } from '../../table/build.js'
import type { Table, Vector } from '../../table/arrow.js'
import type { Parameters } from './space.js'

/** How good one combination was on so many rows. */
export interface Trial {
  /** From 1. */
  readonly number: number
  readonly parameters: Parameters
  readonly rows: number
  /** The mean of the figure over the folds. */
  readonly score: number
  readonly deviation: number
}

/** One row a trial: its parameters as columns. */
export function trialTable(trials: readonly Trial[], names: readonly string[]): Table {
  const columns = new Map<string, Vector>([
    ['trial', int32(Int32Array.from(trials, ({ number }) => number))],
    ['rows', int32(Int32Array.from(trials, ({ rows }) => rows))],
  ])
  for (const name of names) columns.set(name, columnOf(trials.map(({ parameters }) => parameters[name])))
  columns.set('score', float64(Float64Array.from(trials, ({ score }) => score)))
  columns.set('deviation', float64(Float64Array.from(trials, ({ deviation }) => deviation)))
  return makeTable(columns)
}

function columnOf(values: readonly unknown[]): Vector {
  if (values.every((value) => typeof value === 'number')) return float64(Float64Array.from(values))
  if (values.every((value) => typeof value === 'boolean')) return bool(Uint8Array.from(values, Number))
  return utf8(
    values.map((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)))),
  )
}
