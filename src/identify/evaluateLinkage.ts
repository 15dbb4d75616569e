import { checkNumber, checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import { addColumns, float64 } from '../table/build.js'
import { findColumn, hasColumn } from '../table/column.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { clusterBest } from './cluster/clusterBest.js'
import { curveTable, type LinkageCurveColumns } from './cluster/curveTable.js'
import { readLogOdds } from './pairs/readLogOdds.js'
import { readPairs } from './pairs/readPairs.js'
import type { PairList } from './prepared.js'
import { figuresByGroup, type LinkageGroupColumns } from './truth/byGroup.js'
import { estimate, harmonicMean, ratio, type ShareEstimate, total } from './truth/estimates.js'
import { type Overlap, overlapOf } from './truth/overlap.js'
import { readTruth } from './truth/readTruth.js'
import { watchTruth } from './truth/watchTruth.js'

/** What `evaluateLinkage` can be told. */
export interface EvaluateLinkageOptions<Names extends string = string> {
  /** The column that says who each record truly is; records where it is missing are left out. */
  readonly truth: Names
  /** The column that says who it was found to be. Default `customer_id`; a record where it is missing is alone. */
  readonly found?: Names | undefined
  /** The pairs that were proposed (`row_a`, `row_b`), for the share of true pairs among them; with `match_weight`, for the curve too. */
  readonly pairs?: TableLike | undefined
  /** A column of the records, such as their country or source: figures for the records of each of its values too. */
  readonly by?: Names | undefined
  /** The share of intervals that hold the true figure. Default 0.95. */
  readonly interval?: number | undefined
}

/** Precision, recall and their harmonic mean. */
export interface LinkageFigures {
  readonly precision: ShareEstimate
  readonly recall: ShareEstimate
  readonly f1: ShareEstimate
}

/** What is counted beside the figures. */
export interface LinkageCounts {
  /** Records whose truth is known, and those left out. */
  readonly records: number
  readonly missing: number
  readonly customers: number
  readonly trueCustomers: number
  /** Customers that are right to the last record. */
  readonly rightCustomers: number
  /** Pairs of records that were put together, that belong together, and that are both. */
  readonly pairsTogether: number
  readonly truePairs: number
  readonly rightPairs: number
}

/** The curve where the truth is known. */
export type TrueCurveColumns = LinkageCurveColumns & { precision: Float64; recall: Float64; f1: Float64 }

/** How good customers are that were put together. */
export interface LinkageEvaluation {
  /** Of pairs of records. */
  readonly pairwise: LinkageFigures
  /** Of whole customers: right only with exactly the true one's records. */
  readonly customers: LinkageFigures
  /** B³: of each record's customer, averaged over records. */
  readonly bCubed: LinkageFigures
  /** The share of true pairs that were proposed; null without pairs. */
  readonly reach: ShareEstimate | null
  readonly counts: LinkageCounts
  /** One row a group of records: for whom it works; null without `by`. */
  readonly groups: Table<LinkageGroupColumns> | null
  /** One row a threshold, for a chart; null without scored pairs. */
  readonly curve: Table<TrueCurveColumns> | null
}

const WHO = 'evaluateLinkage'

/**
 * How good is the customer base that was put together? Compares customers that were found with the truth, where it is known (a labelled
 * sample, a simulation, a loyalty card): which share of what was put together is right, and which share of what belongs together was found.
 *
 * | figures | precision | recall |
 * |---|---|---|
 * | `pairwise` | right pairs / pairs put together | right pairs / true pairs |
 * | `customers` | customers with exactly the right records / customers found | the same / true customers |
 * | `bCubed` | mean over records of the share of its found customer's records that are its true customer's (Bagga and Baldwin 1998) | mean of the share of its true customer's records that were found |
 *
 * `f1` is the harmonic mean. **True pairs are counted over all records**, so those that blocking never proposed are charged.
 * Where nothing was put together precision is 1 by convention, where nothing belongs together recall is; a figure of nothing has null for `low` and `high`, and prints as nothing to judge by.
 *
 * `by` tells for whom it works: pairwise figures for the records of each value of a column (country, source, script of the name), in `groups`. A pair counts half for
 * each of its records' groups, so that right, found and true pairs of all groups add up to those of all records.
 *
 * Pairs are not independent, since one bad merge makes many wrong pairs. Intervals therefore take customers that share records, found or true, as
 * one block; the variance over blocks says how many independent cases there are in effect, and Wilson's interval is taken with these
 * (Korn and Graubard 1998). They say how another sample of customers of the same kind would differ.
 *
 * @param records - one row a record, with who it is (`truth`) and who it was found to be (`found`); both of any flat type, their names need not agree
 * @param options - `truth`; `found` ('customer_id'), `pairs`, `by`, `interval` (.95)
 * @returns a frozen object: `pairwise`, `customers` and `bCubed`, each with `precision`, `recall` and `f1` as `{value, low, high}`; `reach`; `counts`;
 * `groups`, in the order in which they first appear, with `group`, `records`, `true_pairs`, `precision`, `recall` and `f1`, each of these with `_low` and `_high`;
 * `curve` with `threshold`, `customers`, `expected_precision`, `expected_recall`, `expected_f1`, `precision`, `recall` and `f1` of clusters at that threshold, as
 * `clusterPairs` makes them from these pairs
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`, `value-invalid`
 *
 * Cost: half a microsecond a record; the curve some twenty times `clusterPairs` at most, twice as a rule.
 *
 * Bagga, A. & Baldwin, B. (1998), Algorithms for scoring coreference chains; Menestrina, D., Whang, S. E. & Garcia-Molina, H. (2010), Evaluating entity
 * resolution results.
 *
 * @example
 * ```ts
 * const who = ['1', '1', '1', '1', '1', '2', '2', '3', '3', '3', '3', '3']
 * const records = fromRows(who.map((person) => ({ person, customer_id: person === '3' ? 'y' : 'x' })))
 * const { pairwise, bCubed, counts } = evaluateLinkage(records, { truth: 'person' })
 * console.log(pairwise.precision.value.toFixed(3), pairwise.recall.value) // 0.677 1
 * console.log(bCubed.precision.value.toFixed(3), counts.rightCustomers) // 0.762 1
 * ```
 */
export function evaluateLinkage<T extends { [name: string]: any } = any>(
  records: TableLike<T>,
  options: EvaluateLinkageOptions<ColumnName<NoInfer<T>>>,
): LinkageEvaluation {
  const own = adopt(records, WHO)
  checkOptions(WHO, options, ['truth', 'found', 'pairs', 'by', 'interval'])
  const { truth, found = 'customer_id', by, interval = 0.95 } = options as EvaluateLinkageOptions
  checkNumber(WHO, 'interval', interval, 0.01, 0.999)
  if (truth === found)
    throw invalid(
      WHO,
      `truth and found are both '${String(truth).slice(0, 40)}'; truth is who a record is, found who it was taken for`,
    )
  const known = readTruth(findColumn(own, truth, WHO), findColumn(own, found, WHO), WHO)
  const overlap = overlapOf(known.found, known.truth)
  const given = options.pairs && adopt(options.pairs, WHO)
  const pairs = given && readPairs(given, own.numRows, WHO, 'pairs')
  const isScored =
    given !== undefined && ['match_weight', 'match_probability'].some((name) => hasColumn(given, name))
  const reach = pairs ? ratio(proposedPairs(pairs, known.ofRow, overlap), overlap.truePairs) : undefined
  const result = {
    ...figuresOf(overlap, interval),
    reach: reach ? estimate(reach, interval) : null,
    counts: Object.freeze(countsOf(overlap, own.numRows)),
    groups: by === undefined ? null : figuresByGroup(findColumn(own, by, WHO), known, overlap, interval, WHO),
    curve: isScored
      ? trueCurve(
          { rows: own.numRows, pairs: pairs!, scores: readLogOdds(given, WHO) },
          known.ofRow,
          overlap,
          reach!.value,
        )
      : null,
  }
  return printable(result, () => describeEvaluation(result))
}

function figuresOf(
  overlap: Overlap,
  interval: number,
): Pick<LinkageEvaluation, 'pairwise' | 'customers' | 'bCubed'> {
  const { right, together, truePairs, exact, found, trueCustomers, precision, recall, records } = overlap
  const figures = (p: ReturnType<typeof ratio>, r: ReturnType<typeof ratio>): LinkageFigures =>
    Object.freeze({
      precision: Object.freeze(estimate(p, interval)),
      recall: Object.freeze(estimate(r, interval)),
      f1: Object.freeze(estimate(harmonicMean(p, r), interval)),
    })
  return {
    pairwise: figures(ratio(right, together), ratio(right, truePairs)),
    customers: figures(ratio(exact, found), ratio(exact, trueCustomers)),
    bCubed: figures(ratio(precision, records), ratio(recall, records)),
  }
}

function countsOf(overlap: Overlap, rows: number): LinkageCounts {
  const records = total(overlap.records)
  return {
    records,
    missing: rows - records,
    customers: total(overlap.found),
    trueCustomers: total(overlap.trueCustomers),
    rightCustomers: total(overlap.exact),
    pairsTogether: total(overlap.together),
    truePairs: total(overlap.truePairs),
    rightPairs: total(overlap.right),
  }
}

/** How many true pairs of each block were proposed. */
function proposedPairs(
  { length, a, b }: PairList,
  truth: Int32Array,
  { blocks, blockOfTruth }: Overlap,
): Float64Array {
  const proposed = new Float64Array(blocks)
  for (let p = 0; p < length; p++) {
    const one = truth[a[p]!]!
    if (one >= 0 && one === truth[b[p]!]) proposed[blockOfTruth[one]!]!++
  }
  return proposed
}

function trueCurve(
  input: Parameters<typeof clusterBest>[0],
  truth: Int32Array,
  { truePairs }: Overlap,
  reach: number,
): Table<TrueCurveColumns> {
  const all = total(truePairs)
  const { watch, together, right } = watchTruth(truth)
  const { curve } = clusterBest(input, { reach: Math.max(0.01, reach), watch })
  const share = (of: (t: number) => number) => float64(Float64Array.from(together, (_, t) => of(t)))
  const added = {
    precision: share((t) => (together[t]! > 0 ? right[t]! / together[t]! : 1)),
    recall: share((t) => (all > 0 ? right[t]! / all : 1)),
    f1: share((t) => (together[t]! + all > 0 ? (2 * right[t]!) / (together[t]! + all) : 1)),
  }
  return addColumns(curveTable(curve), added, WHO) as Table<TrueCurveColumns>
}

function describeEvaluation({
  pairwise,
  customers,
  bCubed,
  counts,
}: Omit<LinkageEvaluation, 'curve' | 'groups' | 'reach'>): string {
  return [
    `${brief(counts.records)} records, ${brief(counts.customers)} customers found of ${brief(counts.trueCustomers)} true ones`,
    line('pairs', pairwise, counts.pairsTogether > 0 || counts.truePairs > 0),
    line('customers', customers, counts.records > 0),
    line('B³', bCubed, counts.records > 0),
  ].join('\n')
}

function line(name: string, { precision, recall, f1 }: LinkageFigures, isTold: boolean): string {
  if (!isTold) return `${name}: nothing to judge by`
  return `${name}: precision ${brief(precision.value)}, recall ${brief(recall.value)}, F1 ${brief(f1.value)}`
}
