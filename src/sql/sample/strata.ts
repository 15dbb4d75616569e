import { ClienteleError } from '../../error.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { isText } from '../../table/strings.js'
import { equals } from '../conditions.js'
import type { Engine } from '../engine.js'
import { call, column, type Expression, truth } from '../expression/expression.js'
import { select } from '../expression/query.js'
import { factor } from '../matrix/cells.js'
import { valuesOf } from '../matrix/wide.js'
import { ask } from '../orders/ask.js'
import type { Plan } from '../relation/relation.js'

/** Rows of one value of a column. */
export interface Stratum {
  readonly test: Expression
  readonly rows: number
}

const MOST_STRATA = 200

/** The strata of a column, in the order of their values, missing ones last; without a column, all rows as one. */
export async function readStrata(
  who: string,
  engine: Engine,
  { query, shape }: Plan,
  by: string | undefined,
  rows: number,
): Promise<Stratum[]> {
  if (by === undefined) return [{ test: truth(true), rows }]
  const { type } = findColumn(shape, by, who)
  const values = select(query, [[by, factor(shape, by)]])
  const counted = select(
    values,
    [
      [by, column(by)],
      ['rows', call('rows')],
    ],
    { groupBy: [column(by)] },
  )
  const found = await ask(
    engine,
    select(
      counted,
      [
        [by, column(by)],
        ['rows', column('rows')],
      ],
      { orderBy: [{ by: column(by), text: isText(type) }], limit: MOST_STRATA + 1 },
    ),
  )
  if (found.numRows > MOST_STRATA) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${by}' has more than ${MOST_STRATA} different values, but each would be a stratum; name a column of few, such as the classes of the target, or leave by out.`,
    )
  }
  const counts = readNumbers(findColumn(found, 'rows', who), who)
  const { column: own, values: known } = valuesOf(found, shape, by, who)
  return known.map((value, i) => ({ test: equals(own, value), rows: counts[i]! }))
}
