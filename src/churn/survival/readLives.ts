import { ClienteleError } from '../../error.js'
import { checkChoice, invalid } from '../../options.js'
import { type Table, Type, type Vector } from '../../table/arrow.js'
import { readCategories } from '../../table/categories.js'
import { type Column, counted, findColumn, list, wrongType } from '../../table/column.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import { sortedGroups } from '../../table/sortedGroups.js'
import { isText } from '../../table/strings.js'
import { yesOrNo } from '../../table/yesNo.js'

/** How a table tells how long each customer was observed, and whether it left then. */
export interface LivesOptions<Names extends string = string> {
  /** How long the customer was observed, in whatever unit: tenure, days until leaving or until today. */
  readonly duration: Names
  /** Whether the customer left at the end of it (true, 1, yes) or was still there (false, 0, no). */
  readonly event: Names
  /** When the customer came under observation, on the same clock as `duration`; before it, it could not have been seen to leave. Default: 0. */
  readonly entry?: Names | undefined
  /** A column of weights: a row of weight 2 counts as two. Default: all 1. */
  readonly weights?: Names | undefined
  /** Rows without one of these values: 'error', or 'omit' to leave them out. Default 'error'. */
  readonly missing?: 'error' | 'omit' | undefined
}

/** The names of these options. */
export const LIVES_OPTIONS: readonly string[] = ['duration', 'event', 'entry', 'weights', 'missing']

/** Customers' lives: rows that can be used, in the order of the table. */
export interface Lives {
  readonly durations: Float64Array
  /** 1 where the customer left, else 0. */
  readonly events: Uint8Array
  readonly entries: Float64Array | undefined
  readonly weights: Float64Array | undefined
  /** The row of the table of each; undefined where all rows are used. */
  readonly rowsUsed: Int32Array | undefined
  readonly missing: number
}

/** Reads durations, events, entries and weights, checked. */
export function readLives(who: string, table: Table, options: LivesOptions): Lives {
  const { duration, event, entry, weights: weightName, missing = 'error' } = options
  checkChoice(who, 'missing', missing, ['error', 'omit'])
  if (typeof duration !== 'string' || typeof event !== 'string') {
    const names = table.schema.fields.map(({ name }) => name)
    throw invalid(
      who,
      `duration and event must name columns: how long each customer was observed, and whether it left then (columns: ${list(names)})`,
    )
  }
  const durations = readPositive(who, table, duration, 'durations')
  const events = readEvents(who, findColumn(table, event, who))
  const entries = entry === undefined ? undefined : readPositive(who, table, entry, 'entries')
  const weights = weightName === undefined ? undefined : readPositive(who, table, weightName, 'weights')
  const columns = [durations, ...(entries ? [entries] : []), ...(weights ? [weights] : [])]
  const { rowsUsed, lost } = usableRows(events, columns)
  if (lost > 0 && missing === 'error') {
    throw new ClienteleError(
      'value-invalid',
      `${who}: ${counted(lost, 'row')} of ${durations.length} ${lost === 1 ? 'has' : 'have'} no value in ${list([duration, event, entry, weightName].filter((name) => name !== undefined))}; leave them out (missing: 'omit'), or fill them.`,
    )
  }
  const take = <A extends Float64Array | Uint8Array>(values: A): A =>
    rowsUsed ? pick(values, rowsUsed) : values
  const lives = {
    durations: take(durations),
    events: take(events),
    entries: entries && take(entries),
    weights: weights && take(weights),
    rowsUsed,
    missing: lost,
  }
  checkLives(who, lives, duration, table.numRows)
  return lives
}

