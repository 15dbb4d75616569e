import type { Format } from '../format.js'
import type { OutlookGap } from '../outlook/gap.js'
import { aucOf, beatsRecency, isHonest, isSlanted } from '../leaving/honest.js'
import type { ChurnWords } from './churnWords.js'

interface Speech {
  customers(n: number): string
  days(n: number): string
}

const STAGES: Readonly<Record<string, string>> = {
  acquaintance: 'bought once',
  growth: 'buying more',
  stable: 'steady',
  declining: 'buying less',
  lapsed: 'long silent',
}

const REASONS: Readonly<Record<string, string>> = {
  silence: 'silence, against their own rhythm',
  falling: 'falling orders or spend',
  'few orders': 'few orders',
  spend: 'how much they spend',
  breadth: 'how many products they buy',
  returns: 'returns',
  discounts: 'discounts',
  'late delivery': 'late deliveries',
  service: 'service tickets',
  campaigns: 'campaign contacts',
  channel: 'the channel they order through',
  tenure: 'how long they have been customers',
}

const MODELS: Readonly<Record<string, string>> = {
  boost: 'Boosting (used here)',
  logistic: 'Logistic regression',
  tree: 'A tree of four questions',
  recency: 'Days since the last order alone',
  p_alive: 'BG/NBD: still a customer',
  p_no_order: 'BG/NBD: no order within the horizon',
}

