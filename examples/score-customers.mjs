// From a shop's raw export to scored customers in a file: node examples/score-customers.mjs [export.csv]
import { cleanOrders, pareto, rfm, summarize, toRows } from 'clientele'
import { readTable, writeTable } from 'clientele/io'

const lines = await readTable(process.argv[2] ?? new URL('../datasets/shop/order_lines.csv', import.meta.url))

const { orders, audit } = cleanOrders(lines, {
  customer: 'customer_id',
  time: 'ordered_at',
  order: 'order_id',
  quantity: 'quantity',
  price: 'unit_price',
  test: /^test/i,
})
console.table(toRows(audit))

const customers = rfm(summarize(orders))
const { top20Share } = pareto(customers)
console.log(`${customers.numRows} customers; the best fifth brings ${Math.round(100 * (top20Share ?? 0))} %`)

await writeTable(customers, 'customers.parquet')
console.log('written: customers.parquet')
