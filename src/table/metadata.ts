import { Schema, Table } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { adopt, recordBatch } from './adopt.js'
import { list } from './column.js'
import type { TableLike } from './types.js'

/** What a column is for. Given once, roles travel with the table. */
export type Role = 'customer' | 'time' | 'amount' | 'quantity' | 'price' | 'order'

/** The unit of time that `recency` and `T` are measured in. */
export type Unit = 'day' | 'week' | 'month' | 'year'

/** Calendar days in a unit; months and years are the Gregorian calendar's average. */
export const DAYS_A_UNIT: Readonly<Record<Unit, number>> = {
  day: 1,
  week: 7,
  month: 365.2425 / 12,
  year: 365.2425,
}

/** What a table knows about itself, apart from its columns. */
export interface About {
  /** Which column plays which role. */
  readonly roles: { readonly [role in Role]?: string }
  /** The unit of time of `recency` and `T`. */
  readonly unit?: Unit
  /** The last day that was known about, as '2011-12-09'. */
  readonly asOf?: string
  /** The last day of the calibration period, as '1997-09-30'. */
  readonly calibrationEnd?: string
  /** How refunds were treated. */
  readonly refunds?: string
  /** The ISO 4217 code of amounts. */
  readonly currency?: string
  /** The zone whose calendar days were used; UTC where it is missing. */
  readonly timeZone?: string
  /** What each verb counted on the way: rows left out, bins collapsed, and why. */
  readonly counts: { readonly [verb: string]: { readonly [what: string]: number | string } }
}

const KEY = 'clientele'
const ROLES: readonly Role[] = ['customer', 'time', 'amount', 'quantity', 'price', 'order']

/**
 * What a table knows about itself: the roles of its columns, the unit of time, the as-of date, the end of
 * calibration, the refund policy, the currency, and what each verb counted on the way. It stands in the
 * table's Arrow schema metadata under the key `clientele`, so it survives Parquet and IPC files, not CSV.
 *
 * @param table - any Arrow table
 * @returns a frozen object; its parts are missing where nothing is known
 * @throws ClienteleError `file-malformed` where the metadata is not what clientele writes
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * const orders = fromRows([{ customer_id: 'a', date: '2025-03-01', amount: 20 }])
 * const customers = summarize(orders, { customer: 'customer_id', time: 'date', amount: 'amount' })
 * console.log(about(customers).asOf) // '2025-03-01'
 * ```
 */
export function about(table: TableLike): About {
  return readAbout(adopt(table, 'about'), 'about')
}

