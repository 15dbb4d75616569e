/** Customers scored, and cohorts, beside what pandas takes for the same. */
import { cohorts, rfm, summarize } from 'clientele'
import { ordersFile } from '../orders.mjs'
import { inPython } from '../python.mjs'

const roles = { customer: 'customer', time: 'time', amount: 'amount' }

/** @returns {Iterable<import('../main.mjs').Job>} */
export function* jobs() {
  const { path, table } = ordersFile('codes', 5_000_000, 500_000)
  const customers = summarize(table, roles)
  yield {
    job: 'rfm of 500,000 customers',
    ours: { clientele: () => rfm(customers) },
    peers: { pandas: inPython('rfm_pandas', { path }) },
  }
  yield {
    job: 'cohorts by month of 5 M orders',
    ours: { clientele: () => cohorts(table, roles) },
    peers: { polars: inPython('cohorts_polars', { path }), pandas: inPython('cohorts_pandas', { path }) },
  }
}
