import { hidden } from '../../dialect/hidden.js'
import { ClienteleError } from '../../error.js'
import type { FittedScale } from '../../segment/features/scaling.js'
import { type Table, Type } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import {
  all,
  call,
  choose,
  column,
  type Expression,
  nothing,
  number,
  whole,
} from '../expression/expression.js'
import { type Named, type Select, select } from '../expression/query.js'
import { numberOf } from '../orders/columns.js'

/** A feature as its scaled number. */
export function scaledName(feature: number): string {
  return hidden(`scaled_${feature}`)
}

/** How far a row is from a centre, squared. */
function farName(center: number): string {
  return hidden(`far_${center}`)
}

/** A feature's number; of a truth 1 or 0. */
export function featureOf(shape: Table, name: string, who: string): Expression {
  if (findColumn(shape, name, who).type.typeId !== Type.Bool) return numberOf(shape, name, who)
  return choose(
    [
      [column(name), number(1)],
      [call('not', column(name)), number(0)],
    ],
    nothing('number'),
  )
}

/** Rows with their features scaled, and with their distances from the centres; `kept` are their other columns. */
export function distancesQuery(
  rows: Select,
  kept: readonly Named[],
  centers: readonly (readonly number[])[],
): Select {
  return select(rows, [...kept, ...centers.map((center, k): Named => [farName(k), squaredTo(center)])])
}

/** Of rows with distances the nearest of so many centres, the first of equally near ones, and how far it is, squared. */
export function nearestOf(k: number): { readonly cluster: Expression; readonly squared: Expression } {
  const far = Array.from({ length: k }, (_, c) => column(farName(c)))
  const cases = far.map((own, c): [Expression, Expression] => [
    all(...far.filter((_, other) => other !== c).map((other) => call('atMost', own, other))),
    whole(c),
  ])
  const squared = k === 1 ? far[0]! : call('least', ...far)
  return {
    cluster: choose([[call('not', call('isThere', far[0]!)), nothing('whole')], ...cases], nothing('whole')),
    squared: choose([[call('isThere', far[0]!), squared]], nothing('number')),
  }
}

function squaredTo(center: readonly number[]): Expression {
  const parts = center.map((value, j) => {
    const away = call('minus', column(scaledName(j)), number(value))
    return call('times', away, away)
  })
  return parts.length === 1 ? parts[0]! : call('plus', ...parts)
}

/** A value after steps that were learned. */
export function scaledValue(who: string, value: Expression, scale: FittedScale): Expression {
  return scale.reduce((scaled, step): Expression => {
    if (step.step === 'log1p') return call('ln', call('plus', number(1), scaled))
    if (step.step === 'quantile') throw noQuantiles(who)
    return call('divided', call('minus', scaled, number(step.center)), number(step.scale))
  }, value)
}

export function noQuantiles(who: string): ClienteleError {
  return new ClienteleError(
    'unsupported',
    `${who}: scale 'quantile' cannot be written as SQL; fit with another scale, or bring the rows here with await relation.toTable().`,
  )
}
