import { ClienteleError } from '../../error.js'
import { checkOptions, invalid } from '../../options.js'
import { adopt } from '../../table/adopt.js'
import type { Table, Vector } from '../../table/arrow.js'
import { addColumns, dictionary, float64 } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { groupColumn } from '../../table/group.js'
import { join } from '../../table/join.js'
import { addCounts, withMetadata } from '../../table/metadata.js'
import { readNumbers } from '../../table/numbers.js'
import { markPredicted } from '../../table/predicted.js'
import { selectColumns } from '../../table/select.js'
import type { TableLike } from '../../table/types.js'
import type { Attributes } from '../features/attributes.js'
import type { Contacts, Tickets } from '../features/events.js'
import { type FeaturesAt, type FeatureSources, readSources } from '../features/sources.js'
import { type History, HISTORY_OPTIONS, type HistoryOptions, readHistory } from '../history/readHistory.js'
import { checkStrays } from '../history/stray.js'
import { stagesOf, STAGES, usualGapsOf } from '../stages/stageOf.js'
import { driverColumns } from './drivers.js'
import { applySigmoid } from './learn.js'
import type { ChurnParts, ChurnSources, ChurnState } from './model.js'
import { tableAt, withAlive } from './orderTables.js'
import { percentileOf } from './percentiles.js'
import { reasonsOfContracts, reasonsOfOrders } from './reasons.js'
import { driverWords } from './words.js'
import type { DriverLang } from './words/driverWords.js'

/** What a churn model can be asked to predict. */
export interface ChurnPredictOptions extends HistoryOptions {
  /** Of the orders that are scored, as the model learned with them. */
  readonly tickets?: Tickets | undefined
  readonly contacts?: Contacts | undefined
  readonly customers?: Attributes | undefined
  /** A table with `customer_id` and `clv`, as `lifetimeValue` gives it: adds `clv` and `value_at_risk`. */
  readonly values?: TableLike | undefined
  /** Adds `churn_driver` and `churn_drivers`. Default true. */
  readonly drivers?: boolean | undefined
  /** The language of `churn_drivers`. Default 'en'. */
  readonly lang?: DriverLang | undefined
  /** With contracts: overwrite columns that are there. */
  readonly replace?: boolean | undefined
}

const WHO = 'churn.predict'
/** The rules of stages that percentiles are within. */
export const STAGE_RULES = { decliningAfter: 2, lapsedAfter: 4 } as const

/** Today's customers, a row each. */
export function predictOrders(
  given: TableLike,
  state: ChurnState,
  parts: ChurnParts,
  options: ChurnPredictOptions,
): Table {
  checkOptions(WHO, options, [
    ...HISTORY_OPTIONS,
    'tickets',
    'contacts',
    'customers',
    'values',
    'drivers',
    'lang',
  ])
  const sources = state.sources!
  const { tickets, contacts, customers, values, drivers = true, lang = 'en' } = options
  const words = driverWords(WHO, lang)
  for (const [name, given, needed] of [
    ['tickets', tickets, sources.tickets],
    ['contacts', contacts, sources.contacts],
    ['customers', customers, sources.customers !== null],
  ] as const) {
    if ((given !== undefined) === needed) continue
    throw invalid(
      WHO,
      needed
        ? `the model learned from ${name}; give them here too: ${name}: {table, customer, time}`
        : `the model did not learn from ${name}; leave them out, or fit it with them`,
    )
  }
  const history = readHistory(WHO, adopt(given, WHO), withKnownRoles(options, sources))
  if (Number.isNaN(history.firstDay)) {
    throw new ClienteleError(
      'rows-too-few',
      `${WHO}: there are no purchases; look at amounts, refunds and asOf.`,
    )
  }
  checkStrays(WHO, history.strays, ['end'])
  const { featuresAt } = readSources(WHO, history, {
    ...sourceOptions(sources),
    tickets,
    contacts,
    customers: customers && { ...customers, columns: sources.customers! },
  })
  const features = featureTable(history, featuresAt, state, parts)
  const stages = stagesAt(WHO, features, state)
  const usualGap = usualGapsOf(WHO, features, state.typicalGap!)
  const probability = probabilityOf(features, state, parts)
  const kept = ['customer_id', 'days_since_last', 'orders', 'revenue']
  const base = selectColumns(features, kept, WHO)
  const added: { [name: string]: Vector } = {
    usual_gap: float64(usualGap),
    stage: dictionary(stages, STAGES),
    ...(parts.buying && { p_alive: features.getChild('p_alive')! }),
    churn_probability: float64(probability),
    churn_percentile: percentileColumn(probability, () => state.percentiles.all),
    churn_percentile_stage: percentileColumn(
      probability,
      (i) => state.percentiles.stages[STAGES[stages[i]!]!] ?? state.percentiles.all,
    ),
    ...(drivers &&
      driverColumns(
        WHO,
        features,
        parts.boost,
        reasonsOfOrders(features, usualGap, sources.customers, words),
      )),
  }
  // What the probabilities are of stays with them: warnings are of those who can still be kept.
  const silences = silencesOf(WHO, features)
  const told = addCounts(addColumns(base, added, WHO), WHO, {
    horizon: state.horizon!,
    silentLonger: silences.reduce((n, days) => n + (days > state.longestSilence! ? 1 : 0), 0),
    daysWithoutOrders: silences.reduce((a, b) => Math.min(a, b)),
  })
  const scored = markPredicted(told, base)
  return values === undefined ? scored : withValues(scored, values)
}

