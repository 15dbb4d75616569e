/**
 * Orders as Parquet, made by DuckDB itself: three years, 50 a customer. Half of the customers buy a few times and have 3 % of the orders; of the
 * others the best have by far the most. Who came at some day buys for some time, three in ten until the end. The same rows on every machine.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { cache } from '../../python.mjs'

const DAYS = 1096
export const AS_OF = '2025-12-31'

/** A number from 0 to 1 that belongs to a whole one. @param {string} of @param {number} stream */
const share = (of, stream) => `(hash(8 * CAST(${of} AS BIGINT) + ${stream}) >> 11) / 9007199254740992.0`

/** @param {number} orders */
export const customersOf = (orders) => Math.max(2, Math.round(orders / 100)) * 2

/** A file has so many orders at most, and all of its customers: what is added up by customer can be added up file by file. */
const ORDERS_A_FILE = 125_000_000

/** @param {number} orders @param {number} file @param {number} files */
function ordersSql(orders, file, files) {
  const half = customersOf(orders) / files / 2
  return `
    WITH drawn AS (
      SELECT range AS i, ${share('range', 1)} AS who, ${share('range', 2)} AS u, ${share('range', 3)} AS v,
        hash(8 * range + 4) % 20000 AS cents
      FROM range(${(file * orders) / files}, ${((file + 1) * orders) / files})
    ), placed AS (
      SELECT CAST(${files} * floor(CASE WHEN who < 0.03 THEN ${half} * (1 + u) ELSE ${half} * u * u END) + ${file} AS INTEGER) AS customer, v, cents
      FROM drawn
    ), known AS (
      SELECT customer, v, cents, floor(${share('customer', 5)} * 1000) AS born,
        least(1, ${share('customer', 6)} / 0.7) AS stays
      FROM placed
    )
    SELECT customer, DATE '2023-01-01' + CAST(floor(born + v * stays * (${DAYS} - born)) AS INTEGER) AS day,
      CAST((100 + cents) / 100.0 AS DECIMAL(9, 2)) AS amount
    FROM known`
}

/** The paths of so many orders, which are made where they are not there. @param {number} orders */
export async function orderFiles(orders) {
  const folder = join(cache, 'scale')
  mkdirSync(folder, { recursive: true })
  const files = Math.ceil(orders / ORDERS_A_FILE)
  const paths = Array.from({ length: files }, (_, file) => join(folder, `orders-${orders}-${file}.parquet`))
  if (paths.every(existsSync)) return paths
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '3GB' })
  const connection = await instance.connect()
  await connection.run('SET preserve_insertion_order = false')
  for (const [file, path] of paths.entries()) {
    const select = ordersSql(orders, file, files)
    await connection.run(`COPY (${select}) TO '${path}.part' (FORMAT parquet, COMPRESSION snappy)`)
    renameSync(`${path}.part`, path)
  }
  connection.closeSync()
  instance.closeSync()
  return paths
}

/** Takes back the disk that they need. @param {number} orders */
export function removeOrders(orders) {
  const folder = join(cache, 'scale')
  const own = readdirSync(folder).filter((name) => name.startsWith(`orders-${orders}-`))
  for (const name of own) rmSync(join(folder, name))
}
