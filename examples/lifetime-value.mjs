// What will each customer be worth over the next year, and how far is that to be trusted? node examples/lifetime-value.mjs
import { writeFile } from 'node:fs/promises'
import {
  fitBgNbd,
  fitGammaGamma,
  lifetimeTotal,
  lifetimeValue,
  rfm,
  summarize,
  toRows,
  validateLifetime,
} from 'clientele'
import { readTable, writeTable } from 'clientele/io'
import { chartAlive, chartTracking } from 'clientele/report'

const orders = await readTable(new URL('../datasets/cdnow/orders.csv', import.meta.url))
const roles = { customer: 'customer_id', time: 'date', amount: 'amount' }

// Learn from the first nine months, and see what came after.
const known = summarize(orders, { ...roles, calibrationEnd: '1997-09-30' })
const trial = validateLifetime(known, { model: fitBgNbd(known), orders, ...roles })
console.log(`expected ${Math.round(trial.expected)} orders in the months after, ${trial.actual} came`)
await writeFile('tracking.svg', await chartTracking(trial).toSvg())

// Then learn from everything, and look ahead.
const customers = rfm(summarize(orders, roles))
const buying = fitBgNbd(customers)
const spending = fitGammaGamma(customers)
const ahead = { buying, spending, horizon: { months: 12 }, discountRate: 0.1 }
const valued = lifetimeValue(buying.predict(customers, { horizon: { months: 12 } }), ahead)
console.table(toRows(lifetimeTotal(valued, { ...ahead, by: 'segment' })))
await writeFile('alive.svg', await chartAlive(customers, { model: buying }).toSvg())
await writeTable(valued, 'customers.parquet')
console.log('written: customers.parquet, tracking.svg, alive.svg')
