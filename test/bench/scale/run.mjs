/**
 * One engine, so many orders, in a process of its own: `node run.mjs duckdb|arrow|spark1|spark2 orders`. Says as JSON how many seconds each step took, and the most memory.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fitBgNbd, groupMatrix, rfm, summarize } from 'clientele'
import { readBatches } from 'clientele/io'
import * as sql from 'clientele/sql'
import { cache } from '../../python.mjs'
import { start, stop } from '../../engines/spark.mjs'
import { AS_OF, orderFiles } from './files.mjs'

const roles = { customer: 'customer', time: 'day', amount: 'amount', asOf: AS_OF }
const matrix = /** @type {const} */ ({
  rows: 'segment',
  measures: { customers: 'count', alive: { mean: 'p_alive' } },
})
const [engine = 'duckdb', given = '1000000'] = process.argv.slice(2)
const orders = Number(given)
const paths = await orderFiles(orders)
const folder = mkdtempSync(join(cache, 'scale', 'run-'))
/** @type {Record<string, number>} */
const seconds = {}

/** @template T @param {string} name @param {() => Promise<T> | T} work @returns {Promise<T>} */
async function step(name, work) {
  const begin = performance.now()
  const made = await work()
  seconds[name] = (performance.now() - begin) / 1000
  return made
}

/** Megabytes that a process has had at most; what has ended has had none. @param {number} pid */
function mostMemory(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes ?? 0) / 1000
  } catch {
    return 0
  }
}

/** Seconds that a process has worked. @param {number} pid */
function workOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return 0
  }
}

/** A process and those that it started. @param {number} pid @returns {number[]} */
function family(pid) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
  return [pid, ...children.flatMap((name) => family(Number(name)))]
}

/** @param {string} pid */
function parentOf(pid) {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[1],
    )
  } catch {
    return NaN
  }
}

/** The steps in a database: customers file by file, since nearly every order is a day of a customer, of which a billion need more disk than there may be. @param {sql.Engine} database @param {(path: string) => string} select */
async function inDatabase(database, select) {
  await step('summarize', async () => {
    for (const [file, path] of paths.entries()) {
      const part = sql.from(database, { query: select(path) })
      await sql.summarize(part, roles).writeTo(`customers_${file}`)
    }
  })
  const parts = paths.map((_, file) => `SELECT * FROM customers_${file}`)
  const customers = sql.from(database, { query: parts.join(' UNION ALL ') })
  const scored = await step('rfm', () => sql.rfm(customers).writeTo('scored'))
  // Of many files the customers of one, who are a random part, are enough to learn from.
  const some = paths.length > 1 ? sql.from(database, 'customers_0') : customers
  const cases = await step('cases', () => sql.countCases(some).toTable())
  const model = await step('fit', () => fitBgNbd(cases, { unit: 'day', weights: 'cases' }))
  const predicted = await step('predict', () =>
    sql.predict(scored, { model, unit: 'day' }).writeTo('predicted'),
  )
  const answer = await step('count', () => sql.groupMatrix(predicted, matrix).cells.toTable())
  return { answer, cases: cases.numRows }
}

async function inDuckDb() {
  const database = await sql.duckdb(join(folder, 'scale.db'), { threads: 2, memory: '6GB' })
  await database.run(`SET temp_directory = '${join(folder, 'temp')}'`)
  await database.run(`SET max_temp_directory_size = '35GB'`)
  const found = await inDatabase(database, (path) => `SELECT * FROM read_parquet('${path}')`)
  await database.close()
  return { ...found, ...own() }
}

/** @param {number} workers */
async function inSpark(workers) {
  const cluster = await start(join(folder, 'spark'), { workers, driverMemory: '2g' })
  try {
    const database = await sql.spark(cluster.url)
    const found = await inDatabase(database, (path) => `SELECT * FROM parquet.\`${path}\``)
    const all = [process.pid, ...cluster.pids.flatMap(family)]
    const memory = all.reduce((sum, pid) => sum + mostMemory(pid), 0)
    const cpu = all.reduce((sum, pid) => sum + workOf(pid), 0)
    await database.close()
    return { ...found, memory, cpu }
  } finally {
    await stop(cluster, join(folder, 'spark'))
  }
}

const own = () => ({ memory: mostMemory(process.pid), cpu: workOf(process.pid) })

async function inArrow() {
  const customers = await step('summarize', () =>
    summarize(readBatches(paths, { columns: ['customer', 'day', 'amount'] }), { ...roles, threads: 2 }),
  )
  const scored = await step('rfm', () => rfm(customers))
  const model = await step('fit', () => fitBgNbd(scored))
  const predicted = await step('predict', () => model.predict(scored))
  const answer = await step('count', () => groupMatrix(predicted, matrix).cells)
  return { answer, cases: NaN, ...own() }
}

/** @type {Record<string, () => Promise<{ answer: any, cases: number, memory: number, cpu: number }>>} */
const ways = { duckdb: inDuckDb, arrow: inArrow, spark1: () => inSpark(1), spark2: () => inSpark(2) }
try {
  const way = ways[engine]
  if (!way) throw new Error(`got '${engine}', needs one of ${Object.keys(ways).join(', ')}`)
  const { answer, cases, memory, cpu } = await way()
  const total = Object.values(seconds).reduce((sum, one) => sum + one, 0)
  const all = answer.toArray().find((/** @type {any} */ row) => row.rows_depth === 0)
  console.log(
    JSON.stringify({
      engine,
      orders,
      seconds,
      total,
      cpu,
      memory,
      cases,
      customers: Number(all.customers),
      alive: all.alive,
    }),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
