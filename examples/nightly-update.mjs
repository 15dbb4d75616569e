// A nightly job that reads the new orders only: the summary so far is kept, and what came since is merged into it.
import { mergeSummaries, summarize, where } from 'clientele'
import { readTable, writeTable } from 'clientele/io'

const orders = await readTable(new URL('../datasets/cdnow/orders.csv', import.meta.url))
const roles = { customer: 'customer_id', time: 'date', amount: 'amount' }

// Once: everything up to the end of May.
const until = where(orders, { date: { to: '1998-05-31' } })
await writeTable(summarize(until, { ...roles, asOf: '1998-05-31' }), 'summary.parquet')

// Every night: what came since, with the summary that lies in the file. Its metadata says how it was made.
const before = await readTable('summary.parquet')
const fresh = where(orders, { date: { from: '1998-06-01' } })
const after = mergeSummaries(before, summarize(fresh, { ...roles, asOf: '1998-06-30' }))
await writeTable(after, 'summary.parquet')

const whole = summarize(orders, { ...roles, asOf: '1998-06-30' })
console.log(
  `${after.numRows} customers, as many as from all orders at once: ${after.numRows === whole.numRows}`,
)
