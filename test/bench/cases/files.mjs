/** Files to tables: half a million lines of a shop's export as CSV, five million orders as Parquet. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readTable, writeTable } from 'clientele/io'
import { Table, vectorFromArray, Utf8 } from 'apache-arrow'
import { hash, ordersFile } from '../orders.mjs'
import { cache, inPython } from '../python.mjs'

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  const csv = await exportCsv()
  yield {
    job: 'read 541,909 lines of eight columns as CSV',
    ours: { clientele: () => readTable(csv) },
    peers: {
      'DuckDB, 2 threads': inPython('csv_duckdb', { path: csv, threads: 2 }),
      'DuckDB, 1 thread': inPython('csv_duckdb', { path: csv, threads: 1 }),
      'polars, 2 threads': inPython('csv_polars', { path: csv }),
      pandas: inPython('csv_pandas', { path: csv }),
    },
  }
  const { table } = ordersFile('codes', 5_000_000, 500_000)
  const parquet = join(cache, 'orders.parquet')
  if (!existsSync(parquet)) await writeTable(table, parquet)
  yield {
    job: 'read 5 M orders of three columns as Parquet',
    ours: { clientele: () => readTable(parquet) },
    peers: {
      'DuckDB, 2 threads': inPython('parquet_duckdb', { path: parquet }),
      'polars, 2 threads': inPython('parquet_polars', { path: parquet }),
    },
  }
}

/** Online Retail itself where it lies beside the repository, else lines of the same shape. */
async function exportCsv() {
  const path = join(cache, 'lines.csv')
  if (existsSync(path)) return path
  const real = join(import.meta.dirname, '../../../../shared/data/online_retail/online_retail.parquet')
  await writeTable(existsSync(real) ? await readTable(real) : madeUpLines(541_909), path)
  return path
}

/** @param {number} i */
const day = (i) => new Date(1.29e12 + Math.floor(i / 20) * 1_200_000).toISOString().slice(0, 19)

/** @param {number} rows */
function madeUpLines(rows) {
  /** @param {(i: number) => string} f */
  const text = (f) =>
    vectorFromArray(
      Array.from({ length: rows }, (_, i) => f(i)),
      new Utf8(),
    )
  /** @param {(i: number) => number} f */
  const numbers = (f) => vectorFromArray(Float64Array.from({ length: rows }, (_, i) => f(i)))
  return new Table({
    InvoiceNo: text((i) => String(536_365 + Math.floor(i / 20))),
    StockCode: text((i) => `${20_000 + (hash(i, 1) % 4000)}${'ABCDE'[hash(i, 2) % 9] ?? ''}`),
    Description: text((i) => `WHITE HANGING HEART T-LIGHT HOLDER, No ${hash(i, 1) % 4000}`),
    Quantity: numbers((i) => 1 + (hash(i, 3) % 24)),
    InvoiceDate: text(day),
    UnitPrice: numbers((i) => (hash(i, 4) % 2000) / 100),
    CustomerID: text((i) => (hash(i, 5) % 4 === 0 ? '' : String(12_346 + (hash(i, 5) % 4372)))),
    Country: text((i) => ['United Kingdom', 'France', 'Germany', 'EIRE'][hash(i, 6) % 4] ?? ''),
  })
}
