import { checkBoolean, checkNumber, checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table } from '../table/arrow.js'
import { addColumns, float64, int32, type NamingOptions } from '../table/build.js'
import { hasColumn } from '../table/column.js'
import { addCounts } from '../table/metadata.js'
import { markPredicted } from '../table/predicted.js'
import type { Columns, TableLike, With } from '../table/types.js'
import { agglomerate } from './cluster/agglomerate.js'
import { clusterBest } from './cluster/clusterBest.js'
import { expectedF1 } from './cluster/expectedF1.js'
import { LOWEST_THRESHOLD } from './cluster/merging.js'
import { checkSource, numberCustomers, readConstraints, readGroups } from './cluster/readConstraints.js'
import type { International } from './international/international.js'
import { checkLinkage } from './link/checkLinkage.js'
import type { LinkageModel } from './link/model.js'
import { prepareFor } from './link/prepareFor.js'
import { scoringOf } from './link/scoring.js'
import { findIds } from './pairs/findIds.js'
import { readLogOdds } from './pairs/readLogOdds.js'
import { readPairs } from './pairs/readPairs.js'

/** What `clusterPairs` can be told. */
export interface ClusterPairsOptions<R extends Columns = any> extends NamingOptions {
  /** The table of records that the pairs' rows are numbers of. */
  readonly records: TableLike<R>
  /** The model that scored the pairs: it scores those that were never proposed too. Without it these count as clear non-matches. */
  readonly model?: LinkageModel | undefined
  /** Packages for scripts and telephone numbers, where the model was learned with them. */
  readonly international?: International | undefined
  /** How sure a merge must be, from .05 to 1. 'auto', the default, chooses by the expected F1, and never less than .5. */
  readonly threshold?: 'auto' | number | undefined
  /** The share of true pairs that were proposed, from 0 to 1, which the expected recall is charged with. Default 1. */
  readonly reach?: number | undefined
  /** The column of records that names each one's source; only with `onePerSource` or `oneToOne`, which say what follows from it. */
  readonly source?: string | undefined
  /** A customer has at most one record from each source. Needs `source`. */
  readonly onePerSource?: boolean | undefined
  /** Each record has at most one partner, the surest pairs first; with `source`, from another source. */
  readonly oneToOne?: boolean | undefined
  /** Pairs (`row_a`, `row_b`) that are one customer, whatever their weights. */
  readonly mustLink?: TableLike | undefined
  /** Pairs (`row_a`, `row_b`) that are not. */
  readonly cannotLink?: TableLike | undefined
  /** The column of records that identifies each: customers are then numbered in its order, whatever the order of rows. */
  readonly id?: string | undefined
}

/** What `clusterPairs` adds to the records. */
export type IdentityColumns = { customer_id: Int32; match_probability: Float64 }

const WHO = 'clusterPairs'

/**
 * Which records are one customer? Puts scored pairs together to customers, and gives each record the number of its customer.
 *
 * A chain of likely pairs is not enough: groups merge by the mean over **all** their cross pairs, the likeliest first, so that one pair that looks
 * alike (father and son at one address) does not join two customers whose other records contradict it. Log-odds are bounded to ±4 before they are
 * averaged, and a mean over many pairs counts as surer than one pair.
 *
 * `threshold: 'auto'` needs no labels: of the thresholds .5, .55, … .95, .99 it takes the lowest whose expected F1 is within .005 of the best of these, since what differs by
 * less is chance. It never puts records together that are likelier two persons than one, though F1 would gain by it where little can be told: it is highest at half of its own
 * value (Lipton, Elkan and Naryanaswamy 2014). Who wants that gives a number. A merge of two single records has the probability of their pair. Pairs of less than 5 % join nobody.
 *
 * The result does not depend on the order of pairs; ties are settled by the order of records.
 *
 * @param pairs - `row_a`, `row_b` (row numbers of records, each pair once) and `match_weight` (log₂ of the odds) or else `match_probability`; with `model` neither is
 * needed
 * @param options - `records`; `model`, `international`, `threshold` ('auto' or .05 to 1), `reach`, `source` with `onePerSource` or `oneToOne`, `mustLink`, `cannotLink`, `id`,
 * `as`, `replace`. What must be linked is, even where another rule forbids it
 * @returns the records, same rows, same order, with `customer_id` (int32, from 1, in the order of first rows or, with `id`, of least ids) and `match_probability`:
 * how sure the record belongs with the rest of its customer's, 1 when alone. `about(result).counts.clusterPairs` has `customers`, `pairs_together`, `threshold`,
 * `expected_precision`, `expected_recall` and `expected_f1`
 * @throws ClienteleError `column-missing`, `column-type`, `column-exists`, `value-invalid`, `option-invalid`; `contradiction` where a pair or an `id` is there twice, or
 * `cannotLink` parts what `mustLink` joins
 *
 * Cost: a second for a million pairs, and with `model` a microsecond for each pair that it scores; 60 bytes a pair.
 *
 * @example
 * ```ts
 * const records = fromRows(['Ann Lee', 'Anne Lee', 'Bob Ray', 'A. Lee'].map((name) => ({ name })))
 * const pairs = fromRows([
 *   { row_a: 0, row_b: 1, match_weight: 9 },
 *   { row_a: 0, row_b: 3, match_weight: 4 },
 *   { row_a: 1, row_b: 3, match_weight: 3 },
 *   { row_a: 1, row_b: 2, match_weight: -6 },
 * ])
 * const customers = clusterPairs(pairs, { records })
 * console.log(toRows(customers).map((row) => row.customer_id)) // [ 1, 1, 2, 1 ]
 * console.log(about(customers).counts.clusterPairs?.customers) // 2
 * ```
 */
