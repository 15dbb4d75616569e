import { checkInteger, checkNumber, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Bool, Dictionary, Float64, Int32, Table, Utf8, Vector } from '../table/arrow.js'
import { bool, dictionary, float64, int32, makeTable } from '../table/build.js'
import { findColumn, hasColumn } from '../table/column.js'
import { groupRows } from '../table/group.js'
import { isPredicted } from '../table/predicted.js'
import { takeVector } from '../table/take.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { readGroups } from './cluster/readConstraints.js'
import { probabilityOf } from './link/scorer.js'
import { readLogOdds } from './pairs/readLogOdds.js'
import { readPairs } from './pairs/readPairs.js'
import type { PairList } from './prepared.js'
import { type Asked, chooseChecks, chooseDoubtful, doubts, REASONS } from './review/choosePairs.js'

/** What `sampleForReview` can be told. */
export interface SampleForReviewOptions<Names extends string = string> {
  /** The table of records that the pairs' rows are numbers of. */
  readonly records: TableLike
  /** How many pairs to ask about, at most. Default 100. */
  readonly size?: number | undefined
  /** The share of them that only checks what seems sure. Default 0.1. */
  readonly checks?: number | undefined
  /** The records' column of customers, if they have been found. Default `customer_id` where there is one. */
  readonly found?: Names | undefined
  /** Pairs (`row_a`, `row_b`) that have been answered and are not asked again. */
  readonly labels?: TableLike | undefined
  /** The records' columns to show, side by side. Default: all but what this library predicted. */
  readonly columns?: readonly Names[] | undefined
}

/** What a list for review has beside the two records' columns. */
export type ReviewColumns = {
  row_a: Int32
  row_b: Int32
  match_weight: Float64
  match_probability: Float64
  reason: Dictionary<Utf8, Int32>
  is_match: Bool
}

const WHO = 'sampleForReview'

/**
 * Which pairs should somebody look at? A list of those whose answers teach most, with both records side by side and an empty column `is_match` to be filled in: true
 * or false. `identify(records, {labels})` and `fitLinkage(pairs, {labels})` learn from the answers (leave `reason` in the table); `identify` and `clusterPairs` take them as `mustLink` and
 * `cannotLink`.
 *
 * A pair is worth asking about where its probability is near one half, and more so where many pairs compare alike: pairs with the same levels (the columns
 * `level_…` of `comparePairs`; without them, of about the same weight) form a group whose doubt is Σ p(1 − p), and a k-th answer about it is worth 1 / k(k + 1)
 * of that. Where customers have been found, a pair that is at odds with them counts too (likely but apart, or unlikely but together), as
 * doubtful as halfway between the two. A tenth of the list is spread evenly over the
 * weights of all other pairs, to see whether what seems sure is. No record is asked about more than three times.
 *
 * @param pairs - `row_a`, `row_b` (row numbers of records) and `match_weight` or `match_probability`, as a model's `predict` gives them; `level_…` if there are
 * @param options - `records`; `size` (100), `checks` (.1), `found` ('customer_id'), `labels`, `columns`
 * @returns one row a pair, what teaches most first: `row_a`, `row_b`, each column of the records as `<column>_a` and `<column>_b`, `match_weight`, `match_probability`,
 * `reason` ('doubtful', 'at odds' or 'check') and `is_match` (bool, null)
 * @throws ClienteleError `column-missing`, `column-type`, `column-exists`, `value-invalid`, `option-invalid`, `contradiction`
 *
 * Cost: half a microsecond a pair.
 *
 * Settles, B. (2009), Active learning literature survey, sections 3.1 and 3.6.
 *
 * @example
 * ```ts
 * const records = fromRows(['Ann Lee', 'Anne Lee', 'Bob Ray', 'Rob Ray'].map((name) => ({ name })))
 * const pairs = fromRows([
 *   { row_a: 0, row_b: 1, match_weight: 9 },
 *   { row_a: 2, row_b: 3, match_weight: 0.5 },
 * ])
 * const review = sampleForReview(pairs, { records, size: 1 })
 * console.log(toRows(review).map((row) => [row.name_a, row.name_b, row.is_match])) // [ [ 'Bob Ray', 'Rob Ray', null ] ]
 * ```
 */
