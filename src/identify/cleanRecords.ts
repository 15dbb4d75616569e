import { checkBoolean, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Dictionary, Int32, Table, Utf8, Vector } from '../table/arrow.js'
import { addColumns, dictionary, type NamingOptions } from '../table/build.js'
import { readCategories } from '../table/categories.js'
import { findColumn } from '../table/column.js'
import { addCounts } from '../table/metadata.js'
import type { ColumnName, Columns, Own, TableLike } from '../table/types.js'
import { CLEANING_OPTIONS, type CleaningOptions, readCleaning } from './fields/cleaningOptions.js'
import { describeUsed } from './fields/planFields.js'
import { prepare, type PreparedRecords } from './fields/prepare.js'
import type { FieldKind } from './prepared.js'
import { installing } from './international/international.js'

/** What `cleanRecords` can be told. */
export interface CleanRecordsOptions<Names extends string = string>
  extends CleaningOptions<Names>, NamingOptions {}

/** The columns of `cleanRecords`, one a field. */
export type CleanColumns = { readonly [column: `${string}_clean`]: Dictionary<Utf8, Int32> }

const WHO = 'cleanRecords'

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
 * - `date_of_birth`: YYYYMMDD, 00 for what is not known; 1900-01-01, 1899-12-30 and -31, and what lies in 2999 or 9999 stand for no date and count as missing, days that do not
 *   exist (29.02.2023) are kept, being slips; whether day or month comes first is found from the column, by default the day
 * - `postcode`, `street_number`, `id`: letters and digits only; `street`: words such as street and Straße short; `city`, `text`: words; `exact`: as it is
 * - `number` (never guessed): a number in one form, '1.250,00' and '1,250' as 1250; compared as same, within 1 %, within 10 % of the larger, or other
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