export function clusterPairs<R extends Columns = any>(
  pairs: TableLike,
  options: ClusterPairsOptions<R>,
): With<R, IdentityColumns> {
  const { records, input, id, threshold, reach, as, replace } = readInput(pairs, options)
  const found =
    threshold === 'auto' ? clusterBest(input, { reach, certain: true }) : agglomerate(input, threshold, true)
  const expected = expectedF1(found.expected, reach)
  const added = {
    customer_id: int32(numberCustomers(found, records, id, WHO)),
    match_probability: float64(found.certainty),
  }
  const result = markPredicted(addColumns(records, added, WHO, { as, replace }), records)
  return addCounts(result as Table, WHO, {
    customers: found.clusters,
    pairs_together: found.expected.together,
    threshold: found.threshold,
    expected_precision: expected.precision,
    expected_recall: expected.recall,
    expected_f1: expected.f1,
  }) as unknown as With<R, IdentityColumns>
}

const OPTIONS = [
  'records',
  'model',
  'international',
  'threshold',
  'reach',
  'source',
  'onePerSource',
  'oneToOne',
  'mustLink',
  'cannotLink',
  'id',
  'as',
  'replace',
]

function readInput(pairs: TableLike, options: ClusterPairsOptions) {
  const own = adopt(pairs, WHO)
  checkOptions(WHO, options, OPTIONS)
  const { threshold = 'auto', reach = 1, onePerSource = false, oneToOne = false, source, id, as } = options
  const { replace = false } = options
  if (threshold !== 'auto') {
    if (typeof threshold === 'string') {
      throw invalid(WHO, `threshold must be 'auto' or a number, but got '${String(threshold).slice(0, 40)}'`)
    }
    checkNumber(WHO, 'threshold', threshold, LOWEST_THRESHOLD, 1)
  }
  checkNumber(WHO, 'reach', reach, 0.01, 1)
  checkBoolean(WHO, 'onePerSource', onePerSource)
  checkBoolean(WHO, 'oneToOne', oneToOne)
  checkBoolean(WHO, 'replace', replace)
  checkSource(WHO, source, { onePerSource, oneToOne })
  const records = adopt(options.records, WHO)
  const rows = records.numRows
  if (id !== undefined) findIds(records, id, WHO)
  const list = readPairs(own, rows, WHO)
  const score = scorerOf(records, options)
  const isScored =
    score === undefined || ['match_weight', 'match_probability'].some((name) => hasColumn(own, name))
  const input = {
    rows,
    pairs: list,
    scores: isScored ? readLogOdds(own, WHO) : Float32Array.from(list.a, (a, p) => score(a, list.b[p]!)),
    score,
    ...readConstraints(records, options, WHO),
    ...(oneToOne && { most: 2 }),
    ...(source !== undefined && { source: readGroups(records, source, WHO) }),
  }
  return { records, input, id, threshold, reach, as, replace }
}

/** What scores any two records, if there is a model. */
function scorerOf(
  records: Table,
  { model, international }: Pick<ClusterPairsOptions, 'model' | 'international'>,
): ((a: number, b: number) => number) | undefined {
  if (model === undefined) return undefined
  checkLinkage(WHO, model)
  return scoringOf(model, prepareFor(WHO, model, records, international)).score
}
