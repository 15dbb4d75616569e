import { hidden } from '../../dialect/hidden.js'
import type { Table, Vector } from '../../table/arrow.js'
import { float64, int32, makeTable } from '../../table/build.js'
import { isText } from '../../table/strings.js'
import type { Engine } from '../engine.js'
import {
  call,
  column,
  countWhere,
  type Expression,
  nothing,
  number,
  type Order,
  other,
  over,
  total,
  when,
  whole,
} from '../expression/expression.js'
import { type Named, type Query, type Select, select } from '../expression/query.js'
import { askOne } from '../orders/ask.js'
import { checkFinite } from '../orders/checkFinite.js'
import { isDecimal, moneyOf, numberOf, unitsOf } from '../orders/columns.js'
import { everything, type Plan } from '../relation/relation.js'

/** The rank of a customer, from 1 for the one who brings the most. */
export const RANK: string = hidden('rank')
const VALUE = hidden('value')
/** What the customers up to this one bring. */
const SUM = hidden('sum')

/** Customers with a value, ranked. */
export interface Ranked {
  readonly query: Select
  /** Those who bring four fifths. */
  readonly best: Query
  readonly decimal: boolean
  readonly n: number
  readonly missing: number
  /** The whole, as it is added up: in ten-thousandths where values are decimals. */
  readonly units: number
  readonly total: number
}

/** Ranks customers by a column, after asking how many they are and what it comes to. */
export async function rankValues(who: string, engine: Engine, plan: Plan, by: string): Promise<Ranked> {
  const { rows, missing } = await checkFinite(who, engine, plan, [by])
  const given = numberOf(plan.shape, by, who)
  const { other } = await askOne(
    engine,
    select(plan.query, [['other', countWhere(call('not', isDecimal(given)))]]),
  )
  const decimal = other === 0
  const units = unitsOf(given, decimal)
  const { sum } = await askOne(engine, select(plan.query, [['sum', call('asDouble', total(units))]]))
  const present = select(plan.query, [...everything(plan), [VALUE, units]], { where: call('isThere', given) })
  const ranked = select(present, [
    ...everything(plan),
    [VALUE, column(VALUE)],
    [RANK, over(call('rowNumber'), [], [{ by: column(VALUE), descending: true }, ...ties(plan)])],
  ])
  const query = select(ranked, [
    ...everything(plan),
    [VALUE, column(VALUE)],
    [RANK, column(RANK)],
    [SUM, over(call('sum', column(VALUE)), [], [{ by: column(RANK) }], 'before')],
  ])
  const found = {
    query,
    decimal,
    n: rows - missing,
    missing,
    units: sum!,
    total: decimal ? sum! / 1e4 : sum!,
  }
  const { eighty } = await askOne(engine, select(query, [['eighty', fewest(found, 0.8)]]))
  const best = select(query, [...everything(plan), [RANK, column(RANK)]], {
    where: call('atMost', column(RANK), whole(Number.isNaN(eighty!) ? 0 : eighty!)),
  })
  return { ...found, best }
}

/** Among equals the first by id, or by whatever the rows are in order of. */
function ties({ shape, order }: Plan): Order[] {
  const { fields } = shape.schema
  const names = [...order, 'customer_id'].filter((name, i, list) => list.indexOf(name) === i)
  return names
    .map((name) => fields.find((field) => field.name === name))
    .filter((field) => field !== undefined)
    .map(({ name, type }) => ({ by: column(name), text: isText(type) }))
}

/** The fewest customers that bring a part of the whole. */
function fewest({ units }: Pick<Ranked, 'units'>, part: number): Expression {
  if (!(units > 0)) return nothing('whole')
  return call('min', when(call('atLeast', call('asDouble', column(SUM)), number(part * units)), column(RANK)))
}

/** A value over the whole; nothing where that is not above 0. */
function share(value: Expression, units: number): Expression {
  return units > 0 ? call('divided', call('asDouble', value), number(units)) : nothing('number')
}