function checkLives(who: string, { durations, entries }: Lives, name: string, rows: number): void {
  if (durations.length === 0) {
    throw new ClienteleError(
      'rows-too-few',
      `${who}: none of the ${rows} rows has a duration and an event, but at least one is needed; look at column '${name}'.`,
    )
  }
  const late = entries ? entries.findIndex((entry, i) => entry >= durations[i]!) : -1
  if (late >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: a customer came under observation at ${entries![late]} and was observed until ${durations[late]}, but the end must be later; correct these rows or leave them out.`,
    )
  }
}

function readPositive(who: string, table: Table, name: string, what: string): Float64Array {
  const values = readNumbers(findColumn(table, name, who), who)
  let row = 0
  while (row < values.length && !(values[row]! < 0 || values[row]! > 1e100)) row++
  if (row === values.length) return values
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds ${values[row]} in row ${row + 1}, but ${what} must be finite and 0 or more; correct it, or make it null where it is unknown.`,
  )
}

/** 1 where it happened, 0 where not, 2 where nobody knows. */
export function readEvents(who: string, column: Column): Uint8Array {
  const { type } = column
  if (isNumeric(type) || type.typeId === Type.Bool || type.typeId === Type.Null) {
    const values = readNumbers(column, who)
    const events = new Uint8Array(values.length)
    for (let i = 0; i < events.length; i++) {
      const v = values[i]!
      if (v !== 0 && v !== 1 && !Number.isNaN(v)) throw noEvent(who, column, String(v), i)
      events[i] = v === 0 ? 0 : v === 1 ? 1 : 2
    }
    return events
  }
  if (!isText(type))
    throw wrongType(
      who,
      column,
      'an event is true or false, 1 or 0, yes or no',
      'derive one of these from it',
    )
  const { codes, labels } = readCategories(column, who)
  const states = labels.map(yesOrNo)
  const strange = states.indexOf(undefined)
  if (strange >= 0) throw noEvent(who, column, `'${labels[strange]!.slice(0, 40)}'`, codes.indexOf(strange))
  return Uint8Array.from(codes, (code) => (code < 0 ? 2 : states[code] ? 1 : 0))
}

function noEvent(who: string, column: Column, value: string, row: number): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' holds ${value} in row ${row + 1}, but an event is true or false, 1 or 0, yes or no; derive it so.`,
  )
}

function usableRows(
  events: Uint8Array,
  columns: readonly Float64Array[],
): { rowsUsed: Int32Array | undefined; lost: number } {
  const n = events.length
  let lost = 0
  const isWhole = (i: number): boolean =>
    events[i]! < 2 && columns.every((values) => !Number.isNaN(values[i]!))
  if (!events.includes(2) && columns.every((values) => !someNaN(values))) return { rowsUsed: undefined, lost }
  const rowsUsed = new Int32Array(n)
  let used = 0
  for (let i = 0; i < n; i++) {
    if (isWhole(i)) rowsUsed[used++] = i
    else lost++
  }
  return { rowsUsed: rowsUsed.slice(0, used), lost }
}

function someNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true
  return false
}

/** Some of the values. */
export function pick<A extends Float64Array | Uint8Array | Int32Array>(values: A, rows: Int32Array): A {
  const taken = new (values.constructor as new (length: number) => A)(rows.length)
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!
  return taken
}

/** Customers by group, groups in the order of their values, a missing one last. */
export interface LifeGroups {
  readonly name: string | undefined
  readonly labels: readonly (string | null)[]
  readonly values: Vector | undefined
  readonly lives: readonly Lives[]
}

/** Parts lives by the values of a column; one group of all without it. */
export function groupLives(who: string, table: Table, lives: Lives, by: string | undefined): LifeGroups {
  if (by === undefined) return { name: undefined, labels: [null], values: undefined, lives: [lives] }
  const groups = sortedGroups(findColumn(table, by, who), who)
  const codes = lives.rowsUsed ? pick(groups.codes, lives.rowsUsed) : groups.codes
  const counts = new Int32Array(groups.size)
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++
  const members = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let i = 0; i < codes.length; i++) members[codes[i]!]![counts[codes[i]!]!++] = i
  return {
    name: by,
    labels: groups.labels,
    values: groups.values,
    lives: members.map((of) => ({
      durations: pick(lives.durations, of),
      events: pick(lives.events, of),
      entries: lives.entries && pick(lives.entries, of),
      weights: lives.weights && pick(lives.weights, of),
      rowsUsed: of,
      missing: 0,
    })),
  }
}
