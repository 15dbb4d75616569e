// Who the customers are: what a record may say about them, and what only the truth knows.

import { at } from './at.mjs'
import { dayOf, END, isoDate } from './calendar.mjs'
import { LOCALES } from './names.mjs'
import { below, chance, gamma, normal, pick, recordId, stream, uniform, weighted } from './random.mjs'
import { ACQUISITION, LEAVE_SPREAD, SEGMENTS } from './segments.mjs'

/** Probability that a customer lives with the one before. */
export const SHARES_HOME = 0.18
export const CONSENT = 0.85
/** Probability that whatever a customer orders from some day on goes through a new account. */
export const SECOND_ACCOUNT = 0.1
/** Each quarter brings in so many times more new customers than the one before. */
export const GROWTH = 1.06
export const CHRISTMAS_QUARTER = 1.5

/** @typedef {ReturnType<typeof makePerson>} Person */
/** @typedef {import('./names.mjs').Name} Name */

const segmentShares = SEGMENTS.map(({ share }) => share)
const channels = Object.keys(ACQUISITION)
const channelWeights = Object.values(ACQUISITION)

// Most come in the last quarter of a year, looking for presents. The last two weeks bring nobody new, so that
// everybody's first order was placed before the files end.
const lastJoin = dayOf('2025-12-17')
/** @type {number[]} */
const quarters = []
for (let size = 1; quarters.length < 12; size *= GROWTH) {
  quarters.push(quarters.length % 4 === 3 ? size * CHRISTMAS_QUARTER : size)
}

/** Records of one person, and a person's slots among all records. */
export const RECORDS_EACH = 4

/** @param {number} seed @param {number} i the customer's position */
function headOfHousehold(seed, i) {
  while (i > 0 && chance(stream(seed, 'home', i), SHARES_HOME)) i--
  return i
}

/** @param {number} seed @param {number} head @param {readonly import('./names.mjs').Locale[]} locales */
function makeHome(seed, head, locales) {
  const s = stream(seed, 'address', head)
  const weights = locales.map(({ weight }) => weight)
  const locale = at(locales, weighted(s, weights))
  return { locale, surname: pick(s, locale.surnames), ...makeAddress(s, locale) }
}

/** @param {import('./random.mjs').Stream} s @param {import('./names.mjs').Locale} locale */
export function makeAddress(s, locale) {
  const { city, postcode } = pick(s, locale.cities)
  const number = 1 + below(s, 120)
  const street = pick(s, locale.streets)
  return {
    street:
      locale.country === 'GB' || locale.country === 'FR' ? `${number} ${street}` : `${street} ${number}`,
    postcode: postcode.replace(/#/g, () => String(below(s, 10))),
    city,
  }
}

/**
 * @param {number} seed
 * @param {number} i the customer's position
 * @param {readonly import('./names.mjs').Locale[]} locales the countries that customers come from
 */
export function makePerson(seed, i, locales = LOCALES) {
  const head = headOfHousehold(seed, i)
  const home = makeHome(seed, head, locales)
  const { locale } = home
  const s = stream(seed, 'person', i)
  const woman = chance(s, 0.5)
  const family = chance(s, 0.85) ? home.surname : pick(s, locale.surnames)
  const segment = weighted(s, segmentShares)
  const { orders_per_week, rate_shape, discount_only } = at(SEGMENTS, segment)
  const joined = joinDay(s)
  const second = chance(s, SECOND_ACCOUNT)
  return {
    index: i,
    household: head,
    locale,
    home,
    given: pick(s, woman ? locale.women : locale.men),
    surname: woman ? family.woman : family.man,
    born: isoBirth(s),
    phone: `${locale.phone} 555 ${String(below(s, 10_000_000)).padStart(7, '0')}`,
    mailbox: below(s, 90) + 10,
    segment,
    acquired: at(channels, weighted(s, channelWeights)),
    consent: chance(s, CONSENT),
    joined,
    rate: orders_per_week * gamma(s, rate_shape),
    leaveInclination: LEAVE_SPREAD * normal(s),
    discountOnly: chance(s, discount_only),
    phoneBuyer: chance(s, 0.06),
    quality: normal(s),
    account: recordId(i * RECORDS_EACH),
    secondAccountFrom: second ? joined + 20 + below(s, 300) : Infinity,
    secondAccount: recordId(i * RECORDS_EACH + 1),
  }
}

/** @param {import('./random.mjs').Stream} s */
function joinDay(s) {
  for (;;) {
    const day = Math.floor(((weighted(s, quarters) + uniform(s)) * END) / quarters.length)
    if (day < lastJoin) return day
  }
}

/** @param {import('./random.mjs').Stream} s */
function isoBirth(s) {
  // The same day and month as some day of the shop's first two years, 19 to 79 years earlier.
  const date = isoDate(below(s, 730))
  return `${Number(date.slice(0, 4)) - 19 - below(s, 60)}${date.slice(4)}`.replace('-02-29', '-02-28')
}
