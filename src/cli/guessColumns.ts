import { ClienteleError } from '../error.js'
import type { DataType, Table } from '../table/arrow.js'
import { type Column, findColumn, list } from '../table/column.js'
import { type Groups, groupRows } from '../table/group.js'
import type { Role } from '../table/metadata.js'
import { isNumeric } from '../table/numbers.js'
import { isText } from '../table/strings.js'
import { isTime } from '../table/times.js'
import { checkTime } from './checkTime.js'
import { contains, plainName } from './columnName.js'
import { hints } from './hints.js'

/** Which column plays a role, and why it was taken. */
export interface Choice {
  readonly role: Role
  readonly column: string
  readonly why: string
}

type Given = { readonly [role in Role]?: string | undefined }

interface Candidate {
  readonly column: string
  readonly score: number
}

/**
 * Which columns are the customer, the time, the order and the amount (or quantity and price): those given, and for the
 * rest what names and types say. Refuses where two columns would do equally well, and where none would.
 */
export function guessColumns(table: Table, given: Given): Choice[] {
  const choices = new Map<Role, Choice>()
  for (const [role, column] of Object.entries(given) as [Role, string | undefined][]) {
    if (column !== undefined) choices.set(role, takeGiven(table, role, column, [...choices.values()]))
  }
  const look = (role: Role, isNeeded: boolean): boolean => {
    if (choices.has(role)) return true
    const taken = new Set([...choices.values()].map(({ column }) => column))
    const choice = guess(table, role, taken, isNeeded)
    if (choice) choices.set(role, choice)
    return choice !== undefined
  }
  look('customer', true)
  look('time', true)
  look('order', false)
  if (!choices.has('quantity') && !choices.has('price') && look('amount', false)) return inOrder(choices)
  if (choices.has('amount')) return inOrder(choices)
  const hasQuantity = look('quantity', choices.has('price'))
  const hasPrice = look('price', choices.has('quantity') && given.quantity !== undefined)
  if (hasQuantity && hasPrice) return inOrder(choices)
  choices.delete('quantity')
  const only = choices.get('price') ?? onlyFraction(table, choices)
  if (!only) throw missing('amount', table, ' (or --quantity and --price)')
  choices.delete('price')
  choices.set('amount', { ...only, role: 'amount', why: 'the only column that looks like money' })
  return inOrder(choices)
}

const ROLES: readonly Role[] = ['customer', 'time', 'order', 'amount', 'quantity', 'price']

function inOrder(choices: ReadonlyMap<Role, Choice>): Choice[] {
  return ROLES.flatMap((role) => choices.get(role) ?? [])
}

function takeGiven(table: Table, role: Role, column: string, earlier: readonly Choice[]): Choice {
  findColumn(table, column, 'analyze')
  const twin = earlier.find((choice) => choice.column === column)
  if (twin) {
    throw new ClienteleError(
      'contradiction',
      `analyze: column '${column}' is chosen twice, as --${twin.role} and as --${role}; each needs a column of its own.`,
    )
  }
  if (role === 'time') checkTime(table, column)
  return { role, column, why: 'as you said' }
}

function guess(table: Table, role: Role, taken: ReadonlySet<string>, isNeeded: boolean): Choice | undefined {
  const free = table.schema.fields.filter(({ name }) => !taken.has(name))
  const typed = free.filter(({ type }) => FITS[role](type))
  // A column of the wrong type is taken for its name, so that what reads it can say what is wrong with it.
  const named =
    best(
      typed.map(({ name }) => name),
      role,
    ) ??
    best(
      free.map(({ name }) => name),
      role,
    )
  const found = named && named.length > 1 ? settle(table, role, named) : named
  if (found && found.length > 1) {
    throw new ClienteleError(
      'role-missing',
      `analyze: which column is the ${role}? ${list(found)} would all do; say --${role} and one of them.`,
    )
  }
  if (found && role === 'time') checkTime(table, found[0]!)
  if (found) return { role, column: found[0]!, why: `by its name${namesakeOf(found[0]!, free)}` }
  const times = role === 'time' ? typed.filter(({ type }) => isTime(type)) : []
  if (times.length === 1) return { role, column: times[0]!.name, why: 'the only column with dates' }
  if (isNeeded) throw missing(role, table)
  return undefined
}

/** Of two columns of one name the reader calls the second NAME_2: which was meant should be looked at. */
function namesakeOf(name: string, others: readonly { readonly name: string }[]): string {
  const second = `${name}_2`
  return others.some((other) => other.name === second) ? `; there is ${second} too` : ''
}

/** Fewer of several equally good names, where their columns say enough. */
function settle(table: Table, role: Role, names: readonly string[]): readonly string[] {
  const columns = names.map((name) => findColumn(table, name, 'analyze'))
  if (role === 'time') {
    // Text beside dates is a time of day, or was not recognised as dates.
    const dated = columns.filter(({ type }) => isTime(type))
    return dated.length > 0 ? dated.map(({ name }) => name) : names
  }
  // An order's id and its number: both part the lines alike, so it does not matter which is taken.
  return role === 'order' && areAlike(columns) ? names.slice(0, 1) : names
}

function areAlike(columns: readonly Column[]): boolean {
  const [{ codes, size }, ...others] = columns.map((column) => groupRows([column], 'analyze')) as [Groups]
  if (size < 2) return false
  return others.every(
    (other: Groups) => other.size === size && other.codes.every((code, i) => code === codes[i]),
  )
}

const FITS: Readonly<Record<Role, (type: DataType) => boolean>> = {
  customer: (type) => isText(type) || isNumeric(type),
  order: (type) => isText(type) || isNumeric(type),
  time: (type) => isTime(type) || isText(type),
  amount: isNumeric,
  quantity: isNumeric,
  price: isNumeric,
}

/** The names that fit a role best, all of them where several fit equally; undefined where none fits. */
function best(names: readonly string[], role: Role): string[] | undefined {
  const candidates = names
    .map((column): Candidate => ({ column, score: scoreOf(plainName(column), role) }))
    .filter(({ score }) => score > 0)
  if (candidates.length === 0) return undefined
  const top = candidates.reduce((most, { score }) => Math.max(most, score), 0)
  return candidates.filter(({ score }) => score === top).map(({ column }) => column)
}

/** How well a name fits: first names that are a hint, then those that contain one, better hints first. */
function scoreOf(name: string, role: Role): number {
  const { names, avoid } = hints[role]
  const exact = names.findIndex((line) => line.includes(name))
  if (exact >= 0) return 100 - exact
  if (avoid.some((word) => contains(name, word))) return 0
  const part = names.findIndex((line) => line.some((phrase) => contains(name, phrase)))
  return part >= 0 ? 50 - part : 0
}

/** The one free column of fractions, where there is just one. */
function onlyFraction(table: Table, choices: ReadonlyMap<Role, Choice>): Choice | undefined {
  const taken = new Set([...choices.values()].map(({ column }) => column))
  const found = table.schema.fields.filter(
    ({ name, type }) => !taken.has(name) && /^(Float|Decimal)/.test(String(type)),
  )
  return found.length === 1 ? { role: 'amount', column: found[0]!.name, why: '' } : undefined
}

function missing(role: Role, table: Table, also = ''): ClienteleError {
  const names = list(table.schema.fields.slice(0, 1000).map(({ name }) => name))
  return new ClienteleError(
    'role-missing',
    `analyze: no column looks like the ${role}; say which it is with --${role}${also}. The columns are ${names}.`,
  )
}
