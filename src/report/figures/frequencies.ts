import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { type BuyingModel, type FittedBuying, fittedBuying } from '../../value/lifetime/buyingModel.js'
import { historyCells } from '../../value/lifetime/historyCells.js'

/** How many customers have so many repeat orders, seen and expected; the last row is that many and more. */
export interface FrequencyRow {
  readonly repeats: number
  readonly actual: number
  readonly expected: number
}

/** The arithmetic of a model of buying, or an error that says where models come from. */
export function modelInside(model: BuyingModel | undefined, who: string): FittedBuying {
  const inside = fittedBuying(model)
  if (inside) return inside
  throw invalid(who, 'model must be one that fitBgNbd or one of its kin gives; loadModel restores one')
}

/**
 * The histogram of repeat orders, and what the model expects of as many new customers, each over the time that one has been
 * known. Customers of equal parameters and time are counted once.
 */
export function frequencyRows(table: Table, inside: FittedBuying, most: number, who: string): FrequencyRow[] {
  const { core, state, phi } = inside
  const frequency = readNumbers(findColumn(table, state.columns.frequency, who), who)
  const cells = historyCells(inside, table, who)
  if (cells.known === 0) {
    const { frequency, recency, T } = state.columns
    throw new ClienteleError(
      'rows-too-few',
      `${who}: no row has a '${frequency}', a '${recency}' and a '${T}', but at least one is needed.`,
    )
  }
  const counts = new Float64Array(cells.size)
  const actual = new Float64Array(most + 1)
  cells.rowCell.forEach((cell, row) => {
    if (cell < 0) return
    counts[cell]!++
    actual[Math.min(frequency[row]!, most)]!++
  })
  const ages = new Map<Float64Array, Map<number, number>>()
  cells.visit(phi, (theta, _x, _tx, T, cell) => {
    const own = ages.get(theta) ?? new Map<number, number>()
    ages.set(theta, own.set(T, (own.get(T) ?? 0) + counts[cell]!))
  })
  const expected = new Float64Array(most + 1)
  const chances = new Float64Array(most)
  for (const [theta, own] of ages) {
    const alive = core.alive(theta, 0, 0, 0)
    for (const [T, count] of own) {
      core.distribution(theta, 0, 0, 0, T, chances)
      let rest = 1
      chances.forEach((chance, n) => {
        const p = alive * chance + (n === 0 ? 1 - alive : 0)
        expected[n]! += count * p
        rest -= p
      })
      expected[most]! += count * Math.max(0, rest)
    }
  }
  return Array.from(actual, (seen, repeats) => ({ repeats, actual: seen, expected: expected[repeats]! }))
}
