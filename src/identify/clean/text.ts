/** Longer values are cut: what follows tells nobody apart, and would cost time in every comparison. */
export const LONGEST = 120
/** As many UTF-16 units of the raw value are looked at. */
const LONGEST_RAW = 1000

/** Digits of other scripts that NFKC leaves as they are, by their zero. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50]
const DIGITS: ReadonlyMap<string, string> = new Map(
  ZEROS.flatMap((zero) => Array.from({ length: 10 }, (_, n) => [String.fromCharCode(zero + n), String(n)])),
)
const OTHER_DIGITS: RegExp = new RegExp(`[${[...DIGITS.keys()].join('')}]`, 'g')

/**
 * Text in one form, in lower case: no control, format or private characters nor lone surrogates, full-width and other
 * compatible forms as plain ones, digits of any script as 0 to 9, one space between words, one kind of apostrophe.
 */
export function tidy(raw: string): string {
  const short = raw.length > LONGEST_RAW ? raw.slice(0, LONGEST_RAW) : raw
  if (isPlain(short)) return short.toLowerCase().replace(/`/g, "'").replace(/ {2,}/g, ' ').trim()
  return (
    short
      .replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
      .replace(/\p{Cc}/gu, ' ')
      // NFKC takes this one for a space with an accent.
      .replace(/´/g, "'")
      .normalize('NFKC')
      .replace(/[`’‘ʼʻ′]/g, "'")
      .toLowerCase()
      .replace(OTHER_DIGITS, (digit) => DIGITS.get(digit)!)
      .replace(/\s+/gu, ' ')
      .trim()
  )
}

/** Tidied digits, without the .0 that a whole number got from being read as a decimal. */
export function tidyNumber(raw: string): string {
  return tidy(raw).replace(/^(\d+)\.0$/, '$1')
}

/** At most `longest` UTF-16 units, without half a character or a space at the end. */
export function cut(text: string, longest: number = LONGEST): string {
  if (text.length <= longest) return text
  return text
    .slice(0, longest)
    .replace(/\p{Cs}$/u, '')
    .trimEnd()
}

/** Whether there is nothing but ASCII without control characters. */
export function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text)
}

/** What people type where they have nothing to say. */
const NOTHING = new Set(
  'n/a n.a. none null nil nan unknown undefined unbekannt inconnu desconocido missing blank empty tbd tba xxx xxxx - -- . .. ? ?? not available not provided not known no data'.split(
    / (?!available|provided|known|data)/,
  ),
)

/** Whether a tidied text says that there is nothing. */
export function saysNothing(text: string): boolean {
  return NOTHING.has(text)
}
