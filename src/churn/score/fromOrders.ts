import type { BoostState } from '../../classify/boost/model.js'
import { ClienteleError } from '../../error.js'
import { makeRandom } from '../../numeric/random.js'
import { checkInteger, invalid } from '../../options.js'
import { report, type ProgressOptions } from '../../progress.js'
import type { Table } from '../../table/arrow.js'
import { concat } from '../../table/concat.js'
import { type Column, findColumn, hasColumn } from '../../table/column.js'
import { isoDay } from '../../table/days.js'
import { withMetadata } from '../../table/metadata.js'
import { readNumbers } from '../../table/numbers.js'
import { sortRows } from '../../table/sort.js'
import { takeRows } from '../../table/take.js'
import { type Days, readCutoffs, readDays } from '../history/cutoffs.js'
import { type FeatureSources, readSources } from '../features/sources.js'
import { type HistoryOptions, readHistory } from '../history/readHistory.js'
import { typicalGapOf, STAGES } from '../stages/stageOf.js'
import { boost, calibrationOf, type Lesson, tryOut } from './learn.js'
import { type ChurnModel, churnModel, type ChurnSources } from './model.js'
import { chooseCutoffs, fitAlive, tableAt, withAlive } from './orderTables.js'
import { percentilesOf } from './percentiles.js'
import { probabilityOf, silencesOf, stagesAt } from './predict.js'
import { nobodyDropsOut } from './warnings.js'

const WHO = 'fitChurn'

/** What learning from orders takes. */
export interface OrderLesson extends HistoryOptions, FeatureSources, ProgressOptions {
  readonly horizon?: Days | undefined
  readonly cutoff?: string | undefined
  readonly active?: Days | undefined
  readonly sample?: number | undefined
  readonly seed: number
  readonly threads: number
}

/** Metadata of tables of several days: they differ in their last. */
const BARE: Map<string, string> = new Map()

/** Features that say nothing that others don't, or that would only fit the season. */
const LEFT_OUT = new Set(['customer_id', 'churned', 'recency'])

/** Learns from an earlier cut-off, tests on a later one, then learns from both. */
export function fitFromOrders(table: Table, options: OrderLesson): ChurnModel {
  const horizon = options.horizon === undefined ? 90 : readDays(WHO, 'horizon', options.horizon)
  const active = options.active === undefined ? Infinity : readDays(WHO, 'active', options.active)
  const { sample = 100_000, seed } = options
  checkInteger(WHO, 'sample', sample, 100, Number.MAX_SAFE_INTEGER)
  const history = readHistory(WHO, table, options, (ids) => drawCustomers(ids, sample, seed))
  if (Array.isArray(options.cutoff)) {
    throw invalid(WHO, `cutoff must be one day, the one to test on, such as '2025-06-30', but got a list`)
  }
  const given = options.cutoff === undefined ? undefined : readCutoffs(WHO, options.cutoff, history)[0]
  const cutoffs = chooseCutoffs(WHO, history, horizon, given)
  const { featuresAt, attributes } = readSources(WHO, history, options)
  const sources = sourcesOf(options, history.known.roles, attributes)
  const say = (done: number): void => report(WHO, options, { phase: 'learn', done, total: 4 })
  say(0)
  const tables = new Map<number, Table>()
  const at = (day: number): Table => {
    const known = tables.get(day) ?? byId(tableAt(WHO, history, featuresAt, day, active, horizon))
    tables.set(day, known)
    return known
  }
  for (const day of [cutoffs.train[0]!, cutoffs.test]) checkVaries(at(day), day, horizon)
  const early = fitAlive(at(cutoffs.train[0]!))
  const stack = (days: readonly number[], alive: typeof early.model): Table =>
    concat(days.map((day) => withMetadata(withAlive(WHO, at(day), alive, horizon), BARE)) as never) as never
  const train = stack(cutoffs.train, early.model)
  const test = stack([cutoffs.test], early.model)
  say(1)
  const lesson: Lesson = {
    target: 'churned',
    features: train.schema.fields.map(({ name }) => name).filter((name) => !LEFT_OUT.has(name)),
    recency: 'days_since_last',
    group: cutoffs.train.length > 1 ? 'customer_id' : undefined,
    seed,
    threads: options.threads,
  }
  const sigmoid = calibrationOf(train, lesson)
  say(2)
  const { report: found, warnings } = tryOut(train, test, lesson, sigmoid, aliveScores(test, early.model))
  say(3)
  // What was left out of the test is known now; the features of both must be the same.
  const today = byId(tableAt(WHO, history, featuresAt, history.asOfDay, active))
  const late = early.model && (fitAlive(today).model ?? early.model)
  const known = stack(cutoffs.final, late)
  const final = boost(known, lesson)
  const latest = withAlive(WHO, today, late, horizon)
  const typicalGap = typicalGapOf(WHO, latest)
  const probability = probabilityOf(latest, { sigmoid }, { boost: final })
  const stages = stagesAt(WHO, latest, { typicalGap, sources })
  say(4)
  const state = {
    kind: 'churn',
    version: 1,
    mode: 'orders',
    target: 'churned',
    horizon,
    active: active === Infinity ? null : active,
    sources,
    boost: final.toJSON() as BoostState,
    buying: late?.toJSON() ?? null,
    sigmoid,
    typicalGap,
    longestSilence: silencesOf(WHO, known).reduce((a, b) => Math.max(a, b), 0),
    percentiles: { all: percentilesOf(probability), stages: byStage(probability, stages) },
    fit: {
      trainCutoffs: isoDays(cutoffs.train),
      testCutoff: isoDay(cutoffs.test),
      finalCutoffs: isoDays(cutoffs.final),
      trainRows: train.numRows,
      testRows: test.numRows,
      trainChurn: shareWhoLeft(train),
      testChurn: shareWhoLeft(test),
      ...found,
      warnings: [
        ...warnings,
        ...(early.warning ? [early.warning] : []),
        ...(tellsNothing(latest) ? [nobodyDropsOut()] : []),
      ],
    },
  } as const
  return churnModel(state, { boost: final, buying: late })
}

