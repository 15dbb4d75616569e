import type { CohortMeasure } from '../../value/cohorts.js'
import { type Period, periodStart } from '../../value/cohorts/periods.js'
import {
  all,
  call,
  column,
  type Expression,
  number,
  other,
  over,
  total,
  when,
  whole,
} from '../expression/expression.js'
import { copy, type Named, type Query, select } from '../expression/query.js'
import { moneyOf } from '../orders/columns.js'
import { AMOUNT, BOUGHT, CUSTOMER, DAY, type Orders } from '../orders/readOrders.js'

/** Periods by number, from the first in which somebody bought to the last that there is. */
export interface Span {
  readonly period: Period
  readonly first: number
  readonly last: number
  /** The last that is over. */
  readonly whole: number
}

const MONTHS = { month: 1, quarter: 3, year: 12 }

function floored(value: Expression, by: number): Expression {
  return call('asWhole', call('floor', call('divided', call('asDouble', value), number(by))))
}

/** The number of the period that a day lies in. */
export function periodOf(day: Expression, period: Period): Expression {
  // 1970-01-01 was a Thursday.
  if (period === 'week') return floored(call('plus', day, whole(3)), 7)
  const date = call('dateOf', day)
  const months = call('plus', call('times', call('year', date), whole(12)), call('month', date))
  return floored(call('minus', months, whole(1)), MONTHS[period])
}

function or0(name: string): Expression {
  return call('coalesce', other(name), whole(0))
}

function perCustomer(value: Expression): Expression {
  return call('divided', call('asDouble', value), call('asDouble', column('size')))
}

/** A sum over that of customers. */
function ofAll(name: string): Expression {
  const [sum, customers] = [name, 'customers'].map((of) => call('sum', call('asDouble', column(of))))
  return call('divided', sum!, customers!)
}

/** One row a cohort and period since: what all three tables are made of. */
export function cellsQuery({ query, decimal }: Orders, span: Span): Query {
  const rows = select(query, [...copy(CUSTOMER, AMOUNT, BOUGHT), ['at', periodOf(column(DAY), span.period)]])
  const own = select(
    rows,
    [
      ...copy(CUSTOMER, 'at'),
      ['revenue', call('sum', column(AMOUNT))],
      ['bought', call('max', column(BOUGHT))],
    ],
    { groupBy: [column(CUSTOMER), column('at')] },
  )
  const isBought = call('equal', column('bought'), whole(1))
  const dated = select(own, [
    ...copy('at', 'revenue', 'bought'),
    ['cohort', over(call('min', when(isBought, column('at'))), [column(CUSTOMER)])],
  ])
  const counts = select(
    dated,
    [...copy('cohort', 'at'), ['active', total(column('bought'))], ['revenue', total(column('revenue'))]],
    // A refund from before the first purchase is of no cohort's period.
    { where: call('atLeast', column('at'), column('cohort')), groupBy: [column('cohort'), column('at')] },
  )
  const cohorts = select(counts, [...copy('cohort'), ['size', column('active')]], {
    where: call('equal', column('at'), column('cohort')),
  })
  const numbers = Array.from({ length: Math.max(0, span.last - span.first + 1) }, (_, k) => span.first + k)
  const calendar: Query = {
    kind: 'values',
    names: ['number', 'day'],
    rows: numbers.map((n) => [whole(n), whole(periodStart(n, span.period))]),
  }
  const crossed = select(
    cohorts,
    [...copy('cohort', 'size'), ['at', other('number')], ['start', other('day')]],
    {
      join: { query: calendar, on: undefined },
      where: call('atLeast', other('number'), column('cohort')),
    },
  )
  const filled = select(
    crossed,
    [...copy('cohort', 'size', 'at', 'start'), ['active', or0('active')], ['units', or0('revenue')]],
    {
      join: {
        query: counts,
        on: all(call('equal', column('cohort'), other('cohort')), call('equal', column('at'), other('at'))),
      },
    },
  )
  const within = [column('cohort')]
  const order = [{ by: column('at') }]
  const summed = select(filled, [
    ...copy('cohort', 'size', 'at', 'start', 'active', 'units'),
    ['first', over(call('min', column('start')), within)],
    ['sum', over(call('sum', column('units')), within, order, 'before')],
  ])
  const [money, sum] = [moneyOf(column('units'), decimal), moneyOf(column('sum'), decimal)]
  return select(summed, [
    ['cohort', call('dateOf', column('first'))],
    ['period', call('minus', column('at'), column('cohort'))],
    ['start', call('dateOf', column('start'))],
    ['customers', column('size')],
    ['active', column('active')],
    ['retention', perCustomer(column('active'))],
    ['revenue', money],
    ['cumulative_revenue', sum],
    ['revenue_per_customer', perCustomer(money)],
    ['cumulative_revenue_per_customer', perCustomer(sum)],
    ['complete', call('atMost', column('at'), whole(span.whole))],
  ])
}

/** One row a cohort, a column a period; nothing where the period is not over. */
export function matrixQuery(cells: Query, measure: CohortMeasure, names: readonly string[]): Query {
  return select(
    cells,
    [
      ...copy('cohort'),
      ['customers', call('max', column('customers'))],
      ...names.map((name, k): Named => [
        name,
        call(
          'max',
          when(all(call('equal', column('period'), whole(k)), column('complete')), column(measure)),
        ),
      ]),
    ],
    { groupBy: [column('cohort')] },
  )
}

/** One row a period: the cohorts that have it whole, together. */
export function averageQuery(cells: Query): Query {
  return select(
    cells,
    [
      ...copy('period'),
      ['cohorts', call('rows')],
      ['customers', call('sum', column('customers'))],
      ['retention', ofAll('active')],
      ['revenue_per_customer', ofAll('revenue')],
      ['cumulative_revenue_per_customer', ofAll('cumulative_revenue')],
    ],
    { where: column('complete'), groupBy: [column('period')] },
  )
}
