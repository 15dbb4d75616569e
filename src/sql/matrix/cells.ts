import { hidden } from '../../dialect/hidden.js'
import type { Measure, MeasureKind } from '../../segment/matrix/measures.js'
import { type Table, Type } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { isNumeric } from '../../table/numbers.js'
import {
  all,
  call,
  column,
  type Expression,
  nothing,
  over,
  total,
  type ValueType,
  when,
  whole,
} from '../expression/expression.js'
import { type Named, type Query, select } from '../expression/query.js'
import type { Plan } from '../relation/relation.js'

/** Whether a cell is of all values of a factor. */
export function totalOf(factor: string): string {
  return hidden(`total_${factor}`)
}

/** One row a cell: a query for each level, together. */
export function cellsQuery(
  { query, shape }: Plan,
  rows: readonly string[],
  columns: readonly string[],
  measures: { readonly [name: string]: Measure },
): Query {
  const factors = [...rows, ...columns]
  const levels: Query[] = []
  for (let rowDepth = 0; rowDepth <= rows.length; rowDepth++) {
    for (let columnDepth = 0; columnDepth <= columns.length; columnDepth++) {
      const set = [...rows.slice(0, rowDepth), ...columns.slice(0, columnDepth)]
      const keys = set.map((name) => factor(shape, name))
      levels.push(
        select(
          query,
          [
            ...factors.map((name): Named => [
              name,
              set.includes(name) ? factor(shape, name) : nothing(typeOf(shape, name)),
            ]),
            ...factors.map((name): Named => [totalOf(name), whole(set.includes(name) ? 0 : 1)]),
            ['rows_depth', whole(rowDepth)],
            ['columns_depth', whole(columnDepth)],
            ...Object.entries(measures).map(([name, measure]): Named => [name, measured(shape, measure)]),
          ],
          { groupBy: keys },
        ),
      )
    }
  }
  const union: Query = levels.length === 1 ? levels[0]! : { kind: 'union', queries: levels }
  return select(union, [
    ...[...factors, ...factors.map(totalOf), 'rows_depth', 'columns_depth'].map((name): Named => [
      name,
      column(name),
    ]),
    ...Object.entries(measures).map(([name, measure]): Named => {
      const kind = kindOf(measure)
      if (!kind.startsWith('share')) return [name, column(name)]
      const all = wholeOf(name, kind, rows, columns)
      const share = call('divided', call('asDouble', column(name)), call('asDouble', all))
      return [name, when(call('above', all, whole(0)), share)]
    }),
  ])
}

/** A factor's value; NaN is a missing one. */
export function factor(shape: Table, name: string): Expression {
  const { type } = findColumn(shape, name, 'groupMatrix')
  return type.typeId === Type.Float ? call('asNumber', column(name)) : column(name)
}

function typeOf(shape: Table, name: string): ValueType {
  const { type } = findColumn(shape, name, 'groupMatrix')
  if (type.typeId === Type.Bool) return 'truth'
  if (type.typeId === Type.Date) return 'date'
  if (type.typeId === Type.Timestamp) return 'time'
  if (!isNumeric(type)) return 'text'
  return type.typeId === Type.Int ? 'whole' : 'number'
}

function kindOf(measure: Measure): MeasureKind {
  return typeof measure === 'string' ? measure : (Object.keys(measure)[0] as MeasureKind)
}

/** What is taken of the rows of a cell; of shares what is to be divided. */
function measured(shape: Table, measure: Measure): Expression {
  const kind = kindOf(measure)
  if (typeof measure === 'string') return call('rows')
  const { type, name } = findColumn(shape, measure[kind]!, 'groupMatrix')
  const numeric = isNumeric(type) || type.typeId === Type.Bool
  const value = numeric ? call('asNumber', column(name)) : column(name)
  switch (kind) {
    case 'count':
      return call('count', value)
    case 'distinct':
      return call('distinct', value)
    case 'mean':
    case 'median':
    case 'min':
    case 'max':
    case 'sum':
      return call(kind, value)
    default:
      return total(value)
  }
}

function isTotal(depth: string): Expression {
  return call('equal', column(depth), whole(0))
}

function keysOf(names: readonly string[]): Expression[] {
  return [...names, ...names.map(totalOf)].map((name) => column(name))
}

/** The value of the cell that a cell is a share of. */
function wholeOf(
  name: string,
  kind: string,
  rows: readonly string[],
  columns: readonly string[],
): Expression {
  if (kind === 'shareOfRow')
    return over(call('max', when(isTotal('columns_depth'), column(name))), keysOf(rows))
  if (kind === 'shareOfColumn')
    return over(call('max', when(isTotal('rows_depth'), column(name))), keysOf(columns))
  return over(call('max', when(all(isTotal('rows_depth'), isTotal('columns_depth')), column(name))), [])
}
