import { ClienteleError } from '../../error.js'
import type { Engine } from '../engine.js'
import { any, call, column, countWhere } from '../expression/expression.js'
import { type Named, select } from '../expression/query.js'
import type { Plan } from '../relation/relation.js'
import { askOne } from './ask.js'
import { numberOf } from './columns.js'

/**
 * Asks how many rows there are, and how many lack one of some columns of numbers; an infinity is an error.
 */
export async function checkFinite(
  who: string,
  engine: Engine,
  { query, shape }: Plan,
  names: readonly string[],
): Promise<{ readonly rows: number; readonly missing: number }> {
  const values = names.map((name): Named => [name, numberOf(shape, name, who)])
  const found = await askOne(
    engine,
    select(select(query, values), [
      ['rows', call('rows')],
      ['missing', countWhere(any(...names.map((name) => call('isMissing', column(name)))))],
      ...names.map((name, k): Named => [`infinite_${k}`, countWhere(call('isInfinite', column(name)))]),
    ]),
  )
  names.forEach((name, k) => {
    const infinite = found[`infinite_${k}`]!
    if (infinite === 0) return
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' is infinite in ${infinite} of ${found.rows} rows, but finite numbers are needed; make it null where it is unknown.`,
    )
  })
  return { rows: found.rows!, missing: found.missing! }
}
