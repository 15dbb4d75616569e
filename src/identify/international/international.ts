import { ClienteleError } from '../../error.js'
import { checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { list } from '../../table/column.js'

/** What a telephone number is found to be; a part of what libphonenumber-js gives. */
export type ParsedPhone = { readonly nationalNumber: string; isPossible(): boolean }

/**
 * Functions of optional packages that know scripts and countries; `await loadInternational()` finds those that are installed.
 */
export type International = {
  /** The default export of any-ascii: any script in Latin letters. */
  readonly anyAscii?: ((text: string) => string) | undefined
  /** `pinyin` of pinyin-pro: Chinese characters as they are read. */
  readonly pinyin?: ((text: string, options: any) => string | readonly string[]) | undefined
  /** `Converter({from: 't', to: 'cn'})` of opencc-js: traditional Chinese characters as simplified ones. */
  readonly simplify?: ((text: string) => string) | undefined
  /** `parsePhoneNumberFromString` of libphonenumber-js. */
  readonly parsePhone?: ((text: string, country?: any) => ParsedPhone | undefined) | undefined
  /** Packages that were not found. */
  readonly missing?: readonly string[] | undefined
}

/** One of the functions. */
export type Part = 'anyAscii' | 'pinyin' | 'simplify' | 'parsePhone'

/** The package that each function comes from. */
export const PACKAGES: Readonly<Record<Part, string>> = {
  anyAscii: 'any-ascii',
  pinyin: 'pinyin-pro',
  simplify: 'opencc-js',
  parsePhone: 'libphonenumber-js',
}
export const PARTS: readonly Part[] = Object.keys(PACKAGES) as Part[]

/** The command that installs what is missing. */
export function installing(parts: readonly Part[]): string {
  return `npm install ${parts.map((part) => PACKAGES[part]).join(' ')}`
}

/** The option `international`, checked. */
export function readInternational(who: string, given: unknown): International {
  if (given === undefined) return {}
  if (given instanceof Promise) {
    throw invalid(who, 'international is a promise; put await before loadInternational()')
  }
  checkOptions(who, given, [...PARTS, 'missing'], 'international')
  for (const part of PARTS) {
    const value = (given as International)[part]
    if (value === undefined || typeof value === 'function') continue
    throw invalid(
      who,
      `international.${part} must be a function of ${PACKAGES[part]}, but got ${describe(value)}`,
    )
  }
  return given as International
}

/** Only the functions that a recipe names, so that records are cleaned as those before; an error where one is not there. */
export function onlyThose(who: string, given: International, parts: readonly Part[]): International {
  const lacking = parts.filter((part) => given[part] === undefined)
  if (lacking.length > 0) {
    throw new ClienteleError(
      'peer-missing',
      `${who}: the model's records were cleaned with ${list(lacking.map((part) => PACKAGES[part]))}; install what is missing (${installing(lacking)}) and say international: await loadInternational().`,
    )
  }
  return Object.fromEntries(parts.map((part) => [part, given[part]]))
}