export function sampleForReview<R extends { [name: string]: any } = any>(
  pairs: TableLike,
  options: SampleForReviewOptions<ColumnName<R>> & { readonly records: TableLike<R> },
): Table<ReviewColumns & { [column: string]: any }> {
  const own = adopt(pairs, WHO)
  checkOptions(WHO, options, ['records', 'size', 'checks', 'found', 'labels', 'columns'])
  const { size = 100, checks = 0.1, labels, columns } = options as SampleForReviewOptions
  checkInteger(WHO, 'size', size, 1, 1_000_000)
  checkNumber(WHO, 'checks', checks, 0, 1)
  const records = adopt(options.records, WHO)
  const list = readPairs(own, records.numRows, WHO)
  const logOdds = readLogOdds(own, WHO)
  const answered = labels && readPairs(adopt(labels, WHO), records.numRows, WHO, 'labels')
  const probabilities = Float64Array.from(logOdds, probabilityOf)
  const open = openPairs(list, records.numRows, answered)
  const uses = new Uint8Array(records.numRows)
  const doubt = doubts(probabilities, list, customersOf(records, options.found))
  const most = size - Math.round(size * checks)
  const asked = chooseDoubtful(list, doubt, alike(own, logOdds), open, most, uses)
  asked.push(...chooseChecks(list, logOdds, open, size - asked.length, uses))
  return reviewTable(records, columns, list, asked, logOdds)
}

/** Numbers pairs that compare alike. */
function alike(pairs: Table, logOdds: Float32Array): Int32Array {
  const levels = pairs.schema.fields.filter(({ name }) => name.startsWith('level_')).map(({ name }) => name)
  if (levels.length > 0)
    return groupRows(
      levels.map((name) => findColumn(pairs, name, WHO)),
      WHO,
    ).codes
  return Int32Array.from(logOdds, (one) => Math.round(Math.max(-1e6, Math.min(1e6, 2 * one))))
}

function customersOf(records: Table, found: string | undefined): Int32Array | undefined {
  if (found === undefined && !hasColumn(records, 'customer_id')) return undefined
  return readGroups(records, found ?? 'customer_id', WHO)
}

function openPairs({ length, a, b }: PairList, rows: number, answered: PairList | undefined): Uint8Array {
  const open = new Uint8Array(length).fill(1)
  if (!answered) return open
  const known = new Set(Array.from(answered.a, (one, p) => one * rows + answered.b[p]!))
  for (let p = 0; p < length; p++) if (known.has(a[p]! * rows + b[p]!)) open[p] = 0
  return open
}

function reviewTable(
  records: Table,
  columns: readonly string[] | undefined,
  { a, b }: PairList,
  asked: readonly Asked[],
  logOdds: Float32Array,
): Table<any> {
  const of = (side: Int32Array) => Int32Array.from(asked, ({ pair }) => side[pair]!)
  const [rowA, rowB] = [of(a), of(b)]
  const shown =
    columns ?? records.schema.fields.filter((field) => !isPredicted(field)).map(({ name }) => name)
  const out = new Map<string, Vector>([
    ['row_a', int32(rowA)],
    ['row_b', int32(rowB)],
  ])
  for (const name of shown) {
    const column = findColumn(records, name, WHO)
    out.set(`${name}_a`, takeVector(column, rowA)).set(`${name}_b`, takeVector(column, rowB))
  }
  const weights = Float64Array.from(asked, ({ pair }) => logOdds[pair]! / Math.LN2)
  out.set('match_weight', float64(weights))
  out.set('match_probability', float64(Float64Array.from(asked, ({ pair }) => probabilityOf(logOdds[pair]!))))
  out.set(
    'reason',
    dictionary(
      Int32Array.from(asked, ({ reason }) => reason),
      REASONS,
    ),
  )
  out.set('is_match', bool(new Uint8Array(asked.length).fill(2)))
  return makeTable(out)
}
