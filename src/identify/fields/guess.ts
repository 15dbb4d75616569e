import { cleanEmail, cleanPhone } from '../clean/contacts.js'
import { cleanDate } from '../clean/dates.js'
import type { FieldKind } from '../prepared.js'

/** What a column's name, in lower case with _ between words, says about its kind. */
const NAMES: readonly (readonly [FieldKind, RegExp])[] = [
  ['given_name', /^((given|first|fore|christian|pre)_?names?|fname|f_name|vorname|prenom|nombre|imie|nome|voornaam|given|first)$/],
  ['surname', /^((sur|last|family)_?names?|lname|l_name|nachname|familienname|nom|nom_de_famille|apellidos?|nazwisko|cognome|achternaam|last|family)$/],
  ['full_name', /^((full|customer|client|contact|person|complete|display|user|member)_?name|names?|name_full|kundenname)$/],
  ['email', /(^|_)(e_?mail|mail)(_?(address|adresse|addr))?(_\d)?$/],
  ['phone', /(^|_)(tele)?(phone|fon|tel|mobile|cell|handy|telefon|telefono)(_?(number|no|nr|num|nummer))?(_\d)?$/],
  ['date_of_birth', /(^|_)(dob|d_o_b|birth_?da(te|y)|date_of_birth|birth_?dt|born(_on)?|bday|geburtsdatum|geburtstag|geb_?datum|date_naissance|date_de_naissance|fecha_nacimiento|year_of_birth|birth_?year)$/],
  ['street_number', /^(street|house|building)_?(no|nr|num|number)$|^hausnummer$|^hausnr$/],
  ['street', /^(street(_?(name|address|line))?(_?1)?|addr(ess)?(_?(line|street))?(_?1)?|strasse|rue|calle|road|home_?address|postal_?address)$/],
  ['postcode', /(^|_)(post_?(al)?_?code|zip(_?code)?|plz|postleitzahl|code_?postal|cp|pincode)$/],
  ['city', /^((post_?)?(city|town)(_name)?|suburb|ort|stadt|wohnort|ville|ciudad|localit(y|e)|municipality|place)$/],
  ['id', /(^|_)(soc_?sec(_?(id|no|number))?|ssn|social_?security(_?(id|no|number))?|national_?id|passport(_?(no|number))?|nhs(_?(no|number))?|tax_?(id|no|number)|vat(_?(id|no|number))?|id_?card|licen[cs]e(_?(no|number))?|iban|medicare(_?(no|number))?|personnummer|pesel)$/],
  ['text', /^(addr(ess)?(_?line)?_?2|middle_?names?|state|province|county|region|bundesland|company|employer|organi[sz]ation|occupation|job(_?title)?|birth_?place|place_of_birth)$/],
  ['exact', /^(sex|gender|geschlecht|country(_?code)?|land|nationality)$/],
] // prettier-ignore

/** Whose or which of several it is, before the word that tells. */
const OWNER =
  /^((default_address|mailing|billing|shipping|delivery|invoice|home|residential|res|mail|default|primary|main|customer|client|contact|person|personal|user|member|buyer|cust)_)+(?=[a-z])(?!name$)/

/** Columns that tell of records, not of persons. */
const OF_RECORDS =
  /(^|_)(created|updated|modified|changed|joined|registered|signup|inserted|order(ed)?|last|first|visit|valid|start|end|imported|contacted)(_|$)/

/** A column's kind as guessed, and why; without kind where it is left out. */
export type Guess = { readonly column: string; readonly kind?: FieldKind; readonly why: string }

/** What a column holds, by its name where this is telling and its contents do not speak against it, else by its contents. A table without rows has only names. */
export function guessKind(column: string, labels: readonly string[], noRows = false): Guess {
  const plain = plainName(column)
  const named = NAMES.find(([, pattern]) => pattern.test(plain))?.[0]
  if (noRows && named !== undefined) return { column, kind: named, why: 'by its name' }
  if (labels.length === 0) return { column, why: 'it holds nothing' }
  const sample = labels.slice(0, 1000)
  if (named !== undefined) {
    const share = shareOf(named, sample)
    if (share >= 0.3) return { column, kind: named, why: 'by its name' }
    return { column, why: `its name says ${say(named)}, but few of its values look so` }
  }
  if (shareOf('email', sample) >= 0.6)
    return { column, kind: 'email', why: 'by its contents: addresses with @' }
  if (share(sample, isInternationalPhone) >= 0.6) {
    return { column, kind: 'phone', why: 'by its contents: telephone numbers' }
  }
  if (!OF_RECORDS.test(plain) && areBirths(sample)) {
    return { column, kind: 'date_of_birth', why: 'by its contents: dates spread over decades' }
  }
  return { column, why: 'neither name nor contents say that it tells of a person' }
}

/** 'Given Name ' and 'givenName' as 'given_name'. */
function plainName(column: string): string {
  return column
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '')
    .replace(OWNER, '')
}

const FORM = { order: 'day_first', pivot: 10 } as const

/** The share of values that may be of that kind. */
function shareOf(kind: FieldKind, sample: readonly string[]): number {
  if (kind === 'email') return share(sample, (value) => /^\S+@\S+$/.test(cleanEmail(value)))
  if (kind === 'phone')
    return share(sample, (value) => /^[\d\s()+./x#-]*$/i.test(value) && cleanPhone(value) !== '')
  if (kind === 'date_of_birth')
    return share(sample, (value) => /^(1[89]|20)\d\d(\d{4})?$/.test(cleanDate(value, FORM)))
  if (kind.endsWith('name')) return share(sample, (value) => /\p{L}/u.test(value) && !/\d{3}|@/.test(value))
  return 1
}

function share(sample: readonly string[], test: (value: string) => boolean): number {
  return sample.filter(test).length / sample.length
}

function isInternationalPhone(value: string): boolean {
  return (
    /^\s*(\+|00|\(?0\d|\(\d{3}\))[\d\s()./-]{6,20}$/.test(value) &&
    /[\s()/-]|^\+/.test(value) &&
    !isDate(value)
  )
}

function isDate(value: string): boolean {
  return /^(1[89]|20)\d{6}$/.test(cleanDate(value, FORM)) && /[-/.]/.test(value)
}

function areBirths(sample: readonly string[]): boolean {
  const dates = sample.filter(isDate)
  if (dates.length < 0.8 * sample.length) return false
  const years = dates.map((value) => Number(cleanDate(value, FORM).slice(0, 4))).toSorted((a, b) => a - b)
  return (
    years.length >= 20 &&
    years[Math.floor(years.length * 0.9)]! - years[Math.floor(years.length * 0.1)]! >= 20
  )
}

/** A kind for people: 'date of birth'. */
export function say(kind: FieldKind): string {
  return kind === 'id' ? 'id number' : kind.replaceAll('_', ' ')
}
