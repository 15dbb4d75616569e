import type { Table } from '../../table/arrow.js'
import { readAsOf } from '../../table/asOf.js'
import { clockOf } from '../../table/days.js'
import { readAbout, requireRole } from '../../table/metadata.js'
import { call, column } from '../expression/expression.js'
import { select } from '../expression/query.js'
import { derive, type Relation } from '../relation/relation.js'
import { selectColumns } from '../../table/select.js'
import { isFuture, timesOf } from './columns.js'

/** The last time of orders, and the last that is not after a moment: two rows of the column of times. */
export function lastTimes(who: string, orders: Relation, moment: number): Promise<Table> {
  return derive(who, orders, async ({ query, shape }) => {
    const known = readAbout(shape, who)
    const name = requireRole('time', {}, known, shape, who)
    const times = timesOf(shape, name, known.timeZone, who)
    const asOf = readAsOf(new Date(moment), clockOf(known.timeZone, who), who)
    const last = [[name, call('max', column(name))]] as const
    const late = isFuture(times, times.value, times.day, asOf)
    const queries = [select(query, last), select(query, last, { where: call('not', late) })]
    return { query: { kind: 'union', queries }, shape: selectColumns(shape, [name], who), order: [] }
  }).toTable()
}
