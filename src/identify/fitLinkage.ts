import { ClienteleError } from '../error.js'
import { checkInteger, checkNumber, checkOptions } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { comparer } from './compare/comparer.js'
import { prepare } from './fields/prepare.js'
import { CLEANING_OPTIONS, type CleaningOptions, readCleaning } from './fields/cleaningOptions.js'
import type { PairList } from './prepared.js'
import { classesFor } from './link/classes.js'
import { learnLinkage } from './link/learnLinkage.js'
import { makeState } from './link/makeState.js'
import { type LinkageModel, linkageModel } from './link/model.js'
import { fairAnswers, knownAnswers, readLabels } from './link/readLabels.js'
import { recalibrate } from './link/recalibrate.js'
import { adoptAll, unitePairs } from './link/unitePairs.js'
import { readRowPairs, type RowPairs } from './pairs/readPairs.js'
import { reportFit } from './link/report.js'

/** What `fitLinkage` can be told. */
export interface FitLinkageOptions<Names extends string = string>
  extends CleaningOptions<Names>, ProgressOptions {
  /** The records that the pairs are of. */
  readonly records: TableLike
  /** The column that says where a record is from, where no source has a person twice. */
  readonly source?: Names | undefined
  /** Pairs that somebody looked at: `row_a`, `row_b`, `is_match` (yes or no, or empty). */
  readonly labels?: TableLike | undefined
  /** How many of each field's most common values the model keeps, to tell what is rare in new records. Default 10,000. */
  readonly commonValues?: number | undefined
  /** Default 100. */
  readonly maxIterations?: number | undefined
  /** Learning ends where no share changes by more. Default 0.00005. */
  readonly tolerance?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
}

const WHO = 'fitLinkage'
const OPTIONS = [
  ...CLEANING_OPTIONS,
  'records',
  'source',
  'labels',
  'commonValues',
  'maxIterations',
  'tolerance',
  'seed',
  'onProgress',
  'signal',
]

/**
 * Learns, without being told any answer, what two records of one customer look like: how often each field is the same among them (m) and among
 * strangers (u), hence how much it weighs that it is. Fellegi & Sunter (A theory for record linkage, 1969), with parameters by
 * expectation–maximisation (Winkler 1988) and weights by how rare a value is (Winkler 1989).
 *
 * - u is taken from random pairs and from how frequent each value is; m and the share of matches from `pairs`, all others counting as
 *   strangers. Give the pairs of several blocking passes as a list of tables: each pair counts once, and none
 *   of the passes hides how often its own field differs.
 * - A pair may be neither: relatives in one household, namesakes, and persons whom a system gave one number or date (`contact`) have levels and shares of their own, so that one
 *   address does not make one person.
 * - Some matches have moved: street, postcode and city then differ all at once, which counts once (`movers`).
 * - `labels` (as `sampleForReview` asks for them) are taken as known in learning; labelled pairs need not be among `pairs`. Answers of both kinds also recalibrate
 *   what the model says: `calibration.intercept` + `calibration.slope` · log-odds, by maximum likelihood (Platt 1999) with normal priors around 0 (standard deviation .5) and 1 (.25),
 *   so that a few labels change little and two hundred much. The assumption is that, among pairs of equal weight, who was asked about does not
 *   depend on the answer: true of `sampleForReview`, which chooses by weight and level, not of a list of known duplicates. Pairs that it chose because the customers found
 *   contradict their weight (`reason` 'at odds') are learned from and left out of this; keep that column beside the answers.
 * - The model holds how records were cleaned and what is common among them, so that `predict` scores two records as it would among a million.
 *
 * The model says where it may be wrong: `fit.converged`, `fit.passes`, `fit.dependence` (the correlation of agreement of each two fields among matches and among
 * strangers, which the model takes to be 0) and `fit.notes` in words.
 *
 * @param pairs - one row a pair: `row_a`, `row_b`, rows of the records from 0, as `candidatePairs` gives them; or a list of such tables
 * @param options - `records`; `fields` and what else `cleanRecords` takes; `source`, `labels`, `commonValues`, `maxIterations`, `tolerance`, `seed`, `onProgress`, `signal`
 * @returns a frozen model: `prior` (the share of all pairs that are matches), `fields` (levels with `match` and `strangers`), `classes`, `calibration`, `fit`,
 * `predict(pairs, {records})`. Its JSON holds values that several records share
 * @throws ClienteleError `column-missing`, `value-invalid`, `rows-too-few` (no pairs), `contradiction` (labels), `option-invalid`
 *
 * Cost: a million pairs a second to compare; learning looks at 300,000 of them, a few seconds.
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
 * const all = Array.from({ length: 16 }, (_, a) => Array.from({ length: a }, (_, b) => ({ row_a: b, row_b: a })))
 * const model = fitLinkage(fromRows(all.flat()), { records })
 * const scored = model.predict(fromRows([{ row_a: 0, row_b: 1 }, { row_a: 0, row_b: 3 }]), { records })
 * console.log(toRows(scored).map((row) => row.match_probability > 0.5)) // [ true, false ]
 * ```
 */
export function fitLinkage<R extends { [name: string]: any } = any>(
  pairs: TableLike | readonly TableLike[],
  options: FitLinkageOptions<ColumnName<R>> & { readonly records: TableLike<R> },
): LinkageModel {
  checkOptions(WHO, options, OPTIONS)
  const { source, commonValues = 10_000, maxIterations = 100, tolerance = 2e-4, seed = 1 } = options
  checkInteger(WHO, 'commonValues', commonValues, 0, 1_000_000)
  checkInteger(WHO, 'maxIterations', maxIterations, 1, 10_000)
  checkNumber(WHO, 'tolerance', tolerance, 0, 1)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  const cleaning = readCleaning(WHO, options)
  const records = adopt(options.records, WHO)
  const passes = adoptAll(WHO, pairs).map((table) => readRowPairs(table, records.numRows, WHO))
  const labels = options.labels && readLabels(WHO, adopt(options.labels, WHO), records.numRows)
  const united = unitePairs(labels ? [...passes, labels] : passes, records.numRows)
  checkEnough(united, passes, records)
  const { prepared, recipe } = prepare(records, { ...cleaning, source, who: WHO })
  const compare = comparer(prepared)
  const known = labels && knownAnswers(WHO, labels, united, records.numRows)
  const onRound = (done: number, total: number) => report(WHO, options, { phase: 'learn', done, total })
  const how = { known, seed, iterations: maxIterations, tolerance, onRound }
  const learned = learnLinkage(prepared, compare, united, classesFor(prepared.fields), how)
  const fair = labels && fairAnswers(known!, labels, united, records.numRows)
  const calibration = recalibrate(learned.scores, fair)
  const fit = reportFit({
    prepared,
    comparer: compare,
    pairs: united,
    learned,
    passes,
    known,
    calibration,
    seed,
  })
  const { mixture } = learned
  return linkageModel(makeState({ recipe, prepared, mixture, fit, calibration, commonValues }))
}

function checkEnough({ length }: PairList, passes: readonly RowPairs[], { numRows }: Table): void {
  if (length > 0) return
  throw new ClienteleError(
    'rows-too-few',
    `${WHO}: got no pairs in ${passes.length === 1 ? 'a table' : `${passes.length} tables`} of pairs of ${numRows} records, but needs some to learn from; take those that candidatePairs proposes.`,
  )
}
