import { invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import type { Cell } from './drivers.js'
import type { DriverLang, DriverWords } from './words/driverWords.js'
import { driverEn } from './words/en.js'
import { driverZh } from './words/zh.js'

const LANGUAGES: Readonly<Record<DriverLang, DriverWords>> = { en: driverEn, zh: driverZh }

/** The words of a language, or an error that lists those there are. */
export function driverWords(who: string, lang: unknown): DriverWords {
  if (typeof lang === 'string' && Object.hasOwn(LANGUAGES, lang)) return LANGUAGES[lang as DriverLang]
  const names = Object.keys(LANGUAGES).join(', ')
  throw invalid(who, `lang must be one of ${names}, but got ${describe(lang)}`)
}

/** A reason in words, by its strongest feature and what else is known of the customer. */
export function wordsFor(
  feature: string,
  reason: string,
  cell: (name: string) => Cell,
  words: DriverWords,
): string {
  const number = (name: string): number => Number(cell(name) ?? NaN)
  const own = number(feature)
  const days = /_(\d+)$/.exec(feature)?.[1]
  switch (reason) {
    case 'silence':
      return words.silence(number('days_since_last'), number('gap_mean'))
    case 'falling':
      return words.falling(feature.startsWith('orders') ? 'orders' : 'revenue', own, days!)
    case 'few orders':
      return words.orders(days === undefined ? number('orders') : own, days)
    case 'spend':
      return feature === 'average_order' ? words.anOrder(own) : words.spent(own, days)
    case 'breadth':
      if (days !== undefined) return words.products(own, { days })
      return words.products(own, feature === 'products_last' ? 'last' : 'all')
    case 'returns':
      return words.returns(number('returns'))
    case 'discounts':
      return words.discounts(number('discount_share'))
    case 'late delivery':
      return feature === 'late_last' && own === 1 ? words.lateLast : words.late(number('late_deliveries'))
    case 'service':
      return ticketWords(feature, own, number, words)
    case 'campaigns':
      return words.contacts(number('contacts'), number('responses'))
    case 'channel':
      return words.channel(cell(feature) as string | null)
    case 'tenure':
      return words.tenure(number('T'))
    default:
      return plainWords(feature, cell(feature), words)
  }
}

function ticketWords(
  feature: string,
  own: number,
  number: (name: string) => number,
  words: DriverWords,
): string {
  if (feature === 'unresolved_last' && own === 1) return words.unresolvedLast
  const unresolved = number('tickets_unresolved')
  return unresolved > 0 ? words.unresolved(unresolved) : words.tickets(number('tickets'))
}

/** A column and its value. */
export function plainWords(name: string, value: Cell, words: DriverWords): string {
  if (value === null) return words.missing(name)
  return words.value(name, typeof value === 'number' ? String(Number(value.toPrecision(4))) : value)
}
