import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { ClienteleError } from '../error.js'
import { writeTable } from '../io/writeTable.js'
import { compose, type Composed } from '../report/compose.js'
import { type ChurnOutlook, churnOutlook } from '../report/churnOutlook.js'
import { type CustomerGroups, groupCustomers } from '../report/groupCustomers.js'
import { lifetimeOutlook, type LifetimeOutlook } from '../report/lifetimeOutlook.js'
import { reportFigures } from '../report/reportFigures.js'
import { makeFormat } from '../report/format.js'
import { readAsOf } from '../table/asOf.js'
import { sortRows } from '../table/sort.js'
import type { Table } from '../table/arrow.js'
import { addColumns, float64 } from '../table/build.js'
import { findColumn, hasColumn } from '../table/column.js'
import { clockOf } from '../table/days.js'
import { readNumbers } from '../table/numbers.js'
import { takeRows } from '../table/take.js'
import type { Role } from '../table/metadata.js'
import { cleanOrders } from '../value/cleanOrders.js'
import { rfm } from '../value/rfm.js'
import { summarize } from '../value/summarize.js'
import type { AnalyzeArguments } from './args/analyze.js'
import { type Console, openConsole } from './console.js'
import { guessColumns } from './guessColumns.js'
import { guessStatus, type Status } from './guessStatus.js'
import { lastUntilToday } from './lastUntilToday.js'
import { readInput, withText } from './readInput.js'
import type { Source } from './openSource.js'
import { count, counted, leftOut, whyLeftOut } from './leftOut.js'
import { sayChoices, sayLastDay, sayStatus } from './say.js'
import { makeFolder, removeFolders, writeText } from './writeText.js'

const OUT = 'clientele-report'

/** Orders in, a customer base scored and reported. */
export async function analyze(given: AnalyzeArguments): Promise<void> {
  checkEarly(given)
  const made = given.json && given.out === undefined ? [] : await makeFolder(join(given.out ?? OUT, 'charts'))
  try {
    await analyzeInto(given)
  } catch (error) {
    await removeFolders(made)
    throw error
  }
}

async function analyzeInto(given: AnalyzeArguments): Promise<void> {
  const source = given.engine && (await (await import('./openSource.js')).openSource(given.engine))
  try {
    await analyzeFrom(source, given)
  } finally {
    await source?.close()
  }
}

async function analyzeFrom(source: Source | undefined, given: AnalyzeArguments): Promise<void> {
  const out = openConsole(given.quiet)
  const name = basename(given.file)
  out.step(`Reading ${name}`)
  const read = source?.shape ?? (await readInput(given))
  const rows = source?.rows ?? read.numRows
  if (rows === 0) throw nothing(name, source ? 'it has no row' : 'it has a header and no line')
  const choices = guessColumns(read, given.roles)
  const columns = Object.fromEntries(choices.map(({ role, column }) => [role, column]))
  const table = source ? read : withText(read, Object.values(columns), 'analyze')
  out.say(`${source ? 'Found' : 'Read'} ${counted(rows, 'row')} ${source ? 'in' : 'of'} ${name}.`)
  sayChoices(choices, out)
  const status = guessStatus(
    source ? await source.statuses(statusColumn(given)) : table,
    given.status,
    choices.map(({ column }) => column),
  )
  if (status) sayStatus(status, out)
  out.step('Summing up customers')
  const scoring = await score(source, table, { ...columns, ...(status && { status }) }, given)
  // Nothing more is asked of it: its tables go, and Ctrl-C ends the process again.
  await source?.close()
  const { customers: scored, orders, audit, lastDay } = scoring
  if (source) {
    out.say(
      `  Cleaned and summed up in the database; fetched ${counted(scored.numRows, 'customer')} and, for the report, ${counted(orders.numRows, choices.some(({ role }) => role === 'order') ? 'order' : 'order line')}.`,
    )
  }
  if (lastDay !== undefined) sayLastDay(lastDay, out)
  const isReported = !given.json || given.out !== undefined
  const gone = leftOut(audit, isReported)
  if (gone) out.say(gone)
  const outlook = lookAhead(orders, scored, given, out)
  const groups = findGroups(outlook?.customers ?? scored, given, out)
  const grouped = groups?.customers ?? outlook?.customers ?? scored
  const churn = findLeaving(orders, grouped, given, out)
  const customers = churn?.customers ?? grouped
  const data = { orders, customers, audit, outlook, groups, churn }
  if (!isReported) {
    printFigures({ source: name, columns, ...reportFigures(data) })
    return
  }
  out.step('Drawing the report')
  const { lang, currency } = given
  const made = await compose(data, { lang, currency, source: name, columns }, 'report')
  if (given.json) printFigures({ source: name, columns, ...made.figures })
  out.step('Writing')
  await writeAll(given.out ?? OUT, customers, made)
  const { customers: people, revenue } = made.figures.totals
  out.say(
    `${counted(people, 'customer')}, revenue ${count(Math.round(revenue))}: open ${join(given.out ?? OUT, 'report.html')}`,
  )
}

function statusColumn({ status }: AnalyzeArguments): string | undefined {
  return typeof status === 'object' ? status.column : undefined
}

/** What can be wrong without a look at the file is said at once: files may be large. */
function checkEarly({ asOf, timeZone, lang, currency }: AnalyzeArguments): void {
  const clock = clockOf(timeZone, 'analyze')
  if (asOf !== undefined) readAsOf(asOf, clock, 'analyze')
  makeFormat(lang, currency, 'analyze')
}

