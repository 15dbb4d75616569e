import { stat } from 'node:fs/promises'
import { grammars } from '../dialect/grammars.js'
import { tableSql } from '../dialect/tableSql.js'
import { ClienteleError } from '../error.js'
import * as sql from '../sql/index.js'
import { isUnknownTable } from '../sql/peer.js'
import { only } from '../sql/relation/only.js'
import { newName } from '../sql/newName.js'
import { byOrder } from '../sql/orders/byOrder.js'
import { lastTimes } from '../sql/orders/lastTimes.js'
import type { Table } from '../table/arrow.js'
import { isText } from '../table/strings.js'
import { MS_A_DAY } from '../table/times.js'
import type { CleanOrdersOptions } from '../value/cleanOrders.js'
import type { EngineGiven } from './args/analyze.js'
import { interruptible } from './interruptible.js'
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
  /** The orders that count, one row each where lines say of which order they are. */
  orders(): Promise<Table>
  audit(): Promise<Table>
  /** The customers, scored. */
  customers(): Promise<Table>
}

/** Opens a table of a database; `kind` and `address` are those of --engine. */
export async function openSource({ kind, address, table }: EngineGiven): Promise<Source> {
  const engine = interruptible(await open(kind, address))
  try {
    const { identifier } = grammars[engine.dialect]
    const name = table.split('.')
    const from = tableSql('analyze', name, grammars[engine.dialect])
    const select = (columns: readonly string[]) => columns.map(identifier).join(', ')
    const shape = await engine.query(`SELECT * FROM ${from} WHERE 1 = 0`).catch((error: unknown) => {
      throw isUnknownTable(error) ? unknownTable(table, error) : error
    })
    const named = shape.schema.fields.map((field) => field.name)
    const counted = await engine.query(`SELECT count(*) AS n FROM ${from}`)
    return {
      shape,
      rows: Number(counted.getChildAt(0)!.get(0)),
      statuses: async (also) => {
        const columns = named.filter((column) => column === also || isStatusName(column))
        if (columns.length === 0) return shape
        return engine.query(`SELECT DISTINCT ${select(columns)} FROM ${from}`)
      },
      clean: async (columns, options) => {
        // All columns, since lines are copies of each other where all are alike; only those needed are kept.
        const lines = sql.from(engine, { query: `SELECT ${comparable(shape, columns, engine)} FROM ${from}` })
        const clean = sql.cleanOrders(lines, options)
        const isNeeded = (column: string) => columns.includes(column) || !named.includes(column)
        const needed = only('analyze', clean.orders, isNeeded)
        const orders = await needed.writeTo(newName('orders'), { temporary: true })
        return {
          lastUntilToday: async () => {
            const now = Date.now()
            return lastUntilToday(await lastTimes('analyze', orders, now + MS_A_DAY), now)
          },
          orders: () => byOrder('analyze', orders, options.product).toTable(),
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

/** All columns; what comes here as text and is not needed as it is (JSON, for example) as text there, which every database can compare. */
function comparable(shape: Table, needed: readonly string[], { dialect }: sql.Engine): string {
  const { identifier, asText } = grammars[dialect]
  const columns = shape.schema.fields.map(({ name, type }) => {
    const own = identifier(name)
    return isText(type) && !needed.includes(name) ? `${asText(own)} AS ${own}` : own
  })
  return columns.join(', ')
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
