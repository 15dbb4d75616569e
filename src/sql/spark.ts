import { grammars } from '../dialect/grammars.js'
import { withoutEnd } from '../dialect/withoutEnd.js'
import { checkBoolean, checkOptions, invalid } from '../options.js'
import type { ProgressOptions } from '../progress.js'
import type { Table } from '../table/arrow.js'
import { makeTable } from '../table/build.js'
import { concat } from '../table/concat.js'
import { fromIpc, toIpc } from '../table/ipc.js'
import { portable } from '../table/portable.js'
import type { Engine } from './engine.js'
import { loadPeer, refused } from './peer.js'
import { guarded } from './guard.js'
import { readTimeout, type TimeoutOptions } from './timeout.js'
import { artifactOf } from './spark/artifacts.js'
import { openSession } from './spark/session.js'

/** What `spark` can be told. `timeout` is an hour where it is not given. */
export interface SparkOptions extends TimeoutOptions {
  /** The token that the server asks for. */
  readonly token?: string | undefined
  /** Encrypt the connection. Default: whether a token is given to a server elsewhere. */
  readonly tls?: boolean | undefined
}

const who = 'spark'
const bytes = (part: Table) => toIpc(part, 'stream', who) as Uint8Array<ArrayBuffer>
/** What is smaller goes with the statement itself. */
const INLINE_BYTES = 1 << 20
const ROWS_A_PIECE = 250_000

/**
 * A Spark cluster as an engine, through its Connect server: SQL goes there, Arrow comes back, with progress in tasks.
 * What is uploaded is a view of this session. A query that is stopped or takes longer than `timeout` ends there too; one whose connection breaks is taken up again. That of a
 * process that was killed is ended by the server itself, after its `spark.connect.execute.reattachable.senderMaxStreamDuration` and `spark.connect.execute.manager.detachedTimeout`:
 * seven minutes, unless it was started with less. Needs the packages @grpc/grpc-js and @grpc/proto-loader.
 *
 * @param address - `spark://host:15002` (`sc://` does too)
 * @param options - `token`, `tls`, `timeout`
 * @returns an engine, for `from`, once the server has answered; close it when done
 * @throws ClienteleError `peer-missing`, `option-invalid`, `query-failed` with Spark's sentence and class
 *
 * Cost: half a second and more a query, however few its rows; an answer is in memory as a whole. Uploads go in pieces of 250,000 rows.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const revenue = async (address: string) => {
 *   const engine = await sql.spark(address)
 *   const customers = sql.summarize(sql.from(engine, 'orders'), { customer: 'client', time: 'placed', amount: 'paid' })
 *   return customers.toTable().finally(() => engine.close())
 * }
 * await revenue('spark://127.0.0.1:1').catch((error) => console.log(error.code)) // query-failed
 * ```
 */
export async function spark(address: string, options: SparkOptions = {}): Promise<Engine> {
  checkOptions(who, options, ['token', 'tls', 'timeout'])
  const [, target] = /^(?:spark|sc):\/\/([^/?#\s]+)\/?$/.exec(address) ?? []
  if (!target) throw invalid(who, 'the address must be that of a Connect server, as spark://host:15002')
  const { token, timeout } = options
  const seconds = readTimeout(who, timeout) ?? 3600
  const { tls = token !== undefined && !/^(localhost|127\.|\[::1\])/.test(target) } = options
  checkBoolean(who, 'tls', tls)

  const load = <T>(module: () => Promise<T>) =>
    loadPeer(who, 'Spark', '@grpc/grpc-js @grpc/proto-loader', module)
  const grpc = await load(() => import('@grpc/grpc-js'))
  const { fromJSON } = await load(() => import('@grpc/proto-loader'))
  const where = {
    address: /:\d+$/.test(target) ? target : `${target}:15002`,
    token,
    tls,
    seconds,
  }
  const session = openSession(grpc, fromJSON as never, where)
  await session.configure({ 'spark.sql.session.timeZone': 'UTC', 'spark.sql.ansi.enabled': 'true' })

  const query = async (sql: string, watch: ProgressOptions): Promise<Table> => {
    const plan = { root: { sql: { query: withoutEnd(sql) } } }
    const tables = (await session.execute(plan, watch)).map(fromIpc)
    const filled = tables.filter(({ numRows }) => numRows > 0)
    return filled.length > 1 ? concat(filled) : (filled[0] ?? tables[0] ?? makeTable({}))
  }

  const upload = async (name: string, table: Table): Promise<void> => {
    const whole = table.numRows <= ROWS_A_PIECE ? bytes(table) : undefined
    let input: object
    if (whole && whole.length <= INLINE_BYTES) input = { localRelation: { data: whole } }
    else {
      const pieces = Array.from({ length: Math.ceil(table.numRows / ROWS_A_PIECE) }, (_, i) =>
        table.slice(i * ROWS_A_PIECE, (i + 1) * ROWS_A_PIECE),
      )
      const artifacts = await Promise.all((whole ? [whole] : pieces.map(bytes)).map(artifactOf))
      await session.send(artifacts)
      input = { chunkedCachedLocalRelation: { dataHashes: artifacts.map(({ hash }) => hash) } }
    }
    const view = { input, name: grammars.spark.identifier(name), isGlobal: false, replace: true }
    await session.execute({ command: { createDataframeView: view } })
  }

  /** Tables that end with the engine: Spark has no temporary ones, and a view would be computed anew by each that reads it. */
  const kept: string[] = []
  const keep = async (name: string, sql: string, watch: ProgressOptions): Promise<void> => {
    const target = grammars.spark.identifier(name)
    kept.push(target)
    await query(`${grammars.spark.createTable(target)} AS\n${withoutEnd(sql)}`, watch)
  }
  const close = async (): Promise<void> => {
    for (const target of kept) await query(`DROP TABLE IF EXISTS ${target}`, {}).catch(() => {})
    await session.close()
  }

  return guarded(
    {
      dialect: who,
      query: (sql, watch = {}) => query(sql, watch),
      run: async (sql, watch = {}) => void (await query(sql, watch)),
      upload: (name, table) => upload(name, portable(table, who)),
      keep: (name, sql, watch = {}) => keep(name, sql, watch),
      close,
    },
    { says: (error) => refused(who, 'Spark', String((error as Error)?.message ?? error), error) },
  )
}
