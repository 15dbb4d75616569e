import { ClienteleError } from '../error.js'
import { checkOptions } from '../options.js'
import type { Table } from '../table/arrow.js'
import { portable } from '../table/portable.js'
import { grammars } from '../dialect/grammars.js'
import { withoutEnd } from '../dialect/withoutEnd.js'
import { copyBytes } from './postgres/copyIn.js'
import { type CopyColumn, copyReader, isBinary } from './postgres/copyOut.js'
import { columnSql } from './columnSql.js'
import { guarded } from './guard.js'
import type { Engine } from './engine.js'
import { databaseSays, loadPeer } from './peer.js'
import { checkAddress, readTimeout, type TimeoutOptions } from './timeout.js'
import { refuseTwins } from './twins.js'

/** What `postgres` can be told: `timeout`, after which the server gives a query up. Default: none but the server's own. */
export type PostgresOptions = TimeoutOptions

const who = 'postgres'
const { createTable, identifier } = grammars.postgres
const LONGEST_NAME = 63
const encoder = new TextEncoder()

/**
 * A PostgreSQL database as an engine: queries come back as Arrow tables through COPY in its binary form, the quickest
 * that PostgreSQL has, and tables go there the same way.
 *
 * Numbers of type `numeric` arrive as doubles, whatever a table has no type for (intervals, JSON, arrays) as text.
 * One connection, whose time zone is set to UTC. Needs the packages pg and pg-copy-streams.
 *
 * @param address - `postgres://user:password@host:port/database`; what it leaves out comes from pg's own settings
 * @param options - `timeout`
 * @returns an engine, for `from`, once it is connected; close it when done
 * @throws ClienteleError `peer-missing`, `option-invalid`, `query-failed` with what PostgreSQL says
 *
 * Cost: a million rows of ten columns come or go in a second or two; an answer is in memory as a whole.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const revenue = async (address: string) => {
 *   const engine = await sql.postgres(address)
 *   const customers = sql.summarize(sql.from(engine, 'orders'), { customer: 'client', time: 'placed', amount: 'paid' })
 *   return customers.toTable().finally(() => engine.close())
 * }
 * await revenue('postgres://analyst@127.0.0.1:1/shop').catch((error) => console.log(error.code)) // query-failed
 * ```
 */
export async function postgres(address: string, options: PostgresOptions = {}): Promise<Engine> {
  checkOptions(who, options, ['timeout'])
  checkAddress(who, address, /^postgres(ql)?:\/\//, 'postgres://user:password@host:5432/shop')
  const seconds = readTimeout(who, options.timeout)
  const packages = 'pg pg-copy-streams'
  const load = <T>(module: () => Promise<T>) => loadPeer(who, 'PostgreSQL', packages, module)
  const { default: pg } = await load(() => import('pg'))
  const { from: copyFrom, to: copyTo } = await load(() => import('pg-copy-streams'))
  const limit = seconds === undefined ? '' : ` -c statement_timeout=${Math.ceil(seconds * 1000)}`
  const config = { connectionString: address, options: `-c TimeZone=UTC${limit}` }

  const connected = async () => {
    const client = new pg.Client(config)
    // Without a listener a connection that breaks while idle would end the process.
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      throw says(error, address)
    }
  }
  const client = await connected()

  /** Stops what runs in the database: that takes a second connection. */
  const cancel = async () => {
    const other = await connected()
    const { processID } = client as unknown as { processID: number }
    await other.query('select pg_cancel_backend($1)', [processID]).finally(() => other.end())
  }
  const columnsOf = async (sql: string): Promise<CopyColumn[]> => {
    const { fields } = await client.query(`select * from (${sql}\n) answer limit 0`)
    refuseTwins(
      who,
      fields.map(({ name }) => name),
    )
    return fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }))
  }

  const query = async (sql: string): Promise<Table> => {
    const asked = withoutEnd(sql)
    const columns = await columnsOf(asked)
    const text = columns.map(({ name, type }) =>
      isBinary(type) ? identifier(name) : `${identifier(name)}::text`,
    )
    const plain = columns.every(({ type }) => isBinary(type))
    const select = plain ? asked : `select ${text.join(', ')} from (${asked}\n) answer`
    const reader = copyReader(columns.map(({ name, type }) => ({ name, type: isBinary(type) ? type : 25 })))
    const stream = client.query(copyTo(`copy (${select}\n) to stdout (format binary)`))
    for await (const piece of stream) reader.push(piece as Uint8Array)
    return reader.finish()
  }

  const upload = async (name: string, table: Table, temporary: boolean): Promise<void> => {
    // PostgreSQL would cut them, and only say so in its log.
    const long = table.schema.fields.find((field) => encoder.encode(field.name).length > LONGEST_NAME)
    if (long) {
      throw new ClienteleError(
        'unsupported',
        `${who}: PostgreSQL's names have at most ${LONGEST_NAME} bytes, but column '${long.name.slice(0, 80)}' has more; rename it.`,
      )
    }
    const target = identifier(name)
    const columns = table.schema.fields.map(
      (field) => `${identifier(field.name)} ${columnSql(field.type, who)}`,
    )
    await client.query('begin')
    try {
      if (!temporary) await client.query(`drop table if exists ${target}`)
      const create = temporary ? createTable(target) : `create table ${target}`
      await client.query(`${create} (${columns.join(', ')})`)
      await send(client.query(copyFrom(`copy ${target} from stdin (format binary)`)), copyBytes(table))
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    }
    await client.query(`analyze ${target}`)
  }

  const keep = async (target: string, sql: string): Promise<void> => {
    await client.query(`${createTable(target)} as\n${withoutEnd(sql)}`)
    await client.query(`analyze ${target}`)
  }

  return guarded(
    {
      dialect: who,
      query: (sql) => query(sql),
      run: async (sql) => void (await client.query(sql)),
      upload: (name, table, { temporary = false } = {}) => upload(name, portable(table, who), temporary),
      keep: (name, sql) => keep(identifier(name), sql),
      close: () => client.end(),
    },
    { says: (error) => says(error, address), stop: () => void cancel().catch(() => {}) },
  )
}

function says(error: unknown, address: string): ClienteleError {
  return databaseSays(who, 'PostgreSQL', address, error)
}

/** Writes the pieces as fast as the other side takes them. */
async function send(stream: NodeJS.WritableStream, pieces: Iterable<Uint8Array>): Promise<void> {
  const broken = new Promise<never>((_, reject) => stream.on('error', reject))
  // Nobody may be waiting when it breaks.
  broken.catch(() => {})
  for (const piece of pieces) {
    if (stream.write(piece)) continue
    await Promise.race([broken, new Promise<void>((resolve) => stream.once('drain', resolve))])
  }
  await Promise.race([broken, new Promise<void>((resolve) => stream.once('finish', resolve).end())])
}
