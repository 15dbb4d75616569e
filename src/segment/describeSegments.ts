import { ClienteleError } from '../error.js'
import { makeRandom } from '../numeric/random.js'
import { checkInteger, checkNumber, checkOptions } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { DataType, Float64, Int32, Table, Utf8 } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import { type SortedGroups, sortedGroups } from '../table/sortedGroups.js'
import { takeRows } from '../table/take.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { chooseFeatures, learningTable } from './describe/features.js'
import { countRules } from './describe/leaves.js'
import { smallestTree, type SurrogateTree } from './describe/surrogate.js'
import { ruleTable, segmentsTable } from './describe/tables.js'
import { sampleRows } from './measure/sample.js'

/** What `describeSegments` can be told. */
export interface DescribeSegmentsOptions<Names extends string = string> {
  /** The column of segments, of any flat type. Default `segment`. */
  readonly by?: Names | undefined
  /**
   * The columns that rules may speak of: numbers, booleans and text. Default: all that can be, but for ids, dates, what clientele predicted, and text of more than 20 values
   * or that is but another name for the segments.
   */
  readonly features?: readonly Names[] | undefined
  /** How many conditions a rule has at most. Default 4. */
  readonly maxConditions?: number | undefined
  /** What share of customers the rules should put into their segment; more is exacter and longer. Default 0.9. */
  readonly agreement?: number | undefined
  /** Of more customers the rules are learned from a sample of as many; they are counted on all. Default 50,000. */
  readonly sample?: number | undefined
  /** Draws the sample. Default 1. */
  readonly seed?: number | undefined
}

/** The columns of `describeSegments(…).rules`. */
export type DescribedRuleColumns = {
  segment: DataType
  rule: Utf8
  conditions: Int32
  customers: Int32
  precision: Float64
  coverage: Float64
}

/** The columns of `describeSegments(…).segments`. */
export type DescribedSegmentColumns = {
  segment: DataType
  customers: Int32
  rules: Int32
  precision: Float64
  coverage: Float64
  sentence: Utf8
}

/** What `describeSegments` finds. */
export interface SegmentDescription {
  /** One row a rule, segment by segment, the one that covers most first. */
  readonly rules: Table<DescribedRuleColumns>
  /** One row a segment: its rules taken together. */
  readonly segments: Table<DescribedSegmentColumns>
  /** The share of customers whom the rules put into their own segment. */
  readonly agreement: number
  /** The tree that the rules are read from: it predicts segments of new customers. Missing where there is but one segment. */
  readonly model?: SurrogateTree
}

const WHO = 'describeSegments'
const MOST_SEGMENTS = 100

/**
 * Which short rules say who is in which segment? For clusters that nobody can explain, and for whoever must rebuild segments in another system: 'orders at least 5 and
 * days_since_last at most 60'.
 *
 * A decision tree (`fitTree`) learns the segments, and is cut back as far as its rules still put the wanted share of customers into their segment. A rule's `precision` is the share of those
 * who meet it that belong to the segment; its `coverage` the share of the segment that meets it. Every customer meets exactly one rule; a segment that is too
 * small or too mixed with others may have none. Rules are an imitation: where `agreement` is low, the segments are not made of such conditions.
 *
 * Customers without a segment (null) are left out.
 *
 * @param table - one row a customer
 * @param options - `by`, `features`, `maxConditions` (4), `agreement` (0.9), `sample` (50,000), `seed` (1)
 * @returns a frozen `{rules, segments, agreement, model}`: rules with `segment`, `rule` in words, `conditions` (features asked for), `customers` who meet it, `precision` and
 * `coverage` (from 0 to 1); segments with `rules` (how many), both shares of them together (null where there are none) and a `sentence`
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`; `value-invalid` where `by` has more than 100 values; `rows-too-few` where nobody has a segment
 *
 * Cost: some ten fits of a tree: 4,000 customers take 50 ms, beyond the sample a second.
 *
 * Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees; Craven and Shavlik (1996), Extracting tree-structured representations of trained networks.
 *
 * @example
 * ```ts
 * const customers = fromRows([1, 1, 2, 2, 7, 8, 9, 9].map((orders, i) => ({ cluster: orders > 5 ? 1 : 0, orders, age: 20 + i * 3 % 7 })))
 * const { rules, segments } = describeSegments(customers, { by: 'cluster' })
 * console.log(toRows(rules).map(({ rule }) => rule)) // [ 'orders at most 4', 'orders at least 5' ]
 * console.log(toRows(segments)[0]?.sentence) // 4 customers: orders at most 4. 100% of those who meet it belong here; 100% of the segment meet it.
 * ```
 */
