import { type International, PACKAGES, type Part, PARTS } from './international/international.js'

const absent = () => undefined

/** What `loadInternational` found. */
export type LoadedInternational = International & {
  /** Packages that are not installed. */
  readonly missing: readonly string[]
}

/**
 * The packages for names and telephone numbers of all countries, as far as they are installed: any-ascii (any script in Latin letters), pinyin-pro
 * and opencc-js (Chinese), libphonenumber-js. Give the result to `cleanRecords`, `identify` and whatever else cleans records as the option
 * `international`. None of them is needed for Latin, Greek and Cyrillic letters.
 *
 * @returns the functions that were found, and in `missing` the packages that were not (`npm install` them)
 *
 * Cost: loading them takes some 0.1 s, once.
 *
 * @example
 * ```ts
 * const international = await loadInternational()
 * const records = fromRows([{ given_name: '建國', surname: '歐陽' }, { given_name: 'Jian Guo', surname: 'Ouyang' }])
 * const cleaned = cleanRecords(records, { international })
 * console.log(toRows(cleaned).map((row) => row.surname_clean)) // [ 'ouyang', 'ouyang' ]
 * ```
 */
export async function loadInternational(): Promise<LoadedInternational> {
  // Each written out, so that bundlers see them.
  const [ascii, chinese, characters, phones] = await Promise.all([
    import('any-ascii').catch(absent),
    import('pinyin-pro').catch(absent),
    import('opencc-js').catch(absent),
    import('libphonenumber-js').catch(absent),
  ])
  const found: { [part in Part]: International[part] } = {
    anyAscii: ascii?.default,
    pinyin: chinese?.pinyin,
    simplify: characters?.Converter({ from: 't', to: 'cn' }),
    parsePhone: phones?.parsePhoneNumberFromString,
  }
  const missing = PARTS.filter((part) => found[part] === undefined).map((part) => PACKAGES[part])
  return Object.freeze({ ...found, missing: Object.freeze(missing) })
}
