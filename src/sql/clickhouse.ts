import { grammars } from '../dialect/grammars.js'
import { withoutEnd } from '../dialect/withoutEnd.js'
import { ClienteleError } from '../error.js'
import { readable } from '../io/readable.js'
import { invalid } from '../options.js'
import { type ProgressOptions, stopIfAsked } from '../progress.js'
import type { Table } from '../table/arrow.js'
import { fromIpc, toIpc } from '../table/ipc.js'
import { portable } from '../table/portable.js'
import { withoutZone } from '../table/withoutZone.js'
import { columnSql } from './columnSql.js'
import type { Engine } from './engine.js'
import { loadPeer, refused } from './peer.js'
import { guarded } from './guard.js'

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
 * @param address `clickhouse://user:password@host:8123/database`; `clickhouses://` for TLS.
 * @returns the engine, once the server has answered. Close it when done.
 * @throws ClienteleError 'peer-missing' where the package is missing, 'query-failed' with what ClickHouse says.
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
export async function clickhouse(address: string): Promise<Engine> {
  const { createClient, ClickHouseLogLevel } = await loadPeer(
    who,
    'ClickHouse',
    '@clickhouse/client',
    () => import('@clickhouse/client'),
  )
  if (!/^clickhouses?:\/\/[^/]/.test(address)) {
    throw invalid(
      who,
      'the address must begin with clickhouse://, as clickhouse://user:password@host:8123/shop',
    )
  }
  const client = createClient({
    url: address.replace(/^clickhouse/, 'http'),
    clickhouse_settings: settings,
    // Its errors are thrown; on the console they would stand a second time.
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: 3_600_000,
    // Temporary tables belong to a session.
    session_id: globalThis.crypto.randomUUID(),
  })

  const stoppable = async <T>(
    { signal }: ProgressOptions,
    work: (stop: { abort_signal?: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    stopIfAsked(who, signal)
    try {
      return await work(signal ? { abort_signal: signal } : {})
    } catch (error) {
      stopIfAsked(who, signal)
      throw says(error)
    }
  }

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

  const engine = guarded({
    dialect: who,
    query: (sql, options = {}) => stoppable(options, (stop) => query(sql, stop)),
    run: (sql, options = {}) =>
      stoppable(options, async (stop) => void (await client.command({ ...stop, query: sql }))),
    upload: (name, table, { temporary = false } = {}) =>
      stoppable({}, () => upload(name, portable(table, who), temporary)),
    keep: (name, sql, options = {}) =>
      stoppable(options, (stop) => keep(identifier(name), withoutEnd(sql), stop)),
    close,
  })
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

function says(error: unknown): ClienteleError {
  if (error instanceof ClienteleError) return error
  const { message = 'the connection failed', code } = error as { message?: string; code?: string }
  const [first = ''] = message.split('\n')
  const said = first.replace(/[.\s]+$/, '')
  return refused(who, 'ClickHouse', `${said}${code ? ` (${code})` : ''}`, error)
}
