// What the shop's systems know of each person: the account in the web shop, and for some a second one, a
// newsletter subscription or a support contact, typed again by other hands.

import { at } from './at.mjs'
import { END, isoDate } from './calendar.mjs'
import { NICKNAMES, withoutAccents } from './names.mjs'
import { makeAddress, RECORDS_EACH } from './people.mjs'
import { below, chance, pick, recordId, stream } from './random.mjs'

/** @typedef {import('./people.mjs').Person} Person */
/** @typedef {import('./random.mjs').Stream} Stream */

/** Probability of a record in each system besides the web shop. */
export const OTHER_RECORDS = { newsletter: 0.12, support: 0.1 }
/** Probability that such a record has another e-mail address, besides the one to four changes drawn by lot. */
export const OTHER_EMAIL = 0.3

/** @param {Person} person */
function firstRecord(person) {
  const { given, surname, locale } = person
  const mailbox = withoutAccents(`${given.latin}.${surname.latin}${person.mailbox}`).toLowerCase()
  return {
    record_id: person.account,
    source: 'shop',
    created_on: isoDate(person.joined),
    given_name: given.own,
    surname: surname.own,
    full_name: locale.surnameFirst ? surname.own + given.own : `${given.own} ${surname.own}`,
    email: `${mailbox.replace(/[^a-z0-9.]/g, '')}@example.${['com', 'org', 'net'][person.mailbox % 3]}`,
    phone: person.phone,
    date_of_birth: person.born,
    street: person.home.street,
    postcode: person.home.postcode,
    city: person.home.city,
    country: locale.country,
    acquired_by: person.acquired,
    consent: person.consent ? 1 : 0,
  }
}

/** @typedef {ReturnType<typeof firstRecord>} CustomerRecord */

/** One slip of the keyboard, in text long enough for it to be told from another name. @param {Stream} s @param {string} text */
function mistype(s, text) {
  const letters = [...text]
  if (letters.length < 3) return text
  const place = below(s, letters.length - 1)
  const kind = below(s, 4)
  if (kind === 0) letters.splice(place, 1)
  else if (kind === 1) letters.splice(place, 2, at(letters, place + 1), at(letters, place))
  else if (kind === 2) letters[place] = pick(s, [...'aeiourstn'])
  else letters.splice(place, 0, at(letters, place))
  return letters.join('')
}

/**
 * The ways in which a record differs from the first one of the same person, in an order in which none undoes
 * an earlier one. Each changes the record it is given; one that finds nothing to change is not counted.
 * @type {Record<string, (record: CustomerRecord, s: Stream, person: Person) => void>}
 */
const CHANGES = {
  latin_letters: (record, _, { given, surname }) => {
    record.given_name = given.latin
    record.surname = surname.latin
  },
  new_surname: (record, s, { locale }) => void (record.surname = pick(s, locale.surnames).woman.own),
  nickname: (record) => void (record.given_name = NICKNAMES[record.given_name] ?? record.given_name),
  initial: (record) => void (record.given_name = `${[...record.given_name][0]}.`),
  misspelt_given_name: (record, s) => void (record.given_name = mistype(s, record.given_name)),
  misspelt_surname: (record, s) => void (record.surname = mistype(s, record.surname)),
  capitals: (record) => void (record.surname = record.surname.toUpperCase()),
  swapped_names: (record) => {
    const { given_name, surname } = record
    record.given_name = surname
    record.surname = given_name
  },
  moved: (record, s, { locale }) => {
    if (record.street) Object.assign(record, makeAddress(s, locale))
  },
  misspelt_street: (record, s) => void (record.street = mistype(s, record.street)),
  no_email: (record) => void (record.email = ''),
  other_email: (record, s) => {
    if (record.email) record.email = `${record.email[0]}${below(s, 100_000)}@mail.example`
  },
  no_phone: (record) => void (record.phone = ''),
  phone_format: (record) => void (record.phone = record.phone.replace(/^\+(\d+) /, '00$1-').replace(' ', '')),
  no_birth_date: (record) => void (record.date_of_birth = ''),
  swapped_birth_date: (record) => {
    const [year, month, day] = record.date_of_birth.split('-')
    if (Number(day) <= 12) record.date_of_birth = `${year}-${day}-${month}`
  },
}
const changeNames = Object.keys(CHANGES)

/** @param {CustomerRecord} record @param {Person} person */
function fullName({ given_name, surname, source }, { locale }) {
  if (source === 'support') return `${surname}, ${given_name}`
  const latin = /^[\p{Script=Latin}.]/u.test(surname)
  return locale.surnameFirst && !latin ? surname + given_name : `${given_name} ${surname}`
}

/**
 * @param {CustomerRecord} original @param {Person} person @param {Stream} s
 * @param {{ record_id: string, source: string, created: number, always?: string }} where
 */
function repeatRecord(original, person, s, { record_id, source, created, always }) {
  const record = { ...original, record_id, source, created_on: isoDate(created), acquired_by: '' }
  if (source === 'newsletter') Object.assign(record, { phone: '', date_of_birth: '', street: '' })
  const wanted = new Set(always ? [always] : [])
  if (chance(s, OTHER_EMAIL)) wanted.add('other_email')
  for (let n = 1 + below(s, 4); n > 0; n--) wanted.add(pick(s, changeNames))
  /** @type {string[]} */
  const made = []
  for (const [name, change] of Object.entries(CHANGES)) {
    if (!wanted.has(name)) continue
    const before = JSON.stringify(record)
    change(record, s, person)
    if (JSON.stringify(record) !== before) made.push(name)
  }
  record.full_name = fullName(record, person)
  return { record, changes: made.join('+') }
}

/**
 * All records of a person, the first one first.
 * @param {number} seed @param {Person} person @param {boolean} twoAccounts there are orders through the second
 */
export function makeRecords(seed, person, twoAccounts) {
  const s = stream(seed, 'records', person.index)
  const first = firstRecord(person)
  const full = { ...first }
  if (chance(s, 0.08)) first.date_of_birth = ''
  if (chance(s, 0.06)) first.phone = ''
  const records = [{ record: first, changes: '' }]
  if (twoAccounts) {
    const where = { record_id: person.secondAccount, source: 'shop', created: person.secondAccountFrom }
    records.push(repeatRecord(full, person, s, { ...where, always: 'other_email' }))
  }
  for (const [slot, [source, probability]] of Object.entries(OTHER_RECORDS).entries()) {
    if (!chance(s, probability)) continue
    const created = Math.min(END - 1, person.joined + below(s, 200))
    const record_id = recordId(person.index * RECORDS_EACH + 2 + slot)
    records.push(repeatRecord(full, person, s, { record_id, source, created }))
  }
  return records
}
