import type { Format } from '../format.js'
import type { IdentifyWords } from './identifyWords.js'

/** English. */
export function identifyEn(f: Format): IdentifyWords {
  const customers = (n: number) => `${f.count(n)} ${n === 1 ? 'customer' : 'customers'}`
  const records = (n: number) => `${f.count(n)} ${n === 1 ? 'record' : 'records'}`
  return {
    charts: {
      weight: 'Match weight in bits',
      running: 'Match weight in bits, step by step',
      records: 'Records of one customer',
      customers: 'Customers',
      threshold: 'Threshold: how sure records must be to go together',
      share: 'Share of pairs',
      weightsAbout:
        'Bars of how much each kind of agreement speaks for one person, and each disagreement against it.',
      pairAbout: 'Steps from the first guess to the match weight of one pair of records.',
      sizesAbout: 'Bars of how many customers have one record, two, and so on.',
      curveAbout: 'Curves of precision, recall and F1 over the threshold.',
      precision: 'precision expected',
      recall: 'recall expected',
      f1: 'F1 expected',
      truePrecision: 'precision',
      trueRecall: 'recall',
      trueF1: 'F1',
      prior: 'before looking',
      total: 'match weight',
      level: (level) => level,
      kind: (name) => `${name}?`,
      used: (threshold) => `used: ${threshold.toFixed(2)}`,
      more: (n) => `${f.count(n)} or more`,
    },
    page: {
      eyebrow: (source) =>
        source === undefined ? 'Customers identified' : `Customers identified in ${source}`,
      headline: (n, found) => `${records(n)} are ${customers(found)}`,
      covers: (fields) => `Found from ${fields.join(', ')}, without labels or rules by hand.`,
      where:
        'customers.csv has each record with its customer, golden.csv one record a customer, review.csv the pairs to look at. model.json holds values that several records share: keep it as safe as these.',
      keys: {
        records: 'Records',
        customers: 'Customers',
        repeated: 'Customers with several records',
        f1: 'F1 expected',
        reach: 'True pairs compared',
      },
      sizes: {
        finding: (share, largest) =>
          `${f.share(share)} of customers have several records; one has ${f.count(largest)}`,
        none: 'No customer has more than one record',
        look: (n, largest) =>
          `Look at the ${customers(n)} with the most records, up to ${f.count(largest)}: a shared address or a test account may hold several persons.`,
        read: 'Each bar counts the customers that have so many records.',
        columns: { size: 'Records of one customer', customers: 'Customers', records: 'Records' },
      },
      weights: {
        finding: (field, bits) =>
          `${field} tells most: the same value there raises the odds of one person some ${f.count(Number((2 ** bits).toPrecision(2)))} times`,
        read: 'To the right what speaks for one person, to the left what speaks against it; +1 doubles the odds, −1 halves them. A rare value that is the same weighs more, a common one less, which comes on top of this; so a value that is only close can stand above one that is the same, since strangers share common values by chance. Where hardly any pair has a level its weight is a guess.',
        columns: {
          field: 'Field',
          level: 'Agreement',
          matches: 'Of one person',
          strangers: 'Of two',
          weight: 'Weight in bits',
        },
      },
      trust: {
        finding: (precision, recall) =>
          `Of pairs put together ${f.share(precision)} are expected to be right; ${f.share(recall)} of true pairs to be found`,
        reach: (share) =>
          `${f.share(share)} of true pairs were compared at all, by an estimate from random records; the rest count as missed.`,
        read: 'Further right fewer records go together: what does is surer, but more is missed. Expected from the probabilities alone; a labelled sample (evaluateLinkage) says more.',
        columns: {
          threshold: 'Threshold',
          customers: 'Customers',
          precision: 'Precision',
          recall: 'Recall',
          f1: 'F1',
        },
      },
      pairs: {
        typical: (p) => `A typical pair: ${f.share(p)} sure, step by step`,
        doubtful: (p) => `The most doubtful pair: ${f.share(p)} sure`,
        rows: (first, second) => `The two are records ${first} and ${second}, in the order of customers.csv.`,
        review: (n) =>
          `Have somebody answer the ${f.count(n)} pairs of review.csv, and learn again from the answers.`,
        read: 'Each bar begins where the one above ends; above 0 one person is likelier than two. A step with a question mark is another explanation of the same agreement (relatives of one household, namesakes, a shared number, people who moved, compatriots), and takes what it explains. No values are shown.',
        columns: { step: 'Step', agreement: 'Agreement', weight: 'Weight in bits', total: 'Total' },
      },
      methods: {
        heading: 'How this was found',
        lines: [
          'Weights are those of Fellegi and Sunter (1969), learned by expectation–maximisation, adjusted for how rare a value is; relatives in one household, namesakes and persons with one number or date are explanations of their own, and one move counts once.',
          'Records go together by the mean over all their pairs (average link), so that one pair that looks alike does not join two customers.',
          'Unless it was given, the threshold is the lowest from even odds on whose expected F1 is within half a point of the best; what is expected comes from the probabilities, with pairs that were never compared counted as missed.',
        ],
      },
    },
  }
}