/** What English says of who leaves. */
export function churnEn(f: Format, { customers, days }: Speech): ChurnWords {
  const whole = (n: number) => f.count(Math.round(n))
  const on = (list: readonly string[]) =>
    list.length < 2
      ? `on ${list.map(f.date).join()}`
      : `on ${f.count(list.length)} days from ${f.date(list[0]!)} to ${f.date(list.at(-1)!)}`
  const why = ({ why, got = 0, needs = 0, sentence = '' }: OutlookGap) =>
    why === 'history'
      ? `it takes ${days(needs)} of history, and there ${got === 1 ? 'is' : 'are'} ${days(got)}`
      : `nothing could be learned (${sentence.replace(/\.$/, '')})`
  return {
    charts: {
      time: 'Time as a customer',
      surviving: 'Share still there',
      atRisk: 'Still followed',
      survivalAbout:
        'Falling steps of the share of customers still there, with their interval; below, how many are still followed.',
      leaving: 'will probably not be back',
      staying: 'will',
      leavingAbout:
        'A bar for each stage of a customer’s life, split into those who will probably not be back and those who will.',
      contacted: 'Customers, most at stake first',
      stakes: 'Share of the value at risk',
      stakesAbout: 'A curve of how much of the value at risk the first customers hold; half is marked.',
      reasons: 'Customers',
      reasonsAbout: 'Bars of how many customers have which strongest reason.',
      sinceFirst: 'Days since the first order',
      fresh: 'new on the list',
      ongoing: 'still on it',
      cleared: 'off it',
      alertsAbout:
        'Bars for each run: upwards how many customers are on the warning list, new and as before; downwards how many have come off it.',
      ofThem: (part, all) => `${whole(part)} of ${f.count(all)}`,
      half: (n) => `half of it: ${customers(n)}`,
    },
    stage: (key) => STAGES[key] ?? key,
    reason: (key) => REASONS[key] ?? key,
    eyebrow: (source) => (source === undefined ? 'Who is leaving' : `Who is leaving · ${source}`),
    headline: ({ expected, current, horizon }) =>
      `Some ${whole(expected)} of ${f.count(current)} current customers will not be back within ${days(horizon)}`,
    covers: ({ fit }) =>
      `Tested on ${customers(fit.testRows)} known on ${f.date(fit.testCutoff ?? '')}, of whom ${f.share(fit.testChurn)} left`,
    where:
      'customers.csv says for each customer how probable it is and why; alerts.csv holds the warning list.',
    keys: {
      current: 'customers still there',
      expected: 'expected to leave',
      listed: 'on the warning list',
      atRisk: 'value at risk',
      auc: 'pairs put in the right order',
      share: 'of them leaving',
    },
    leaving: {
      finding: ({ expected, current, horizon }) =>
        `Of ${customers(current)} who are still there, some ${whole(expected)} will probably not order within ${days(horizon)}`,
      caveat: (figures) =>
        beatsRecency(figures.fit)
          ? `Who they are is told better than by the days since the last order alone (AUC ${aucOf(figures.fit)}, on customers whom the model had not seen).`
          : `The days since the last order alone tell who as well: the model does not beat them (AUC ${aucOf(figures.fit)}, on customers whom it had not seen).`,
      list: ({ listed, enter, listedRevenue, atRisk }) =>
        `${customers(listed)} ${listed === 1 ? 'is' : 'are'} on the warning list: overdue by their own rhythm, and with a probability of ${f.share(enter)} or more; ${listed === 1 ? 'this one' : 'they'} brought ${f.money(listedRevenue)} so far.${atRisk === null ? '' : ` The value at risk, probability × coming worth, is ${f.money(atRisk)} for all who are still there.`}`,
      off: ({ expected, fit: { calibration } }) =>
        `On customers whom the model had not seen, ${f.share(calibration.predicted)} were foretold to leave and ${f.share(calibration.observed)} did. By that measure some ${whole((expected * calibration.observed) / calibration.predicted)} of today’s will leave, rather than ${whole(expected)}.`,
      early: ({ early }) =>
        `${customers(early)} with as high a probability ${early === 1 ? 'is' : 'are'} not overdue: ${early === 1 ? 'the last order is' : 'their last orders are'} more recent than is usual. Most are new, and wait for a reason to come back.`,
      lapsed: ({ customers: all, current, stages }) => {
        const n = all - current
        const back = n - (stages.find(({ stage }) => stage === 'lapsed')?.expected ?? n)
        return `${customers(n)} more ${n === 1 ? 'has' : 'have'} been silent for over four times their own rhythm: too late for a warning, though some ${whole(back)} of them may yet order within the horizon.`
      },
      action: ({ listed, enter }, isListed) =>
        `Win back before they are gone: ${customers(listed)} are overdue and leave with a probability of ${f.share(enter)} or more; ${isListed ? 'alerts.csv lists them, those with most at stake first' : 'clientele churn lists them in alerts.csv'}.`,
      read: 'Each bar is a stage of a customer’s life by their own rhythm: buying less means half as often as before, or silent for twice the usual gap. The strong part will probably not order within the horizon.',
      columns: {
        stage: 'Stage',
        customers: 'Customers',
        expected: 'Leaving',
        share: 'of them',
        revenue: 'Revenue so far',
        atRisk: 'Value at risk',
      },
    },
    contact: {
      finding: (half, current) =>
        `Half of the value at risk hangs on ${customers(half)} of ${f.count(current)}: begin with ${half === 1 ? 'this one' : 'them'}`,
      action: (half) =>
        `Contact first the ${customers(half)} with the highest value_at_risk in customers.csv whose stage is not ‘lapsed’; that column is the probability of leaving × what the customer would be worth.`,
      read: 'Customers from the one with most at stake. The straight line is what it would be if all had as much at stake.',
      note: 'Value at risk says where it pays to look, not what a contact achieves: try it on a part of them drawn by lot, and compare.',
      columns: { first: 'The first', atRisk: 'Value at risk', share: 'of all' },
      first: (n) => customers(n),
    },
    reasons: {
      finding: (reason, n, of) =>
        n === of
          ? `Behind all ${customers(n)} stands first of all: ${reason}`
          : `What stands first behind ${f.count(n)} of ${customers(of)}: ${reason}`,
      read: 'The strongest reason of each customer on the warning list: what raises the probability most, from SHAP values added up over columns that say the same. Reasons go with leaving; whether they cause it only a trial can tell.',
      columns: { reason: 'Reason', customers: 'Customers', share: 'of them', atRisk: 'Value at risk' },
    },
    gains: {
      finding: (tenth, lift) =>
        `The tenth it held most likely to leave held ${f.share(tenth)} of those who left, ${f.decimal(lift)} times as many as a tenth drawn by lot`,
      read: 'Customers whom the model had not seen, from the most to the least likely to leave. The straight line is luck.',
      columns: {
        part: 'Tenth',
        customers: 'Customers',
        left: 'Left',
        lift: 'Times the average',
        gain: 'Found so far',
      },
    },
    honest: {
      finding: (figures) => {
        const { predicted, observed } = figures.fit.calibration
        const said = `it foretold ${f.share(predicted)}, and ${f.share(observed)} left`
        if (isHonest(figures.fit)) return `Its probabilities can be taken at their word: ${said}`
        return isSlanted(figures.fit)
          ? `Its probabilities are off: ${said}`
          : `Its probabilities are about right: ${said}, but some groups are off`
      },
      detail: ({ fit: { calibration } }) => {
        const { slope, hosmerLemeshow: test } = calibration
        const line =
          slope === null
            ? ''
            : ` The slope is ${slope.toFixed(2)}: ${slope < 0.9 ? 'high ones are too high and low ones too low' : slope > 1.1 ? 'high ones are too low and low ones too high' : 'near 1, where probabilities are neither too bold nor too timid'}.`
        return `${test.p > 0.05 ? 'Chance alone would explain' : 'Chance alone does not explain'} how far the groups are from what was foretold (Hosmer–Lemeshow, p ${test.p < 0.001 ? '< 0.001' : `= ${test.p.toFixed(3)}`}).${line} What comes in another season may differ more.`
      },
      read: 'Customers whom the model had not seen, in ten groups by what was foretold. Points on the straight line are honest; the strokes are 95 % intervals.',
      columns: {
        foretold: 'Foretold',
        came: 'Left',
        low: 'at least',
        high: 'at most',
        customers: 'Customers',
      },
    },
    rivals: {
      finding: (figures) =>
        beatsRecency(figures.fit)
          ? 'It tells who leaves better than the days since the last order alone'
          : 'It does not beat the days since the last order alone: sort by these, and nothing is lost',
      text: 'All learned from an earlier day and were tried on a later one, on customers and a time that they had not seen.',
      columns: {
        model: 'Way to foretell',
        auc: 'AUC',
        interval: '95 % interval',
        lift: 'Lift of the first tenth',
        brier: 'Brier score',
      },
      model: (key) => MODELS[key] ?? key,
    },
    lives: {
      finding: (n, horizon, share, longest) =>
        n === horizon
          ? `More than half of all customers are silent for ${days(horizon)} right after their first order`
          : n === null
            ? `After ${days(longest)}, ${f.share(share)} of customers have never been silent for ${days(horizon)}`
            : `Half of all customers have been silent for ${days(horizon)} within ${days(n)} of their first order`,
      read: (horizon) =>
        `The share of customers who have not yet been silent for a whole horizon, by days since their first order and by the year in which they came; the numbers below are customers still followed. Nobody can have been silent so long before ${days(horizon)} are over. Who came in the file’s first year may have been a customer before, which it cannot tell.`,
      columns: {
        days: 'Days',
        share: 'Still there',
        low: 'at least',
        high: 'at most',
        followed: 'Still followed',
      },
    },
    methods: {
      heading: 'How this was found',
      lines: ({ horizon, fit }) => [
        `Leaving means no order within ${days(horizon)}. Whoever is silent for longer and comes back had left by this definition.`,
        `The model learned from customers as they were known ${on(fit.trainCutoffs ?? [])}, and was tested on those of ${f.date(fit.testCutoff ?? '')}; what came later played no part. The one that scores today’s customers has learned from those known ${on(fit.finalCutoffs ?? [])}.`,
        'Gradient boosting of 80 trees with four leaves each; a sigmoid on cross-validated probabilities calibrates it.',
        'Value at risk is the probability of leaving × the worth of the next twelve months (BG/NBD and Gamma-Gamma).',
        'Silent for over four times the own gap between orders counts as long silent, for longer than one gap as overdue; the typical gap stands in for customers who have none.',
        ...fit.warnings.map(
          ({ message }) => `${message[0]!.toUpperCase()}${message.slice(1).replace(/\.$/, '')}.`,
        ),
      ],
    },
    method: ({ horizon, fit }) =>
      `Who is leaving: gradient boosting, learned from customers as they were known ${on(fit.trainCutoffs ?? [])} and tested on those of ${f.date(fit.testCutoff ?? '')}; leaving means no order within ${days(horizon)}.`,
    gap: (gap) => `Who is leaving is left out: ${why(gap)}.`,
  }
}
