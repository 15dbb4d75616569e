import type { Format } from '../format.js'
import type { TrialFigures } from '../figures/lifetime.js'
import type { OutlookGap } from '../outlook/gap.js'
import type { WorthWords } from './worthWords.js'

interface Speech {
  spell(n: number): string
  customers(n: number): string
  days(n: number): string
}

/** What English says of what customers will be worth. */
export function worthEn(f: Format, { spell, customers, days }: Speech): WorthWords {
  const about = (value: number) => f.moneyShort(rough(value))
  const whole = (n: number) => f.count(Math.round(n))
  const ahead = (months: number) => (months === 1 ? 'next month' : `next ${spell(months)} months`)
  const off = (expected: number, actual: number) => {
    const change = expected / actual - 1
    if (Math.abs(change) < 0.02) return 'about right'
    if (change > 1) return `${f.decimal(change + 1)} times too high`
    return `${f.share(Math.abs(change))} too ${change > 0 ? 'high' : 'low'}`
  }
  const triedOn = ({ orders, revenue, days: n }: TrialFigures) => {
    const hasMoney = revenue !== undefined && revenue.actual > 0
    const { expected, actual } = hasMoney ? revenue : orders
    return `Tried on the last ${days(n)}, the forecast of ${hasMoney ? 'revenue' : 'orders'} would have been ${off(expected, actual)}`
  }
  const why = ({ why, got = 0, needs = 0, sentence = '' }: OutlookGap) => {
    if (why === 'customers') return `it takes ${needs} customers, and there ${are(got)} ${customers(got)}`
    if (why === 'history') return `it takes ${days(needs)} of history, and there ${are(got)} ${days(got)}`
    if (why === 'repeat') {
      return `it takes ${needs} customers who bought on more than one day, and there ${are(got)} ${f.count(got)}`
    }
    if (why === 'spend') return 'the orders bring no money on the whole'
    return why === 'orders'
      ? 'nobody bought again in the days kept back'
      : `no model fits (${sentence.replace(/\.$/, '')})`
  }
  return {
    charts: {
      actual: 'Seen',
      expected: 'Expected',
      together: 'Repeat orders since the beginning',
      learned: 'learned from',
      tried: 'forecast',
      customers: 'Customers',
      repeats: 'Repeat orders',
      repeatRows: 'Repeat orders: few → many',
      ordersEach: 'Orders each, in the time forecast',
      trackingAbout:
        'Curves of repeat orders over time, seen and expected; a line marks where the forecast begins.',
      frequencyAbout: 'Bars of how many customers have so many repeat orders, seen and expected.',
      aliveAbout:
        'A matrix of the chance still to be a customer, by repeat orders and the time since the last order.',
      expectedAbout: 'A matrix of expected orders, by repeat orders and the time since the last order.',
      conditionalAbout: 'Curves of orders in the time forecast, seen and expected, by earlier repeat orders.',
      worthAbout: 'A bar for each customer group: what it will be worth, with the interval of the estimate.',
      within: (n) =>
        n === 1
          ? 'Repeat orders a day'
          : n === 7
            ? 'Repeat orders a week'
            : `Repeat orders in ${days(Math.round(n))}`,
      quiet: (unit = 'day') => `${unit[0]!.toUpperCase()}${unit.slice(1)}s since the last order: many → none`,
    },
    worth: {
      finding: (months, value, fifth, of) => {
        const worth = `The ${ahead(months)} ${months === 1 ? 'is' : 'are'} worth about ${about(value)}`
        return of >= 10 ? `${worth}, and a fifth of it hangs on ${customers(fifth)}` : worth
      },
      orders: ({ total, months }) =>
        `Of ${customers(total.customers)}, some ${whole(total.alive)} still are customers; they will order on some ${whole(total.orders)} days within the ${ahead(months)}. New customers who are yet to come are not counted.`,
      interval: (low, high, trial) =>
        `The models put the sum between ${about(low)} and ${about(high)} (95%). That is how well their parameters are known; what the time brings, a crisis or a good Christmas, comes on top.${trial ? ` ${triedOn(trial)}.` : ''}`,
      discount: (months, rate) =>
        `Worth is revenue expected within ${months === 1 ? 'a month' : `${spell(months)} months`}, a later order counting less (${f.share(rate)} a year), before costs.`,
      action: (n) =>
        `Give the ${customers(n)} on whom a fifth of the coming revenue hangs somebody to talk to: sort customers.csv by clv.`,
      read: 'Each bar is what a group will be worth; the line across its end is the interval within which the model puts it.',
      columns: {
        segment: 'Group',
        customers: 'Customers',
        alive: 'Still there',
        orders: 'Order days',
        value: 'Worth',
        low: 'at least',
        high: 'at most',
        each: 'Each',
      },
    },
    slipping: {
      finding: ({ valuable, slipping: { customers: n, revenue } }) =>
        `${f.count(n)} of your ${f.count(valuable)} best customers ${n === 1 ? 'has' : 'have'} more likely left than not; ${n === 1 ? 'this one' : 'they'} brought ${about(revenue)}`,
      none: (valuable) => `None of the ${f.count(valuable)} customers who spent most seems to have left`,
      atStake: ({ slipping: { customers: n, value, ifStaying } }, months) =>
        `As it stands ${n === 1 ? 'this customer is' : `these ${f.count(n)} are`} worth ${f.money(value)} over the ${ahead(months)}; if all of them were still customers, it would be ${f.money(ifStaying)}. That is what winning them back is worth at most.`,
      blindFinding: 'Who has left and who is only pausing, this history cannot tell yet',
      blind:
        'That customers order at different paces explains the history already, so the model takes nearly everybody for a customer still, and the worth of those who have left for too high. The days since the last order, in the map of recency and frequency, are the better guide; a longer history will tell.',
      certain:
        'Customers with a single order count as still there by the definition of the model (BG/NBD), which knows of no leaving before the second.',
      read: 'Further right means a later last order, further up means more orders. The number is the chance, of a hundred, that such a customer will ever come back. Frequent buyers are given up sooner: who came every week and has been away for months has left. The table has the fifth of customers who spent most; who they are stands in customers.csv, column p_alive.',
      columns: {
        chance: 'Chance still to be a customer',
        customers: 'Customers',
        revenue: 'Revenue so far',
        value: 'Worth',
        ifStaying: 'Worth if they stayed',
      },
    },
    trial: {
      finding: triedOn,
      orders: ({ calibrationEnd, customers: n, orders, revenue, days: length }) => {
        const money =
          revenue && revenue.actual > 0
            ? ` In money: ${about(revenue.expected)} expected, ${about(revenue.actual)} came.`
            : ''
        return `Knowing only the orders up to ${f.date(calibrationEnd)}, it would have expected ${whole(orders.expected)} order days from the ${customers(n)} of that day within the next ${days(length)}; ${whole(orders.actual)} came.${money}`
      },
      order: ({ lift, mae }) =>
        `It is good at who, less so at how many: the tenth of customers expected to order most ordered ${f.decimal(lift)} times as much as the average; for a single customer it is off by ${mae.toFixed(1)} orders on average.`,
      limits:
        'The model knows orders and their dates, no seasons, prices or campaigns: from a quiet season into a busy one it falls short, the other way round it expects too much.',
      correlated: (r) =>
        `Who orders more often also spends ${r > 0 ? 'more' : 'less'} an order here (correlation ${r.toFixed(2)}), which the model of spend rules out; frequent customers are rather worth ${r > 0 ? 'more' : 'less'} than it says.`,
      flatSpend:
        'What an order brings could not be learned for each customer, so every order counts as the mean of all.',
      missing: (gap) =>
        `The forecast could not be tried on days kept back: ${why(gap)}. Take it as a first guess.`,
      missingFinding: 'How good the forecast is, nobody can tell yet',
      read: 'The solid line is what came, the dashed one what the model expects; from the upright line on it is a forecast. Above, all repeat orders since the beginning; below, those of each step of time.',
      columns: {
        repeats: 'Repeat orders before',
        customers: 'Customers',
        expected: 'Expected, each',
        actual: 'Came, each',
      },
    },
    method: ({ buying, spending }) =>
      `What customers will be worth: a customer orders at a pace of their own until leaving unnoticed (the model ${MODELS[buying] ?? buying}, of two the one that came closer in the trial)${spending === 'mean' ? '' : ', and spends around a mean of their own (Gamma-Gamma, Fader and Hardie 2013)'}. Orders of one day count as one.`,
    gap: (gap) => `What customers will be worth is left out: ${why(gap)}.`,
  }
}

const MODELS: Readonly<Record<string, string>> = {
  bgNbd: 'BG/NBD, Fader, Hardie and Lee 2005',
  mbgNbd: 'MBG/NBD, Batislam, Denizel and Filiztekin 2007',
}

function are(n: number): string {
  return n === 1 ? 'is' : 'are'
}

/** Two digits that mean something. */
export function rough(value: number): number {
  return Number(value.toPrecision(2))
}
