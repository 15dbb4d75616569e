import { ClienteleError } from '../error.js'
import { invalid } from '../options.js'
import { describe } from '../table/adopt.js'
import { type Table, Type } from '../table/arrow.js'
import { readCategories } from '../table/categories.js'
import { type Column, findColumn, wrongType } from '../table/column.js'
import { readAbout } from '../table/metadata.js'
import { isNumeric, readNumbers } from '../table/numbers.js'
import { isText } from '../table/strings.js'
import { isPredicted } from '../table/predicted.js'

/** A feature as a model remembers it; the labels of a category are in ascending order. */
export type FeatureInfo =
  | { readonly name: string; readonly kind: 'number' }
  | { readonly name: string; readonly kind: 'category'; readonly labels: readonly string[] }

/** A numeric feature: a value a row, NaN where missing. Read only. */
export interface NumberFeature {
  readonly info: FeatureInfo & { readonly kind: 'number' }
  readonly values: Float64Array
}

/** A category: for each row the number of its label, −1 where missing. */
export interface CategoryFeature {
  readonly info: FeatureInfo & { readonly kind: 'category' }
  readonly codes: Int32Array
}

export type Feature = NumberFeature | CategoryFeature

/** The most labels of a category: beyond it, text is an identifier or prose. */
const MOST_LABELS = 10_000

/**
 * The columns that are learned from where nobody names them: numbers, booleans and repeated text, but no roles (customer, order, time),
 * no dates, no column that clientele predicted, no text that differs in more than half of the rows, nor a whole number
 * that is called an id; and none that is `apart` (target, weights, groups).
 */
export function defaultFeatures(who: string, table: Table, apart: readonly string[]): string[] {
  const { roles } = readAbout(table, who)
  const out = new Set([...apart, roles.customer, roles.order, roles.time])
  return table.schema.fields
    .filter((field) => !out.has(field.name) && !isPredicted(field))
    .map(({ name }) => findColumn(table, name, who))
    .filter((column) => isFeatureType(column) && !isIdentifier(column, who))
    .map(({ name }) => name)
}

function isFeatureType({ type }: Column): boolean {
  return isNumeric(type) || type.typeId === Type.Bool || isText(type)
}

const ID_NAME = /(^|[_\s])(id|uuid|guid|key)$|[a-z](ID|Id)$/

function isIdentifier(column: Column, who: string): boolean {
  if (ID_NAME.test(column.name)) return true
  if (!isText(column.type)) return false
  const { labels } = readCategories(column, who)
  return labels.length > Math.max(20, column.length / 2) || labels.length > MOST_LABELS
}

/** The names of the features: those given, checked, or those that `defaultFeatures` finds. */
export function featureNames(
  who: string,
  table: Table,
  given: readonly string[] | undefined,
  apart: readonly string[],
): readonly string[] {
  const names = given ?? defaultFeatures(who, table, apart)
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw invalid(who, `features must be a list of columns to learn from, but got ${describe(given)}`)
  }
  if (names.length === 0) {
    throw invalid(
      who,
      given === undefined
        ? 'there is no column to learn from besides the target, ids, dates and predictions; name the features'
        : 'features must name at least one column to learn from, but got an empty list',
    )
  }
  const twice = names.find((name, j) => names.indexOf(name) !== j)
  if (twice !== undefined) throw invalid(who, `features names '${twice}' twice; name each column once`)
  const used = names.find((name) => apart.includes(name))
  if (used !== undefined) {
    throw invalid(
      who,
      `features names '${used}', which is the target or a weight, and would give the answer away; leave it out`,
    )
  }
  return names
}

/** Reads a column as what it is: numbers, or categories for text and booleans. */
export function readFeature(who: string, table: Table, name: string): Feature {
  const column = findColumn(table, name, who)
  if (isNumeric(column.type)) return { info: { name, kind: 'number' }, values: readFinite(who, column) }
  if (!isFeatureType(column)) {
    throw wrongType(
      who,
      column,
      'features must be numbers, booleans or text',
      'leave it out, or derive a number from it, such as days since a date',
    )
  }
  const { codes, labels } = readCategories(column, who)
  if (labels.length > MOST_LABELS) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: feature '${name}' has ${labels.length} different texts, but a category has at most ${MOST_LABELS}; leave it out, or group them.`,
    )
  }
  const sorted = [...labels].sort()
  const place = new Map(sorted.map((label, i) => [label, i]))
  const to = Int32Array.from(labels, (label) => place.get(label)!)
  renumber(codes, to)
  return { info: { name, kind: 'category', labels: Object.freeze(sorted) }, codes }
}

/** Other numbers for codes, in place; −1 stays. A plain loop, since a function a value takes as long as learning a tree. */
function renumber(codes: Int32Array, to: Int32Array): void {
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) codes[i] = to[codes[i]!]!
}

/** Reads the columns that a model learned from; a label that it has not seen counts as missing. */
export function readFeaturesAgain(who: string, table: Table, infos: readonly FeatureInfo[]): Feature[] {
  return infos.map((info) => {
    if (findColumn(table, info.name, who).type.typeId === Type.Null) return allMissing(info, table.numRows)
    const feature = readFeature(who, table, info.name)
    if (info.kind === 'number') {
      if ('values' in feature) return feature
      throw wrongType(
        who,
        findColumn(table, info.name, who),
        'the model learned from numbers',
        'give it as it was then',
      )
    }
    if ('values' in feature) {
      throw wrongType(
        who,
        findColumn(table, info.name, who),
        'the model learned from categories',
        'give it as it was then',
      )
    }
    const place = new Map(info.labels.map((label, i) => [label, i]))
    const to = Int32Array.from(feature.info.labels, (label) => place.get(label) ?? -1)
    renumber(feature.codes, to)
    return { info, codes: feature.codes }
  })
}

/** A column without any value has no type of its own, such as that of a single row. */
function allMissing(info: FeatureInfo, rows: number): Feature {
  return info.kind === 'number'
    ? { info, values: new Float64Array(rows).fill(NaN) }
    : { info, codes: new Int32Array(rows).fill(-1) }
}

/** Beyond this, squares and their sums might overflow. */
const LARGEST = 1e100

function readFinite(who: string, column: Column): Float64Array {
  const values = readNumbers(column, who)
  const row = firstBeyond(values)
  if (row < 0) return values
  throw new ClienteleError(
    'value-invalid',
    `${who}: feature '${column.name}' holds ${values[row]} in row ${row + 1}, but numbers within ±1e100 are needed; correct it, or make it null where it is unknown.`,
  )
}

/** The first row whose value is too large, or −1; a loop without a function a value, which takes as long as learning a tree. */
function firstBeyond(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]!) > LARGEST) return i
  return -1
}
