import { stat } from 'node:fs/promises'
import { grammars } from '../dialect/grammars.js'
import { tableSql } from '../dialect/tableSql.js'
import { ClienteleError } from '../error.js'
import * as sql from '../sql/index.js'
import { isUnknownTable } from '../sql/peer.js'
import { newName } from '../sql/newName.js'
import type { Table } from '../table/arrow.js'
import type { CleanOrdersOptions } from '../value/cleanOrders.js'
import type { EngineGiven } from './args/analyze.js'
import { isStatusName } from './guessStatus.js'
import { lastUntilToday } from './lastUntilToday.js'

/** A table of a database, as far as `analyze` asks it. */
export interface Source {
  /** Its columns, without rows. */
  readonly shape: Table
  readonly rows: number
  /** What columns that may tell of statuses hold, each combination once. */
  statuses(also: string | undefined): Promise<Table>
  /** Cleans there, once: the orders that count are kept as a table that ends with the connection. */
  clean(columns: readonly string[], options: CleanOrdersOptions): Promise<Cleaned>
  close(): Promise<void>
}

/** What cleaning gave; each part comes here when it is asked for. */
export interface Cleaned {
  /** As `lastUntilToday` says of a file. */
  lastUntilToday(): Promise<string | undefined>
  /** The orders that count. */
  orders(): Promise<Table>
  audit(): Promise<Table>
  /** The customers, scored. */
  customers(): Promise<Table>
}

/** Opens a table of a database; `kind` and `address` are those of --engine. */
export async function openSource({ kind, address, table }: EngineGiven): Promise<Source> {
  const engine = await open(kind, address)
  try {
    const { identifier } = grammars[engine.dialect]
    const name = table.split('.')
    const from = tableSql('analyze', name, grammars[engine.dialect])
    const select = (columns: readonly string[]) => columns.map(identifier).join(', ')
    const shape = await engine.query(`SELECT * FROM ${from} WHERE 1 = 0`).catch((error: unknown) => {
      throw isUnknownTable(error) ? unknownTable(table, error) : error
    })
    const counted = await engine.query(`SELECT count(*) AS n FROM ${from}`)
    return {
      shape,
      rows: Number(counted.getChildAt(0)!.get(0)),
      statuses: async (also) => {
        const named = shape.schema.fields.map((field) => field.name)
        const columns = named.filter((column) => column === also || isStatusName(column))
        if (columns.length === 0) return shape
        return engine.query(`SELECT DISTINCT ${select(columns)} FROM ${from}`)
      },
      clean: async (columns, options) => {
        const needed = [...new Set(columns)]
        const lines = sql.from(engine, { query: `SELECT ${select(needed)} FROM ${from}` })
        const clean = sql.cleanOrders(lines, options)
        const orders = await clean.orders.writeTo(newName('orders'), { temporary: true })
        let fetched: Promise<Table> | undefined
        const here = () => (fetched ??= orders.toTable())
        return {
          lastUntilToday: async () => lastUntilToday(await here(), Date.now()),
          orders: here,
          audit: () => clean.audit.toTable(),
          customers: () => sql.rfm(sql.summarize(orders)).toTable(),
        }
      },
      close: () => engine.close(),
    }
  } catch (error) {
    await engine.close()
    throw error
  }
}

async function open(kind: EngineGiven['kind'], address: string): Promise<sql.Engine> {
  if (kind === 'postgres') return sql.postgres(address)
  if (kind === 'clickhouse') return sql.clickhouse(address)
  // By the environment: others who use the machine see the arguments of every process.
  if (kind === 'spark') return sql.spark(address, { token: process.env['SPARK_TOKEN'] || undefined })
  const there = await stat(address).catch(() => undefined)
  if (!there) {
    throw new ClienteleError(
      'file-missing',
      `analyze: there is no database '${address}'; check the path after duckdb:.`,
    )
  }
  return sql.duckdb(address, there.isDirectory() ? {} : { readOnly: true })
}

function unknownTable(table: string, cause: unknown): ClienteleError {
  return new ClienteleError(
    'file-missing',
    `analyze: there is no table '${table}' in the database; check --table, which takes schema.table too.`,
    { cause },
  )
}
