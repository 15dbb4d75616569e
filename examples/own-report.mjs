// The report from your own code: the same page as `clientele analyze` writes, and its pictures for elsewhere.
import { writeFile } from 'node:fs/promises'
import { cleanOrders, rfm, summarize } from 'clientele'
import { readTable } from 'clientele/io'
import { chartCohorts, report } from 'clientele/report'

const lines = await readTable(new URL('../datasets/cdnow/orders.csv', import.meta.url))
const { orders, audit } = cleanOrders(lines, { customer: 'customer_id', time: 'date', amount: 'amount' })
const customers = rfm(summarize(orders))

await writeFile(
  'report.html',
  await report({ orders, customers, audit }, { currency: 'USD', source: 'CDNOW' }),
)
await writeFile('cohorts.svg', await chartCohorts(orders).toSvg())
console.log('written: report.html, cohorts.svg')
