import { type DataType, Field, Schema, Table } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { checkBoolean, checkChoice, checkOptions, invalid } from '../options.js'
import { adopt, describe, recordBatch } from './adopt.js'
import { asColumn, type Column, findColumn, list } from './column.js'
import { matchRows } from './joinRows.js'
import { mergeAbout, withAbout, withMetadata } from './metadata.js'
import { reconcile } from './reconcile.js'
import { schemaOf } from './schema.js'
import { takeRows } from './take.js'
import type { ColumnName, Columns, Own, TableLike } from './types.js'

/** Which rows a join gives. */
export type JoinHow = 'inner' | 'left' | 'semi' | 'anti'

/** Options of `join`. */
export interface JoinOptions<
  L,
  R,
  On = ColumnName<L> | readonly ColumnName<L>[] | { readonly [K in ColumnName<L>]?: ColumnName<R> },
  How extends JoinHow = JoinHow,
> {
  /** The column that both tables share, several, or the left table's columns and their names in the right: `{customer_id: 'client'}`. */
  readonly on: On
  /**
   * `inner` (default): rows of the left table that have a match. `left`: all rows of the left table, with nulls where there is no
   * match. `semi` and `anti`: those that have a match, or have none, without columns of the right table.
   */
  readonly how?: How | undefined
  /** Added to the names of right columns that the left table has too; without it they are an error. */
  readonly suffix?: string | undefined
  /** Let rows match several rows of the right table, and come once for each; without it repeated keys are an error. */
  readonly many?: boolean | undefined
}

/** The columns of a join: the left table's, and those of the right that are not keys. */
export type Joined<L, R, On, How> = How extends 'semi' | 'anti'
  ? L
  : string extends keyof L | keyof R
    ? any
    : L & Omit<R, keyof L | Extract<RightKeys<On>, string>>

type RightKeys<On> = On extends string
  ? On
  : On extends readonly (infer Name)[]
    ? Name
    : On extends object
      ? On[keyof On]
      : never

/**
 * Two tables side by side, matched by the values of key columns: orders and who the customer is, customers and what a
 * campaign brought.
 *
 * Keys are compared as values, whatever their type: text plain or as a dictionary, whole numbers of any width. A missing key (null,
 * NaN) matches nothing. Each row of the left table matches at most one of the right, unless `many` is said; rows come in the left table's
 * order. Key columns appear once, under the left table's names.
 *
 * @param left - the table whose rows are kept or dropped
 * @param right - the table whose columns are added
 * @param options - `on`, `how` (default `inner`), `suffix`, `many`
 * @returns a new table of one batch; `about(result).counts.join` has `left_rows`, `right_rows`, `matched` (rows of the left table)
 * @throws ClienteleError `contradiction` where the right table repeats a key, keys are of types that cannot be compared, or the tables
 *   disagree on unit of time, as-of date, calibration end, refund policy, currency or time zone; `column-exists` where both
 *   have a column of one name that is no key
 *
 * Cost: some 0.1 µs a row of both tables, and a copy of the rows that match.
 *
 * @example
 * ```ts
 * const orders = fromRows([{ customer: 'ann', amount: 20 }, { customer: 'eve', amount: 5 }])
 * const people = fromRows([{ id: 'ann', country: 'FR' }, { id: 'bob', country: 'DE' }])
 * console.log(toRows(join(orders, people, { on: { customer: 'id' }, how: 'left' })).map((row) => row.country)) // [ 'FR', null ]
 * ```
 */
export function join<
  L extends Columns,
  R extends Columns,
  const On extends
    | ColumnName<L>
    | readonly ColumnName<L>[]
    | { readonly [K in ColumnName<L>]?: ColumnName<R> },
  How extends JoinHow = 'inner',
