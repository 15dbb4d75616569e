import type { Cell } from './drivers.js'

/** Features that say the same, and what they say. Those of a window end in its days. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(days_since_last|silence|gap_.+|p_alive|p_no_order)$/, 'silence'],
  [/^(orders|revenue)_trend_\d+$/, 'falling'],
  [/^(orders|frequency)(_\d+)?$/, 'few orders'],
  [/^(revenue|average_order)(_\d+)?$/, 'spend'],
  [/^products/, 'breadth'],
  [/^return/, 'returns'],
  [/^discount/, 'discounts'],
  [/^late_/, 'late delivery'],
  [/^(tickets|days_since_ticket)/, 'service'],
  [/^(contacts|responses|days_since_contact)/, 'campaigns'],
  [/^channel/, 'channel'],
  [/^(T|recency)$/, 'tenure'],
]

/** The reason that a feature belongs to. */
export function reasonOf(feature: string): string {
  return REASONS.find(([pattern]) => pattern.test(feature))?.[1] ?? feature
}

/** A reason in words, by its strongest feature and what else is known of the customer. */
export function wordsFor(feature: string, cell: (name: string) => Cell): string {
  const value = cell(feature)
  const number = (name: string): number => Number(cell(name) ?? NaN)
  const days = /_(\d+)$/.exec(feature)?.[1]
  switch (reasonOf(feature)) {
    case 'silence':
      return silenceWords(number('days_since_last'), number('gap_mean'))
    case 'falling':
      return fallingWords(feature, Number(value ?? NaN), days!)
    case 'few orders':
      if (days === undefined) return `${count(number('orders'), 'order')} in all`
      return `${count(number(feature), 'order')} in the last ${days} days`
    case 'spend':
      if (days !== undefined) return `${money(number(feature))} spent in the last ${days} days`
      return feature === 'revenue'
        ? `${money(number('revenue'))} spent in all`
        : `${money(number('average_order'))} an order`
    case 'breadth':
      if (days !== undefined) return `${count(number(feature), 'product')} in the last ${days} days`
      return feature === 'products_last'
        ? `${count(number(feature), 'product')} in the last order`
        : `${count(number('products'), 'different product')} in all`
    case 'returns':
      return number('returns') > 0 ? `${count(number('returns'), 'return')}` : 'no returns'
    case 'discounts':
      return `${share(number('discount_share'))} of purchases at a discount`
    case 'late delivery':
      return feature === 'late_last' && value === 1
        ? 'the last delivery came late'
        : `${count(number('late_deliveries'), 'late delivery', 'late deliveries')}`
    case 'service':
      return serviceWords(number('tickets'), number('tickets_unresolved'))
    case 'campaigns':
      return `${count(number('contacts'), 'campaign contact')}${Number.isNaN(number('responses')) ? '' : `, ${count(number('responses'), 'response')}`}`
    case 'channel':
      return `orders through ${value ?? 'an unknown channel'}`
    case 'tenure':
      return `a customer for ${count(number('T'), 'day')}`
    default:
      return `${feature} is ${value ?? 'missing'}`
  }
}

function silenceWords(since: number, gap: number): string {
  const silent = since === 0 ? 'ordered today' : `no order for ${count(since, 'day')}`
  if (Number.isNaN(gap)) return `${silent}, and only one day with orders`
  const times = since / gap
  return times >= 1.5
    ? `${silent}, ${rounded(times)} times the usual gap of ${count(Math.round(gap), 'day')}`
    : `${silent}, usual gap ${count(Math.round(gap), 'day')}`
}

function fallingWords(feature: string, trend: number, days: string): string {
  const what = feature.startsWith('orders') ? 'orders' : 'revenue'
  if (Number.isNaN(trend)) return `no ${what} to compare with the ${days} days before`
  if (trend <= -1) return `no ${what} in the last ${days} days, after some in the ${days} before`
  const ratio = (1 + trend) / (1 - trend)
  if (trend >= 1) return `all ${what} in the last ${days} days, none in the ${days} before`
  const change = Math.round(100 * (ratio - 1))
  return `${what} ${change < 0 ? 'fell' : 'rose'} by ${Math.abs(change)} % in the last ${days} days`
}

function serviceWords(tickets: number, unresolved: number): string {
  if (unresolved > 0) return `${count(unresolved, 'unresolved ticket')}`
  return tickets > 0 ? `${count(tickets, 'service ticket')}` : 'no service tickets'
}

function count(n: number, one: string, many: string = `${one}s`): string {
  if (Number.isNaN(n)) return `unknown ${many}`
  return `${n === 0 ? 'no' : n.toLocaleString('en-US')} ${n === 1 ? one : many}`
}

function money(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

function share(value: number): string {
  return `${Math.round(100 * value)} %`
}

function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 })
}
