import { checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Int8, Table, Vector } from '../table/arrow.js'
import { addColumns, int8, type NamingOptions } from '../table/build.js'
import { addCounts } from '../table/metadata.js'
import type { ColumnName, TableLike, With } from '../table/types.js'
import { type Comparer, comparer } from './compare/comparer.js'
import { prepare } from './fields/prepare.js'
import { CLEANING_OPTIONS, type CleaningOptions, readCleaning } from './fields/cleaningOptions.js'
import { checkLinkage } from './link/checkLinkage.js'
import type { LinkageModel } from './link/model.js'
import { prepareFor } from './link/prepareFor.js'
import { readRowPairs } from './pairs/readPairs.js'
import { scoringOf } from './link/scoring.js'
import type { Prepared } from './prepared.js'

/** What `comparePairs` can be told. */
export interface ComparePairsOptions<Names extends string = string>
  extends CleaningOptions<Names>, NamingOptions {
  /** The records that the pairs are of. */
  readonly records: TableLike
  /** Compare as this model does; no option of cleaning but `international` may be given then. */
  readonly model?: LinkageModel | undefined
}

/** One column a field. */
export type LevelColumns = { [column: `level_${string}`]: Int8 }

const WHO = 'comparePairs'

/**
 * How far two records agree, field by field: the same, nearly the same, something in common, nothing, or not known. What `fitLinkage` learns
 * from, for those who want to look at it or to learn on it with something else.
 *
 * Values are cleaned and then compared by kind. 0 is missing on either side, 1 all other, the highest the same:
 *
 * - given name, surname: 2 Jaro–Winkler of .8 or an initial, 3 of .92, 4 swapped with the other name (seen in both fields, weighed as the given name's), 5
 * - city: 2 Jaro–Winkler of .8, 3 of .92, 4; e-mail: so for what stands before the @, with 4 for the same before it, 5
 * - date of birth: 2 same year or two digits differ, 3 two of year, month and day, 4 one digit differs or two (or day and month) swapped, 5
 * - phone, id: 2 two edits, 3 one edit (or a phone number with and without its code), 4; postcode: 2 same beginning, 3 one edit, 4
 * - street, text: 2 some words shared (a weighted Jaccard index of .3) or Jaro–Winkler of .8, 3 most words (.6) or .92, 4
 * - street number: 2 one edit, 3; exact: 2
 *
 * Similarities are those of Jaro (1989) and Winkler (1990), edits those of Damerau and Levenshtein in the form where no part is edited twice. Of very
 * long values the beginning is compared.
 *
 * @param pairs - one row a pair: `row_a`, `row_b`, rows of the records from 0, as `candidatePairs` gives them
 * @param options - `records`; `fields` and what else `cleanRecords` takes, or a `model`; `as`, `replace`
 * @returns the pairs with `level_<field>` (int8) added for each field
 * @throws ClienteleError `column-missing`, `value-invalid` (a row that is none of the records), `option-invalid` (more than 10 fields)
 *
 * Cost: ten million values a second and more where values repeat, a million where all differ; each pair of distinct values is compared once,
 * as long as a cache of 2 MB a field holds it.
 *
 * @example
 * ```ts
 * const records = fromRows([
 *   { given_name: 'Martha', surname: 'Jones', date_of_birth: '1970-04-21' },
 *   { given_name: 'Marhta', surname: 'Jones', date_of_birth: '1970-04-12' },
 *   { given_name: 'Jones', surname: 'Martha', date_of_birth: null },
 * ])
 * const pairs = fromRows([{ row_a: 0, row_b: 1 }, { row_a: 0, row_b: 2 }])
 * const compared = comparePairs(pairs, { records })
 * const rows = toRows(compared)
 * console.log(rows.map((row) => `${row.level_given_name}${row.level_surname}${row.level_date_of_birth}`)) // [ '354', '440' ]
 * ```
 */
export function comparePairs<
  T extends { [name: string]: any } = any,
  R extends { [name: string]: any } = any,
>(
  pairs: TableLike<T>,
  options: ComparePairsOptions<ColumnName<R>> & { readonly records: TableLike<R> },
): With<T, LevelColumns> {
  checkOptions(WHO, options, [...CLEANING_OPTIONS, 'records', 'model', 'as', 'replace'])
  const { model } = options
  if (model !== undefined) checkLinkage(WHO, model)
  const table = adopt(pairs, WHO)
  const records = adopt(options.records, WHO)
  const { a, b } = readRowPairs(table, records.numRows, WHO)
  const { prepared, compare } = model
    ? asModel(model, records, options)
    : asGiven(prepare(records, { ...readCleaning(WHO, options), who: WHO }).prepared)
  const found = new Int32Array(a.length)
  compare.patterns(a, b, 0, a.length, found)
  const added: Record<string, Vector> = {}
  prepared.fields.forEach(({ column }, f) => {
    added[`level_${column}`] = int8(Int8Array.from(found, (pattern) => (pattern >>> (3 * f)) & 7))
  })
  const counts = { pairs: a.length, fields: prepared.fields.length }
  return addCounts(addColumns(table, added, WHO, options), WHO, counts) as With<T, LevelColumns>
}

type Comparison = { readonly prepared: Prepared; readonly compare: Comparer }

function asGiven(prepared: Prepared): Comparison {
  return { prepared, compare: comparer(prepared) }
}

function asModel(model: LinkageModel, records: Table, options: CleaningOptions): Comparison {
  const { fields, nicknames, country, recipe, international } = options
  if ([fields, nicknames, country, recipe].some((option) => option !== undefined)) {
    throw invalid(WHO, 'model says how records are cleaned; leave out fields, nicknames, country and recipe')
  }
  const prepared = prepareFor(WHO, model, records, international)
  return { prepared, compare: scoringOf(model, prepared).comparer }
}
