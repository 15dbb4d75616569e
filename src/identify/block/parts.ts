import type { FieldKind } from '../prepared.js'
import { hashUnits, joinEitherWay, joinHashes, scramble } from './hash.js'
import { soundex } from './phonetic.js'

/** What a value is blocked on: a hash of a part of it, 0 where it has none. */
export type Part = (units: Uint16Array, from: number, to: number) => number

const AT = 64
const SPACE = 32

const whole: Part = hashUnits
const head =
  (length: number): Part =>
  (units, from, to) =>
    hashUnits(units, from, Math.min(to, from + length))
const tail =
  (length: number): Part =>
  (units, from, to) =>
    to - from > length ? hashUnits(units, to - length, to) : 0
const firstHalf: Part = (units, from, to) => hashUnits(units, from, from + ((to - from) >> 1))
const secondHalf: Part = (units, from, to) => hashUnits(units, from + ((to - from) >> 1), to)

const digits = new Uint16Array(16)

/** A part of the digits alone, whatever stands between them. */
const ofDigits =
  (part: Part): Part =>
  (units, from, to) => {
    let length = 0
    for (let i = from; i < to && length < 16; i++) {
      if (units[i]! >= 48 && units[i]! <= 57) digits[length++] = units[i]!
    }
    return part(digits, 0, length)
  }

/** Whole dates are eight digits: year, month, day. Shorter ones have what stands first. */
const dated = (part: Part): Part => ofDigits((units, from, to) => (to - from === 8 ? part(units, 0, 8) : 0))
const year: Part = ofDigits((units, from, to) => (to >= 4 ? hashUnits(units, from, 4) : 0))
const yearAndMonth: Part = ofDigits((units, from, to) => (to >= 6 ? hashUnits(units, from, 6) : 0))
const yearAndDay = dated((units) => joinHashes(hashUnits(units, 0, 4), hashUnits(units, 6, 8)))
const monthAndDay = dated((units) => joinEitherWay(hashUnits(units, 4, 6), hashUnits(units, 6, 8)))

const mailbox: Part = (units, from, to) => {
  let end = from
  while (end < to && units[end] !== AT) end++
  return hashUnits(units, from, end)
}

/** The letters of a mailbox in front of the first digit, dot or dash. */
const mailboxWord: Part = (units, from, to) => {
  let end = from
  while (end < to && units[end]! >= 97) end++
  return end - from > 2 ? hashUnits(units, from, end) : 0
}

const firstWord: Part = (units, from, to) => {
  let end = from
  while (end < to && units[end] !== SPACE) end++
  return hashUnits(units, from, end)
}
const lastWord: Part = (units, from, to) => {
  let start = to
  while (start > from && units[start - 1] !== SPACE) start--
  return hashUnits(units, start, to)
}

/** Combines the words of a text whatever their order. */
const anyOrder =
  (ofWord: Part): Part =>
  (units, from, to) => {
    let sum = 0
    for (let start = from; start < to; start++) {
      let end = start
      while (end < to && units[end] !== SPACE) end++
      sum = (sum + scramble(ofWord(units, start, end))) | 0
      start = end
    }
    return scramble(sum)
  }

/**
 * The least hash of the groups of `length` neighbouring characters: two texts share it with a probability of the
 * share of groups that they have in common (Broder 1997).
 */
const leastGroup =
  (length: number, salt: number): Part =>
  (units, from, to) => {
    let least = 0x7fffffff
    for (let i = from; i + length <= to; i++) {
      let h = salt
      for (let j = 0; j < length; j++) h = Math.imul(h ^ units[i + j]!, 0x01000193)
      h = scramble(h)
      if (h < least) least = h
    }
    return least === 0x7fffffff ? 0 : least
  }

const name: Record<string, Part> = { 'first letter': head(1), 'first 3': head(3), sound: soundex }

/** By kind of field, the parts that records are blocked on besides the whole value. */
export const PARTS: { readonly [Kind in FieldKind]: Readonly<Record<string, Part>> } = {
  given_name: { ...name, letters: leastGroup(2, 11) },
  surname: { ...name, 'first 4': head(4), 'last 4': tail(4), letters: leastGroup(2, 12) },
  full_name: {
    words: anyOrder(whole),
    sounds: anyOrder(soundex),
    'first word': firstWord,
    'last word': lastWord,
    letters: leastGroup(3, 13),
    'other letters': leastGroup(3, 14),
  },
  email: {
    mailbox,
    'word of mailbox': mailboxWord,
    'first 5': head(5),
    letters: leastGroup(3, 15),
  },
  phone: { 'last 7': ofDigits(tail(7)), 'last 4': ofDigits(tail(4)), 'first half': firstHalf },
  date_of_birth: {
    year,
    'year and month': yearAndMonth,
    'year and day': yearAndDay,
    'month and day': monthAndDay,
  },
  street: { 'first 5': head(5), 'letters of': leastGroup(3, 16) },
  street_number: {},
  postcode: { 'first 2': head(2), 'first 3': head(3), 'last 3': tail(3) },
  city: { 'first 4': head(4) },
  id: { 'first half': firstHalf, 'second half': secondHalf, letters: leastGroup(3, 17) },
  number: {},
  text: { 'first 5': head(5), letters: leastGroup(3, 18) },
  exact: {},
}
