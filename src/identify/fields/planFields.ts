import { ClienteleError } from '../../error.js'
import type { Categories } from '../../table/categories.js'
import { findDateForm } from '../clean/dates.js'
import { NICKNAMES } from '../clean/nicknames.js'
import type { FieldKind } from '../prepared.js'
import { type Guess, say } from './guess.js'
import { guessFields } from './guessFields.js'
import { readFieldsOption } from './readFields.js'
import type { NameOrder, Recipe, RecipeField } from './recipe.js'

/** A column that was used or left out, as what, and why. */
export type UsedField = { readonly column: string; readonly kind: FieldKind | null; readonly why: string }

/** What decides about a recipe besides the table. */
export type PlanOptions = {
  /** Kinds by column; guessed where left out. */
  readonly fields?: unknown
  readonly nicknames?: Recipe['nicknames'] | undefined
  readonly country?: string | undefined
}

/** The recipe for a table: from the option `fields`, or guessed. */
export function planFields(
  who: string,
  columns: readonly { readonly name: string; readonly isNumeric: boolean }[],
  rows: number,
  read: (column: string) => Categories,
  { fields: given, nicknames = NICKNAMES, country }: PlanOptions,
): { recipe: Recipe; used: UsedField[] } {
  const names = columns.map(({ name }) => name)
  const guesses =
    given === undefined
      ? guessFields(names, (name) => read(name).labels, rows === 0)
      : readFieldsOption(who, given)
  const chosen = guesses.filter(({ kind }) => kind !== undefined) as Chosen[]
  if (chosen.length === 0) throw nothingTells(who, guesses)
  const fields: RecipeField[] = []
  const notes = new Map<string, string>()
  for (const field of chosen) {
    const isNumeric = columns.find(({ name }) => name === field.column)?.isNumeric ?? false
    for (const { note, ...made } of recipeFields(field, chosen, () => read(field.column).labels, isNumeric)) {
      fields.push(made)
      if (note !== undefined) notes.set(field.column, note)
    }
  }
  const used = guesses.map(({ column, kind, why }) => {
    const note = notes.get(column)
    return { column, kind: kind ?? null, why: note === undefined ? why : `${why}; ${note}` }
  })
  return { recipe: { version: 1, fields, nicknames, country: country ?? null, international: [] }, used }
}

/** So many columns are named in an error. */
const NAMED = 5

function nothingTells(who: string, guesses: readonly Guess[]): ClienteleError {
  const said = guesses.slice(0, NAMED).map(({ column, why }) => `'${column.slice(0, 40)}': ${why}`)
  const more = guesses.length > NAMED ? `; and ${guesses.length - NAMED} more` : ''
  const found = said.length === 0 ? 'there is no column' : `${said.join('; ')}${more}`
  return new ClienteleError(
    'option-invalid',
    `${who}: no column is known to tell of a person (${found}); say what columns hold, such as fields: {surname: 'surname', mail: 'email'}.`,
  )
}

type Chosen = { readonly column: string; readonly kind: FieldKind; readonly order?: NameOrder }

function recipeFields(
  { column, kind, order }: Chosen,
  chosen: readonly Chosen[],
  labels: () => readonly string[],
  isNumeric: boolean,
): (RecipeField & { note?: string })[] {
  const base = { column, kind, from: column }
  const full = chosen.find((field) => field.kind === 'full_name')
  if (kind === 'full_name') {
    if (chosen.some((field) => field.kind === 'surname')) return []
    const parts = { from: column, ...(order === undefined ? {} : { order }) }
    return [
      { column: `${column}_given`, kind: 'given_name', ...parts, part: 'given' },
      {
        column: `${column}_surname`,
        kind: 'surname',
        ...parts,
        part: 'surname',
        note: 'split into given name and surname',
      },
    ]
  }
  if ((kind === 'given_name' || kind === 'surname') && full !== undefined) {
    const { order: fullOrder } = full
    return [{ ...base, otherwise: full.column, ...(fullOrder === undefined ? {} : { order: fullOrder }) }]
  }
  if (kind === 'date_of_birth') {
    const { why, ...dates } = findDateForm(labels().slice(0, 20_000))
    return [{ ...base, dates, note: why }]
  }
  if (kind === 'postcode' && isNumeric) {
    const digits = labels().reduce((most, label) => Math.max(most, label.length), 0)
    if (digits <= 6) return [{ ...base, digits, note: `numbers of ${digits} digits` }]
  }
  return [base]
}

/** One sentence on each column, for people. */
export function describeUsed({ column, kind, why }: UsedField): string {
  return `${column}: ${kind === null ? 'left out' : say(kind)} (${why})`
}
