import { type CategoryTrait, inWords, type NumberTrait } from '../profile/traits.js'

/** One thing that a name can say of a segment. */
export interface NamePart {
  /** Of each of these a name says one thing only. */
  readonly about: string
  readonly adjective?: string
  readonly noun?: string
  readonly addition?: string
  /** How far it differs, where it can be said more strongly. */
  readonly size?: number
}

interface Vocabulary {
  readonly about: string
  readonly columns: RegExp
  readonly high: Pick<NamePart, 'adjective' | 'noun'>
  readonly low: Pick<NamePart, 'adjective' | 'noun'>
}

/** What is said of the columns that most customer tables have, in the order in which adjectives stand. */
const VOCABULARY: readonly Vocabulary[] = [
  {
    about: 'risk',
    columns: /^(churn_probability|churn_risk)$/,
    high: { adjective: 'endangered' },
    low: { adjective: 'safe' },
  },
  { about: 'risk', columns: /^p_alive$/, high: { adjective: 'active' }, low: { adjective: 'fading' } },
  {
    about: 'recency',
    columns: /^(days_since_(last|last_order|last_purchase)|recency_days)$/,
    high: { adjective: 'lapsed' },
    low: { adjective: 'recent' },
  },
  { about: 'recency', columns: /^r$/, high: { adjective: 'recent' }, low: { adjective: 'lapsed' } },
  {
    about: 'tenure',
    columns: /^(T|tenure|tenure_(days|months|years))$/,
    high: { adjective: 'long-standing' },
    low: { adjective: 'new' },
  },
  {
    about: 'frequency',
    columns: /^(f|frequency|orders|order_count|purchases|transactions|invoices)$/,
    high: { adjective: 'frequent' },
    low: { adjective: 'occasional' },
  },
  // The time between the first order and the last, as lifetime models mean it.
  {
    about: 'frequency',
    columns: /^recency$/,
    high: { adjective: 'returning' },
    low: { adjective: 'occasional' },
  },
  {
    about: 'money',
    columns: /^(m|revenue|monetary_value|monetary|amount|spend|spending|sales|total_spend|turnover|clv)$/,
    high: { noun: 'big spenders' },
    low: { noun: 'small spenders' },
  },
]

/** Columns that are 1, or 0 where only repeat orders count, for those who bought once. */
const ONCE: { readonly [column: string]: number } = {
  orders: 1,
  order_count: 1,
  purchases: 1,
  transactions: 1,
  invoices: 1,
  frequency: 0,
}

/** Whether most customers of a segment bought once, by any column that would tell. */
export function boughtOnce(numbers: readonly NumberTrait[]): boolean {
  return numbers.some(({ feature, median }) => Object.hasOwn(ONCE, feature) && ONCE[feature] === median)
}

/** What a number that differs lets a name say; `once`: of a segment where most bought once. */
export function numberPart({ feature, difference }: NumberTrait, once: boolean): NamePart {
  const known = VOCABULARY.find(({ columns }) => columns.test(feature))
  const size = Math.abs(difference)
  if (!known) {
    return { about: feature, size, addition: `${difference > 0 ? 'high' : 'low'} ${inWords(feature)}` }
  }
  if (difference < 0 && once && known.about === 'frequency') {
    return { about: known.about, noun: 'one-timers', adjective: 'one-time' }
  }
  return { ...(difference > 0 ? known.high : known.low), about: known.about, size }
}

/** What a value that comes more often lets a name say. */
export function categoryPart({ feature, value }: CategoryTrait): NamePart {
  return { about: `${feature} is`, addition: `${inWords(feature)} ${value ?? 'missing'}` }
}

/** 'Frequent big spenders', 'Lapsed one-timers', 'Recent customers with country DE'. */
export function phrase(parts: readonly NamePart[]): string {
  if (parts.length === 0) return 'Average customers'
  const place = ({ about }: NamePart) => VOCABULARY.findIndex((one) => one.about === about)
  const ordered = parts.toSorted((a, b) => place(a) - place(b))
  // Who bought once and spends much is a one-time big spender.
  const naming = ordered.findLast(({ noun }) => noun !== undefined)
  const adjectives = ordered.filter((part) => part !== naming && part.adjective !== undefined)
  const additions = ordered.flatMap(({ addition }) => addition ?? [])
  const noun = naming?.noun ?? (adjectives.length > 0 ? 'buyers' : 'customers')
  const start = [...adjectives.map(({ adjective }) => adjective!), noun].join(' ')
  const text = additions.length > 0 ? `${start} with ${joined(additions)}` : start
  return text[0]!.toUpperCase() + text.slice(1)
}

function joined(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`
}
