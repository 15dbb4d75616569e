import type { Format } from '../format.js'
import type { PeriodUnit } from '../figures/periods.js'
import type { Standing, Words } from './words.js'
import { churnEn } from './churnEn.js'
import { classifyEn } from './classifyEn.js'
import { identifyEn } from './identifyEn.js'
import { groupsEn } from './groupsEn.js'
import { treeEn } from './treeEn.js'
import { outcomeEn } from './outcomeEn.js'
import { worthEn } from './worthEn.js'

const plurals = new Intl.PluralRules('en')
const NUMBERS = 'no,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve'.split(',')

function many(n: number, one: string, other: string): string {
  return plurals.select(n) === 'one' ? one : other
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names.map((name) => `‘${name}’`))
}

/** English. */
export function en(f: Format): Words {
  const spell = (n: number) => NUMBERS[n] ?? f.count(n)
  const counted = (n: number, one: string, other: string) => `${f.count(n)} ${many(n, one, other)}`
  const customers = (n: number) => counted(n, 'customer', 'customers')
  const units = (n: number, unit: PeriodUnit) => `${spell(n)} ${many(n, unit, `${unit}s`)}`
  /** 'nine in a hundred', or 'three of 1,430' where they are fewer or there are few. */
  const portion = (part: number, of: number) => {
    const hundredths = Math.round((100 * part) / of)
    return of < 100 || hundredths < 1
      ? `${spell(part)} of ${f.count(of)}`
      : `${spell(hundredths)} in a hundred`
  }
  const days = (n: number) => counted(n, 'day', 'days')
  return {
    tag: 'en',
    page: {
      eyebrow: (source) => (source === undefined ? 'Customer report' : `Customer report · ${source}`),
      headline: (n, revenue) => `${customers(n)} spent ${f.moneyShort(revenue)}`,
      period: (from, to, n) => (from === to ? f.date(from) : `${f.date(from)} to ${f.date(to)}, ${days(n)}`),
      toKnow: (n) => `${capital(spell(n))} ${many(n, 'thing', 'things')} to know`,
      toDo: (n) => `${capital(spell(n))} ${many(n, 'thing', 'things')} to do next`,
      howToRead: 'How to read it',
      numbers: (rows) => `The numbers, ${counted(rows, 'row', 'rows')}`,
      made: 'Made by clientele. The page holds no customer’s name and loads nothing from elsewhere.',
      nothing: 'There is too little data for this picture.',
    },
    keys: {
      customers: 'customers',
      revenue: 'revenue',
      orders: 'orders',
      averageOrder: 'average order',
      perCustomer: 'per customer',
      repeat: 'bought more than once',
      quietFor: 'since the last order, typically',
    },
    days,
    period: (unit, from) => {
      if (unit === 'day') return f.date(from)
      if (unit === 'week') return `week of ${f.date(from)}`
      if (unit === 'month') return f.month(from)
      const year = from.slice(0, 4)
      return unit === 'year' ? year : `Q${Math.floor(Number(from.slice(5, 7)) / 3) + 1} ${year}`
    },
    tick: (unit, from) => {
      if (unit === 'year') return from.slice(0, 4)
      if (unit === 'quarter') return `Q${Math.floor(Number(from.slice(5, 7)) / 3) + 1}`
      const month = f.month(from).slice(0, 3)
      return unit === 'month' ? month : `${Number(from.slice(8))} ${month}`
    },
    charts: {
      revenue: 'Revenue',
      returning: 'From returning customers',
      fresh: 'From new customers',
      shareOfCustomers: 'Share of customers',
      shareOfRevenue: 'Share of revenue',
      recency: 'Last order: long ago → just now',
      frequency: 'Orders: few → many',
      cumulativeCustomers: 'Customers, from the one who spent most',
      cumulativeRevenue: 'Share of revenue',
      revenueAbout: 'Bars of revenue over time, divided into returning and new customers.',
      rfmAbout:
        'A map of customers by how lately and how often they bought; stronger colours mean more revenue.',
      segmentsAbout: 'Two bars for each customer group: its share of customers and its share of revenue.',
      paretoAbout: 'A curve of the share of revenue that the customers who spend most bring.',
      cohortsAbout: 'A matrix of the share of customers who buy again, by when they first bought.',
      after: (unit) => `${capital(unit)}s after the first order`,
      mark: (part, revenue) => `${f.share(part)} bring ${f.share(revenue)}`,
    },
    revenue: {
      trend: (change, n, unit, versus) => {
        const last = `Revenue of the last ${n === 1 ? `full ${unit}` : `${spell(n)} full ${unit}s`} was`
        const then =
          versus === 'year'
            ? `the same ${many(n, unit, `${unit}s`)} a year before`
            : n === 1
              ? `the ${unit} before`
              : `the ${spell(n)} before`
        if (Math.abs(change) < 0.02) return `${last} about the same as in ${then}`
        if (change >= 1) return `${last} ${f.decimal(change + 1)} times that of ${then}`
        return `${last} ${f.share(Math.abs(change))} ${change > 0 ? 'higher' : 'lower'} than in ${then}`
      },
      total: (revenue, n) => `Customers spent ${f.money(revenue)} within ${days(n)}`,
      returning: (share, n, unit) =>
        `${f.share(share)} of the revenue of the last ${units(n, unit)} came from customers who had bought before`,
      read: (unit, partial) =>
        `Each bar is a ${unit}. The strong colour is revenue from customers who had bought in an earlier ${unit}, the pale one from those who bought for the first time. At the left everybody counts as new, because what they bought before is not in the data.${partial ? ` The last bar is lower also because the data ends within its ${unit}.` : ''}`,
      columns: {
        period: 'Period',
        revenue: 'Revenue',
        returning: 'Returning',
        fresh: 'New',
        orders: 'Orders',
        newCustomers: 'New customers',
      },
      partial: (period) => `${period} (in part)`,
    },
    segments: {
      top: (name, part, revenue) =>
        `${capital(`‘${name}’`)} ${part >= 0.995 ? 'are all' : `are ${f.share(part)} of the`} customers and bring ${f.share(revenue)} of the revenue`,
      read: 'Each group has two bars. Where the strong bar is longer than the pale one, its customers are worth more than the average customer.',
      columns: {
        segment: 'Group',
        customers: 'Customers',
        shareOfCustomers: 'of all',
        revenue: 'Revenue',
        shareOfRevenue: 'of all',
        perCustomer: 'Per customer',
        ordersEach: 'Orders each',
        quietFor: 'Days since last',
        advice: 'What helps',
      },
      name: (key) => SEGMENTS[key] ?? key,
      advice: (standing) => ADVICE[standing],
      winBack: (n, revenue, names) =>
        `Win back the ${customers(n)} in ${listed(names)}: they have brought ${f.money(revenue)} so far and are overdue. Write to those with the highest revenue first.`,
      secondOrder: (n, names) =>
        `Give the ${customers(n)} in ${listed(names)} a reason for the next order, soon: a second order is the step at which most customers are lost.`,
      thank: (n, share, names) =>
        `Look after the ${customers(n)} in ${listed(names)}, who bring ${f.share(share)} of the revenue: thank them, show them new things first, ask what they miss.`,
      where: 'Who they are: see customers.csv; the column segment holds the group.',
      unnamed: 'No group',
    },
    rfm: {
      fading: (n, least, revenue) =>
        `${customers(n)} who used to buy often ${many(n, 'has', 'have')} not been back for ${days(least)} or more; ${many(n, 'this customer', 'they')} brought ${f.moneyShort(revenue)}`,
      holding: (n, revenue) =>
        `The ${many(n, 'customer', `${f.count(n)} customers`)} who ${many(n, 'buys', 'buy')} often and came lately ${many(n, 'brings', 'bring')} ${f.share(revenue)} of the revenue`,
      none: 'No customer stands out yet by buying often and lately',
      read: 'Further right means a later last order, further up means more orders. Each field says how many customers it holds and what share of the revenue they bring; the stronger its colour, the more. Those at the upper left used to buy often and have stopped: they are the ones to win back.',
      skipped: (what, scores) => {
        const alike = what === 'frequency' ? 'placed equally many orders' : 'ordered last on the same day'
        return `Nobody has the ${many(scores.length, 'score', 'scores')} ${scores.join(', ')} for ${what}: many customers ${alike}, and those who are alike are not set apart.`
      },
      columns: {
        recency: 'Recency (5 = just now)',
        frequency: 'Frequency (5 = many)',
        customers: 'Customers',
        revenue: 'Revenue',
        shareOfRevenue: 'of all',
      },
    },
    pareto: {
      half: (part, of) =>
        `${capital(portion(part, of))} customers ${portion(part, of).startsWith('one ') ? 'brings' : 'bring'} half of the revenue`,
      even: (part, of) =>
        `Revenue is spread evenly: it takes ${portion(part, of)} customers to bring half of it`,
      only: 'One customer brings all of the revenue',
      top: (share) => `The fifth of customers who spend most bring ${f.share(share)} of the revenue.`,
      read: 'Customers stand in a row, from the one who spent most to the one who spent least. The curve says what share of revenue the first of them bring together. If all spent alike, it would be the straight line.',
      columns: {
        group: 'Customers by spending',
        customers: 'Customers',
        revenue: 'Revenue',
        share: 'of all',
        cumulative: 'Together',
      },
      group: (from, to) => (from === 0 ? `top ${f.share(to)}` : `${f.share(from)}–${f.share(to)}`),
    },
    cohorts: {
      again: (share, unit) =>
        `Of a hundred new customers, ${spell(Math.round(100 * share))} buy again in the ${unit} after their first order`,
      one: (unit) => `All customers came in the same ${unit}, so nothing can be compared yet`,
      once: (share) =>
        share >= 0.995
          ? 'Hardly a customer has bought more than once'
          : `${f.share(share)} of the customers have bought only once`,
      read: (unit) =>
        `Each row holds the customers who first bought in that ${unit}, each column is a ${unit} after that. The number says how many of a hundred of them bought in it; the stronger the colour, the more.`,
      columns: { cohort: 'First order', size: 'Customers' },
    },
    grouping: groupsEn(f),
    outcome: outcomeEn(f),
    classify: classifyEn(f),
    identify: identifyEn(f),
    churn: churnEn(f, { customers, days }),
    tree: treeEn,
    worth: worthEn(f, { spell, customers, days }),
    data: {
      leftOut: (share, rule) =>
        `${f.share(share)} of the lines could not be counted, most of them for one reason: ${rule}`,
      all: (lines) => `Every one of the ${counted(lines, 'line', 'lines')} read could be counted`,
      nameCustomers: (share) =>
        `Find out who buys: ${f.share(share)} of the order lines name no customer, so nobody can be asked back for them. A customer number at the till or a guest’s e-mail address would do.`,
      read: 'Rules are applied from top to bottom, each to the lines that are left. Revenue is what the lines would have added.',
      columns: { rule: 'Rule', lines: 'Lines', customers: 'Customers', revenue: 'Revenue' },
      rule: (key, action) =>
        `${RULES[key] ?? key}${action === 'keep' ? ' (kept)' : action === 'net' ? ' (netted)' : ''}`,
    },
    methods: {
      heading: (n) => `How the figures of ${customers(n)} were made`,
      lines: [
        'An order is one order number, or, where there is none, one line of the file. Revenue is the sum of all lines counted.',
        'Recency, frequency and money are scores from 1 to 5: customers are ranked by the days since their last order, by the number of their orders and by their revenue, and cut into five groups as equal as ties allow. The three scores give the group.',
        'A customer’s first period is that of the first order in the data; who bought before the data begins counts as new.',
        'Shares are rounded and need not add up to a hundred.',
      ],
      asOf: (day) => `“Now” is ${f.date(day)}: days since the last order are counted up to it.`,
      timeZone: (zone) => `Calendar days are those of the time zone ${zone}.`,
      currency: (code) =>
        code === undefined
          ? 'Amounts are in the currency of the data, which was not named.'
          : `Amounts are in ${code}.`,
      columns: (roles) =>
        `Columns read: ${Object.entries(roles)
          .map(([role, column]) => `${role} from “${column}”`)
          .join(', ')}.`,
    },
  }
}

