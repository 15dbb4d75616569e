import { ClienteleError } from '../error.js'
import { checkChoice, checkNumber, checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Bool, Dictionary, Float64, Table, Utf8 } from '../table/arrow.js'
import { addColumns, bool, dictionary, float64, type NamingOptions } from '../table/build.js'
import { asColumn, findColumn, hasColumn } from '../table/column.js'
import { groupColumn } from '../table/group.js'
import { addCounts, readAbout, roleColumn } from '../table/metadata.js'
import { readNumbers } from '../table/numbers.js'
import { reconcile } from '../table/reconcile.js'
import { readStrings } from '../table/strings.js'
import type { ColumnName, TableLike, With } from '../table/types.js'
import { type Days, readDays } from './history/cutoffs.js'
import { readProbabilities } from './score/readProbabilities.js'

/** What `churnAlerts` can be told. */
export interface ChurnAlertsOptions<Names extends string = string> extends NamingOptions {
  /** A customer whose probability reaches this is put on the list. Default 0.7. */
  readonly enter?: number | undefined
  /** A customer on the list leaves it when the probability falls below this. Default 0.1 below `enter`. */
  readonly leave?: number | undefined
  /** The answer of the last run: without it nobody was on the list. */
  readonly previous?: TableLike | undefined
  /** Customers who are past warning, long silent by their own rhythm: 'count' tells how many would be on the list, 'alert' puts them there. Default 'count'. */
  readonly lapsed?: 'count' | 'alert' | undefined
  /** Customers who have been silent for no longer than their `usual_gap`: nothing is overdue yet. Default 'count', as with `lapsed`. */
  readonly early?: 'count' | 'alert' | undefined
  /** Who has been silent for less is not gone yet, whatever the stage. Default: the horizon of the model that predicted. */
  readonly horizon?: Days | undefined
  /** Default: the table's own role, else `customer_id`. */
  readonly customer?: Names | undefined
  /** Default 'churn_probability'. */
  readonly probability?: Names | undefined
  /** What the list is ranked by. Default `value_at_risk` where the table has it, else the probability. */
  readonly value?: Names | undefined
}

/** The columns that `churnAlerts` adds. */
export type AlertColumns = { alert: Bool; alert_change: Dictionary<Utf8>; alert_rank: Float64 }

const WHO = 'churnAlerts'
/** The stage of customers who are gone, see `lifecycleStages`. */
const LAPSED = 'lapsed'
const CHANGES = ['new', 'ongoing', 'cleared', 'lapsed'] as const
const OPTIONS = 'enter leave previous lapsed early horizon customer probability value as replace'.split(' ')

/**
 * The warning list: who is about to leave, who of them is so since the last run, and whom to look at first.
 *
 * A customer is put on the list when the probability reaches `enter`, and taken off it only when it falls below `leave`: who wavers around one threshold would else come and go every night.
 * What is between both keeps a customer where `previous` has them; who is not in `previous` was not on the list.
 *
 * The list is of those who can still be kept. Who has probably gone (`stage` 'lapsed': silent for over four times the own gap between orders; and silent for the model's horizon at least, by `days_since_last`) is no news;
 * the stage goes by the own gap alone, so that not all of them have a high probability. Those who would be on the list: such customers are counted, as `gone`, and not listed. Scores without a `stage`, as those of contracts, know of none.
 * Nor is anything to be seen yet of who has been silent for no longer than usual (`days_since_last` up to `usual_gap`): who ordered once last week may well never order again, but is not late. They are counted, as `early`.
 *
 * @param scores - one row a customer, as the `predict` of `fitChurn` gives it; rows without a probability are on no list
 * @param options - `enter` (0.7), `leave` (`enter` − 0.1), `previous`, `lapsed` ('count'), `early` ('count'), `horizon`; `customer`, `probability`, `value`; `as`, `replace`
 * @returns the table with `alert` (on the list), `alert_change` ('new', 'ongoing', 'cleared' where the probability fell or an order came, 'lapsed' where neither, or null) and `alert_rank` (1 for the highest value among those on the list, ties by row; null for
 * others); `about(result).counts.churnAlerts` has `alerts`, `new`, `ongoing`, `cleared`, `lapsed`, `gone` and `early`: who would be on the list, and `absent`: who was on it and is not in the table
 * @throws ClienteleError `option-invalid` (`leave` above `enter`), `column-missing`, `column-type`, `column-exists`, `value-invalid` (a customer twice, probabilities outside of 0 to 1)
 *
 * Cost: one sort.
 *
 * @example
 * ```ts
 * const night = (ann, bob) => fromRows([{ customer_id: 'ann', churn_probability: ann }, { customer_id: 'bob', churn_probability: bob }])
 * const first = churnAlerts(night(0.8, 0.3))
 * const second = churnAlerts(night(0.65, 0.9), { previous: first })
 * console.log(toRows(second).map((row) => [row.alert_change, row.alert_rank])) // [ [ 'ongoing', 2 ], [ 'new', 1 ] ]
 * ```
 */
