import { freezeDeep } from '../../freeze.js'
import type { Table } from '../../table/arrow.js'
import { type Categories, readCategories } from '../../table/categories.js'
import { allColumns, findColumn } from '../../table/column.js'
import { isNumeric } from '../../table/numbers.js'
import { type Cleaner, cleanerOf } from '../clean/cleanValue.js'
import { splitName } from '../clean/fullName.js'
import { type International, onlyThose, type Part } from '../international/international.js'
import type { ScriptNeeds } from '../international/script.js'
import type { Field, Prepared } from '../prepared.js'
import { planFields, type PlanOptions, type UsedField } from './planFields.js'
import type { Recipe, RecipeField } from './recipe.js'
import { makeValueList, type Numbering, numbering } from './valueList.js'

/** What `prepare` can be told. */
export type PrepareOptions = PlanOptions & {
  /** The column of sources that have no duplicates within. */
  readonly source?: string | undefined
  /** Clean as these records were cleaned; `fields` is then not looked at. */
  readonly recipe?: Recipe | undefined
  /** Functions of optional packages, as `loadInternational` gives them. */
  readonly international?: International | undefined
  /** The function that is named in errors. */
  readonly who?: string
}

/** Records as codes, what was made of which column, and how to do the same to other records. */
export type PreparedRecords = {
  readonly prepared: Prepared
  /** Every column that was used, or left out in guessing (`kind: null`), and why. */
  readonly fields: readonly UsedField[]
  readonly recipe: Recipe
  /** Functions for want of which values were left in their own script. */
  readonly wanted: readonly Part[]
}

/**
 * Cleans and codes records. Each distinct value is cleaned once, so the cost is that of grouping, a tenth of a microsecond a value and column, and a
 * few microseconds for each distinct value.
 */
export function prepare(table: Table, options: PrepareOptions = {}): PreparedRecords {
  const { source, who = 'identify', international = {} } = options
  const known = new Map<string, Categories>()
  const read = (name: string): Categories => {
    let found = known.get(name)
    if (found === undefined) known.set(name, (found = readCategories(findColumn(table, name, who), who)))
    return found
  }
  const { recipe, used } = options.recipe
    ? { recipe: options.recipe, used: usedBy(options.recipe) }
    : planFields(who, flatColumns(table, who), table.numRows, read, options)
  const needs: ScriptNeeds = { used: new Set(), wanted: new Set() }
  const functions = options.recipe ? onlyThose(who, international, recipe.international) : international
  const clean: CleanerOf = (field) => cleanerOf(field, recipe, functions, needs)
  const prepared: Prepared = { rows: table.numRows, fields: codeFields(recipe.fields, clean, read) }
  const sources = source === undefined ? {} : { source: read(source).codes }
  return {
    prepared: { ...prepared, ...sources },
    fields: used,
    recipe: freezeDeep(options.recipe ?? { ...recipe, international: [...needs.used].toSorted() }),
    wanted: [...needs.wanted].toSorted(),
  }
}

function usedBy({ fields }: Recipe): UsedField[] {
  return fields.map(({ column, kind }) => ({ column, kind, why: 'as in the recipe' }))
}

function flatColumns(table: Table, who: string): { name: string; isNumeric: boolean }[] {
  return allColumns(table, who)
    .filter(({ type }) => !type.children?.length)
    .map(({ name, type }) => ({ name, isNumeric: isNumeric(type) }))
}

type CleanerOf = (field: RecipeField) => Cleaner
type Read = (column: string) => Categories

function codeFields(fields: readonly RecipeField[], cleaner: CleanerOf, read: Read): Field[] {
  const names = numbering()
  const coded = fields.map((field) => {
    const values = field.kind === 'given_name' || field.kind === 'surname' ? names : numbering()
    return { field, values, codes: codesOf(field, cleaner, read(field.from), values, field.part) }
  })
  const gaps = coded.filter(({ field }) => field.otherwise !== undefined)
  if (gaps.length > 0) fillGaps(gaps, cleaner, read)
  const lists = new Map(coded.map(({ values }) => [values, makeValueList(values.values)]))
  return coded.map(({ field, values, codes }) => {
    const list = lists.get(values)!
    const { frequency, filled } = frequencies(codes, list.values.length)
    return { column: field.column, kind: field.kind, codes, list, frequency, filled }
  })
}

/** The codes of one field: each distinct value of the column is cleaned once. */
function codesOf(
  field: RecipeField,
  cleaner: CleanerOf,
  { codes, labels }: Categories,
  { codeOf }: Numbering,
  part: RecipeField['part'],
): Int32Array {
  const clean = cleaner(field)
  const made = Int32Array.from(labels, (label) =>
    codeOf(clean(part === undefined ? label : splitName(label, field.order)[part])),
  )
  return codes.map((code) => (code < 0 ? -1 : made[code]!))
}

/** Names of records that have neither given name nor surname, from their full name. */
function fillGaps(
  gaps: readonly { field: RecipeField; values: Numbering; codes: Int32Array }[],
  cleaner: CleanerOf,
  read: Read,
): void {
  const rows = gaps[0]!.codes.length
  const empty = Uint8Array.from({ length: rows }, (_, i) =>
    gaps.every(({ codes }) => codes[i]! < 0) ? 1 : 0,
  )
  if (!empty.includes(1)) return
  for (const { field, values, codes } of gaps) {
    const part = field.kind === 'given_name' ? 'given' : 'surname'
    const filled = codesOf(field, cleaner, read(field.otherwise!), values, part)
    for (let i = 0; i < rows; i++) if (empty[i] === 1) codes[i] = filled[i]!
  }
}

export function frequencies(codes: Int32Array, size: number): { frequency: Float64Array; filled: number } {
  const frequency = new Float64Array(size)
  let present = 0
  for (const code of codes) {
    if (code < 0) continue
    frequency[code]!++
    present++
  }
  for (let i = 0; i < size; i++) frequency[i]! /= Math.max(1, present)
  return { frequency, filled: codes.length === 0 ? 0 : present / codes.length }
}