/** `about` for a table that is already adopted. */
export function readAbout(table: Table, who: string): About {
  const text = table.schema.metadata.get(KEY)
  if (text === undefined) return Object.freeze({ roles: Object.freeze({}), counts: Object.freeze({}) })
  const malformed = new ClienteleError(
    'file-malformed',
    `${who}: the table's metadata '${KEY}' is not what this library writes; remove it from the table's schema.`,
  )
  let parsed: any
  try {
    parsed = JSON.parse(text)
  } catch {
    throw malformed
  }
  if (!isObject(parsed)) throw malformed
  const { roles: givenRoles = {}, counts = {} } = parsed as { roles?: unknown; counts?: unknown }
  if (!isObject(givenRoles) || !isObject(counts)) throw malformed
  const roles = pick(givenRoles, ROLES, malformed)
  const plain = pick(parsed, ['unit', 'asOf', 'calibrationEnd', 'refunds', 'currency', 'timeZone'], malformed)
  if (plain.unit !== undefined && !Object.hasOwn(DAYS_A_UNIT, plain.unit)) throw malformed
  for (const found of Object.values(counts)) {
    const isPlain =
      isObject(found) && Object.values(found).every((n) => ['number', 'string'].includes(typeof n))
    if (!isPlain) throw malformed
    Object.freeze(found)
  }
  return Object.freeze({ ...plain, roles: Object.freeze(roles), counts: Object.freeze(counts) }) as About
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function pick(source: any, names: readonly string[], malformed: ClienteleError): Record<string, string> {
  const picked: Record<string, string> = {}
  for (const name of names) {
    const value: unknown = source?.[name]
    if (value === undefined) continue
    if (typeof value !== 'string') throw malformed
    picked[name] = value
  }
  return picked
}

/** The table's metadata with some of what it knows replaced; other keys of the schema's metadata stay. */
export function withAbout(metadata: Map<string, string>, known: About): Map<string, string> {
  return new Map(metadata).set(KEY, JSON.stringify(known))
}

/** The table with what a verb counted put into its metadata. */
export function addCounts(
  table: Table,
  verb: string,
  counts: { readonly [what: string]: number | string },
): Table {
  const known = readAbout(table, verb)
  const metadata = withAbout(table.schema.metadata, { ...known, counts: { ...known.counts, [verb]: counts } })
  return withMetadata(table, metadata)
}

/** The same table with other metadata. */
export function withMetadata(table: Table, metadata: Map<string, string>): Table {
  const schema = new Schema(table.schema.fields, metadata)
  const batches = table.batches.map(({ numRows, data }) => recordBatch(schema, numRows, data.children))
  return new Table(schema, batches)
}

/** What tables know about themselves that must not differ where they are put together. */
const AGREED = ['unit', 'asOf', 'calibrationEnd', 'refunds', 'currency', 'timeZone'] as const

/**
 * What tables that are put together know: what one of them knows holds for all, contradictions are an error. The first
 * table's roles win, those of columns that are not in `columns` are dropped.
 */
export function mergeAbout(tables: readonly Table[], columns: readonly string[], who: string): About {
  const known = tables.map((table) => readAbout(table, who))
  const agreed: { [name: string]: string } = {}
  for (const name of AGREED) {
    const values = [...new Set(known.map((one) => one[name]).filter((value) => value !== undefined))]
    if (values.length > 1) {
      throw new ClienteleError(
        'contradiction',
        `${who}: one table's ${name} is ${values[0]!}, another's ${values[1]!}; make both with the same ${name}, or remove the metadata of one (its schema's key '${KEY}').`,
      )
    }
    if (values.length === 1) agreed[name] = values[0]!
  }
  const merged = Object.assign({}, ...known.toReversed().map(({ roles }) => roles)) as {
    [role: string]: string
  }
  const roles = Object.fromEntries(Object.entries(merged).filter(([, name]) => columns.includes(name)))
  const counts = Object.assign({}, ...known.toReversed().map((one) => one.counts)) as About['counts']
  return { ...agreed, roles, counts }
}

/** The table's metadata with each role's column renamed, or without the role where `renamed` gives undefined. */
export function moveRoles(
  table: Table,
  renamed: (name: string) => string | undefined,
  who: string,
): Map<string, string> {
  const { metadata } = table.schema
  if (!metadata.has(KEY)) return metadata
  const known = readAbout(table, who)
  const roles = Object.entries(known.roles)
    .map(([role, name]) => [role, renamed(name)] as const)
    .filter(([, name]) => name !== undefined)
  return withAbout(metadata, { ...known, roles: Object.fromEntries(roles) })
}

/** Roles as options: each names a column, and overrides the role that travels with the table. */
export type RoleOptions<Names extends string = string> = { readonly [role in Role]?: Names | undefined }

/** The column for a role: the option's, else the one that travels with the table, else undefined. */
export function roleColumn(role: Role, options: RoleOptions, known: About): string | undefined {
  return options[role] ?? known.roles[role]
}

/** As `roleColumn`, but an error where nobody says which column it is. */
export function requireRole(
  role: Role,
  options: RoleOptions,
  known: About,
  table: Table,
  who: string,
): string {
  const name = roleColumn(role, options, known)
  if (name !== undefined) return name
  throw roleMissing(table, who, `which column is the ${role}? Say ${role}: '…'`)
}

/** The error where nobody says which column plays a role. */
export function roleMissing(table: Table, who: string, question: string): ClienteleError {
  const names = table.schema.fields.map((field) => field.name)
  return new ClienteleError('role-missing', `${who}: ${question} (columns: ${list(names)}).`)
}