export function churnAlerts<T extends { [name: string]: any } = any>(
  scores: TableLike<T>,
  options: ChurnAlertsOptions<ColumnName<NoInfer<T>>> = {},
): With<T, AlertColumns> {
  checkOptions(WHO, options, OPTIONS)
  const { enter = 0.7, previous, as, replace } = options
  checkNumber(WHO, 'enter', enter, 0, 1)
  const leave = options.leave ?? Math.max(0, enter - 0.1)
  checkNumber(WHO, 'leave', leave, 0, 1)
  if (leave > enter) throw invalid(WHO, `leave is ${leave}, above enter, ${enter}; make it at most as much`)
  const table = adopt(scores, WHO)
  const probability = readProbabilities(WHO, table, options.probability ?? 'churn_probability')
  const customer = roleColumn('customer', options, readAbout(table, WHO)) ?? 'customer_id'
  const { before, absent } = knownBefore(table, customer, previous)
  const hasValue = table.schema.fields.some(({ name }) => name === 'value_at_risk')
  const by = options.value ?? (hasValue ? 'value_at_risk' : undefined)
  const value = by === undefined ? probability : readNumbers(findColumn(table, by, WHO), WHO)
  const isLikely = Uint8Array.from(probability, (p, i) => (p >= (before[i] === 1 ? leave : enter) ? 1 : 0))
  const gone = goneAlready(table, options)
  const early = notOverdue(table, options)
  const alert = isLikely.map((likely, i) => (gone?.[i] || early?.[i] ? 0 : likely))
  const change = Int32Array.from(alert, (on, i) =>
    on ? before[i]! : !before[i] ? -1 : isLikely[i] && gone?.[i] ? 3 : 2,
  )
  const added = {
    alert: bool(alert),
    alert_change: dictionary(change, CHANGES),
    alert_rank: float64(ranksOf(value, alert)),
  }
  const counts = Object.fromEntries(
    CHANGES.map((name, c) => [name, change.reduce((n, one) => n + (one === c ? 1 : 0), 0)]),
  )
  const likely = (flags: Uint8Array | undefined): number =>
    isLikely.reduce((n, one, i) => n + (one && flags?.[i] ? 1 : 0), 0)
  const told = { alerts: likely(alert), ...counts, gone: likely(gone), early: likely(early), absent }
  return addCounts(addColumns(table, added, WHO, { as, replace }), WHO, told) as never
}

