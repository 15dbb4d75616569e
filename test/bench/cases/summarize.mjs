/** One row a customer from five million orders of half a million customers. */
import { summarize } from 'clientele'
import { ordersFile } from '../orders.mjs'
import { inPython } from '../python.mjs'

const roles = { customer: 'customer', time: 'time', amount: 'amount' }

/** @returns {Iterable<import('../main.mjs').Job>} */
export function* jobs() {
  for (const kind of /** @type {const} */ (['codes', 'text', 'int64'])) {
    const { path, table } = ordersFile(kind, 5_000_000, 500_000)
    const ours = {
      clientele: () => summarize(table, roles),
      'clientele, 2 threads': () => summarize(table, { ...roles, threads: 2 }),
    }
    const job = `summarize 5 M orders of 500,000 customers, ids as ${kind}`
    yield {
      job,
      ours,
      peers: {
        'DuckDB, 2 threads': inPython('summarize_duckdb', { path, threads: 2, days: true }),
        'polars, 2 threads': inPython('summarize_polars', { path, days: true }),
      },
    }
    yield {
      job: `${job}; peers leave out distinct days`,
      ours,
      peers: {
        'DuckDB, 2 threads': inPython('summarize_duckdb', { path, threads: 2, days: false }),
        'polars, 2 threads': inPython('summarize_polars', { path, days: false }),
      },
    }
  }
}
