import { checkBoolean, checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import { printable } from '../print.js'
import { report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { addColumns, float64, int32, type NamingOptions } from '../table/build.js'
import { addCounts } from '../table/metadata.js'
import { markPredicted } from '../table/predicted.js'
import type { ColumnName, Columns, TableLike, With } from '../table/types.js'
import { BLOCKING_OPTIONS, type BlockingOptions, readBlocking } from './candidatePairs.js'
import { LOWEST_THRESHOLD } from './cluster/merging.js'
import { checkSource, numberCustomers, readConstraints } from './cluster/readConstraints.js'
import type { IdentityColumns } from './clusterPairs.js'
import { readCleaning } from './fields/cleaningOptions.js'
import { prepare } from './fields/prepare.js'
import { findIds } from './pairs/findIds.js'
import { makeState } from './link/makeState.js'
import { type LinkageModel, linkageModel } from './link/model.js'
import { readLabels } from './link/readLabels.js'
import { answersOf } from './run/answers.js'
import { canonicalOrder } from './run/canonical.js'
import { hireCrew } from './run/crew.js'
import { describeIdentity } from './run/describe.js'
import { fitOf, type IdentifyFit } from './run/identifyFit.js'
import { refine } from './run/refine.js'
import { blockAndLearn, usualBudget } from './run/rounds.js'
import { clustersInRows, pairsFromRows, type ScoredPairColumns, scoredTable } from './run/toRows.js'
import { bothPairs, identicalRecords } from './run/twins.js'

// Which folder does what, in the order of the work. `fields` says what columns hold and codes them, with `clean` (values) and `international` (scripts, telephones). `block` proposes
// pairs, `compare` gives them levels of agreement, `link` learns weights and scores, `cluster` puts records together. `run` is what identify adds to these: records in an order
// of their own, threads, rounds of blocking and learning, what clusters teach, the estimate of reach. The other public functions have `pairs` (tables of pairs), `matching`
// (indexRecords), `identities` (updateIdentities), `golden`, `review`, `truth` (evaluateLinkage) and `splink`.

/** What `identify` can be told. */
export interface IdentifyOptions<Names extends string = string>
  extends BlockingOptions<Names>, NamingOptions {
  /** The column that says where a record is from; only with `onePerSource`, which says that no source has a person twice. */
  readonly source?: Names | undefined
  /** No source has a person twice: a customer has at most one record from each `source`. Default false. */
  readonly onePerSource?: boolean | undefined
  /** How sure a merge must be, from .05 to 1. 'auto', the default, chooses by the expected F1, and never less than .5. */
  readonly threshold?: 'auto' | number | undefined
  /** Pairs that somebody looked at: `row_a`, `row_b`, `is_match` (yes or no, or empty), as `sampleForReview` asks for them. With its `reason`, if there. They teach; `mustLink` and `cannotLink` decide. */
  readonly labels?: TableLike | undefined
  /** Pairs (`row_a`, `row_b`) that are one customer, whatever they look like. */
  readonly mustLink?: TableLike | undefined
  /** Pairs (`row_a`, `row_b`) that are not. */
  readonly cannotLink?: TableLike | undefined
  /** How many of each field's most common values the model keeps, to tell what is rare in new records; with 0 it keeps no value of any record. Default 10,000. */
  readonly commonValues?: number | undefined
  /** The column that identifies each record: customers are then numbered in its order, whatever the order of rows. */
  readonly id?: Names | undefined
}

export type { IdentifyFit }

/** Records as customers. */
export interface Identification<T extends Columns = any> {
  readonly records: With<T, IdentityColumns>
  readonly model: LinkageModel
  /** The pairs that may be matches, with `match_weight` and `match_probability`, sorted by rows; of all that were compared (`candidatePairs` gives those) the others are as good as impossible. */
  readonly pairs: Table<ScoredPairColumns>
  readonly fit: IdentifyFit
}

const WHO = 'identify'
const OPTIONS = [
  ...BLOCKING_OPTIONS,
  'onePerSource',
  'threshold',
  'labels',
  'commonValues',
  'mustLink',
  'cannotLink',
  'id',
  'as',
  'replace',
]

/**
 * Which records are one customer? Takes records of persons as they come from several systems and puts together those of the same
 * person, without labels, rules or thresholds by hand.
 *
 * In one call: columns are cleaned (`cleanRecords`), pairs worth comparing are proposed (`candidatePairs`) and compared field by field (`comparePairs`), what tells
 * matches from strangers, relatives and namesakes is learned (`fitLinkage`), and records are clustered (`clusterPairs`). Then it learns from the
 * clusters, which the steps by themselves do not: values that keep meeting in them although they look different (Tommy and Thomas) count as close, and what differs within
 * customers corrects the weights; pairs are scored and clustered again. Strangers who have a country or a city in common agree in several fields at
 * once; where random pairs show that, strangers are parted into crowds (latent classes), so that compatriots are not taken for one person.
 *
 * `threshold: 'auto'` takes the lowest threshold from .5 on whose expected F1 of the customers that result, charged with the pairs that were never compared, is within .005 of
 * the best of these: nobody is put together who is likelier two persons than one, unless a lower number is asked for. `fit.curve` has what to expect at others. `fit.reach` estimates, also without labels, which share of the true pairs was compared.
 *
 * Answers on pairs that `sampleForReview` asked about go back in as `labels`: they are taken as known in learning, and recalibrate the weights as `fitLinkage` says. To hold
 * the customers to them as well, give the pairs as `mustLink` and `cannotLink`.
 *
 * Records that are the same in all fields and say who they are (an id number, an e-mail address, a phone number with a first name, or a name with a date of birth)
 * are one customer whatever the weights, unless `cannotLink` parts them or `onePerSource` is set; `fit.identical` counts them. Two bare surnames are no evidence.
 *
 * Nothing depends on the order of rows (but for the numbers of customers, see `id`) or the number of threads. All weights come from these records: a few hundred are too few to learn
 * from.
 *
 * @param records - one row a record; see `cleanRecords` for what columns may hold
 * @param options - `fields` and what else `cleanRecords` takes; `source`, `onePerSource`, `threshold`, `budget`, `labels`, `mustLink`, `cannotLink`, `id`, `commonValues`, `seed`, `threads`, `as`, `replace`,
 * `onProgress`, `signal`
 * @returns a frozen object: `records`, the given rows with `customer_id` (int32, from 1, in the order of first rows or, with `id`, of least ids) and
 * `match_probability` (how sure the record belongs with the rest of its customer's, 1 when alone); `model`, as `fitLinkage` gives it; `pairs`; `fit`
 * @throws ClienteleError `option-invalid`, `role-missing`, `column-missing`, `column-type`, `column-exists`, `value-invalid` (a record without `id`), `contradiction` (an `id` twice; `cannotLink` against `mustLink`), `aborted`. No value of a record is ever in an error
 *
 * Sources: Fellegi and Sunter (A theory for record linkage, 1969); Winkler (1988, 1989); Lazarsfeld and Henry (Latent structure analysis, 1968); Lipton, Elkan and
 * Naryanaswamy (2014).
 *
 * Cost: 50,000 records take some seconds on one thread; memory of a kilobyte or so a record.
 *
 * @example
 * ```ts
 * const names = ['Ann Lee', 'Bob Ray', 'Cy Orr', 'Di Fox', 'Eve Kay', 'Flo Day', 'Gus Poe', 'Hal Roe']
 * const records = fromRows(
 *   names.flatMap((name, i) => {
 *     const [given_name, surname] = name.split(' ')
 *     const date_of_birth = `19${60 + i}-0${i + 1}-1${i}`
 *     return [{ given_name, surname, date_of_birth }, { given_name, surname: surname + 's', date_of_birth }]
 *   }),
 * )
 * const { records: customers, fit } = identify(records)
 * console.log(toRows(customers).slice(0, 4).map((row) => row.customer_id)) // [ 1, 1, 2, 2 ]
 * console.log(fit.customers) // 8
 * ```
 */
export function identify<T extends Columns = any>(
  records: TableLike<T>,
  options: IdentifyOptions<ColumnName<NoInfer<T>>> = {},
): Identification<T> {
  checkOptions(WHO, options, OPTIONS)
  const { seed, threads, budget, id, source } = readBlocking(WHO, options)
  const { onePerSource, threshold, commonValues } = readClustering(options)
  const table = adopt(records, WHO)
  if (id !== undefined) findIds(table, id, WHO)
  const constraints = readConstraints(table, options, WHO)
  const labels = options.labels && readLabels(WHO, adopt(options.labels, WHO), table.numRows)
  const used = onePerSource ? { source } : {}
  const made = prepare(table, { ...readCleaning(WHO, options), ...used, who: WHO })
  const { prepared, rowOf } = canonicalOrder(made.prepared)
  const together = pairsFromRows(constraints.together, rowOf)
  const apart = pairsFromRows(constraints.apart, rowOf)
  const answers = labels && answersOf(WHO, labels, rowOf)
  const identical = identicalRecords(prepared, { together, apart })
  const limits = { together: bothPairs(together, identical.pairs), apart, source: prepared.source }
  const crew = hireCrew(prepared, threads)
  try {
    const onRound = (done: number, total: number) => report(WHO, options, { phase: 'learn', done, total })
    const plan = { budget: budget ?? usualBudget(prepared.rows), seed, onRound, answers }
    const rounds = blockAndLearn(crew, plan)
    const refined = refine(crew, rounds, threshold, limits, seed, answers)
    report(WHO, options, { phase: 'cluster', done: 1, total: 1 })
    const found = clustersInRows(refined.clustering, rowOf)
    const added = {
      customer_id: int32(numberCustomers(found, table, id, WHO)),
      match_probability: float64(found.certainty),
    }
    const fit = fitOf(
      made,
      prepared,
      rounds,
      refined,
      identical.records,
      crew.memory.keys.map(({ name }) => name),
      answers,
    )
    const { precision, recall, f1 } = fit.expected
    const result = addCounts(markPredicted(addColumns(table, added, WHO, options), table) as Table, WHO, {
      customers: fit.customers,
      pairs_compared: fit.pairsCompared,
      pairs_together: fit.pairsTogether,
      identical: fit.identical,
      reach: fit.reach.share,
      threshold: fit.threshold,
      expected_precision: precision,
      expected_recall: recall,
      expected_f1: f1,
    })
    const { mixture, aliases, calibration } = refined
    const state = makeState({
      recipe: made.recipe,
      prepared,
      mixture,
      fit: fit.learning,
      aliases: commonValues > 0 ? aliases : undefined,
      calibration,
      commonValues,
    })
    const parts = {
      records: result as unknown as With<T, IdentityColumns>,
      model: linkageModel(state),
      pairs: scoredTable(refined.pairs, rowOf),
      fit,
    }
    return printable(parts, () => describeIdentity(fit))
  } finally {
    crew.dismiss()
  }
}

type Clustering = {
  readonly onePerSource: boolean
  readonly threshold: 'auto' | number
  readonly commonValues: number
}

function readClustering(options: IdentifyOptions): Clustering {
  const { onePerSource = false, threshold = 'auto', commonValues = 10_000, source, replace = false } = options
  checkInteger(WHO, 'commonValues', commonValues, 0, 1_000_000)
  checkBoolean(WHO, 'onePerSource', onePerSource)
  checkBoolean(WHO, 'replace', replace)
  if (threshold !== 'auto') {
    if (typeof threshold === 'string') throw invalid(WHO, "threshold must be 'auto' or a number")
    checkNumber(WHO, 'threshold', threshold, LOWEST_THRESHOLD, 1)
  }
  checkSource(WHO, source, { onePerSource })
  return { onePerSource, threshold, commonValues }
}
