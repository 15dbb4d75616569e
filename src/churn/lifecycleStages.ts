import { ClienteleError } from '../error.js'
import { checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Dictionary, Float64, Table, Utf8 } from '../table/arrow.js'
import { addColumns, dictionary, float64, makeTable, utf8 } from '../table/build.js'
import { isoDay } from '../table/days.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { readSources } from './features/sources.js'
import { customersAt, type Days, readDays } from './history/cutoffs.js'
import { HISTORY_OPTIONS, type HistoryOptions, readHistory } from './history/readHistory.js'
import { stackParts } from './history/stack.js'
import { checkStrays } from './history/stray.js'
import { type StageRules, STAGES, stagesOf, typicalGapOf } from './stages/stageOf.js'

/** What `lifecycleStages` can be told. */
export interface LifecycleOptions<Names extends string = string> extends HistoryOptions<Names> {
  /** Silent for more than so many own gaps: declining. Default 2. */
  readonly decliningAfter?: number | undefined
  /** Silent for more than so many own gaps: lapsed. Default 4. */
  readonly lapsedAfter?: number | undefined
  /** Orders in this time are compared with those in the time before. Default 180 days. */
  readonly window?: Days | undefined
  /** How far apart the days are at which customers are looked at. Default 30 days. */
  readonly every?: Days | undefined
  /** How many such steps back transitions are counted over, as far as orders go. Default 12. */
  readonly steps?: number | undefined
}

/** The columns of `lifecycleStages(…).customers`. */
export type StageColumns = {
  customer_id: any
  days_since_last: Float64
  gap_mean: Float64
  stage: Dictionary<Utf8>
}

/** The columns of `lifecycleStages(…).transitions`. */
export type TransitionColumns = { from: Utf8; to: Utf8; customers: Float64; share: Float64 }

/** The columns of `lifecycleStages(…).stages`. */
export type StageTimeColumns = { stage: Utf8; customers: Float64; seen: Float64; expected_days: Float64 }

/** What `lifecycleStages` gives. */
export interface Lifecycle {
  /** One row a customer: the stage today. */
  readonly customers: Table<StageColumns>
  /** One row a stage and the stage a step later. */
  readonly transitions: Table<TransitionColumns>
  /** One row a stage: who is in it, and how long one stays. */
  readonly stages: Table<StageTimeColumns>
  readonly asOf: string
  /** Days between looks. */
  readonly every: number
}

const WHO = 'lifecycleStages'
const OPTIONS = HISTORY_OPTIONS.concat('decliningAfter', 'lapsedAfter', 'window', 'every', 'steps')

/**
 * Where is each customer in their life, and where do customers go from there? Stages go by the customer's own rhythm, the mean gap between days with an order (for who has
 * none yet, the median of the others'):
 *
 * | stage | the first that holds |
 * |---|---|
 * | lapsed | silent for more than `lapsedAfter` (4) own gaps |
 * | declining | silent for more than `decliningAfter` (2) own gaps |
 * | acquaintance | one day with an order |
 * | declining | at most half as many orders in the last `window` (180 days) as in that before |
 * | growth | at least twice as many, or the first order within the window: who has come back and is new |
 * | stable | all others |
 *
 * So a life begins as acquaintance, with the second order becomes growth, and stable once it is longer than the window and its pace has settled.
 *
 * Customers are looked at on the last day and every 30 days before it; transitions are counted from each look to the next.
 *
 * @param orders - one row an order or order line
 * @param options - roles; `decliningAfter`, `lapsedAfter`, `window`, `every` ({days: 30}), `steps` (12); `asOf`, `timeZone`, `refunds`
 * @returns a frozen object: `customers` (`customer_id`, `days_since_last`, `gap_mean`, `stage`), `transitions` (`from`, `to`, `customers`, `share` of those in `from`), `stages` (`stage`, `customers`
 * today, `seen` at all earlier looks, `expected_days`: how long a customer stays once in it, every / (1 − share that stays), null where nobody was seen or nobody leaves)
 * @throws ClienteleError `option-invalid`, `role-missing`, `column-missing`, `column-type`, `value-invalid` (also a last day that nothing leads up to, see `labelChurn`), `rows-too-few` (no purchases)
 *
 * Cost: a sort by counting, then one pass a look.
 *
 * @example
 * ```ts
 * const orders = fromRows([
 *   ...[0, 30, 60, 90, 120].map((day) => ({ customer_id: 'ann', day, paid: 20 })),
 *   ...[0, 10, 20].map((day) => ({ customer_id: 'bob', day, paid: 10 })),
 *   { customer_id: 'cy', day: 110, paid: 10 },
 * ].map((row) => ({ ...row, day: new Date(Date.UTC(2025, 0, 1 + row.day)) })))
 * const { customers } = lifecycleStages(orders, { customer: 'customer_id', time: 'day', amount: 'paid' })
 * console.log(toRows(customers).map((row) => row.stage)) // [ 'growth', 'lapsed', 'acquaintance' ]
 * ```
 */
