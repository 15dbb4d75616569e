/**
 * From orders to how many customers of each segment are still there, where the orders lie: one row a customer, RFM, a model of buying on distinct cases, P(alive) of
 * everybody, a count by segment. Each way in a process of its own, so that its memory is its own.
 *
 * MILLIONS=10,100,1000 asks for more orders than 10 million, ENGINES=duckdb,arrow,spark1,spark2 for Spark with one and with two workers. Files of generated orders stay in the cache, 0.8 GB for
 * 100 million; a billion also needs 35 GB of disk while it runs, and its files are removed.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { removeOrders } from '../scale/files.mjs'

const millions = (process.env['MILLIONS'] ?? '10').split(',').map(Number)
const engines = (process.env['ENGINES'] ?? 'duckdb,arrow').split(',')
const run = join(import.meta.dirname, '..', 'scale', 'run.mjs')

/** @returns {Iterable<import('../main.mjs').Job>} */
export function jobs() {
  console.log('| orders | engine | summarize | RFM | cases, fit | P(alive) | count | all | CPU | memory |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const size of millions) {
    for (const engine of engines) console.log(rowOf(engine, size))
    if (size >= 1000) removeOrders(size * 1e6)
  }
  console.log()
  // Nobody is compared by turns.
  return []
}

/** @param {string} engine @param {number} size in millions */
function rowOf(engine, size) {
  try {
    const said = execFileSync(process.execPath, [run, engine, String(size * 1e6)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const { seconds, total, cpu, memory } = JSON.parse(said.trim().split('\n').at(-1) ?? '')
    const { summarize, rfm, cases = 0, fit, predict, count } = seconds
    const parts = [summarize, rfm, cases + fit, predict, count, total, cpu].map(
      (/** @type {number} */ one) => `${one.toFixed(1)} s`,
    )
    return `| ${size} M | ${engine} | ${parts.join(' | ')} | ${(memory / 1000).toFixed(1)} GB |`
  } catch (error) {
    return `| ${size} M | ${engine} | ended: ${error instanceof Error ? error.message.split('\n')[0] : error} |`
  }
}
