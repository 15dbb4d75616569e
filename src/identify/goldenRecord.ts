import { ClienteleError } from '../error.js'
import { checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Table, Vector } from '../table/arrow.js'
import { int32, makeTable } from '../table/build.js'
import { countBy } from '../table/aggregate.js'
import { findColumn, hasColumn, list } from '../table/column.js'
import { addCounts } from '../table/metadata.js'
import { isPredicted } from '../table/predicted.js'
import { sortedGroups } from '../table/sortedGroups.js'
import { takeVector } from '../table/take.js'
import type { Columns, TableLike } from '../table/types.js'
import { chooseRows } from './golden/chooseRows.js'
import { makeMeasures } from './golden/merits.js'
import { meaningful } from './golden/placeholders.js'
import { type GoldenRule, rulesOf } from './golden/readRules.js'
import { bestRows, goldenColumn, presence } from './golden/survivors.js'
import type { International } from './international/international.js'
import { checkLinkage } from './link/checkLinkage.js'
import type { LinkageModel } from './link/model.js'

/** What `goldenRecord` can be told. */
export interface GoldenRecordOptions<Names extends string = string> {
  /** The column that says whose record it is. Default `customer_id`. */
  readonly by?: Names | undefined
  /** By column, which value survives: a rule, or several of which the first that tells two values apart decides. */
  readonly rules?: { readonly [Name in Names]?: GoldenRule | readonly GoldenRule[] } | undefined
  /** The rule for the other columns. Default 'frequent'. */
  readonly rule?: GoldenRule | readonly GoldenRule[] | undefined
  /** The columns that the golden record has. Default: all but `by`, `id`, `time`, `source` and what this library predicted. */
  readonly columns?: readonly Names[] | undefined
  /** Columns that come from one record together, such as the parts of an address, by the rule of the first. */
  readonly together?: readonly (readonly Names[])[] | undefined
  /** When each record was last true: a Date, Timestamp or ISO text column. */
  readonly time?: Names | undefined
  /** Where each record is from. */
  readonly source?: Names | undefined
  /** What identifies a record: `<column>_from` has it, in place of the record's row. */
  readonly id?: Names | undefined
  /** The model that `identify` or `fitLinkage` learned: what its cleaning takes for no value (00.00.0000, n/a, test@test.com) survives only where the customer has no other. */
  readonly model?: LinkageModel | undefined
  /** Packages for scripts and telephone numbers, where the model was learned with them. */
  readonly international?: International | undefined
}

const WHO = 'goldenRecord'
const OPTIONS = [
  'by',
  'rules',
  'rule',
  'columns',
  'together',
  'time',
  'source',
  'id',
  'model',
  'international',
]

/**
 * One record a customer, made of the best of each field: the newest address, the name as most systems write it, the e-mail of the source that you trust
 * most. Each value says which record it is from.
 *
 * | rule | which value survives |
 * |---|---|
 * | `'recent'` | that of the record with the latest `time` |
 * | `'frequent'` | that which most of the customer's records have |
 * | `'longest'` | that with the most characters: Robert before Rob |
 * | `'complete'` | that of the record with the most fields |
 * | `{trusted: ['crm', 'shop']}` | that of the first of these sources that has one; others come last |
 * | a function | that which it picks of `[{value, row}, …]`, by its place; −1 for none |
 *
 * A missing value or a blank text never survives while there is another. Ties are settled by frequency, time, completeness, then the least value and the least
 * `id`, so the order of rows matters only for which of several equal records is named. Exports are full of placeholders (00.00.0000, n/a, none@none.com): with `model`, what its
 * cleaning takes for no value survives only where the customer has no other.
 *
 * @param records - one row a record, with whose it is
 * @param options - `by` ('customer_id'), `rules`, `rule` ('frequent'), `columns`, `together`, `time`, `source`, `id`, `model`, `international`
 * @returns one row a customer, in sorted order: `by`, `records` (int32, how many it is made of), then each column in its own type with `<column>_from` (the
 * record's row, int32, or its `id`), null where no record has a value. `about(result).counts.goldenRecord` has `records`, `customers` and `missing`
 * (records of nobody, which are left out)
 * @throws ClienteleError `column-missing`, `column-type`, `column-exists`, `option-invalid`, `role-missing`, `value-invalid`
 *
 * Cost: half a microsecond a record and column; 40 bytes each. With `model` also that of cleaning the records.
 *
 * @example
 * ```ts
 * const records = fromRows([
 *   { customer_id: 1, name: 'Rob Lee', email: 'rob@old.example', seen: '2023-05-01' },
 *   { customer_id: 1, name: 'Robert Lee', email: null, seen: '2025-02-01' },
 *   { customer_id: 1, name: 'Rob Lee', email: 'rob@new.example', seen: '2024-08-01' },
 * ])
 * const golden = goldenRecord(records, { time: 'seen', rules: { name: 'longest', email: 'recent' } })
 * console.log(toRows(golden)[0]) // { customer_id: 1, records: 3, name: 'Robert Lee', name_from: 1, email: 'rob@new.example', email_from: 2 }
 * ```
 */
