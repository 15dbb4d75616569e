import { grammars } from '../dialect/grammars.js'
import { withoutEnd } from '../dialect/withoutEnd.js'
import { readable } from '../io/readable.js'
import { checkOptions } from '../options.js'
import type { ProgressOptions } from '../progress.js'
import type { Table } from '../table/arrow.js'
import { fromIpc, toIpc } from '../table/ipc.js'
import { portable } from '../table/portable.js'
import { withoutZone } from '../table/withoutZone.js'
import { columnSql } from './columnSql.js'
import type { Engine } from './engine.js'
import { databaseSays, loadPeer } from './peer.js'
import { refuseView } from './relation/refuseView.js'
import { guarded } from './guard.js'
import { checkAddress, readTimeout, type TimeoutOptions } from './timeout.js'

/** What `clickhouse` can be told: `timeout`, after which a query is given up. Default: an hour. */
export type ClickHouseOptions = TimeoutOptions

const who = 'clickhouse'
const { createTable, identifier } = grammars.clickhouse

/** What makes ClickHouse answer as the other databases do, and in Arrow types that are what they say. */
const settings = {
  output_format_arrow_compression_method: 'none',
  output_format_arrow_string_as_string: 1,
  output_format_arrow_date_as_uint16: 0,
  output_format_arrow_low_cardinality_as_dictionary: 0,
  // No row of the right table is null, not zero; the sum of nothing too.
  join_use_nulls: 1,
  aggregate_functions_null_for_empty: 1,
  union_default_mode: 'ALL',
  // Times without a zone are read and shown as they were written, wherever the server stands.
  session_timezone: 'UTC',
  // Temporary tables end with the session, and that after a minute without a query unless this says otherwise.
  session_timeout: '3600',
  // Models are long queries.
  max_query_size: '16000000',
  max_ast_elements: '2000000',
  max_expanded_ast_elements: '2000000',
  // A query whose reader has gone stops.
  cancel_http_readonly_queries_on_client_close: 1,
} as const