/** Which customers are learned from where there are more than so many: each with the same chance, in whichever order their rows come. */
function drawCustomers(ids: Column, most: number, seed: number): Uint8Array | undefined {
  if (ids.length <= most) return undefined
  const random = makeRandom(seed)
  const below = (most / ids.length) * 2 ** 32
  const drawn = new Uint8Array(ids.length)
  for (const customer of sortRows([{ column: ids }], WHO)) drawn[customer] = Number(random.uint32() < below)
  return drawn
}

/** What is learned must not depend on the order of the rows: a database gives them in any. */
function byId(table: Table): Table {
  return takeRows(table, sortRows([{ column: findColumn(table, 'customer_id', WHO) }], WHO))
}

/** Fewer customers of either kind than this teach nothing that can be tested. */
const LEAST = 20

function checkVaries(table: Table, cutoff: number, horizon: number): void {
  const rows = table.numRows
  const left = Math.round(shareWhoLeft(table) * rows)
  if (Math.min(left, rows - left) >= LEAST) return
  const what =
    left === 0 ? 'all of them order' : left === rows ? 'none of them orders' : `${left} of them don't order`
  throw new ClienteleError(
    left === 0 || left === rows ? 'value-invalid' : 'rows-too-few',
    `${WHO}: of ${rows} ${rows === 1 ? 'customer' : 'customers'} known on ${isoDay(cutoff)} ${what} in the ${horizon} days after, but at least ${LEAST} who leave and ${LEAST} who stay are needed; choose another horizon (see churnHorizon) or cutoff, or give more customers.`,
  )
}

function shareWhoLeft(table: Table): number {
  return (
    readNumbers(findColumn(table, 'churned', WHO), WHO).reduce((a, b) => a + b, 0) /
    Math.max(1, table.numRows)
  )
}

function isoDays(days: readonly number[]): string[] {
  return days.toSorted((a, b) => a - b).map(isoDay)
}

/** Whether the model of buying keeps all but a hundredth of the customers alive, and so tells nobody apart. */
function tellsNothing(latest: Table): boolean {
  if (!hasColumn(latest, 'p_alive')) return false
  const alive = readNumbers(findColumn(latest, 'p_alive', WHO), WHO).toSorted()
  return alive[Math.floor(alive.length / 100)]! > 0.95
}

function aliveScores(test: Table, model: unknown): { readonly [name: string]: Float64Array } {
  if (!model) return {}
  const read = (name: string): Float64Array => readNumbers(findColumn(test, name, WHO), WHO)
  return { p_alive: read('p_alive').map((p) => 1 - p), p_no_order: read('p_no_order') }
}

function byStage(probability: Float64Array, stages: Int32Array): { [stage: string]: number[] } {
  const found: { [stage: string]: number[] } = {}
  STAGES.forEach((stage, s) => {
    const own = probability.filter((_, i) => stages[i] === s)
    if (own.length > 0) found[stage] = percentilesOf(own)
  })
  return found
}

function sourcesOf(
  options: OrderLesson,
  known: { readonly [role: string]: string },
  attributes: readonly string[] | null,
): ChurnSources {
  const { customer, time, amount, quantity, price, order, delivery } = options
  const given = Object.entries({ customer, time, amount, quantity, price, order })
  const roles = { ...known, ...Object.fromEntries(given.filter(([, name]) => name !== undefined)) }
  const windows = (options.windows ?? [30, 90, 180, 365].map((days) => ({ days }))).map(({ days }) => days)
  if (windows.length === 0) throw invalid(WHO, 'windows must name at least one, such as {days: 90}')
  return {
    roles: roles as { [role: string]: string },
    windows: windows.toSorted((a, b) => a - b),
    product: options.product ?? null,
    discount: options.discount ?? null,
    channel: options.channel ?? null,
    promised: delivery?.promised ?? null,
    delivered: delivery?.delivered ?? null,
    tickets: options.tickets !== undefined,
    contacts: options.contacts !== undefined,
    customers: attributes,
    refunds: options.refunds ?? null,
  }
}