>(
  left: TableLike<L>,
  right: TableLike<R>,
  options: JoinOptions<L, R, On, How>,
): Table<Own<Joined<L, R, On, How>>> {
  checkOptions('join', options, ['on', 'how', 'suffix', 'many'])
  const { on, how = 'inner', suffix, many = false } = options
  checkChoice('join', 'how', how, ['inner', 'left', 'semi', 'anti'])
  checkBoolean('join', 'many', many)
  if (suffix !== undefined && (typeof suffix !== 'string' || suffix === '')) {
    throw invalid('join', `suffix must be a string that is not empty, but got ${describe(suffix)}`)
  }
  const [l, r] = [adopt(left, 'join'), adopt(right, 'join')]
  const keys = readKeys(on)
  const known = mergeAbout(
    [l, withoutRoles(r)],
    l.schema.fields.map(({ name }) => name),
    'join',
  )
  const pairs = comparableKeys(l, r, keys)
  const rows = matchRows(pairs, l.numRows, r.numRows, how, many || how === 'semi' || how === 'anti', (row) =>
    repeated(r, keys, row),
  )
  const counts = { left_rows: l.numRows, right_rows: r.numRows, matched: rows.matched }
  const metadata = withAbout(l.schema.metadata, { ...known, counts: { ...known.counts, join: counts } })
  const kept = takeRows(l, rows.left)
  if (how === 'semi' || how === 'anti') return withMetadata(kept, metadata) as unknown as Table<any>
  const added = takeRows(
    withoutColumns(
      r,
      keys.map(([, name]) => name),
    ),
    rows.right,
  )
  return sideBySide(kept, added, metadata, suffix) as unknown as Table<any>
}

/** Pairs of a left and a right column. */
function readKeys(on: unknown): [string, string][] {
  const pairs: [unknown, unknown][] =
    typeof on === 'string'
      ? [[on, on]]
      : Array.isArray(on)
        ? on.map((name) => [name, name])
        : typeof on === 'object' && on !== null
          ? Object.entries(on)
          : []
  if (pairs.length === 0 || pairs.some(([, name]) => typeof name !== 'string')) {
    throw invalid(
      'join',
      `on must be a column, a list of columns or an object such as {customer_id: 'client'}, but got ${Array.isArray(on) ? 'an unfit list' : describe(on)}`,
    )
  }
  return pairs as [string, string][]
}

/** For each key one column over the rows of both tables, left ones first. */
function comparableKeys(left: Table, right: Table, keys: readonly [string, string][]): Column[] {
  return keys.map(([l, r]) => {
    const found = [findColumn(left, l, 'join'), findColumn(right, r, 'join')]
    const { type, columns } = reconcile(found, ['the left table', 'the right'], 'join')
    return asColumn(
      l,
      type,
      columns.flatMap(({ chunks }) => chunks),
    )
  })
}

function repeated(
  right: Table,
  keys: readonly [string, string][],
  rows: readonly [number, number],
): ClienteleError {
  const names = keys.map(([, name]) => `'${name}'`)
  return new ClienteleError(
    'contradiction',
    `join: the right table has the same ${list(names)} in rows ${rows[0]! + 1} and ${rows[1]! + 1} of ${right.numRows}, so rows of the left would be repeated; make the key unique (summarize, where) or say many: true.`,
  )
}

function withoutColumns(table: Table, names: readonly string[]): Table {
  const at = [...table.schema.fields.keys()].filter((i) => !names.includes(table.schema.fields[i]!.name))
  const fields = at.map((i) => table.schema.fields[i]!)
  const schema = new Schema(fields, table.schema.metadata)
  const batches = table.batches.map(({ numRows, data }) =>
    recordBatch(
      schema,
      numRows,
      at.map((i) => data.children[i]!),
    ),
  )
  return new Table(schema, batches)
}

/** The left table's roles hold: the right table's columns are named on their own. */
function withoutRoles(table: Table): Table {
  const known = mergeAbout([table], [], 'join')
  return withMetadata(table, withAbout(table.schema.metadata, known))
}

function sideBySide(
  left: Table,
  right: Table,
  metadata: Map<string, string>,
  suffix: string | undefined,
): Table {
  const fields: Field<DataType>[] = [...left.schema.fields]
  const own = new Set(fields.map(({ name }) => name))
  const taken = new Set(own)
  for (const { name, type, metadata } of right.schema.fields) {
    const target = own.has(name) && suffix ? name + suffix : name
    if (taken.has(target)) {
      throw new ClienteleError(
        'column-exists',
        `join: both tables have a column '${target}' that is no key; give the right one's another name (suffix: '_right', or rename) or leave one out.`,
      )
    }
    taken.add(target)
    fields.push(new Field(target, type, true, metadata))
  }
  const schema = schemaOf(fields, metadata)
  const children = [...left.batches[0]!.data.children, ...right.batches[0]!.data.children]
  return new Table(schema, [recordBatch(schema, left.numRows, children)])
}
