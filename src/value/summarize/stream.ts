import { ClienteleError } from '../../error.js'
import { report } from '../../progress.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { type Column, findColumn } from '../../table/column.js'
import { type About, readAbout } from '../../table/metadata.js'
import { readStreamKeys, type StreamKeys } from '../../table/streamKeys.js'
import type { TableLike } from '../../table/types.js'
import { makeNumberer } from './numberKeys.js'
import { type Engine, makeEngine } from './engine.js'
import { type Input, type Readers, readInput } from '../../table/orders/input.js'
import { readRules, type Rules, type SummarizeOptions } from './options.js'
import { orderCustomers } from './order.js'
import { readRoles } from '../../table/orders/roles.js'
import { buildSummary } from './table.js'

/** What the first table of a stream settles for those that follow. */
interface Begun {
  readonly engine: Engine
  readonly first: Input
  readonly customer: Column['type']
  readonly rules: Rules
  readonly known: About
}

/** `summarize` over tables as they come; only customers are kept. What is wrong at once is thrown at once. */
export function summarizeStream(
  who: string,
  tables: Iterable<TableLike> | AsyncIterable<TableLike>,
  options: SummarizeOptions,
): Promise<Table> {
  readRules(who, options, { roles: {}, counts: {} })
  if (Array.isArray(tables)) {
    if (tables.length === 0) throw noTable(who)
    for (const table of tables) adopt(table, who)
  }
  return sumUp(who, tables, options)
}

function noTable(who: string): ClienteleError {
  return new ClienteleError(
    'rows-too-few',
    `${who}: there is no table in what was given; it needs one at least.`,
  )
}

async function sumUp(
  who: string,
  tables: Iterable<TableLike> | AsyncIterable<TableLike>,
  options: SummarizeOptions,
): Promise<Table> {
  const readers = streamReaders()
  let begun: Begun | undefined
  let rows = 0
  let decimal = true
  try {
    for await (const given of tables) {
      const table = adopt(given, who)
      const known = begun?.known ?? readAbout(table, who)
      const rules = begun?.rules ?? readRules(who, options, known)
      const roles = readRoles(who, table, options, known)
      const input = readInput(who, table, roles, rules, readers)
      const { type } = findColumn(table, roles.customer, who)
      begun ??= {
        engine: makeEngine(input, rules, Infinity),
        first: { ...input, chunks: [] },
        customer: type,
        rules,
        known,
      }
      checkSame(who, begun, input)
      begun.engine.add(input)
      rows += input.rows
      decimal &&= input.decimal
      report(who, options, { phase: 'sum up', done: rows })
    }
    if (!begun) throw noTable(who)
    const found = begun.engine.finish()
    const order = orderCustomers(found, { wantsRows: false })
    const kind = begun.first.keys as 'short' | 'bytes'
    const customers = begun.engine.keys(begun.customer, kind, order.places)
    return buildSummary(
      who,
      customers,
      found,
      order,
      begun.engine.build,
      { ...begun.first, decimal },
      begun.rules,
      begun.known,
      options,
    )
  } finally {
    begun?.engine.close()
  }
}

function streamReaders(): Readers {
  const number = makeNumberer()
  const customers = familyReader('customer')
  const orders = familyReader('order')
  return { readKeys: customers, readOrders: (column, who) => number(orders(column, who)) }
}

/** Reads keys that must be of one family in all tables: others could not be compared with those before. */
function familyReader(role: string): (column: Column, who: string) => StreamKeys {
  let first: StreamKeys['family'] | undefined
  return (column, who) => {
    const keys = readStreamKeys(column, who, role)
    first ??= keys.family
    if (keys.family !== first) throw differs(who, role, first, keys.family)
    return keys
  }
}

function differs(who: string, what: string, was: unknown, is: unknown): ClienteleError {
  return new ClienteleError(
    'contradiction',
    `${who}: the ${what} is ${String(is)} in a table of the stream, but ${String(was)} in the first; give all tables the same types.`,
  )
}

/** Times of another kind could not be compared with those before. */
function checkSame(who: string, { first }: Begun, input: Input): void {
  if (String(first.time.type) !== String(input.time.type))
    throw differs(who, 'time', first.time.type, input.time.type)
  const isSame = (['ticksPerDay', 'bareDates', 'zoned'] as const).every((what) => first[what] === input[what])
  if (!isSame) {
    throw differs(who, 'time', describeTimes(first), describeTimes(input))
  }
}

function describeTimes({ bareDates, zoned }: Pick<Input, 'bareDates' | 'zoned'>): string {
  if (bareDates) return 'a date without a time of day'
  return `a date with a time of day${zoned ? ' and a zone' : ''}`
}