/** The given table of contracts with its scores. */
export function predictContracts(
  given: TableLike,
  state: ChurnState,
  parts: ChurnParts,
  options: ChurnPredictOptions,
): Table {
  checkOptions(WHO, options, ['values', 'drivers', 'lang', 'replace'])
  const { values, drivers = true, lang = 'en', replace } = options
  const words = driverWords(WHO, lang)
  if (values !== undefined) throw invalid(WHO, 'values are for orders; join them to the contracts before')
  const table = adopt(given, WHO)
  const probability = probabilityOf(table, state, parts)
  const hasValue = table.schema.fields.some(({ name }) => name === 'clv')
  const added: { [name: string]: Vector } = {
    churn_probability: float64(probability),
    churn_percentile: percentileColumn(probability, () => state.percentiles.all),
    ...(drivers && driverColumns(WHO, table, parts.boost, reasonsOfContracts(words))),
    ...(hasValue && { value_at_risk: atRisk(table, probability) }),
  }
  return markPredicted(addColumns(table, added, WHO, { replace }), table)
}

/** The options of features that a model remembers. */
export function sourceOptions(sources: ChurnSources): FeatureSources {
  const { product, discount, channel, promised, delivered, windows } = sources
  return {
    windows: windows.map((days) => ({ days })),
    product: product ?? undefined,
    discount: discount ?? undefined,
    channel: channel ?? undefined,
    delivery: promised !== null && delivered !== null ? { promised, delivered } : undefined,
  }
}

function withKnownRoles(options: ChurnPredictOptions, sources: ChurnSources): HistoryOptions {
  const { asOf, timeZone, refunds, customer, time, amount, quantity, price, order } = options
  const given = { customer, time, amount, quantity, price, order }
  const said = Object.fromEntries(Object.entries(given).filter(([, name]) => name !== undefined))
  return {
    ...sources.roles,
    ...said,
    asOf,
    timeZone,
    refunds: refunds ?? ((sources.refunds ?? undefined) as HistoryOptions['refunds']),
  }
}

function featureTable(history: History, featuresAt: FeaturesAt, state: ChurnState, parts: ChurnParts): Table {
  const table = tableAt(WHO, history, featuresAt, history.asOfDay, state.active ?? Infinity)
  if (table.numRows === 0) {
    throw new ClienteleError(
      'rows-too-few',
      `${WHO}: nobody ordered within the last ${state.active} days, which the model asks for; look at asOf, or fit it with another active.`,
    )
  }
  return withAlive(WHO, table, parts.buying, state.horizon!)
}

/** Days since the last order of each row. */
export function silencesOf(who: string, features: Table): Float64Array {
  return readNumbers(findColumn(features, 'days_since_last', who), who)
}

/** The stage of each row by the rules that percentiles are kept by. */
export function stagesAt(
  who: string,
  features: Table,
  state: Pick<ChurnState, 'typicalGap' | 'sources'>,
): Int32Array {
  const { windows } = state.sources!
  // Of the default windows half a year, as in lifecycleStages: the longest is often longer than what is known of a customer.
  const window = windows.at(-2) ?? windows.at(-1)
  const trend = `orders_trend_${window}`
  return stagesOf(who, features, { ...STAGE_RULES, typicalGap: state.typicalGap!, trend })
}

/** Calibrated probabilities of rows with the model's features. */
export function probabilityOf(
  table: Table,
  { sigmoid }: Pick<ChurnState, 'sigmoid'>,
  { boost }: Pick<ChurnParts, 'boost'>,
): Float64Array {
  const predicted = boost.predict(table, { replace: true }) as unknown as Table
  return readNumbers(findColumn(predicted, 'probability', WHO), WHO).map((p) => applySigmoid(sigmoid, p))
}

function percentileColumn(probability: Float64Array, cutsOf: (i: number) => readonly number[]): Vector {
  return float64(probability.map((p, i) => percentileOf(cutsOf(i), p)))
}

function withValues(scored: Table, given: TableLike): Table {
  const values = selectColumns(adopt(given, WHO), ['customer_id', 'clv'], WHO)
  checkValues(values)
  const bare = withMetadata(values, new Map())
  const joined = join(scored, bare, { on: 'customer_id', how: 'left' }) as Table
  const probability = readNumbers(findColumn(joined, 'churn_probability', WHO), WHO)
  return markPredicted(addColumns(joined, { value_at_risk: atRisk(joined, probability) }, WHO), joined)
}

/** One number a customer, or an error that says so of this option. */
function checkValues(values: Table): void {
  readNumbers(findColumn(values, 'clv', WHO), WHO)
  const { codes, size } = groupColumn(findColumn(values, 'customer_id', WHO), WHO)
  const seen = new Uint8Array(size)
  for (const code of codes) {
    const again = seen[code] === 1
    seen[code] = 1
    if (!again) continue
    throw invalid(WHO, 'values has a customer twice, but each needs one clv; leave out what is double')
  }
}

function atRisk(table: Table, probability: Float64Array): Vector {
  const clv = readNumbers(findColumn(table, 'clv', WHO), WHO)
  return float64(probability.map((p, i) => p * clv[i]!))
}
