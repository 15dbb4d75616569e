import type { LifeTable } from './lifeTable.js'

/** The table with a row at time 0, where curves start, unless it has one. */
export function fromZero(table: LifeTable): LifeTable {
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
