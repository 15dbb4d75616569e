import type { DriverWords } from './driverWords.js'

/** Reasons in English. */
export const driverEn: DriverWords = {
  silence: (since, gap) => {
    const silent = since === 0 ? 'ordered today' : `no order for ${count(since, 'day')}`
    if (Number.isNaN(gap)) return silent
    const usual = count(Math.round(gap), 'day')
    const times = since / gap
    return times >= 1.5
      ? `${silent}, ${rounded(times)} times the usual gap of ${usual}`
      : `${silent}, usual gap ${usual}`
  },
  falling: (what, trend, days) => {
    if (trend <= -1) return `no ${what} in the last ${days} days, after some in the ${days} before`
    if (trend >= 1) return `all ${what} in the last ${days} days, none in the ${days} before`
    const change = Math.round(100 * ((1 + trend) / (1 - trend) - 1))
    return `${what} ${change < 0 ? 'fell' : 'rose'} by ${Math.abs(change)} % in the last ${days} days`
  },
  orders: (n, days) =>
    n === 1 && days === undefined ? 'only one order so far' : `${count(n, 'order')} ${within(days)}`,
  spent: (amount, days) => `${money(amount)} spent ${within(days)}`,
  anOrder: (amount) => `${money(amount)} an order`,
  products: (n, where) => {
    if (where === 'all') return `${count(n, 'different product')} in all`
    return where === 'last'
      ? `${count(n, 'product')} in the last order`
      : `${count(n, 'product')} ${within(where.days)}`
  },
  returns: (n) => (n > 0 ? count(n, 'return') : 'no returns'),
  discounts: (share) => `${Math.round(100 * share)} % of purchases at a discount`,
  lateLast: 'the last delivery came late',
  late: (n) => count(n, 'late delivery', 'late deliveries'),
  unresolvedLast: 'an unresolved ticket since the last order',
  unresolved: (n) => count(n, 'unresolved ticket'),
  tickets: (n) => (n > 0 ? count(n, 'service ticket') : 'no service tickets'),
  contacts: (n, responses) =>
    `${count(n, 'campaign contact')}${Number.isNaN(responses) ? '' : `, ${count(responses, 'response')}`}`,
  channel: (name) => `orders through ${name ?? 'an unknown channel'}`,
  tenure: (days) => `a customer for ${count(days, 'day')}`,
  value: (name, value) => `${name} is ${value}`,
  missing: (name) => `${name} is missing`,
  between: '; ',
}

function within(days: string | undefined): string {
  return days === undefined ? 'in all' : `in the last ${days} days`
}

function count(n: number, one: string, many: string = `${one}s`): string {
  if (Number.isNaN(n)) return `unknown ${many}`
  return `${n === 0 ? 'no' : n.toLocaleString('en-US')} ${n === 1 ? one : many}`
}

function money(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 })
}