/** One row a group. */
export function decilesQuery({ query, decimal, n, units }: Ranked, bins: number): Query {
  const place = call('times', call('minus', column(RANK), whole(1)), whole(bins))
  const group = call(
    'asWhole',
    call('floor', call('divided', call('asDouble', place), number(Math.max(n, 1)))),
  )
  const placed = select(query, [
    ['group', group],
    [VALUE, column(VALUE)],
  ])
  const grouped = select(
    placed,
    [
      ['group', column('group')],
      ['customers', call('rows')],
      ['sum', call('sum', column(VALUE))],
      ['from', call('max', column(VALUE))],
      ['to', call('min', column(VALUE))],
    ],
    { groupBy: [column('group')] },
  )
  const rows = Array.from({ length: bins }, (_, k) => [whole(k)])
  const sum = call('coalesce', other('sum'), whole(0))
  const joined = select(
    { kind: 'values', names: ['group'], rows },
    [
      ['group', column('group')],
      ['customers', call('coalesce', other('customers'), whole(0))],
      ['sum', sum],
      ['from', other('from')],
      ['to', other('to')],
    ],
    { join: { query: grouped, on: call('equal', column('group'), other('group')) } },
  )
  const cumulative = over(call('sum', column('sum')), [], [{ by: column('group') }], 'before')
  return select(joined, [
    ['decile', call('plus', column('group'), whole(1))],
    ['customers', column('customers')],
    ['revenue', moneyOf(column('sum'), decimal)],
    ['share', share(column('sum'), units)],
    ['cumulative_share', share(cumulative, units)],
    ['from', moneyOf(column('from'), decimal)],
    ['to', moneyOf(column('to'), decimal)],
  ])
}

/** What the best customers bring, at each hundredth: between customers on a straight line. */
export function curveQuery({ query, n, units }: Ranked): Query {
  const rows = Array.from({ length: 101 }, (_, percent) => {
    const place = (percent / 100) * n
    const low = Math.min(Math.floor(place), n)
    return [number(percent / 100), whole(low), number(place - low)]
  })
  const names = ['share', 'low', 'beyond']
  const carried = names.map((name): Named => [name, column(name)])
  const below = select(
    { kind: 'values', names, rows },
    [...carried, ['sum', call('coalesce', other(SUM), whole(0))]],
    {
      join: { query, on: call('equal', column('low'), other(RANK)) },
    },
  )
  const next = call('coalesce', other(VALUE), whole(0))
  const height = call(
    'plus',
    call('asDouble', column('sum')),
    call('times', column('beyond'), call('asDouble', next)),
  )
  return select(
    below,
    [
      ['customer_share', column('share')],
      ['revenue_share', share(height, units)],
    ],
    { join: { query, on: call('equal', call('plus', column('low'), whole(1)), other(RANK)) } },
  )
}

const WHOLE = new Set([
  'customers',
  'missing',
  'negative_customers',
  'customers_for_half',
  'customers_for_eighty',
])
const NAMES =
  'total customers missing negative_customers negative_revenue gini top20_share customers_for_half share_for_half customers_for_eighty share_for_eighty'

function emptyOf(name: string): Vector {
  return WHOLE.has(name) ? int32(new Int32Array(0)) : float64(new Float64Array(0))
}

/** The columns of the summary. */
export function summaryShape(): Table {
  return makeTable(Object.fromEntries(NAMES.split(' ').map((name) => [name, emptyOf(name)])) as any)
}

/** One row of figures. */
export function summaryQuery(ranked: Ranked): Query {
  const { query, decimal, n, missing, units, total: all } = ranked
  const value = call('asDouble', column(VALUE))
  const negative = call('below', column(VALUE), whole(0))
  const before = call('asDouble', call('minus', column(RANK), whole(1)))
  // Ranks from the greatest down: n − 1 − 2 (rank − 1) times the value, in means.
  const weight = call('minus', number(n - 1), call('times', number(2), before))
  const gini = call(
    'divided',
    call('sum', call('times', weight, call('divided', value, number(units / n || 1)))),
    number(n * n || 1),
  )
  const place = call('minus', number(0.2 * n), before)
  const part = when(
    call('atLeast', place, number(1)),
    value,
    when(call('above', place, number(0)), call('times', place, value), number(0)),
  )
  const few = (of: number): Named[] => {
    const name = of === 0.5 ? 'half' : 'eighty'
    const count = fewest(ranked, of)
    return [
      [`customers_for_${name}`, count],
      [`share_for_${name}`, n > 0 ? call('divided', call('asDouble', count), number(n)) : nothing('number')],
    ]
  }
  return select(query, [
    ['total', number(all)],
    ['customers', whole(n)],
    ['missing', whole(missing)],
    ['negative_customers', countWhere(negative)],
    ['negative_revenue', moneyOf(total(when(negative, column(VALUE))), decimal)],
    ['gini', units > 0 ? gini : nothing('number')],
    ['top20_share', share(call('sum', part), units)],
    ...few(0.5),
    ...few(0.8),
  ])
}
