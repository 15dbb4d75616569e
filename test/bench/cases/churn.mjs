/** Who is leaving: features and the whole of fitChurn, on Online Retail where it is there and on ten million generated orders, with the memory that they take. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cleanOrders, customerFeatures, fitChurn } from 'clientele'
import { readTable } from 'clientele/io'
import { ordersFile } from '../orders.mjs'

const retail = new URL('../../../../shared/data/online_retail/online_retail.parquet', import.meta.url)

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  if (existsSync(retail)) {
    const lines = /** @type {any} */ (await readTable(fileURLToPath(retail)))
    const columns = { customer: 'CustomerID', time: 'InvoiceDate', order: 'InvoiceNo' }
    const { orders } = cleanOrders(lines, { ...columns, quantity: 'Quantity', price: 'UnitPrice' })
    yield {
      job: 'fitChurn of Online Retail: 397,884 lines, 4,338 customers',
      ours: {
        fitChurn: () =>
          fitChurn(orders, { cutoff: '2011-09-09', horizon: { days: 90 }, product: 'StockCode' }),
      },
      peers: {},
    }
  }
  const { table } = ordersFile('codes', 10_000_000, 1_000_000)
  const roles = /** @type {const} */ ({ customer: 'customer', time: 'time', amount: 'amount' })
  yield {
    job: '10,000,000 orders of 1,000,000 customers',
    ours: {
      customerFeatures: () => customerFeatures(table, { ...roles, cutoff: '2025-09-30' }),
      fitChurn: () => fitChurn(table, roles),
    },
    peers: {},
  }
  const { maxRSS } = process.resourceUsage()
  console.log(`  most memory so far: ${(maxRSS / 2 ** 20).toFixed(2)} GiB\n`)
}
