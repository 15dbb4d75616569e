import { checkInteger, checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import type { Vector } from '../../table/arrow.js'
import { float64 } from '../../table/build.js'
import { readCategories } from '../../table/categories.js'
import { findColumn } from '../../table/column.js'
import { daysOf } from '../../table/days.js'
import { readNumbers } from '../../table/numbers.js'
import { readTimes } from '../../table/times.js'
import { type Days, readDays } from '../history/cutoffs.js'
import type { History } from '../history/readHistory.js'
import { type Attributes, readAttributes } from './attributes.js'
import { breadthFeatures, readProducts } from './breadth.js'
import {
  type Contacts,
  contactFeatures,
  readContacts,
  readTickets,
  type Tickets,
  ticketFeatures,
} from './events.js'
import { channelFeatures, deliveryFeatures, discountFeatures } from './perOrder.js'
import { rhythmFeatures } from './rhythm.js'

/** Which columns and tables say more about customers than who bought when for how much. */
export interface FeatureSources<Names extends string = string> {
  /** Lengths of time to look back. Default 30, 90, 180 and 365 days. */
  readonly windows?: readonly Days[] | undefined
  /** What was bought, for how many different products customers take. */
  readonly product?: Names | undefined
  /** The discount of a row: a rate or an amount, above 0 where there was one. */
  readonly discount?: Names | undefined
  /** Where the order came in. */
  readonly channel?: Names | undefined
  /** The days by which a parcel was promised and on which it came (empty where it has not). */
  readonly delivery?: { readonly promised: Names; readonly delivered: Names } | undefined
  readonly tickets?: Tickets | undefined
  readonly contacts?: Contacts | undefined
  /** What is known of customers themselves, each column a feature under its own name. */
  readonly customers?: Attributes | undefined
}

/** The names of the options that say what features are made of. */
export const SOURCE_OPTIONS: readonly string[] =
  'windows product discount channel delivery tickets contacts customers'.split(' ')
/** What makes the features of customers at a cut-off. */
export type FeaturesAt = (customers: Int32Array, cutoff: number) => { readonly [name: string]: Vector }

/** What features are made of, read. */
export interface ReadSources {
  readonly featuresAt: FeaturesAt
  /** The columns that are taken from a table of customers; null without one. */
  readonly attributes: readonly string[] | null
}

/** Reads what features are made of; gives what makes them for customers at a cut-off. */
export function readSources(who: string, history: History, sources: FeatureSources): ReadSources {
  const { table, clock } = history
  const windows = readWindows(who, sources.windows)
  const column = (name: string) => findColumn(table, name, who)
  const day = (name: string) => daysOf(column(name), readTimes(column(name), who).slice(), clock)
  const { product, discount, channel, delivery } = sources
  if (delivery !== undefined) checkOptions(who, delivery, ['promised', 'delivered'], 'delivery')
  const products = product === undefined ? undefined : readProducts(column(product), who)
  const discounts = discount === undefined ? undefined : readNumbers(column(discount), who)
  const channels = channel === undefined ? undefined : readCategories(column(channel), who)
  const promised = delivery && day(delivery.promised)
  const delivered = delivery && day(delivery.delivered)
  const tickets = sources.tickets && readTickets(who, sources.tickets, history)
  const contacts = sources.contacts && readContacts(who, sources.contacts, history)
  const attributes = sources.customers && readAttributes(who, sources.customers, history)
  const featuresAt: FeaturesAt = (customers, cutoff) => {
    const size = customers.length
    const places = new Int32Array(history.customers).fill(-1)
    customers.forEach((customer, i) => (places[customer] = i))
    const rhythm = rhythmFeatures(history, customers, cutoff, windows)
    const numbers = {
      ...rhythm,
      ...(products && breadthFeatures(history, products, customers, cutoff, windows)),
      ...(discounts && discountFeatures(history, discounts, customers, cutoff)),
      ...(promised && delivered && deliveryFeatures(history, promised, delivered, customers, cutoff)),
      ...(tickets && ticketFeatures(tickets, places, rhythm['days_since_last']!, cutoff)),
      ...(contacts && contactFeatures(contacts, places, size, cutoff)),
    }
    const vectors = Object.entries(numbers).map(([name, values]) => [name, float64(values)] as const)
    const features = {
      ...Object.fromEntries(vectors),
      ...(channels && channelFeatures(history, channels, customers, cutoff)),
    }
    if (!attributes) return features
    checkNames(who, attributes.names, features)
    return { ...features, ...attributes.at(customers, cutoff) }
  }
  return { featuresAt, attributes: attributes?.names ?? null }
}

/** Columns that are added later, or that tell rows apart. */
const OTHERS: ReadonlySet<string> = new Set(['customer_id', 'cutoff', 'churned', 'p_alive', 'p_no_order'])

function checkNames(who: string, names: readonly string[], features: object): void {
  const taken = names.find((name) => Object.hasOwn(features, name) || OTHERS.has(name))
  if (taken === undefined) return
  throw invalid(
    who,
    `customers has a column '${taken}', which is the name of a feature already; rename it, or name the columns to take: customers: {columns: […]}`,
  )
}

/** The windows in days. */
export function readWindows(who: string, given: unknown): number[] {
  if (given === undefined) return [30, 90, 180, 365]
  if (!Array.isArray(given)) {
    throw invalid(who, `windows must be a list such as [{days: 30}, {days: 90}], but got ${describe(given)}`)
  }
  checkInteger(who, 'the number of windows', given.length, 0, 50)
  const days = given.map((one: unknown) => readDays(who, 'each of windows', one))
  if (new Set(days).size === days.length) return days
  throw invalid(who, 'windows has the same length twice; name each once')
}