/** Figures on stdout; sums of cents are printed as such, see `withoutDust`. */
function printFigures(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures, roundNumber, 2)}\n`)
}

function roundNumber(_: string, value: unknown): unknown {
  return typeof value === 'number' ? rounded(value) : value
}

/** The customers of the lines that count, scored, the one with the most revenue first. */
async function score(
  source: Source | undefined,
  table: Table,
  { status, ...columns }: { readonly [role in Role]?: string } & { readonly status?: Status },
  given: AnalyzeArguments,
) {
  const { product, refunds, test, timeZone, threads = availableParallelism() } = given
  const needed = [...Object.values(columns), product, status?.column].filter((name) => name !== undefined)
  const clean = async (asOf: string | undefined) => {
    const options = {
      ...columns,
      product,
      refunds,
      test,
      ...(status && { status: { column: status.column, drop: status.drop } }),
      asOf,
      timeZone,
      ...freeName(table, columns),
    }
    if (source) return source.clean(needed, options)
    const { orders, audit } = cleanOrders(table, options)
    return {
      lastUntilToday: async () => lastUntilToday(orders, Date.now()),
      orders: async () => orders,
      audit: async () => audit,
      customers: async () => rfm(summarize(orders, { threads })),
    }
  }
  const all = await clean(given.asOf)
  const lastDay = given.asOf === undefined ? await all.lastUntilToday() : undefined
  const cleaned = lastDay === undefined ? all : await clean(lastDay)
  const [orders, audit] = [await cleaned.orders(), await cleaned.audit()]
  if (orders.numRows === 0) throw nothing(basename(given.file), whyLeftOut(audit))
  return { orders, audit, lastDay, customers: richestFirst(await cleaned.customers()) }
}

/** What the customers will be worth, unless told to leave it out. */
function lookAhead(
  orders: Table,
  customers: Table,
  { lifetime, threads = availableParallelism() }: AnalyzeArguments,
  out: Console,
): LifetimeOutlook | undefined {
  if (!lifetime) return undefined
  out.step('Learning what customers will be worth')
  const { months, discountRate } = lifetime
  return lifetimeOutlook({ orders, customers }, { horizon: { months }, discountRate, threads })
}

/** The groups in the customer base, unless told to leave them out. */
function findGroups(
  customers: Table,
  { groups, threads = availableParallelism() }: AnalyzeArguments,
  out: Console,
): CustomerGroups | undefined {
  if (groups === undefined) return undefined
  out.step('Looking for groups')
  return groupCustomers(customers, { threads, ...(groups !== 'any' && { k: groups }) })
}

/** Who is leaving, unless told to leave it out. */
function findLeaving(
  orders: Table,
  customers: Table,
  { churn, product, lang, threads = availableParallelism() }: AnalyzeArguments,
  out: Console,
): ChurnOutlook | undefined {
  if (churn === undefined) return undefined
  out.step('Learning who is leaving')
  return churnOutlook({ orders, customers }, { horizon: churn, product, lang, threads })
}

/** Quantity × price becomes a column; where 'amount' is something else already, under another name. */
function freeName(table: Table, columns: { readonly [role in Role]?: string }): { as?: { amount: string } } {
  const isTaken = columns.amount === undefined && hasColumn(table, 'amount')
  return isTaken ? { as: { amount: 'quantity_times_price' } } : {}
}

/** Among equals by id, so that the order of lines does not matter: a database has none. */
function richestFirst(customers: Table): Table {
  const [revenue, id] = ['revenue', 'customer_id'].map((name) => findColumn(customers, name, 'analyze'))
  return takeRows(customers, sortRows([{ column: revenue!, descending: true }, { column: id! }]))
}

const ROUNDED = [
  'revenue',
  'monetary_value',
  'first_day_revenue',
  'p_alive',
  'expected_purchases',
  'clv',
].concat(['churn_probability', 'value_at_risk'])

/** Sums of cents as doubles end in dust (8554.800000000001), which nobody wants to see in a spreadsheet. */
function withoutDust(customers: Table): Table {
  const sums = ROUNDED.filter((name) => hasColumn(customers, name))
  const clean = sums.map((name) => {
    const values = readNumbers(findColumn(customers, name, 'analyze'), 'analyze')
    return [name, float64(values.map(rounded))] as const
  })
  return addColumns(customers, Object.fromEntries(clean), 'analyze', { replace: true })
}

/** To six decimals. Numbers of 2^33 and more have no more of them than dust. */
function rounded(value: number): number {
  return Number(value.toFixed(6))
}

async function writeAll(folder: string, customers: Table, { page, charts }: Composed): Promise<void> {
  await writeTable(customers, join(folder, 'customers.parquet'))
  await writeTable(withoutDust(customers), join(folder, 'customers.csv'))
  for (const [id, chart] of Object.entries(charts)) {
    await writeText(join(folder, 'charts', `${id}.vl.json`), `${JSON.stringify(chart, null, 1)}\n`)
  }
  await writeText(join(folder, 'report.html'), page)
}

function nothing(name: string, why: string): ClienteleError {
  return new ClienteleError('rows-too-few', `analyze: nothing in ${name} can be counted: ${why}.`)
}