export function lifecycleStages<T extends { [name: string]: any } = any>(
  orders: TableLike<T>,
  options: LifecycleOptions<ColumnName<NoInfer<T>>> = {},
): Lifecycle {
  checkOptions(WHO, options, OPTIONS)
  const { decliningAfter = 2, lapsedAfter = 4, steps = 12 } = options
  checkNumber(WHO, 'decliningAfter', decliningAfter, 0.1, 1e6)
  checkNumber(WHO, 'lapsedAfter', lapsedAfter, 0.1, 1e6)
  if (lapsedAfter < decliningAfter) {
    throw invalid(
      WHO,
      `lapsedAfter is ${lapsedAfter}, less than decliningAfter, ${decliningAfter}; make it more`,
    )
  }
  checkInteger(WHO, 'steps', steps, 1, 1000)
  const window = options.window === undefined ? 180 : readDays(WHO, 'window', options.window)
  const every = options.every === undefined ? 30 : readDays(WHO, 'every', options.every)
  const history = readHistory(WHO, adopt(orders, WHO), options)
  const { asOfDay, firstDay } = history
  if (Number.isNaN(firstDay)) {
    throw new ClienteleError(
      'rows-too-few',
      `${WHO}: there are no purchases; look at amounts, refunds and asOf.`,
    )
  }
  checkStrays(WHO, history.strays, ['end'])
  const { featuresAt } = readSources(WHO, history, { windows: [{ days: window }] })
  const look = (day: number): Look => {
    const customers = customersAt(history, day)
    const part = { cutoff: day, customers, columns: featuresAt(customers, day) }
    return { customers, table: stackParts(WHO, history, [part], false, { customers: customers.length }) }
  }
  const today = look(asOfDay)
  const rules: StageRules = {
    decliningAfter,
    lapsedAfter,
    typicalGap: typicalGapOf(WHO, today.table),
    trend: `orders_trend_${window}`,
  }
  const stages = stagesOf(WHO, today.table, rules)
  const counts = countMoves(history.customers, today, stages, rules, steps, (k) =>
    asOfDay - k * every >= firstDay ? look(asOfDay - k * every) : undefined,
  )
  const result = {
    customers: customerTable(today.table, stages),
    transitions: transitionTable(counts),
    stages: stageTable(counts, stages, every),
    asOf: isoDay(asOfDay),
    every,
  }
  return printable(result, () => describeStages(stages, result.asOf))
}

interface Look {
  readonly customers: Int32Array
  readonly table: Table
}

const WIDTH = STAGES.length

/** How many customers went from each stage to each, from one look to the next. */
function countMoves(
  size: number,
  today: Look,
  stages: Int32Array,
  rules: StageRules,
  steps: number,
  lookBack: (step: number) => Look | undefined,
): Float64Array {
  const counts = new Float64Array(WIDTH * WIDTH)
  let later = new Int32Array(size).fill(-1)
  today.customers.forEach((customer, i) => (later[customer] = stages[i]!))
  for (let k = 1; k <= steps; k++) {
    const look = lookBack(k)
    if (!look) break
    const own = stagesOf(WHO, look.table, rules)
    const now = new Int32Array(size).fill(-1)
    look.customers.forEach((customer, i) => {
      now[customer] = own[i]!
      counts[WIDTH * own[i]! + later[customer]!]!++
    })
    later = now
  }
  return counts
}

function customerTable(features: Table, stages: Int32Array): Table<StageColumns> {
  const columns = ['customer_id', 'days_since_last', 'gap_mean'].map(
    (name) => [name, features.getChild(name)!] as const,
  )
  const bare = makeTable(new Map(columns), features.schema.metadata)
  return addColumns(bare, { stage: dictionary(stages, STAGES) }, WHO) as never
}

function transitionTable(counts: Float64Array): Table<TransitionColumns> {
  const pairs = STAGES.flatMap((from, f) => STAGES.map((to, t) => ({ from, to, f, t })))
  const totals = totalsOf(counts)
  return makeTable<TransitionColumns>({
    from: utf8(pairs.map(({ from }) => from)),
    to: utf8(pairs.map(({ to }) => to)),
    customers: float64(counts.slice()),
    share: float64(
      counts.map((count, i) =>
        totals[Math.floor(i / WIDTH)]! > 0 ? count / totals[Math.floor(i / WIDTH)]! : NaN,
      ),
    ),
  })
}

function stageTable(counts: Float64Array, stages: Int32Array, every: number): Table<StageTimeColumns> {
  const totals = totalsOf(counts)
  const now = new Float64Array(WIDTH)
  for (const stage of stages) now[stage]!++
  return makeTable<StageTimeColumns>({
    stage: utf8([...STAGES]),
    customers: float64(now),
    seen: float64(totals),
    expected_days: float64(
      totals.map((total, s) => {
        const left = total - counts[WIDTH * s + s]!
        return left > 0 ? (every * total) / left : NaN
      }),
    ),
  })
}

function totalsOf(counts: Float64Array): Float64Array {
  return Float64Array.from(STAGES, (_, s) =>
    counts.subarray(WIDTH * s, WIDTH * (s + 1)).reduce((a, b) => a + b, 0),
  )
}

function describeStages(stages: Int32Array, asOf: string): string {
  const parts = STAGES.map(
    (stage, s) => `${stage} ${brief(stages.reduce((n, one) => n + (one === s ? 1 : 0), 0))}`,
  )
  return `stages on ${asOf}: ${parts.join(', ')}`
}
