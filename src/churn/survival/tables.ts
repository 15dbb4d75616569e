import type { Float64, Vector } from '../../table/arrow.js'
import { float64 } from '../../table/build.js'
import { joinArrays, spreadGroups } from './options.js'
import type { LifeGroups } from './readLives.js'
import { lifeTable, type LifeTable } from './lifeTable.js'

/** The table with a row at time 0, where curves start, unless it has one. */
function fromZero(table: LifeTable): LifeTable {
  if (table.times[0] === 0) return table
  return {
    times: led(0, table.times),
    atRisk: led(table.atRisk[0]!, table.atRisk),
    events: led(0, table.events),
    censored: led(0, table.censored),
  }
}

function led(first: number, values: Float64Array): Float64Array {
  const longer = new Float64Array(values.length + 1)
  longer[0] = first
  longer.set(values, 1)
  return longer
}

/** What all curves of lives say of each time. */
export type LifeColumns = { time: Float64; at_risk: Float64; events: Float64; censored: Float64 }

/** The life tables of groups from time 0 on, their columns one after the other, and the group of each row. */
export function lifeColumns({ lives }: LifeGroups): {
  tables: LifeTable[]
  groupOf: Int32Array
  columns: { readonly [K in keyof LifeColumns]: Vector<Float64> }
} {
  const tables = lives.map((one) => fromZero(lifeTable(one)))
  return {
    tables,
    groupOf: spreadGroups(tables.map(({ times }) => times.length)),
    columns: {
      time: float64(joinArrays(tables.map(({ times }) => times))),
      at_risk: float64(joinArrays(tables.map(({ atRisk }) => atRisk))),
      events: float64(joinArrays(tables.map(({ events }) => events))),
      censored: float64(joinArrays(tables.map(({ censored }) => censored))),
    },
  }
}
