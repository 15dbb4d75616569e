import { damerauLevenshtein } from '../compare/damerauLevenshtein.js'
import { editsWithin } from '../compare/editDistance.js'
import { jaro, jaroWinkler } from '../compare/jaroWinkler.js'
import { days, months, parseByFormat, readDate } from './dates.js'
import { safePattern } from './pattern.js'

/** A value of SQL. */
export type Value = string | number | boolean | Date | null

/** A function of which no part is null: where one is, so is what it gives. */
type Strict = (...parts: any[]) => Value

const LONGEST = 256

const number = (value: Value): number =>
  typeof value === 'number' ? value : typeof value === 'string' ? Number(value.trim() || NaN) : NaN

/** Not a number is null. */
const finite = (value: number): Value => (Number.isFinite(value) ? value : null)

const text = (value: Value): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value)

const units = new Uint16Array(2 * LONGEST)

/** Two strings side by side, of each the beginning. */
function measure(
  how: (units: Uint16Array, aFrom: number, aTo: number, bFrom: number, bTo: number) => number,
): Strict {
  return (a: Value, b: Value) => {
    const one = text(a).slice(0, LONGEST)
    const other = text(b).slice(0, LONGEST)
    if (one === other) return how === jaro || how === jaroWinkler ? 1 : 0
    for (let i = 0; i < one.length; i++) units[i] = one.charCodeAt(i)
    for (let i = 0; i < other.length; i++) units[one.length + i] = other.charCodeAt(i)
    return how(units, 0, one.length, one.length, one.length + other.length)
  }
}

const calculate =
  (how: (...parts: number[]) => number): Strict =>
  (...parts) =>
    finite(how(...parts.map(number)))

/** Text that looks like numbers on both sides is ordered as such: columns of numbers come as text. */
const areNumbers = (a: Value, b: Value) => !Number.isNaN(number(a)) && !Number.isNaN(number(b))

const order =
  (is: (difference: number) => boolean): Strict =>
  (a: Value, b: Value) => {
    if (typeof a === 'number' || typeof b === 'number' || areNumbers(a, b)) {
      const difference = number(a) - number(b)
      return Number.isNaN(difference) ? null : is(difference)
    }
    if (a instanceof Date || b instanceof Date) {
      const [one, other] = [readDate(a), readDate(b)]
      return one === null || other === null ? null : is(Number(one) - Number(other))
    }
    return is(String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0)
  }

const sameNumber = order((difference) => difference === 0)

/** Text is the same where it is written the same. */
const equal: Strict = (a: Value, b: Value) =>
  typeof a === 'string' && typeof b === 'string'
    ? a === b
    : typeof a === 'boolean'
      ? a === b
      : sameNumber(a, b)

const part = (value: Value, from: number, length = Infinity) => text(value).slice(from - 1, from - 1 + length)

/** The share of characters that both have among those that either has, as DuckDB has it. */
function jaccard(a: Value, b: Value): Value {
  const one = new Set(text(a))
  const other = new Set(text(b))
  const common = [...one].filter((c) => other.has(c)).length
  const all = one.size + other.size - common
  return all === 0 ? null : common / all
}

const levenshtein = measure((list, ...place) => editsWithin(list, ...place, LONGEST, false))

/** The functions and operators of conditions, but for those that look at null. */
export const FUNCTIONS: ReadonlyMap<string, Strict> = new Map<string, Strict>([
  ['=', equal],
  ['<', order((difference) => difference < 0)],
  ['>', order((difference) => difference > 0)],
  ['<=', order((difference) => difference <= 0)],
  ['>=', order((difference) => difference >= 0)],
  ['+', calculate((a, b) => a + b)],
  ['-', calculate((a, b) => a - b)],
  ['*', calculate((a, b) => a * b)],
  ['/', calculate((a, b) => a / b)],
  ['||', (a: Value, b: Value) => text(a) + text(b)],
  ['abs', calculate(Math.abs)],
  ['sqrt', calculate(Math.sqrt)],
  ['power', calculate((a, b) => a ** b)],
  ['pow', calculate((a, b) => a ** b)],
  ['radians', calculate((degrees) => (degrees * Math.PI) / 180)],
  ['sin', calculate(Math.sin)],
  ['cos', calculate(Math.cos)],
  ['acos', calculate(Math.acos)],
  ['least', calculate(Math.min)],
  ['greatest', calculate(Math.max)],
  ['number', (a: Value) => finite(number(a))],
  ['text', (a: Value) => text(a)],
  ['lower', (a: Value) => text(a).toLowerCase()],
  ['upper', (a: Value) => text(a).toUpperCase()],
  ['trim', (a: Value) => text(a).trim()],
  ['length', (a: Value) => [...text(a)].length],
  ['len', (a: Value) => [...text(a)].length],
  ['substr', part],
  ['substring', part],
  ['left', (a: Value, length: number) => part(a, 1, length)],
  ['concat', (...parts: Value[]) => parts.map(text).join('')],
  [
    'regexp_extract',
    (a: Value, pattern: string, group = 0) =>
      safePattern(pattern).exec(text(a).slice(0, LONGEST))?.[group] ?? '',
  ],
  ['jaro_winkler_similarity', measure(jaroWinkler)],
  ['jaro_winkler', measure(jaroWinkler)],
  ['jaro_similarity', measure(jaro)],
  ['jaro_sim', measure(jaro)],
  ['levenshtein', levenshtein],
  ['editdist3', levenshtein],
  ['damerau_levenshtein', measure(damerauLevenshtein)],
  ['jaccard', jaccard],
  ['jaccard_sim', jaccard],
  ['date', readDate],
  ['try_strptime', (a: Value, format: string) => parseByFormat(text(a), format)],
  ['strptime', (a: Value, format: string) => parseByFormat(text(a), format)],
  [
    'epoch',
    (a: Value) => {
      const date = readDate(a)
      return date && Number(date) / 1000
    },
  ],
  ['datediff', difference],
  ['date_diff', difference],
  // Those that look at null have their own place: see `evaluate`.
  ['nullif', () => null],
  ['coalesce', () => null],
  ['ifnull', () => null],
])

function difference(unit: Value, a: Value, b: Value): Value {
  const [one, other] = [readDate(a), readDate(b)]
  if (one === null || other === null) return null
  if (unit === 'day') return days(other) - days(one)
  if (unit === 'month') return months(other) - months(one)
  return unit === 'year' ? other.getUTCFullYear() - one.getUTCFullYear() : null
}
