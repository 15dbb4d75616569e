import { checkBoolean, checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Dictionary, Int32, Table, Utf8, Vector } from '../table/arrow.js'
import { addColumns, dictionary, type NamingOptions } from '../table/build.js'
import { readCategories } from '../table/categories.js'
import { findColumn } from '../table/column.js'
import { addCounts } from '../table/metadata.js'
import type { ColumnName, Columns, Own, TableLike } from '../table/types.js'
import { describeUsed } from './fields/planFields.js'
import { prepare, type PreparedRecords, type PrepareOptions } from './fields/prepare.js'
import type { FieldsOption } from './fields/readFields.js'
import { type Nicknames, readNicknames } from './fields/readNicknames.js'
import { COUNTRY, readRecipe } from './fields/readRecipe.js'
import type { FieldKind } from './prepared.js'
import type { Recipe } from './fields/recipe.js'
import { installing, type International, readInternational } from './international/international.js'

/** What decides how records are cleaned. */
export type CleaningOptions<Names extends string = string> = {
  /** What columns hold: kinds by column, `{mail: 'email', name: {kind: 'full_name', order: 'surname_first'}}`. Default: guessed from names and contents. */
  readonly fields?: FieldsOption<Names> | undefined
  /** Given names by nickname, in place of the list that is built in; `{}` leaves nicknames alone. */
  readonly nicknames?: Nicknames | undefined
  /** Where telephone numbers without a country's code are from, as 'GB'; needs libphonenumber-js. Default: the 0 before is cut off, no more. */
  readonly country?: string | undefined
  /** Packages for scripts and telephone numbers of all countries: `await loadInternational()`. */
  readonly international?: International | undefined
  /** Clean as the records of a model were cleaned: the model's `recipe`. No other of these options but `international` may be given then. */
  readonly recipe?: Recipe | undefined
}

/** What `cleanRecords` can be told. */
export interface CleanRecordsOptions<Names extends string = string>
  extends CleaningOptions<Names>, NamingOptions {}

/** The columns of `cleanRecords`, one a field. */
export type CleanColumns = { readonly [column: `${string}_clean`]: Dictionary<Utf8, Int32> }

const WHO = 'cleanRecords'

/** The names of `CleaningOptions`. */
export const CLEANING_OPTIONS = ['fields', 'nicknames', 'country', 'international', 'recipe'] as const

/**
 * Brings records of persons from several systems into one form, so that 'Dr. JÜRGEN Meyer ' and 'jurgen meyer' are the same: the first step to one
 * record a customer.
 *
 * What a column holds is guessed from its name and contents where `fields` does not say it. By kind:
 * - all: lower case; accents, full-width forms and control characters gone; words for nothing ('n/a', '-') are missing; cut after 120 characters
 * - `given_name`, `surname`: titles off; nicknames as the name (given names only: bill is william); hyphens and dots as spaces, apostrophes away
 * - `full_name`: split into the fields `<column>_given` and `<column>_surname` ('Surname, Given' too, and Chinese, Japanese and Korean order); where
 *   given name and surname are columns as well, it only fills in for records that have neither
 * - `email`: without what follows a plus; dots of Gmail's away, provider's other domains as the first; `phone`: the national number
 * - `date_of_birth`: YYYYMMDD, 00 for what is not known; whether day or month comes first is found from the column, by default the day
 * - `postcode`, `street_number`, `id`: letters and digits only; `street`: words such as street and Straße short; `city`, `text`: words; `exact`: as it is
 *
 * Cyrillic and Greek become Latin letters. Chinese, Japanese, Korean, Arabic and others do so with `international: await loadInternational()`, as far as its
 * packages are installed; else they are compared as they are written.
 *
 * @param records - one row a record; text, or numbers and dates where they are natural
 * @param options - `fields`, `nicknames`, `country`, `international`, or the `recipe` of a model; `as`, `replace`
 * @returns the same rows in the same order with `<column>_clean` (a dictionary of text, null where missing) for each field. `about(result).counts.cleanRecords` has for each
 * column what it was taken for and why, `<column>_changed` (records whose value is another now) and `<column>_emptied` (whose value said nothing), and in
 * `install` the command for packages that would have been of use. No value of a record is ever in it, nor in an error
 * @throws ClienteleError `option-invalid` (no column tells of a person; a kind that does not exist), `column-missing`, `column-type`, `column-exists`, `peer-missing`
 *
 * Cost: each distinct value is cleaned once, in some 3 µs; a million records with seven fields take some seconds.
 *
 * @example
 * ```ts
 * const records = fromRows([
 *   { given_name: 'Bill', surname: "O'Brien", mail: 'Bill.OBrien+news@googlemail.com', born: '3 Feb 1980' },
 *   { given_name: 'WILLIAM', surname: 'O’Brien, PhD', mail: 'billobrien@gmail.com', born: '1980-02-03' },
 * ])
 * const cleaned = cleanRecords(records, { fields: { given_name: 'given_name', surname: 'surname', mail: 'email', born: 'date_of_birth' } })
 * const { given_name_clean, surname_clean, mail_clean, born_clean } = toRows(cleaned)[0]!
 * console.log(given_name_clean, surname_clean, mail_clean, born_clean) // william obrien billobrien@gmail.com 19800203
 * ```
 */