const SEGMENTS: Readonly<Record<string, string>> = {
  champions: 'Champions',
  loyal: 'Loyal',
  potential_loyal: 'Potential loyal',
  new: 'New',
  promising: 'Promising',
  need_attention: 'Need attention',
  about_to_sleep: 'About to sleep',
  cannot_lose: 'Can’t lose',
  at_risk: 'At risk',
  hibernating: 'Hibernating',
  lost: 'Lost',
}

const ADVICE: Readonly<Record<Standing, string>> = {
  best: 'Thank them, show them new things first, ask for referrals.',
  good: 'Offer what goes with what they buy; invite them to a loyalty scheme.',
  new: 'Help with the first purchase and give a reason for the next.',
  slipping: 'Remind them now, with something chosen for them.',
  leaving: 'Win back in person: call, ask what went wrong, make an offer.',
  gone: 'One cheap attempt, then leave them in peace.',
}

const RULES: Readonly<Record<string, string>> = {
  read: 'Lines read',
  without_customer: 'no customer is named',
  status: 'the order was cancelled, refunded or failed, by its status',
  without_time: 'no date',
  without_amount: 'no amount',
  test: 'test accounts',
  future: 'later than the last day counted',
  duplicate: 'exact repetition of an earlier line',
  cancelled: 'cancelled order',
  refund: 'refund',
  refunded: 'refund taken off the purchase',
  non_positive: 'quantity or price is zero or less',
  kept: 'Lines counted',
}
