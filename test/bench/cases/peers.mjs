/** The same summary as people write it in JavaScript today; danfojs only on few orders, since it takes its time. */
import { createRequire } from 'node:module'
import { summarize } from 'clientele'
import { ordersFile } from '../orders.mjs'

const roles = { customer: 'customer', time: 'time', amount: 'amount' }
const require = createRequire(new URL('../../peers/package.json', import.meta.url))

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  for (const orders of [20_000, 1_000_000]) {
    const { table } = ordersFile('text', orders, orders / 10)
    const rows = table.toArray().map((row) => ({ ...row.toJSON() }))
    yield {
      job: `summarize ${orders} orders of ${orders / 10} customers in JavaScript`,
      ours: { clientele: () => summarize(table, roles) },
      peers: {
        'plain objects in a Map': () => plainObjects(rows),
        'rows of the Arrow table in a Map': () => plainObjects(table),
        'DuckDB in Node': await duckdb(table),
        ...(orders < 100_000 ? { danfojs: danfo(rows) } : {}),
      },
    }
  }
}

/** @param {Iterable<any>} rows */
function plainObjects(rows) {
  const customers = new Map()
  for (const { customer, time, amount } of rows) {
    const day = Math.floor(Number(time) / 86_400_000)
    const known = customers.get(customer)
    if (known) {
      known.orders++
      known.revenue += amount
      known.first = Math.min(known.first, time)
      known.last = Math.max(known.last, time)
      known.days.add(day)
    } else
      customers.set(customer, { orders: 1, revenue: amount, first: time, last: time, days: new Set([day]) })
  }
  return customers
}

/** @param {any[]} rows */
function danfo(rows) {
  const module = installed('danfojs-node')
  if (!module) return undefined
  const frame = new module.DataFrame(
    rows.map(({ customer, time, amount }) => ({ customer, time: Number(time), amount })),
  )
  return () => frame.groupby(['customer']).agg({ amount: 'sum', time: ['min', 'max'] })
}

/** @param {import('apache-arrow').Table} table */
async function duckdb(table) {
  const module = installed('@duckdb/node-api')
  if (!module) return undefined
  const instance = await module.DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  await connection.run('create table orders (customer varchar, time timestamp, amount double)')
  const appender = await connection.createAppender('orders')
  for (const { customer, time, amount } of table) {
    appender.appendVarchar(customer)
    appender.appendTimestamp(new module.DuckDBTimestampValue(BigInt(time) * 1000n))
    appender.appendDouble(amount)
    appender.endRow()
  }
  appender.closeSync()
  const query = `select customer, min(time), max(time), count(*), sum(amount), count(distinct time::date)
    from orders group by customer`
  return async () => (await connection.runAndReadAll(query)).getColumns()
}

/** @param {string} name */
function installed(name) {
  try {
    return require(name)
  } catch {
    return undefined
  }
}
