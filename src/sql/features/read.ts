import type { HistoryOptions } from '../../churn/history/readHistory.js'
import { checkOptions } from '../../options.js'
import { findColumn } from '../../table/column.js'
import { readAbout } from '../../table/metadata.js'
import { call, column } from '../expression/expression.js'
import type { Named, Query } from '../expression/query.js'
import type { Histories } from '../history/readHistory.js'
import type { Plan } from '../relation/relation.js'
import { breadthColumns, breadthQuery, channelQuery } from './breadth.js'
import {
  contactSource,
  deliveryMark,
  discountMark,
  type EventSource,
  type FeatureRelations,
  type Marked,
  ticketSource,
} from './sources.js'

export type { FeatureRelations }

/** A query of one row a customer that is joined to the others. */
export interface Joined {
  readonly at: (history: Histories, customers: Query, cutoff: number) => Query
  readonly columns: readonly Named[]
}

/** What features are made of, apart from who bought when for how much. */
export interface Sources {
  /** Columns that the rows are to have. */
  readonly read: readonly Named[]
  readonly marked: readonly Marked[]
  /** In the order of their columns. */
  readonly joined: readonly Joined[]
}

/** Reads what features are made of. */
export async function readSources(
  who: string,
  plan: Plan,
  options: HistoryOptions & FeatureRelations,
  windows: readonly number[],
): Promise<Sources> {
  const { product, discount, channel, delivery, tickets, contacts } = options
  const timeZone = options.timeZone ?? readAbout(plan.shape, who).timeZone
  if (delivery !== undefined) checkOptions(who, delivery, ['promised', 'delivered'], 'delivery')
  const named = (name: string, given: string): Named => {
    findColumn(plan.shape, given, who)
    return [name, column(given)]
  }
  const marked = [
    ...(discount === undefined ? [] : [discountMark(who, plan, discount)]),
    ...(delivery === undefined ? [] : [deliveryMark(who, plan, delivery, timeZone)]),
  ]
  const events = [
    ...(tickets === undefined ? [] : [await ticketSource(who, tickets, timeZone)]),
    ...(contacts === undefined ? [] : [await contactSource(who, contacts, timeZone)]),
  ]
  const channelOf: Named[] =
    channel === undefined ? [] : [['channel', call('asText', named('channel', channel)[1])]]
  const breadth: Joined = {
    at: (history, customers, cutoff) => breadthQuery(history, customers, cutoff, windows),
    columns: breadthColumns(windows),
  }
  const channels: Joined = {
    at: (history, _, cutoff) => channelQuery(history, cutoff),
    columns: ['channel_last', 'channel_main'].map((name) => [name, column(name, 'other')]),
  }
  return {
    read: [
      ...(product === undefined ? [] : [named('product', product)]),
      ...channelOf,
      ...marked.flatMap(({ read }) => read),
    ],
    marked,
    joined: [
      ...(product === undefined ? [] : [breadth]),
      ...events.map(joinedEvents),
      ...(channel === undefined ? [] : [channels]),
    ],
  }
}

function joinedEvents({ query, columns }: EventSource): Joined {
  return { at: (_, __, cutoff) => query(cutoff), columns }
}
