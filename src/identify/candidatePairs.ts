import { checkInteger, checkOptions } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Int32, Table, Vector } from '../table/arrow.js'
import { int32, makeTable } from '../table/build.js'
import { addCounts } from '../table/metadata.js'
import { takeVector } from '../table/take.js'
import type { ColumnName, Columns, TableLike } from '../table/types.js'
import { LARGEST } from './block/keys.js'
import { makeNear } from './block/near.js'
import { CLEANING_OPTIONS, type CleaningOptions, readCleaning } from './fields/cleaningOptions.js'
import { describeUsed } from './fields/planFields.js'
import { prepare } from './fields/prepare.js'
import { findIds } from './pairs/findIds.js'
import type { Prepared } from './prepared.js'
import { canonicalOrder } from './run/canonical.js'
import { hireCrew } from './run/crew.js'
import { pairsInRows } from './run/inRows.js'
import { estimateReach } from './run/reach.js'
import { blockAndLearn, usualBudget } from './run/rounds.js'

/** What decides which pairs are compared. */
export interface BlockingOptions<Names extends string = string>
  extends CleaningOptions<Names>, ProgressOptions {
  /** The column that says where a record is from, where no source has a person twice: pairs are then of two sources. */
  readonly source?: Names | undefined
  /** How many pairs may be compared, at most; as many as there are compares everybody with everybody. Default 100 a record, 30 beyond a hundred thousand records. */
  readonly budget?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

/** What `candidatePairs` can be told. */
export interface CandidatePairsOptions<Names extends string = string> extends BlockingOptions<Names> {
  /** The column that identifies each record; pairs then name it too. */
  readonly id?: Names | undefined
}

/** Pairs of records. */
export type PairColumns = { row_a: Int32; row_b: Int32 }

const WHO = 'candidatePairs'
export const BLOCKING_OPTIONS: readonly string[] = [
  ...CLEANING_OPTIONS,
  'source',
  'budget',
  'seed',
  'threads',
  'onProgress',
  'signal',
]

/**
 * Which pairs of records are worth comparing? A million records make half a trillion pairs; this proposes the few among which almost all
 * repeats of a person are, without rules by hand, and says how many it has missed.
 *
 * Records meet in blocks: those that share a key. Keys are made of parts of fields (whole values, beginnings and ends, sounds, names in either order, rare words, groups of
 * letters, neighbours in alphabetical order, parts of dates) and of all pairs of parts of different fields. Of each key only the blocks of
 * some sizes are taken, so that rare values of a common key are used too. Which ones is learned: the smallest blocks of whole values come first; from the
 * matches that are likely among their pairs (see `fitLinkage`) the next round takes the blocks that reach most of them for the fewest pairs, and so on for
 * three rounds. Where all pairs of records are no more than a million or so, all are proposed.
 *
 * The share of true pairs that were reached is estimated without labels: random records are compared with everybody, and the matches expected among
 * the proposed are divided by all that are expected.
 *
 * Records that are the same in all fields are a pair with the next of them, not each with each; values that more than 1,024 records share are not blocked on
 * by themselves, so that no block explodes.
 *
 * @param records - one row a record; see `cleanRecords` for what columns may hold
 * @param options - `fields` and what else `cleanRecords` takes, `source`, `id`, `budget`, `seed`, `threads`, `onProgress`, `signal`
 * @returns one row a pair, sorted: `row_a` < `row_b` (int32 row numbers of the records, from 0), with `id` also `record_a`, `record_b`.
 * `about(result).counts.candidatePairs` has `pairs`, `keys` (how many were used), `reach` (the estimated share of true pairs that are proposed, or null),
 * `reach_matches` (how many expected matches it rests on, each counted once for each of its records that was drawn; not there where all pairs are proposed), for each column what it was taken for, and `<column>_too_common` where values
 * were too common to block on
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`, `value-invalid` and `contradiction` (an `id` that is missing, or there twice), `aborted`. No value of a record is ever in an error
 *
 * Cost: 50,000 records take a second or two; memory of some 200 bytes a record and 16 a pair.
 *
 * @example
 * ```ts
 * const records = fromRows([
 *   { given_name: 'Ann', surname: 'Lee', email: 'ann@lee.example' },
 *   { given_name: 'Anne', surname: 'Lee', email: 'ann@lee.example' },
 *   { given_name: 'Bob', surname: 'Ray', email: 'bob@ray.example' },
 * ])
 * const pairs = candidatePairs(records)
 * console.log(toRows(pairs)[0]) // { row_a: 0, row_b: 1 }
 * ```
 */
export function candidatePairs<T extends Columns>(
  records: TableLike<T>,
  options: CandidatePairsOptions<ColumnName<NoInfer<T>>> = {},
): Table<PairColumns> {
  checkOptions(WHO, options, [...BLOCKING_OPTIONS, 'id'])
  const { id, source, seed, threads, budget } = readBlocking(WHO, options)
  const table = adopt(records, WHO)
  const ids = id === undefined ? undefined : findIds(table, id, WHO)
  const made = prepare(table, { ...readCleaning(WHO, options), source, who: WHO })
  const { prepared, rowOf } = canonicalOrder(made.prepared)
  const crew = hireCrew(prepared, threads)
  try {
    const onRound = (done: number, total: number) => report(WHO, options, { phase: 'block', done, total })
    const rounds = blockAndLearn(crew, { budget: budget ?? usualBudget(prepared.rows), seed, onRound })
    const reach = estimateReach(crew, rounds, rounds.mixture, undefined, seed)
    const near = makeNear(rounds.blocks, prepared.source)
    const { a, b } = pairsInRows(near, rowOf)
    const columns: { [name: string]: Vector } = { row_a: int32(a), row_b: int32(b) }
    if (ids) Object.assign(columns, { record_a: takeVector(ids, a), record_b: takeVector(ids, b) })
    return addCounts(makeTable(columns), WHO, {
      pairs: a.length,
      keys: rounds.choices.length,
      reach: reach.share,
      ...(!rounds.all && { reach_matches: Math.round(reach.matches) }),
      ...Object.fromEntries(made.fields.map((used) => [used.column, describeUsed(used)])),
      ...tooCommon(prepared),
    }) as unknown as Table<PairColumns>
  } finally {
    crew.dismiss()
  }
}

type Blocking = {
  readonly seed: number
  readonly threads: number
  readonly budget: number | undefined
  readonly id: string | undefined
  readonly source: string | undefined
}

/** The options of blocking, checked. */
export function readBlocking(who: string, options: CandidatePairsOptions): Blocking {
  const { seed = 1, threads = 1, budget, id, source } = options
  checkInteger(who, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkInteger(who, 'threads', threads, 1, 256)
  if (budget !== undefined) checkInteger(who, 'budget', budget, 1, 1_000_000_000)
  return { seed, threads, budget, id, source }
}

/** How many values of each field so many records share that they are no block. */
export function tooCommon({ rows, fields }: Prepared): { [count: string]: number } {
  const counts: { [count: string]: number } = {}
  for (const { column, frequency, filled } of fields) {
    let count = 0
    for (const share of frequency) if (Math.round(share * filled * rows) > LARGEST) count++
    if (count > 0) counts[`${column}_too_common`] = count
  }
  return counts
}
