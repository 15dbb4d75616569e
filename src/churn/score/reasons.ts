import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import type { Cell } from './drivers.js'
import { plainWords, wordsFor } from './words.js'
import type { DriverWords } from './words/driverWords.js'

/** What features have to say, and how it is put. */
export interface Reasons {
  /** The reason that a feature belongs to. */
  reasonOf(feature: string): string
  /** The reason that it comes to in a customer's case, by its strongest feature. */
  meantBy(feature: string, reason: string, cell: (name: string) => Cell, row: number): string
  /** A reason in words; `feature` is its strongest, '' where it is one of another reason. */
  say(feature: string, reason: string, cell: (name: string) => Cell): string
  /** What stands between reasons. */
  readonly between: string
}

/** With contracts each column is a reason of its own. */
export function reasonsOfContracts(words: DriverWords): Reasons {
  return {
    reasonOf: (feature) => feature,
    meantBy: (_, reason) => reason,
    say: (feature, _, cell) => plainWords(feature, cell(feature), words),
    between: words.between,
  }
}

const [SILENCE, FALLING, FEW_ORDERS] = ['silence', 'falling', 'few orders'] as const

/** Features that say the same, and what they say. Those of a window end in its days. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(days_since_last|silence|gap_.+|p_alive|p_no_order)$/, SILENCE],
  [/^(orders|revenue)_trend_\d+$/, FALLING],
  [/^(orders|frequency)(_\d+)?$/, FEW_ORDERS],
  [/^(revenue|average_order)(_\d+)?$/, 'spend'],
  [/^products/, 'breadth'],
  [/^return/, 'returns'],
  [/^discount/, 'discounts'],
  [/^late_/, 'late delivery'],
  [/^(tickets|unresolved_last|days_since_ticket)/, 'service'],
  [/^(contacts|responses|days_since_contact)/, 'campaigns'],
  [/^channel/, 'channel'],
  [/^(T|recency)$/, 'tenure'],
]
/** What was bought within a window; nothing where there was no order. */
const OF_A_WINDOW = /^(orders|revenue|products)_\d+$/

/**
 * With orders: what is known of customers themselves are reasons of their own, other features share theirs. Nothing bought in a window, and a trend that has nothing to compare with, say that orders are few. Silence counts only once it is longer
 * than the customer's usual gap: before that it says so, too.
 */
export function reasonsOfOrders(
  features: Table,
  usualGap: Float64Array,
  attributes: readonly string[] | null,
  words: DriverWords,
): Reasons {
  const silent = readNumbers(findColumn(features, 'days_since_last', 'churn.predict'), 'churn.predict')
  const own = new Set(attributes)
  return {
    reasonOf: (feature) =>
      own.has(feature) ? feature : (REASONS.find(([pattern]) => pattern.test(feature))?.[1] ?? feature),
    meantBy: (feature, reason, cell, row) => {
      if (reason === SILENCE) return silent[row]! > usualGap[row]! ? SILENCE : FEW_ORDERS
      const isNothing =
        reason === FALLING ? cell(feature) === null : OF_A_WINDOW.test(feature) && !cell(feature)
      return isNothing ? FEW_ORDERS : reason
    },
    say: (feature, reason, cell) => wordsFor(feature, reason, cell, words),
    between: words.between,
  }
}
