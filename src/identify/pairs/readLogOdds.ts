import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { findColumn, hasColumn } from '../../table/column.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'

/** Log-odds (natural) of scored pairs: from `match_weight`, which is log₂ of the odds, or else from `match_probability`. */
export function readLogOdds(pairs: Table, who: string): Float32Array {
  const name =
    hasColumn(pairs, 'match_weight') || !hasColumn(pairs, 'match_probability')
      ? 'match_weight'
      : 'match_probability'
  const column = findColumn(pairs, name, who)
  if (!isNumeric(column.type)) {
    throw new ClienteleError(
      'column-type',
      `${who}: column '${name}' is ${String(column.type)}, but must be the number that a model's predict gives.`,
    )
  }
  const values = readNumbers(column, who)
  return Float32Array.from(values, (value, p) => {
    const isProbability = name === 'match_probability'
    if (Number.isNaN(value) || (isProbability && !(value >= 0 && value <= 1))) {
      const needs = isProbability ? 'must be a probability' : 'must be a number'
      throw new ClienteleError(
        'value-invalid',
        `${who}: column '${name}' ${needs}, but in row ${p + 1} it is ${Number.isNaN(value) ? 'missing' : value}; score the pairs with a model's predict.`,
      )
    }
    return isProbability ? Math.log(value / (1 - value)) : value * Math.LN2
  })
}