/** Types that ClickHouse's Arrow has no name for, and what to ask for in their place. */
const casts: readonly (readonly [RegExp, (column: string) => string])[] = [
  [/\bDateTime(?!64)/, (column) => `toDateTime64(${column}, 0)`],
  [/^(Nullable\()?(UUID|Enum|IPv|U?Int(128|256))/, (column) => `toString(${column})`],
]

/** Times without a zone, which Arrow is told to be in that of the session. */
const PLAIN_TIME = /^(Nullable\()?DateTime(64\(\d\))?\)?$/

/**
 * A ClickHouse server as an engine: queries come back and tables go there as Arrow, over HTTP. The settings of the
 * session are those that give standard SQL's nulls. Needs the package @clickhouse/client.
 *
 * @param address - `clickhouse://user:password@host:8123/database`; `clickhouses://` for TLS
 * @param options - `timeout`
 * @returns an engine, for `from`, once the server has answered; close it when done
 * @throws ClienteleError `peer-missing`, `option-invalid`, `query-failed` with what ClickHouse says
 *
 * Cost: a million rows of ten columns come or go in less than a second; an answer is in memory as a whole, for a moment twice.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const revenue = async (address: string) => {
 *   const engine = await sql.clickhouse(address)
 *   const customers = sql.summarize(sql.from(engine, 'orders'), { customer: 'client', time: 'placed', amount: 'paid' })
 *   return customers.toTable().finally(() => engine.close())
 * }
 * await revenue('clickhouse://analyst@127.0.0.1:1/shop').catch((error) => console.log(error.code)) // query-failed
 * ```
 */
export async function clickhouse(address: string, options: ClickHouseOptions = {}): Promise<Engine> {
  checkOptions(who, options, ['timeout'])
  checkAddress(who, address, /^clickhouses?:\/\/[^/]/, 'clickhouse://user:password@host:8123/shop')
  const seconds = readTimeout(who, options.timeout) ?? 3600
  const { createClient, ClickHouseLogLevel } = await loadPeer(
    who,
    'ClickHouse',
    '@clickhouse/client',
    () => import('@clickhouse/client'),
  )
  const client = createClient({
    url: address.replace(/^clickhouse/, 'http'),
    clickhouse_settings: settings,
    // Its errors are thrown; on the console they would stand a second time.
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: seconds * 1000,
    // Temporary tables belong to a session.
    session_id: globalThis.crypto.randomUUID(),
  })

  /** The query with those columns changed that would arrive as something else, times as integers, names as numbers; and which times are plain. */
  const asArrow = async (sql: string): Promise<{ select: string; plain: ReadonlySet<string> }> => {
    const answer = await client.query({ query: `DESCRIBE TABLE (${sql}\n)`, format: 'JSONEachRow' })
    const columns = await answer.json<{ name: string; type: string }>()
    const changed = columns.map(({ name, type }) => {
      const cast = casts.find(([pattern]) => pattern.test(type))?.[1]
      return cast && `${cast(identifier(name))} AS ${identifier(name)}`
    })
    const replaced = changed.filter((column) => column !== undefined)
    const select = replaced.length > 0 ? `SELECT * REPLACE (${replaced.join(', ')}) FROM (${sql}\n)` : sql
    const plain = columns.filter(({ type }) => PLAIN_TIME.test(type)).map(({ name }) => name)
    return { select, plain: new Set(plain) }
  }

  const query = async (sql: string, stop: { abort_signal?: AbortSignal }): Promise<Table> => {
    const asked = withoutEnd(sql)
    const { select, plain } = await asArrow(asked)
    const { stream } = await client.exec({ ...stop, query: `${select}\nFORMAT ArrowStream` })
    const pieces: Uint8Array[] = []
    for await (const piece of stream) pieces.push(piece as Uint8Array)
    return withoutZone(fromIpc(joined(pieces)), plain)
  }

  /** Tables that end with the engine. */
  const kept: string[] = []
  const upload = async (name: string, table: Table, temporary: boolean): Promise<void> => {
    const columns = table.schema.fields.map(
      (field) => `${identifier(field.name)} ${columnSql(field.type, who)}`,
    )
    const target = identifier(name)
    if (temporary) {
      await client.command({ query: `${createTable(target)} (${columns.join(', ')})` })
      kept.push(target)
    } else {
      // It would drop a view as well.
      await refuseView(who, { dialect: who, query: (sql) => query(sql, {}) }, name)
      await client.command({ query: `DROP TABLE IF EXISTS ${target}` })
      await client.command({
        query: `CREATE TABLE ${target} (${columns.join(', ')}) ENGINE = MergeTree ORDER BY tuple()`,
      })
    }
    await client.exec({
      query: `INSERT INTO ${target} FORMAT ArrowStream`,
      values: readable([toIpc(table, 'stream', who)]),
    })
  }

  const keep = async (target: string, sql: string, stop: { abort_signal?: AbortSignal }): Promise<void> => {
    await client.command({ ...stop, query: `${createTable(target)} AS\n${sql}` })
    kept.push(target)
  }

  const close = async (): Promise<void> => {
    // Without this the server would hold them until its session times out.
    for (const target of kept)
      await client.command({ query: `DROP TABLE IF EXISTS ${target}` }).catch(() => {})
    await client.close()
  }

  const engine = guarded(
    {
      dialect: who,
      query: (sql, options) => query(sql, stopper(options)),
      run: async (sql, options) => void (await client.command({ ...stopper(options), query: sql })),
      upload: (name, table, { temporary = false } = {}) => upload(name, portable(table, who), temporary),
      keep: (name, sql, options) => keep(identifier(name), withoutEnd(sql), stopper(options)),
      close,
    },
    { says: (error) => databaseSays(who, 'ClickHouse', address, error) },
  )
  await engine.query('SELECT 1')
  return engine
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** What the client calls a signal. */
function stopper({ signal }: ProgressOptions = {}): { abort_signal?: AbortSignal } {
  return signal ? { abort_signal: signal } : {}
}
