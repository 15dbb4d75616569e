import type { Format } from '../format.js'
import type { OutcomeWords, QualityName } from './outcomeWords.js'

const FIGURES: Readonly<Record<QualityName, string>> = {
  auc: 'Pairs put in the right order (AUC)',
  aucWeighted: 'The same, frequent classes counting more',
  accuracy: 'Share foretold rightly',
  f1: 'F1',
  logLoss: 'Log loss (lower is better)',
  brier: 'Brier score (lower is better)',
  ks: 'Kolmogorov–Smirnov distance',
  topDecileLift: 'Lift of the first tenth',
  topFifthGain: 'Share found in the first fifth',
  rmse: 'Root mean squared error',
  mae: 'Mean absolute error',
  r2: 'Share of the variance explained (R²)',
}

function list(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(parts)
}

/** What English says of an outcome. */
export function outcomeEn(f: Format): OutcomeWords {
  const customers = (n: number) => `${f.count(n)} ${n === 1 ? 'customer' : 'customers'}`
  return {
    eyebrow: (source) => `What kind of customer${source === undefined ? '' : ` · ${source}`}`,
    headline: (what, rows, share) =>
      share === null ? `${what}, of ${customers(rows)}` : `${what}: ${f.share(share)} of ${customers(rows)}`,
    covers: (features, missing) =>
      `Learned from ${f.count(features)} ${features === 1 ? 'column' : 'columns'}${missing > 0 ? `; ${customers(missing)} without an outcome are foretold, not learned from` : ''}`,
    where: 'customers.csv says for each customer how probable it is, and in which leaf of the tree they are.',
    keys: {
      customers: 'Customers',
      share: 'Share of all',
      ordered: 'Pairs in the right order',
      topLift: 'Lift of the first tenth',
      kinds: 'Kinds of customer',
      explained: 'Variance explained',
      accuracy: 'Foretold rightly',
    },
    kinds: {
      finding: (rule, n, share, lift) =>
        `Most often where ${rule}: ${f.share(share)} of these ${customers(n)}, ${f.decimal(lift)} times as often as among all`,
      number: (rule, n, mean, all) =>
        `Highest where ${rule}: ${mean} for these ${customers(n)}; ${all} for all`,
      several: (leaves) => `Customers fall into ${f.count(leaves)} kinds`,
      one: 'No question about these columns tells customers apart',
      act: (rule, n) => `Look first at the ${customers(n)} where ${rule}`,
      read: 'Each line that steps in is a group within the one above it. The bar is the share with the outcome; the dashed line is that of all customers. Groups that are not divided further are strong.',
      columns: {
        rule: 'Kind of customer',
        customers: 'Customers',
        support: 'of all',
        predicted: 'Mostly',
        share: 'Share with the outcome',
        lift: 'Times the average',
        mean: 'Mean',
      },
    },
    drivers: {
      finding: (features, share) =>
        `${list(features)} ${features.length === 1 ? 'decides' : 'decide'} most: ${f.share(share)} of what the model learned`,
      read: 'The longer the bar, the more the model gained by asking about it. It shows what goes with the outcome, not what causes it.',
      columns: { feature: 'Column', share: 'Share of what was learned' },
    },
    lift: {
      finding: (tenth, fifth) =>
        `Ask the most likely tenth of customers and you reach ${f.share(tenth)} of those with the outcome; the first fifth holds ${f.share(fifth)}`,
      read: 'Customers from the most to the least likely, by models that had not seen them. The straight line is what asking at random would find.',
      columns: {
        part: 'Tenth',
        customers: 'Customers',
        responders: 'With the outcome',
        rate: 'Share',
        lift: 'Times the average',
        gain: 'Found so far',
      },
    },
    quality: {
      binary: (auc) =>
        `Of two customers it had not seen, the model tells the right one ${f.count(Math.round(auc * 100))} times in a hundred`,
      classes: (accuracy) => `Of customers it had not seen, the model foretells ${f.share(accuracy)} rightly`,
      number: (r2) =>
        r2 === null
          ? 'The number cannot be foretold'
          : `Of customers it had not seen, the model explains ${f.share(Math.max(0, r2))} of the differences`,
      tree: (difference) =>
        difference < 0.01
          ? 'The tree, which can be read, does about as well.'
          : 'The tree can be read, but foretells less well; use the probabilities of the boosted model.',
      leak: (features) =>
        `${list(features)} alone ${features.length === 1 ? 'foretells' : 'foretell'} the outcome almost without fail. That is too good: it was probably known only afterwards. Leave it out with --without and run again.`,
      read: 'The nearer the points to the straight line, the more a probability can be taken at its word.',
      columns: {
        figure: 'On customers not seen',
        boosting: 'Boosting',
        interval: '95 % interval',
        tree: 'Tree',
      },
      figure: (name) => FIGURES[name],
    },
    methods: {
      heading: 'How this was found',
      lines: [
        'The tree: CART with at most four questions on the way to a leaf, pruned by cross-validation to the smallest tree within one standard error of the best.',
        'Probabilities: gradient boosting of 100 trees with 15 leaves each, at a rate of 0.05.',
        'Quality: customers are cut into five parts; each part is foretold by models that learned from the other four. Intervals are from resampling customers.',
        'A missing value is an answer of its own: it goes to the side of a question where it fits better.',
      ],
    },
  }
}