/** For each row 1 where the customer has left already; undefined where that is not asked, or the table does not say. */
function goneAlready(
  table: Table,
  { lapsed = 'count', horizon }: ChurnAlertsOptions,
): Uint8Array | undefined {
  checkChoice(WHO, 'lapsed', lapsed, ['count', 'alert'])
  const given = horizon && readDays(WHO, 'horizon', horizon)
  if (lapsed === 'alert' || !hasColumn(table, 'stage')) return undefined
  const stages = readStrings(findColumn(table, 'stage', WHO))
  const learned = Number(readAbout(table, WHO).counts['churn.predict']?.['horizon'] ?? 0)
  const least = given ?? learned
  const silent = hasColumn(table, 'days_since_last')
    ? readNumbers(findColumn(table, 'days_since_last', WHO), WHO)
    : undefined
  const isSilent = (i: number): boolean => !silent || !(silent[i]! < least)
  return Uint8Array.from(stages, (stage, i) => (stage === LAPSED && isSilent(i) ? 1 : 0))
}

/** For each row 1 where the silence is no longer than usual; undefined where that is not asked, or the table does not say. */
function notOverdue(table: Table, { early = 'count' }: ChurnAlertsOptions): Uint8Array | undefined {
  checkChoice(WHO, 'early', early, ['count', 'alert'])
  if (early === 'alert' || !hasColumn(table, 'usual_gap') || !hasColumn(table, 'days_since_last'))
    return undefined
  const [silent, usual] = ['days_since_last', 'usual_gap'].map((name) =>
    readNumbers(findColumn(table, name, WHO), WHO),
  )
  return Uint8Array.from(silent!, (days, i) => (days <= usual![i]! ? 1 : 0))
}

/** For each row 1 where the customer was on the list; and how many were on it who are in the table no more. */
function knownBefore(
  table: Table,
  customer: string,
  previous: TableLike | undefined,
): { before: Uint8Array; absent: number } {
  const ids = findColumn(table, customer, WHO)
  const old = previous === undefined ? undefined : adopt(previous, WHO)
  const oldIds = old && findColumn(old, customer, WHO)
  const { type, columns } = oldIds
    ? reconcile([ids, oldIds], ['this table', 'previous'], WHO)
    : { type: ids.type, columns: [ids] }
  const chunks = columns.flatMap((column) => column.chunks)
  const { codes, size, missing } = groupColumn(asColumn(customer, type, chunks), WHO)
  const rows = table.numRows
  checkOnce(codes.subarray(0, rows), size, missing, customer, 'this table')
  checkOnce(codes.subarray(rows), size, missing, customer, 'previous')
  const on = new Uint8Array(size)
  if (old) {
    const alert = readNumbers(findColumn(old, 'alert', WHO), WHO)
    alert.forEach((yes, i) => (on[codes[rows + i]!] = yes === 1 ? 1 : 0))
  }
  const before = Uint8Array.from(codes.subarray(0, rows), (code) => on[code]!)
  const listed = on.reduce((n, yes) => n + yes, 0)
  return { before, absent: listed - before.reduce((n, yes) => n + yes, 0) }
}

function checkOnce(codes: Int32Array, size: number, missing: number, name: string, where: string): void {
  const seen = new Uint8Array(size)
  codes.forEach((code, row) => {
    if (code === missing || seen[code] === 1) {
      throw new ClienteleError(
        'value-invalid',
        `${WHO}: column '${name}' of ${where} ${code === missing ? 'is missing' : 'names a customer again'} in row ${row + 1}, but each customer needs one row; leave out what is double or blank.`,
      )
    }
    seen[code] = 1
  })
}

/** From the highest value down, of rows on the list; NaN elsewhere, missing values last. */
function ranksOf(value: Float64Array, alert: Uint8Array): Float64Array {
  const of = (i: number): number => (Number.isNaN(value[i]!) ? -Infinity : value[i]!)
  const rows = [...alert.keys()]
    .filter((i) => alert[i] === 1)
    .toSorted((a, b) => (of(b) > of(a) ? 1 : of(b) < of(a) ? -1 : a - b))
  const ranks = new Float64Array(alert.length).fill(NaN)
  rows.forEach((row, place) => (ranks[row] = place + 1))
  return ranks
}
