import type { Table } from '../../table/arrow.js'
import type { FittedBuying } from './buyingModel.js'
import { collapseRows } from './collapse.js'
import { readHistories } from './customers.js'
import { parametersOf, readProfiles } from './profiles.js'

/** A number of one customer. */
export type Value = (theta: Float64Array, x: number, tx: number, T: number) => number

/** The distinct histories of a table, with their covariates. */
export interface HistoryCells {
  readonly size: number
  readonly rowCell: Int32Array
  /** Rows without a missing value. */
  readonly known: number
  /** Rows that the model is certain to be alive by its definition. */
  readonly certain: number
  readonly visit: (
    phi: Float64Array,
    f: (theta: Float64Array, x: number, tx: number, T: number, cell: number) => void,
  ) => void
  readonly each: (phi: Float64Array, value: Value) => Float64Array
}

/** Reads what the model needs of a table, each distinct history once. */
export function historyCells(inside: FittedBuying, table: Table, who: string): HistoryCells {
  const { core, state, coefficients, phi: fitted } = inside
  const columns: Float64Array[] = readHistories(table, state.columns, core.discrete === true, who)
  const profiles = readProfiles(table, state.covariates, who)
  if (profiles.rowProfile) columns.push(Float64Array.from(profiles.rowProfile, (p) => (p < 0 ? NaN : p)))
  const { size, values, codes, weights, rowCell } = collapseRows(columns)
  const visit: HistoryCells['visit'] = (phi, f) => {
    const thetas = profiles.values.map((profile) =>
      parametersOf(phi, core.names.length, coefficients, profile),
    )
    for (let i = 0; i < size; i++) {
      const profile = codes.length > 3 ? values[3]![codes[3]![i]!]! : 0
      f(
        thetas[profile]!,
        values[0]![codes[0]![i]!]!,
        values[1]![codes[1]![i]!]!,
        values[2]![codes[2]![i]!]!,
        i,
      )
    }
  }
  const each = (phi: Float64Array, value: Value): Float64Array => {
    const out = new Float64Array(size)
    visit(phi, (theta, x, tx, T, i) => {
      out[i] = value(theta, x, tx, T)
    })
    return out
  }
  let known = 0
  let certain = 0
  const alive = each(fitted, core.alive)
  for (let i = 0; i < size; i++) {
    known += weights[i]!
    if (alive[i] === 1) certain += weights[i]!
  }
  return { size, rowCell, known, certain, visit, each }
}

/** What each row has of its cell; NaN where something is missing. */
export function rowsOf({ rowCell }: { readonly rowCell: Int32Array }, values: Float64Array): Float64Array {
  const out = new Float64Array(rowCell.length)
  for (let i = 0; i < out.length; i++) out[i] = rowCell[i]! < 0 ? NaN : values[rowCell[i]!]!
  return out
}
