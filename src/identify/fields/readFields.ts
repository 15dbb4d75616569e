import { checkChoice, checkOptions, invalid } from '../../options.js'
import type { FieldKind } from '../prepared.js'
import { MOST_FIELDS } from './guessFields.js'
import { KINDS, type NameOrder } from './recipe.js'

/** What a column holds: its kind, or with what is particular about it. */
export type FieldSpec = FieldKind | { readonly kind: FieldKind; readonly order?: NameOrder | undefined }

/** Kinds by column. */
export type FieldsOption<Names extends string = string> = {
  readonly [column in Names]?: FieldSpec | undefined
}

/** The option `fields`, checked. */
export function readFieldsOption(
  who: string,
  fields: unknown,
): { column: string; kind: FieldKind; order?: NameOrder; why: string }[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw invalid(
      who,
      "fields must be an object of kinds by column, such as {surname: 'surname', mail: 'email'}",
    )
  }
  const entries = Object.entries(fields as { [column: string]: unknown }).filter(
    ([, spec]) => spec !== undefined,
  )
  const read = entries.map(([column, spec]) => {
    const isPlain = typeof spec === 'string'
    if (!isPlain) checkOptions(who, spec, ['kind', 'order'], `fields.${column}`)
    const { kind, order } = (isPlain ? { kind: spec } : spec) as { kind: FieldKind; order?: NameOrder }
    checkChoice(who, `fields.${column}${isPlain ? '' : '.kind'}`, kind, KINDS)
    const why = 'as given'
    if (order === undefined) return { column, kind, why }
    checkChoice(who, `fields.${column}.order`, order, ['given_first', 'surname_first'])
    return { column, kind, order, why }
  })
  checkCounts(who, read)
  return read
}

function checkCounts(who: string, fields: readonly { readonly kind: FieldKind }[]): void {
  for (const kind of ['given_name', 'surname', 'full_name'] as const) {
    const count = fields.filter((field) => field.kind === kind).length
    if (count > 1)
      throw invalid(
        who,
        `fields names ${count} columns as ${kind}, but there may be one; leave out the others`,
      )
  }
  const full = fields.some(({ kind }) => kind === 'full_name')
  const parts = fields.filter(({ kind }) => kind === 'given_name' || kind === 'surname').length
  if (full && parts === 1) {
    throw invalid(
      who,
      'fields has a full_name and one of given_name and surname; give both of these or neither',
    )
  }
  const count = fields.length + (full ? (parts === 0 ? 1 : -1) : 0)
  if (count === 0 || count > MOST_FIELDS) {
    throw invalid(
      who,
      `fields must name 1 to ${MOST_FIELDS} columns (a full_name counts as two), but there are ${count}`,
    )
  }
}
