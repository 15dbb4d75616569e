import { plainLetters } from './letters.js'
import { cut, saysNothing, tidy, tidyNumber } from './text.js'

/** Domains of one provider, all for the same mailboxes. */
const SAME_DOMAIN: ReadonlyMap<string, string> = new Map([
  ['googlemail.com', 'gmail.com'],
  ['mac.com', 'icloud.com'],
  ['me.com', 'icloud.com'],
  ['pm.me', 'proton.me'],
  ['protonmail.com', 'proton.me'],
  ['protonmail.ch', 'proton.me'],
  ['ymail.com', 'yahoo.com'],
])
/** Providers that read over dots. */
const DOTLESS = new Set(['gmail.com', 'proton.me'])
const NOBODY = new Set('none noemail no-email nomail unknown nobody noreply no-reply na n/a no'.split(' '))

/**
 * An e-mail address as its provider reads it: lower case, without what follows a plus, Gmail's without dots; '' for addresses such as none@… .
 * What is no address is kept as text.
 */
export function cleanEmail(raw: string): string {
  const text = tidy(raw)
  const bare = /^[a-z0-9][a-z0-9._+-]*@[a-z0-9.-]*[a-z0-9]$/.test(text) ? text : bareAddress(text)
  if (saysNothing(text) || bare === '') return ''
  const at = bare.lastIndexOf('@')
  if (at < 1) return cut(bare)
  const domain = bare.slice(at + 1)
  const provider = SAME_DOMAIN.get(domain) ?? domain
  let mailbox = bare.slice(0, at).replace(/(?<=[^+])\+.*$/, '')
  if (DOTLESS.has(provider)) mailbox = mailbox.replace(/(?<=.)\./g, '')
  if (NOBODY.has(mailbox)) return ''
  return cut(`${mailbox}@${provider}`)
}

/** The address in 'Jo Doe <jo@example.com>', 'mailto:jo@example.com;' and the like. */
function bareAddress(text: string): string {
  return text
    .replace(/^[^<]*<([^<>]+@[^<>]+)>.*$/, '$1')
    .replace(/^(?:mailto:)+/, '')
    .replace(/\s+/g, '')
    .replace(/^[^\p{L}\p{N}_+]+|[^\p{L}\p{N}]+$/gu, '')
}

/** Codes of countries in telephone numbers; all others have three digits. */
const SHORT_CODES = /^(?:1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/**
 * A telephone number as its national number: without the country's code, the 0 before area codes and the extension. So
 * '+49 (0)30 1234-567', '0049 30 1234567' and '030 1234567' are one. '' with fewer than five digits, or all the same.
 * `parse` knows the rules of each country.
 */
export function cleanPhone(raw: string, parse?: (text: string) => string | undefined): string {
  const text = firstPhone(raw)
  const parsed = parse?.(text.replace(/^\W*00(?=[1-9])/, '+'))
  if (parsed !== undefined) return plausiblePhone(parsed)
  const isInternational = /^\W*\+|^\W*00[1-9]/.test(text)
  let digits = text.replace(/\D/g, '')
  if (isInternational) {
    digits = digits.replace(/^00/, '')
    digits = digits.slice(SHORT_CODES.exec(digits)?.[0].length ?? 3)
  }
  return plausiblePhone(digits)
}

/** The first of several numbers in one value, without extension. */
function firstPhone(raw: string): string {
  const text = tidyNumber(raw).replace(
    /(?<=\d)\s*(?:ext|extension|durchwahl|доб|poste|x|#)\W*\d{1,6}\W*$/u,
    '',
  )
  const [first = '', ...others] = text.split(/[/;,|]| or | oder | ou /)
  return others.length > 0 && first.replace(/\D/g, '').length >= 7 ? first : text
}

/** The national number without zeros before it, '' for what is none. */
function plausiblePhone(digits: string): string {
  const number = digits.replace(/^0+/, '').slice(0, 20)
  return number.length < 5 || /^(\d)\1*$/.test(number) ? '' : number
}

/** A postcode as letters and digits; without the country before it or the extension of an American one. */
export function cleanPostcode(raw: string, digits: number): string {
  const text = plainLetters(tidyNumber(raw))
  if (saysNothing(text)) return ''
  const code = text
    .replace(/^([a-z]{1,3})[- ]+(?=\d[\d ]{3,5}\d?$|\d\d-\d{3}$)/, '')
    .replace(/^(\d{5})-\d{4}$/, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return cut(/^\d+$/.test(code) ? code.padStart(digits, '0') : code, 20)
}

/** A number of an identity card, a tax office, a house: letters and digits only. */
export function cleanCode(raw: string): string {
  const text = tidyNumber(raw)
  return saysNothing(text) ? '' : cut(plainLetters(text).replace(/[^\p{L}\p{N}]+/gu, ''), 40)
}