export function cleanRecords<T extends Columns>(
  records: TableLike<T>,
  options: CleanRecordsOptions<ColumnName<NoInfer<T>>> = {},
): Table<Own<T> & CleanColumns> {
  checkOptions(WHO, options, [...CLEANING_OPTIONS, 'as', 'replace'])
  const { as, replace = false } = options
  checkBoolean(WHO, 'replace', replace)
  const table = adopt(records, WHO)
  const made = prepare(table, { ...readCleaning(WHO, options), who: WHO })
  const columns: { [name: string]: Vector } = {}
  for (const { column, codes, list } of made.prepared.fields) {
    columns[`${column}_clean`] = dictionary(codes, list.values)
  }
  const result = addColumns(table, columns, WHO, { as, replace })
  return addCounts(result, WHO, countChanges(table, made)) as unknown as Table<Own<T> & CleanColumns>
}

/** The options that decide about cleaning, checked, as `prepare` takes them. */
export function readCleaning(who: string, options: CleaningOptions): PrepareOptions {
  const international = readInternational(who, options.international)
  const { fields, country, recipe } = options
  const nicknames = readNicknames(who, options.nicknames)
  if (recipe !== undefined) {
    if (fields !== undefined || nicknames !== undefined || country !== undefined) {
      throw invalid(who, 'recipe says how records are cleaned; leave out fields, nicknames and country')
    }
    return { international, recipe: readRecipe(recipe, 'recipe') }
  }
  if (country !== undefined) {
    if (typeof country !== 'string' || !COUNTRY.test(country)) {
      throw invalid(who, "country must be a code of two capital letters such as 'GB'")
    }
    if (international.parsePhone === undefined) {
      throw invalid(
        who,
        `country needs libphonenumber-js (${installing(['parsePhone'])}) in international: await loadInternational()`,
      )
    }
  }
  return { international, fields, nicknames, country }
}

/** Kinds whose values are written in Latin letters where that can be done. */
const WORDS: ReadonlySet<FieldKind> = new Set(['given_name', 'surname', 'street', 'city', 'text'])
const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u

function countChanges(table: Table, { prepared, fields, recipe, wanted }: PreparedRecords) {
  const counts: { [what: string]: number | string } = {}
  for (const used of fields) counts[used.column] = describeUsed(used)
  prepared.fields.forEach(({ column, codes, list }, f) => {
    const raw = readCategories(findColumn(table, recipe.fields[f]!.from, WHO), WHO)
    let changed = 0
    let emptied = 0
    codes.forEach((code, i) => {
      const before = raw.codes[i]!
      if (before < 0) return
      if (code < 0) emptied++
      else if (list.values[code] !== raw.labels[before]) changed++
    })
    counts[`${column}_changed`] = changed
    counts[`${column}_emptied`] = emptied
  })
  if (wanted.length > 0) {
    counts.install = installing(wanted)
    const words = prepared.fields.filter(({ kind }) => WORDS.has(kind)).flatMap(({ list }) => list.values)
    counts.values_left_in_their_script = [...new Set(words)].filter((value) => NOT_LATIN.test(value)).length
  }
  return counts
}