export function describeSegments<T extends { [name: string]: any }>(
  table: TableLike<T>,
  options: DescribeSegmentsOptions<ColumnName<NoInfer<T>>> = {},
): SegmentDescription {
  checkOptions(WHO, options, ['by', 'features', 'maxConditions', 'agreement', 'sample', 'seed'])
  const {
    by = 'segment',
    features,
    maxConditions = 4,
    sample = 50_000,
    seed = 1,
  }: DescribeSegmentsOptions = options
  const { agreement = 0.9 } = options
  checkInteger(WHO, 'maxConditions', maxConditions, 1, 20)
  checkNumber(WHO, 'agreement', agreement, 0, 1)
  checkInteger(WHO, 'sample', sample, 100, 100_000_000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  const all = adopt(table, WHO)
  const labels = sortedGroups(findColumn(all, by, WHO), WHO)
  const missing = labels.labels.indexOf(null)
  const known = Int32Array.from(labels.codes.keys()).filter((row) => labels.codes[row] !== missing)
  if (known.length === 0) throw nobody(by, all.numRows)
  const own = known.length === all.numRows ? all : takeRows(all, known)
  const groups = sortedGroups(findColumn(own, by, WHO), WHO)
  if (groups.size > MOST_SEGMENTS) throw tooMany(by, groups.size)
  const chosen = chooseFeatures(WHO, own, by, features, groups)
  const sizes = new Int32Array(groups.size)
  for (const code of groups.codes) sizes[code]!++
  const model =
    groups.size > 1
      ? learnRules(own, by, chosen, groups, sizes, { maxConditions, agreement, sample, seed })
      : undefined
  const found = countRules(own, model, groups, WHO)
  const result: SegmentDescription = {
    rules: ruleTable(found.rules, sizes, groups),
    segments: segmentsTable(found.rules, sizes, groups),
    agreement: found.agreement,
    ...(model && { model }),
  }
  return printable(result, () => summary(groups.labels, result))
}

/** Learns the segments from as many rows as are wanted. */
function learnRules(
  own: Table,
  by: string,
  features: readonly string[],
  groups: SortedGroups,
  sizes: Int32Array,
  {
    maxConditions,
    agreement,
    sample,
    seed,
  }: { maxConditions: number; agreement: number; sample: number; seed: number },
): SurrogateTree {
  const drawn = sampleRows(own.numRows, sample, makeRandom(seed))
  const rows = drawn.length
  // A segment is not to be swallowed for being small.
  const least = (Math.min(...sizes) * rows) / own.numRows / 4
  return smallestTree(takeRows(learningTable(WHO, own, by, features, groups), drawn), {
    by,
    features,
    maxConditions,
    agreement,
    minLeaf: Math.max(1, Math.min(50, Math.floor(rows / 100), Math.floor(least))),
    segments: groups.labels as string[],
  })
}

function summary(labels: readonly (string | null)[], { segments, agreement }: SegmentDescription): string {
  const sentences = segments.getChild('sentence')!
  const lines = labels.slice(0, 30).map((label, g) => `  ${label}: ${sentences.get(g)}`)
  const rest = labels.length > 30 ? [`  and ${brief(labels.length - 30)} more`] : []
  const head = `rules of ${brief(labels.length)} segments, which put ${brief(Math.round(1000 * agreement) / 10)}% of customers into theirs`
  return [head, ...lines, ...rest].join('\n')
}

function nobody(by: string, rows: number): ClienteleError {
  return new ClienteleError(
    'rows-too-few',
    `${WHO}: none of the ${rows} rows has a value in '${by}', but at least one is needed; name the column of segments (by).`,
  )
}

function tooMany(by: string, size: number): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${WHO}: column '${by}' has ${brief(size)} different values, but ${MOST_SEGMENTS} segments are the most that rules can tell apart; name a column of segments (by).`,
  )
}