export function goldenRecord<T extends Columns = any>(
  records: TableLike<T>,
  options: GoldenRecordOptions<string & keyof NoInfer<T>> = {},
): Table<any> {
  const table = adopt(records, WHO)
  checkOptions(WHO, options, OPTIONS)
  const {
    by = 'customer_id',
    rules = {},
    rule = 'frequent',
    time,
    source,
    id,
    model,
    international,
  } = options as GoldenRecordOptions
  if (model !== undefined) checkLinkage(WHO, model)
  const units = unitsOf(table, options as GoldenRecordOptions, by)
  const names = units.flat()
  const customers = sortedGroups(findColumn(table, by, WHO), WHO)
  const known = customers.labels.map((label) => label !== null)
  const count = known.filter(Boolean).length
  // Missing comes last among sorted groups.
  const owner = customers.codes.map((code) => (known[code] ? code : -1))
  const columns = new Map(
    names.map((name) => [name, goldenColumn(name, sortedGroups(findColumn(table, name, WHO), WHO))]),
  )
  const says = model ? meaningful(WHO, model, table, international) : undefined
  const filled = new Map([...columns].map(([name, column]) => [name, presence(column, says?.get(name))]))
  const measures = makeMeasures(table, { by, time, source, id }, [...filled.values()], WHO)
  const from = new Map<string, Int32Array>()
  for (const unit of units) {
    const own = unit.map((name) => columns.get(name)!)
    const chosen = rulesOf(rules[unit[0]!] ?? rule, `rules.${unit[0]!}`, { time, source }, WHO)
    const candidate = candidates(
      owner,
      count,
      unit.map((name) => filled.get(name)!),
    )
    const [only] = chosen
    const rows =
      typeof only === 'function'
        ? chooseRows(table, unit[0]!, owner, count, candidate, only, WHO)
        : bestRows(owner, count, candidate, [
            ...chosen.map((one) => measures.of(one as 'recent', own)),
            ...measures.ties(own),
          ])
    // Of columns that come together some may be missing in the record that they come from.
    for (const name of unit)
      from.set(
        name,
        rows.map((row) => (row >= 0 && filled.get(name)![row] ? row : -1)),
      )
  }
  const sizes = countBy({ codes: customers.codes, size: customers.size }).subarray(0, count)
  const result = makeTable(
    goldenColumns(table, by, customers.firstRows.subarray(0, count), sizes, names, from, id),
  )
  const missing = table.numRows - sizes.reduce((sum, size) => sum + size, 0)
  return addCounts(result, WHO, { records: table.numRows, customers: count, missing })
}

/** Rows that have the most of the customer's: a value rather than a placeholder, and of columns that come together as many as any. */
function candidates(owner: Int32Array, count: number, filled: readonly Uint8Array[]): Uint8Array {
  const have = Uint32Array.from(owner, (_, row) => filled.reduce((sum, one) => sum + one[row]!, 0))
  const most = new Uint32Array(count)
  owner.forEach((customer, row) => customer >= 0 && (most[customer] = Math.max(most[customer]!, have[row]!)))
  return Uint8Array.from(have, (has, row) =>
    has > 0 && owner[row]! >= 0 && has === most[owner[row]!] ? 1 : 0,
  )
}

/** The columns of the golden record, those that come together in one list. */
function unitsOf(table: Table, options: GoldenRecordOptions, by: string): (readonly string[])[] {
  const { columns, together = [], rules = {}, time, source, id } = options
  const apart = new Set([by, time, source, id])
  const names =
    columns ??
    table.schema.fields
      .filter((field) => !apart.has(field.name) && !isPredicted(field))
      .map(({ name }) => name)
  if (!Array.isArray(names) || names.length === 0) {
    throw invalid(WHO, 'columns must be a list of columns, and no column is left to make a record of')
  }
  if (!Array.isArray(together) || !together.every((one) => Array.isArray(one) && one.length > 0)) {
    throw invalid(WHO, 'together must be a list of lists of columns')
  }
  const unknown = [...Object.keys(rules), ...together.flat()].find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new ClienteleError(
      'column-missing',
      `${WHO}: rules or together name a column '${unknown}', which is not part of the golden record; its columns are ${list(names)}.`,
    )
  }
  const all = [
    ...together.flat(),
    by,
    'records',
    ...names.flatMap((name) => (together.flat().includes(name) ? [] : [name])),
  ]
  const twice = all.find((name, i) => all.indexOf(name) !== i)
  if (twice !== undefined)
    throw invalid(
      WHO,
      `column '${twice}' is named twice; by, 'records', columns and together must be different`,
    )
  const joint = new Map(together.map((unit) => [unit[0]!, unit]))
  const inner = new Set(together.flatMap((unit) => unit.slice(1)))
  return names.filter((name) => !inner.has(name)).map((name) => joint.get(name) ?? [name])
}

function goldenColumns(
  table: Table,
  by: string,
  firstRows: Int32Array,
  sizes: Int32Array,
  names: readonly string[],
  from: ReadonlyMap<string, Int32Array>,
  id: string | undefined,
): ReadonlyMap<string, Vector> {
  const out = new Map<string, Vector>([
    [by, takeVector(findColumn(table, by, WHO), firstRows)],
    ['records', int32(sizes)],
  ])
  const ids = id === undefined ? undefined : findColumn(table, id, WHO)
  for (const name of names) {
    const rows = from.get(name)!
    if (hasColumn(table, `${name}_from`) && names.includes(`${name}_from`)) {
      throw new ClienteleError(
        'column-exists',
        `${WHO}: would add a column '${name}_from', but the records have one already; rename it or leave it out of columns.`,
      )
    }
    out.set(name, takeVector(findColumn(table, name, WHO), rows))
    out.set(
      `${name}_from`,
      ids
        ? takeVector(ids, rows)
        : int32(
            rows,
            Uint8Array.from(rows, (row) => (row < 0 ? 0 : 1)),
          ),
    )
  }
  return out
}
