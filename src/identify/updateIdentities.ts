import { ClienteleError } from '../error.js'
import { checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import { minBy } from '../table/aggregate.js'
import type { DataType, Dictionary, Int32, Table, Utf8 } from '../table/arrow.js'
import { addColumns, dictionary, int32, makeTable } from '../table/build.js'
import { asColumn, type Column, findColumn } from '../table/column.js'
import { concat } from '../table/concat.js'
import { groupColumn } from '../table/group.js'
import { reconcile } from '../table/reconcile.js'
import { sortNumbers, sortRows } from '../table/sort.js'
import { sortedGroups } from '../table/sortedGroups.js'
import { readTimes } from '../table/times.js'
import type { Columns, Own, TableLike } from '../table/types.js'
import { carryOver, type Change, EVENTS } from './identities/carryOver.js'
import { makeIdentifiers, type NewId } from './identities/identifiers.js'

/** What `updateIdentities` can be told. */
export interface UpdateIdentitiesOptions<Names extends string = string> {
  /** The column that identifies a record, in both tables. */
  readonly id: Names
  /** The column of customers, in both tables. Default `customer_id`. */
  readonly by?: Names | undefined
  /** The former table's column that says since when each record's customer is one; the earliest is the oldest. Default: the lowest identifier is, by number where all end in one. */
  readonly since?: string | undefined
  /** The logs of earlier updates: identifiers in them are not given again, and the new log follows on them. */
  readonly log?: TableLike | undefined
  /** Makes the n-th new identifier. Default: the next number, also behind letters that all have in common. */
  readonly newId?: NewId | undefined
}

/** One row a change. */
export type IdentityLogColumns = {
  event: Dictionary<Utf8, Int32>
  customer_id: DataType
  from_customer_id: DataType
  records: Int32
}

/** Records with identifiers that last, and what changed. */
export interface IdentityUpdate<T extends Columns = any> {
  /** The records now, with the identifiers that customers had, or new ones. */
  readonly records: Table<Own<T>>
  readonly log: Table<IdentityLogColumns>
  /** Customers that keep their identifier, end in another, are new (of new records, or parted from another), and have no record any more. */
  readonly counts: {
    readonly kept: number
    readonly merged: number
    readonly new: number
    readonly gone: number
  }
}

const WHO = 'updateIdentities'

/**
 * Keeps customer numbers stable: records are identified anew with each batch, and this gives customers back the identifiers that they had, so that what other systems
 * know of customer 4711 stays true.
 *
 * A customer lives on where most of its former records are now. **A merge keeps the oldest** of the customers that would live on in one, and the others end there.
 * **A split lets the largest part keep the identifier**, the others are new. An identifier that ended is not given again. Of equally large parts the one where
 * nobody else lives on keeps it, then that with the least record id.
 *
 * | event | customer_id | from_customer_id | records |
 * |---|---|---|---|
 * | `new` | a customer of new records only | null | how many |
 * | `merge` | the one that is kept | the one that ends | records that came with it |
 * | `split` | a new customer | the one that it was part of | records that it took |
 * | `move` | another former customer | the one that it left | records that moved |
 * | `gone` | null | the one without a record now | 0 |
 *
 * @param previous - records as they were identified before: `id` and `by`, and `since` if named
 * @param next - all records now, former and new, with customers found afresh: `id` and `by`, whose values need not have anything to do with the former
 * @param options - `id`; `by` ('customer_id'), `since`, `log`, `newId`
 * @returns a frozen object: `records` (the rows of `next` with `by` replaced: identifiers in the former type, numbers as int32 where they fit), `log` (with the rows of
 * `log` first) and `counts`. A record without a customer in `next` is one of its own
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`, `value-invalid` (a record without an id), `contradiction` (a record twice)
 *
 * Cost: two microseconds a record.
 *
 * @example
 * ```ts
 * const previous = fromRows([
 *   { record: 'r1', customer_id: 1 },
 *   { record: 'r2', customer_id: 1 },
 *   { record: 'r3', customer_id: 2 },
 * ])
 * // r4 has shown that r3 is the same person as r1 and r2; r5 is new.
 * const next = fromRows(['r1', 'r2', 'r3', 'r4', 'r5'].map((record, i) => ({ record, customer_id: i < 4 ? 'x' : 'y' })))
 * const { records, log } = updateIdentities(previous, next, { id: 'record' })
 * console.log(toRows(records).map((row) => row.customer_id)) // [ 1, 1, 1, 1, 3 ]
 * console.log(toRows(log)[1]) // { event: 'merge', customer_id: 1, from_customer_id: 2, records: 1 }
 * ```
 */
export function updateIdentities<P extends Columns = any, N extends Columns = any>(
  previous: TableLike<P>,
  next: TableLike<N>,
  options: UpdateIdentitiesOptions<string & keyof NoInfer<P> & keyof NoInfer<N>>,
): IdentityUpdate<N> {
  const [before, now] = [adopt(previous, WHO), adopt(next, WHO)]
  checkOptions(WHO, options, ['id', 'by', 'since', 'log', 'newId'])
  const { id, by = 'customer_id', since, newId } = options as UpdateIdentitiesOptions
  if (id === by)
    throw invalid(WHO, `id and by are both '${String(id).slice(0, 40)}'; id is the record, by its customer`)
  if (newId !== undefined && typeof newId !== 'function') throw invalid(WHO, 'newId must be a function')
  const earlier = options.log && adopt(options.log, WHO)
  const owners = formerOwners(before, by, since)
  const records = matchRecords(before, now, id)
  const former = records.rowBefore.map((row) => (row < 0 ? -1 : owners.of[row]!))
  const found = groupsOf(findColumn(now, by, WHO))
  const carried = carryOver(former, found.codes, records.rank, owners.names.length, found.size)
  const fresh = carried.identity.reduce((most, one) => Math.max(most, one + 1 - owners.names.length), 0)
  const column = findColumn(before, by, WHO)
  const used = [
    column,
    ...(earlier ? ['customer_id', 'from_customer_id'].map((name) => findColumn(earlier, name, WHO)) : []),
  ]
  const ids = makeIdentifiers(column, owners.names, used, fresh, newId, WHO)
  const own = ids.column(found.codes.map((code) => carried.identity[code]!))
  const log = logTable(carried.changes, ids.column)
  const merged = carried.changes.filter(({ event }) => event === 1).length
  const counts = {
    kept: carried.kept,
    merged,
    new: fresh,
    gone: carried.changes.filter(({ event }) => event === 4).length,
  }
  const result = {
    records: addColumns(now, { [by]: own }, WHO, { replace: true }) as unknown as Table<Own<N>>,
    log: earlier ? (concat([earlier, log]) as unknown as Table<IdentityLogColumns>) : log,
    counts: Object.freeze(counts),
  }
  return printable(
    result,
    () =>
      `${brief(counts.kept)} customers keep their identifier, ${brief(merged)} ended in another, ${brief(fresh)} are new, ${brief(counts.gone)} have no record any more`,
  )
}

function logTable(
  changes: readonly Change[],
  column: (numbers: Int32Array) => any,
): Table<IdentityLogColumns> {
  const of = (part: (change: Change) => number) => Int32Array.from(changes, part)
  return makeTable<IdentityLogColumns>({
    event: dictionary(
      of(({ event }) => event),
      EVENTS,
    ),
    customer_id: column(of(({ customer }) => customer)),
    from_customer_id: column(of(({ from }) => from)),
    records: int32(of(({ records }) => records)),
  })
}

/** Former customers from the oldest to the youngest: their identifiers as text, and one a record which it was of, −1 for none. */
function formerOwners(
  before: Table,
  by: string,
  since: string | undefined,
): { names: (string | null)[]; of: Int32Array } {
  const groups = sortedGroups(findColumn(before, by, WHO), WHO)
  const known = groups.labels.filter((label) => label !== null).length
  let order = inNumberOrder(groups.labels.slice(0, known) as string[])
  if (since !== undefined) {
    const times = readTimes(findColumn(before, since, WHO), WHO, (_, row) => {
      throw new ClienteleError(
        'value-invalid',
        `${WHO}: column '${since}' holds what is no date in row ${row + 1}; dates must be ISO, such as 2025-01-31.`,
      )
    })
    order = sortNumbers(minBy(groups, times)).filter((customer) => customer < known)
  }
  const rank = new Int32Array(groups.size).fill(-1)
  order.forEach((customer, place) => (rank[customer] = place))
  return {
    names: Array.from(order, (customer) => groups.labels[customer]!),
    of: groups.codes.map((customer) => rank[customer]!),
  }
}

/** The order of identifiers: by number where all end in one behind the same letters (c9 before c10), else as they are sorted. */
function inNumberOrder(sorted: readonly string[]): Int32Array {
  const parts = sorted.map((label) => /^(.*?)(\d{1,15})$/s.exec(label))
  const asTheyAre = parts.some((part) => !part || part[1] !== parts[0]![1])
  return asTheyAre
    ? Int32Array.from(sorted.keys())
    : sortNumbers(Float64Array.from(parts, (part) => Number(part![2])))
}

/** Customers found; a record without one is alone. */
function groupsOf(column: Column): { codes: Int32Array; size: number } {
  const { codes, size, missing } = groupColumn(column, WHO)
  let next = size
  if (missing >= 0)
    for (let row = 0; row < codes.length; row++) if (codes[row] === missing) codes[row] = next++
  return { codes, size: next }
}

/** For each record now its row before, −1 where it is new, and its place in the order of record ids. */
function matchRecords(before: Table, now: Table, id: string): { rowBefore: Int32Array; rank: Int32Array } {
  const found = [findColumn(before, id, WHO), findColumn(now, id, WHO)]
  const { type, columns } = reconcile(found, ['the table before', 'the table now'], WHO)
  const { codes, size, missing } = groupColumn(
    asColumn(
      id,
      type,
      columns.flatMap(({ chunks }) => chunks),
    ),
    WHO,
  )
  const rows = before.numRows
  const first = [new Int32Array(size).fill(-1), new Int32Array(size).fill(-1)] as const
  codes.forEach((code, at) => {
    const [side, row] = at < rows ? [0 as const, at] : [1 as const, at - rows]
    const where = `row ${row + 1} of the table ${side === 0 ? 'before' : 'now'}`
    if (code === missing) {
      throw new ClienteleError(
        'value-invalid',
        `${WHO}: column '${id}' is missing in ${where}, but must identify every record.`,
      )
    }
    if (first[side][code]! >= 0) {
      throw new ClienteleError(
        'contradiction',
        `${WHO}: column '${id}' has the same record in ${where} and in row ${first[side][code]! + 1}, but must identify each; keep one of them.`,
      )
    }
    first[side][code] = row
  })
  const rank = new Int32Array(now.numRows)
  sortRows([{ column: findColumn(now, id, WHO) }], WHO).forEach((row, place) => (rank[row] = place))
  return { rowBefore: codes.slice(rows).map((code) => first[0][code]!), rank }
}
