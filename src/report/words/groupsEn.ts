import { ruleNumbers } from './ruleNumbers.js'
import type { Format } from '../format.js'
import type { GroupWords, MeasureName } from './groupWords.js'
import { rough } from './worthEn.js'

const FEATURES: Readonly<Record<string, string>> = {
  days_since_last: 'days since the last order',
  monetary_value: 'spend per order',
  p_alive: 'chance still to be a customer',
  expected_purchases: 'expected orders',
  clv: 'coming worth',
}

const MEASURES: Readonly<Record<MeasureName, string>> = {
  inertia: 'elbow of inertia',
  silhouette: 'silhouette',
  calinskiHarabasz: 'Caliński–Harabasz',
  daviesBouldin: 'Davies–Bouldin',
  gap: 'gap statistic',
  stability: 'stability',
}

const DEGREES = ['much lower', 'clearly lower', 'somewhat lower', 'like the others']
const HIGHER = ['like the others', 'somewhat higher', 'clearly higher', 'much higher']

function feature(column: string): string {
  return FEATURES[column] ?? column.replaceAll('_', ' ')
}

function list(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(parts)
}

/** What English says of groups of customers. */
export function groupsEn(f: Format): GroupWords {
  const customers = (n: number) => `${f.count(n)} ${n === 1 ? 'customer' : 'customers'}`
  const orders = (n: number) => `${f.decimal(n)} ${n === 1 ? 'order' : 'orders'}`
  const days = (n: number) => `${f.count(n)} ${n === 1 ? 'day' : 'days'}`
  const whole = (value: number) => (value < 1000 ? f.moneyShort(rough(value)) : f.money(rough(value)))
  return {
    feature,
    charts: {
      k: 'Number of groups',
      inertia: 'Inertia: look for the bend',
      silhouette: 'Silhouette: higher is better',
      recommend: 'What each measure recommends',
      height: 'How unlike the branches are',
      before: 'before',
      after: 'after',
      stayed: 'Stayed',
      moved: 'Moved',
      new: 'New',
      lost: 'Lost',
      notYet: '(not yet there)',
      noLonger: '(no longer there)',
      chooseAbout:
        'Curves of inertia and silhouette by the number of groups, and what each measure recommends.',
      mapAbout: 'A map of customers as points, coloured by group; those who are alike stand together.',
      profileAbout:
        'A map with a column for each group and a row for each feature; blue is above the other groups, orange below.',
      dendrogramAbout: 'A tree of groups within groups, with the number of customers of each branch.',
      migrationAbout: 'Streams of customers from the groups before to the groups after.',
      measure: (name) => MEASURES[name].charAt(0).toUpperCase() + MEASURES[name].slice(1),
      along: (loadings, share) => {
        const least = 0.4 * Math.abs(loadings[0]?.loading ?? 0)
        const parts = loadings
          .filter(({ loading }) => loading !== 0 && Math.abs(loading) >= least)
          .slice(0, 4)
          .map(({ feature: name, loading }) => `${loading > 0 ? 'more' : 'less'} ${feature(name)}`)
        const fixed = parts.map((part) => part.replace(/^less (days|orders|expected orders)/, 'fewer $1'))
        return `${list(fixed)} → (${f.share(share)} of all differences)`
      },
      degree: (degree) => (degree < 0 ? DEGREES[3 + degree]! : HIGHER[degree]!),
      value: (column, value) => `${feature(column)}: ${value ?? 'missing'}`,
      customers,
    },
    groups: {
      finding: (k, top) =>
        `Your customers fall into ${NUMBERS[k] ?? k} groups; ‘${top.name}’, ${f.share(top.shareOfCustomers)} of them, bring ${f.share(top.shareOfRevenue)} of the revenue`,
      chosen: ({ k, recommended, isStable, isGiven, sample, customers: all }) => {
        const said = Object.entries(recommended).flatMap(([name, n]) =>
          n === null ? [] : [`${MEASURES[name as MeasureName]} ${n}`],
        )
        const again = 'they are all found again when the customers are drawn anew'
        const shading = 'they shade into each other, so do not lean on their borders'
        const taken = isGiven
          ? `${k} were asked for`
          : k === recommended.inertia
            ? `${k} were taken, since more would say little more (the bend)`
            : `${k} were taken, near the bend`
        const why = `${taken}; ${isStable ? again : shading}`
        const who = sample < all ? `, asked on ${customers(sample)} drawn at random` : ''
        return `How many groups there are is a matter of judgement. The measures recommend${who}: ${list(said)}. Two groups often fit best and say least. ${why}.`
      },
      read: 'Each dot is a customer; those who are alike stand together, and a colour is a group. The axes are the two directions in which customers differ most. Who they are: see customers.csv, column group.',
      map: (shown, of, share) =>
        `${shown < of ? `The map shows ${f.count(shown)} of ${customers(of)}, drawn at random; it` : 'The map'} keeps ${f.share(share)} of all differences.`,
      columns: {
        group: 'Group',
        customers: 'Customers',
        shareOfCustomers: 'of all',
        revenue: 'Revenue',
        shareOfRevenue: 'of all',
        ordersEach: 'Orders, typically',
        revenueEach: 'Revenue, typically',
        quietFor: 'Days since last, typically',
      },
      name: (proposed) => proposed,
    },
    apart: {
      finding: ({ groups, medians }) => {
        const [best] = groups
        return `‘${best!.name}’ typically place ${orders(best!.medianOrders)}; the typical customer ${orders(medians.orders)}`
      },
      line: ({ name, customers: n, medianOrders, medianRevenue, medianDaysSinceLast }) =>
        `‘${name}’: ${customers(n)}, typically ${orders(medianOrders)} worth ${whole(medianRevenue)} in all, the last ${days(medianDaysSinceLast)} ago.`,
      read: 'Each column is a group. A number is the group’s mean; blue is above that of the other customers, orange below, the stronger the farther. The table says how to recognise most of them by short rules, for a system that knows no clusters: how often the rule is right, and how many of the group it finds.',
      columns: { group: 'Group', rule: 'How to recognise them', precision: 'Right', coverage: 'Found' },
      rule: (rule) =>
        ruleNumbers(rule, f)
          .replace(/ is /g, ' exactly ')
          .replace(/(^| and )(\w+)(?= )/g, (_, before: string, name: string) =>
            name === 'at' ? `${before}${name}` : `${before === '' ? '' : ', '}${feature(name)}`,
          ),
    },
    method: ({ k, sample }) =>
      `Groups: k-means (exact, best of several starts) with ${k} groups, on days since the last order, orders and revenue, each as log(1 + x) and brought to the same spread, so that no single big spender decides. The number of groups was chosen on ${customers(sample)}. Names are proposals from what sets a group apart; “typically” is the middle customer.`,
    gap: ({ why, got = 0, needs = 0, sentence = '' }) =>
      why === 'customers'
        ? `Groups of customers are left out: it takes at least ${needs} customers to find any, and there are ${f.count(got)}.`
        : why === 'alike'
          ? 'Groups of customers are left out: customers differ too little in orders, revenue and days since the last order.'
          : `Groups of customers are left out: ${sentence.replace(/\.$/, '')}.`,
  }
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
