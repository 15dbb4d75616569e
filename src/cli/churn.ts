import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { churnAlerts } from '../churn/churnAlerts.js'
import { fitChurn } from '../churn/fitChurn.js'
import type { ChurnModel } from '../churn/score/model.js'
import { ClienteleError } from '../error.js'
import { readTable } from '../io/readTable.js'
import { writeTable } from '../io/writeTable.js'
import { lifetimeOutlook } from '../report/lifetimeOutlook.js'
import type { Table } from '../table/arrow.js'
import { findColumn, hasColumn } from '../table/column.js'
import { about } from '../table/metadata.js'
import { sortRows } from '../table/sort.js'
import { takeRows } from '../table/take.js'
import { where } from '../table/where.js'
import { cleanOrders } from '../value/cleanOrders.js'
import { rfm } from '../value/rfm.js'
import { summarize } from '../value/summarize.js'
import type { ChurnArguments } from './args/churn.js'
import { type Console, openConsole } from './console.js'
import { guessColumns } from './guessColumns.js'
import { lastUntilToday } from './lastUntilToday.js'
import { counted, whyLeftOut } from './leftOut.js'
import { makeFolder, removeFolders, writeText } from './writeText.js'

const OUT = 'clientele-churn'

/** Orders in, who is leaving out. */
export async function churn(given: ChurnArguments): Promise<void> {
  const made = given.json && given.out === undefined ? [] : await makeFolder(given.out ?? OUT)
  try {
    await churnInto(given)
  } catch (error) {
    await removeFolders(made)
    throw error
  }
}

async function churnInto(given: ChurnArguments): Promise<void> {
  const out = openConsole(given.quiet)
  const name = basename(given.file)
  out.step(`Reading ${name}`)
  const { delimiter, decimal, thousands, comment, types, threads = availableParallelism() } = given
  const reading = { delimiter, decimal, thousands, comment, ...(Object.keys(types).length > 0 && { types }) }
  const table = await readTable(given.file, reading)
  const previous = given.previous === undefined ? undefined : await readTable(given.previous)
  out.say(`Read ${counted(table.numRows, 'row')} of ${name}.`)
  const orders = ordersOf(table, given, out)
  out.step('Learning')
  const model = fitChurn(orders as never, {
    horizon: { days: given.days },
    product: given.product as never,
    threads,
  })
  for (const line of String(model).split('\n')) out.say(line)
  const customers = scored(orders, model, given, previous, threads)
  const alerts = where(customers as never, { alert: true }) as Table
  if (given.json) {
    const { churnAlerts: counts } = about(customers).counts
    process.stdout.write(
      `${JSON.stringify({ horizon: given.days, fit: model.fit, alerts: counts }, undefined, 2)}\n`,
    )
  }
  if (given.json && given.out === undefined) return
  const folder = given.out ?? OUT
  await writeTable(customers, join(folder, 'customers.parquet'))
  await writeTable(customers, join(folder, 'customers.csv'))
  await writeTable(alerts, join(folder, 'alerts.csv'))
  await writeText(join(folder, 'model.json'), JSON.stringify(model))
  out.say(
    `${counted(customers.numRows, 'customer')}, ${counted(alerts.numRows, 'warning')}: open ${join(folder, 'alerts.csv')}`,
  )
}

/** The lines that count, up to the last that is not in the future. */
function ordersOf(table: Table, given: ChurnArguments, out: Console): Table {
  const choices = guessColumns(table, given.roles)
  for (const { role, column, why } of choices) out.say(`  ${role.padEnd(10)}${column} (${why})`)
  const columns = Object.fromEntries(choices.map(({ role, column }) => [role, column]))
  const isTaken = columns['amount'] === undefined && hasColumn(table, 'amount')
  const clean = (asOf: string | undefined) =>
    cleanOrders(table, {
      ...columns,
      asOf,
      timeZone: given.timeZone,
      ...(isTaken && { as: { amount: 'quantity_times_price' } }),
    } as never)
  const all = clean(given.asOf)
  const lastDay = given.asOf === undefined ? lastUntilToday(all.orders, Date.now()) : undefined
  const { orders, audit } = lastDay === undefined ? all : clean(lastDay)
  if (orders.numRows > 0) return orders
  throw new ClienteleError(
    'rows-too-few',
    `churn: no line of ${basename(given.file)} counts: ${whyLeftOut(audit)}.`,
  )
}

/** Today's customers with their risk, what is at stake, and who is on the list; the list first. */
function scored(
  orders: Table,
  model: ChurnModel,
  given: ChurnArguments,
  previous: Table | undefined,
  threads: number,
): Table {
  const customers = rfm(summarize(orders, { threads }))
  const outlook = lifetimeOutlook(
    { orders, customers },
    { horizon: { months: 12 }, discountRate: 0.1, threads },
  )
  const values = outlook.gap === undefined || outlook.gap === null ? outlook.customers : undefined
  const predicted = model.predict(orders, values && { values })
  const listed = churnAlerts(predicted as Table, { enter: given.enter, previous }) as unknown as Table
  const by = hasColumn(listed, 'value_at_risk') ? 'value_at_risk' : 'churn_probability'
  const keys = ['alert_rank', by].map((name) => findColumn(listed, name, 'churn'))
  return takeRows(listed, sortRows([{ column: keys[0]! }, { column: keys[1]!, descending: true }]))
}
