import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { ClienteleError } from '../error.js'
import { readTable } from '../io/readTable.js'
import { writeTable } from '../io/writeTable.js'
import { type ChurnFound, type ChurnOutlook, churnOutlook } from '../report/churnOutlook.js'
import { leavingFigures } from '../report/figures/leaving.js'
import { makeFormat } from '../report/format.js'
import { lifetimeOutlook } from '../report/lifetimeOutlook.js'
import { composeChurn } from '../report/reportChurn.js'
import type { Table } from '../table/arrow.js'
import { hasColumn } from '../table/column.js'
import { about } from '../table/metadata.js'
import { where } from '../table/where.js'
import { cleanOrders } from '../value/cleanOrders.js'
import { rfm } from '../value/rfm.js'
import { summarize } from '../value/summarize.js'
import type { ChurnArguments } from './args/churn.js'
import { type Console, openConsole } from './console.js'
import { type Choice, guessColumns } from './guessColumns.js'
import { readInput, withText } from './readInput.js'
import { guessStatus } from './guessStatus.js'
import { sayChoices, sayLastDay, sayStatus } from './say.js'
import { lastUntilToday } from './lastUntilToday.js'
import { counted, leftOut, nothingCounts } from './leftOut.js'
import { makeFolder, removeFolders, writeText } from './writeText.js'

const OUT = 'clientele-churn'

/** Orders in, who is leaving out. */
export async function churn(given: ChurnArguments): Promise<void> {
  const made = given.json && given.out === undefined ? [] : await makeFolder(join(given.out ?? OUT, 'charts'))
  try {
    await churnInto(given)
  } catch (error) {
    await removeFolders(made)
    throw error
  }
}

async function churnInto(given: ChurnArguments): Promise<void> {
  const out = openConsole(given.quiet)
  const { lang, currency, enter, days, product, threads = availableParallelism() } = given
  makeFormat(lang, currency, 'churn')
  const name = basename(given.file)
  out.step(`Reading ${name}`)
  const table = await readInput(given)
  const previous = given.previous === undefined ? undefined : await readTable(given.previous)
  out.say(`Read ${counted(table.numRows, 'row')} of ${name}.`)
  const orders = ordersOf(table, given, out)
  out.step('Learning')
  const customers = valued(orders, threads)
  const options = { horizon: { days }, enter, previous, product, lang, threads }
  const outlook = churnOutlook({ orders, customers }, options)
  const { found } = outlook
  if (!found) throw nothingFound(outlook)
  for (const line of String(found.model).split('\n')) out.say(line)
  const { churnAlerts: alerts } = about(found.scores).counts
  if (given.json) {
    const figures = { ...leavingFigures(outlook, 'churn'), alerts }
    process.stdout.write(`${JSON.stringify(figures, roundNumber, 2)}\n`)
  }
  if (given.json && given.out === undefined) return
  const folder = given.out ?? OUT
  await writeAll(folder, outlook, found, { lang, currency, source: name })
  const besides = [
    [Number(alerts!['gone']), 'long silent'],
    [Number(alerts!['early']), 'as likely to leave but not overdue'],
  ] as const
  const others = besides.filter(([n]) => n > 0).map(([n, what]) => `${counted(n, 'customer')} more ${what}`)
  out.say(
    `${counted(found.scores.numRows, 'customer')}, ${counted(Number(alerts!['alerts']), 'warning')}${others.length > 0 ? ` (${others.join(', ')})` : ''}: open ${join(folder, 'report.html')}`,
  )
}

/** Sums of cents end in dust (44140.93000000002); what is tiny, as a p-value, keeps its digits. */
function roundNumber(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(12)) : value
}

/** Why nothing can be said, as an error: the file is not what the command asks for. */
function nothingFound({ gap, horizon }: ChurnOutlook): ClienteleError {
  const { got, needs, sentence } = gap!
  return new ClienteleError(
    'rows-too-few',
    sentence ??
      `churn: orders span ${got} days, which leaves no past before the two horizons of ${horizon} days that are learned from and tested on; at least ${needs} days are needed; say fewer --days, or give a longer history.`,
  )
}

async function writeAll(
  folder: string,
  outlook: ChurnOutlook,
  { model, scores }: ChurnFound,
  options: { readonly lang: 'en' | 'zh'; readonly currency: string | undefined; readonly source: string },
): Promise<void> {
  const { page, charts } = await composeChurn(outlook, options, 'churn')
  await writeTable(scores, join(folder, 'customers.parquet'))
  await writeTable(scores, join(folder, 'customers.csv'))
  await writeTable(where(scores as never, { alert: true }) as Table, join(folder, 'alerts.csv'))
  await writeText(join(folder, 'model.json'), JSON.stringify(model))
  for (const [id, chart] of Object.entries(charts)) {
    await writeText(join(folder, 'charts', `${id}.vl.json`), `${JSON.stringify(chart, null, 1)}\n`)
  }
  await writeText(join(folder, 'report.html'), page)
}

/** The customers with what they will be worth, where that can be told. */
function valued(orders: Table, threads: number): Table {
  const customers = rfm(summarize(orders, { threads }))
  const options = { horizon: { months: 12 }, discountRate: 0.1, threads }
  return lifetimeOutlook({ orders, customers }, options).customers
}

/** The columns of orders; a table that has none may be one of contracts. */
function chooseColumns(table: Table, { roles }: ChurnArguments): Choice[] {
  try {
    return guessColumns(table, roles)
  } catch (error) {
    if (!(error instanceof ClienteleError) || error.code !== 'role-missing') throw error
    const contracts =
      'Contracts that say who left are no orders: clientele classify FILE --target COLUMN tells who leaves, and so does fitChurn of the library, with churned: COLUMN.'
    throw new ClienteleError(error.code, `${error.message} ${contracts}`)
  }
}

/** The lines that count, up to the last that is not in the future. */
function ordersOf(read: Table, given: ChurnArguments, out: Console): Table {
  const choices = chooseColumns(read, given)
  sayChoices(choices, out)
  const status = guessStatus(
    read,
    given.status,
    choices.map(({ column }) => column),
  )
  if (status) sayStatus(status, out)
  const columns = Object.fromEntries(choices.map(({ role, column }) => [role, column]))
  const table = withText(read, Object.values(columns), 'churn')
  const isTaken = columns['amount'] === undefined && hasColumn(table, 'amount')
  const clean = (asOf: string | undefined) =>
    cleanOrders(table, {
      ...columns,
      asOf,
      timeZone: given.timeZone,
      test: given.test,
      ...(status && { status: { column: status.column, drop: status.drop } }),
      ...(isTaken && { as: { amount: 'quantity_times_price' } }),
    } as never)
  const all = clean(given.asOf)
  const lastDay = given.asOf === undefined ? lastUntilToday(all.orders, Date.now()) : undefined
  const { orders, audit } = lastDay === undefined ? all : clean(lastDay)
  if (lastDay !== undefined) sayLastDay(lastDay, out)
  const gone = leftOut(audit, false)
  if (gone) out.say(gone)
  if (orders.numRows > 0) return orders
  throw new ClienteleError(
    'rows-too-few',
    `churn: no line of ${basename(given.file)} counts: ${nothingCounts(audit)}.`,
  )
}
