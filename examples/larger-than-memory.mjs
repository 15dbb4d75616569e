// Orders that don't fit into memory: read in batches, summarised as they come; only customers are kept.
import { summarize } from 'clientele'
import { readBatches } from 'clientele/io'

const file = process.argv[2] ?? new URL('../datasets/cdnow/orders.csv', import.meta.url)
const batches = readBatches(file, { rows: 1000 })
const customers = await summarize(batches, {
  customer: 'customer_id',
  time: 'date',
  amount: 'amount',
  onProgress: ({ done }) => process.stderr.write(`\r${done} orders`),
})
console.log(`\n${customers.numRows} customers`)
