import { ClienteleError } from './error.js'
import { list } from './table/column.js'

/**
 * Reads untrusted JSON part by part: each reader gives a value of its type or throws `model-invalid`, naming
 * the place. Only named keys are looked at, so nothing is merged and no prototype is reached.
 */
export type Reader<T> = (value: unknown, place: string) => T

const most = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** The error for a part of a model that is not as it should be. */
export function malformed(place: string, needs: string): ClienteleError {
  return new ClienteleError(
    'model-invalid',
    `loadModel: ${most(place)} must be ${needs}; give the JSON as a model's toJSON() wrote it.`,
  )
}

/** An object with exactly these keys; keys with a `?` may be missing. */
export function objectOf<T extends Record<string, Reader<any>>>(
  readers: T,
  optional: readonly string[] = [],
): Reader<{ [K in keyof T]: ReturnType<T[K]> }> {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw malformed(place, 'an object')
    const stray = Object.keys(value).find((key) => !Object.hasOwn(readers, key))
    if (stray !== undefined) {
      throw malformed(place, `an object of ${list(Object.keys(readers), 30)}, without '${most(stray)}'`)
    }
    const read: Record<string, unknown> = {}
    for (const [key, reader] of Object.entries(readers)) {
      const part: unknown = Object.hasOwn(value, key) ? (value as any)[key] : undefined
      if (part === undefined && optional.includes(key)) continue
      read[key] = reader(part, place === 'the model' ? key : `${place}.${key}`)
    }
    return Object.freeze(read) as any
  }
}

/** A list within bounds of length. */
export function listOf<T>(reader: Reader<T>, from: number, to: number): Reader<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value) || value.length < from || value.length > to) {
      throw malformed(place, from === to ? `a list of ${from}` : `a list of ${from} to ${to}`)
    }
    return Object.freeze(Array.from(value, (part, i) => reader(part, `${place}[${i}]`)))
  }
}

/** A finite number within bounds. */
export function numberIn(from: number = -Infinity, to: number = Infinity): Reader<number> {
  return (value, place) => {
    if (typeof value === 'number' && Number.isFinite(value) && value >= from && value <= to) return value
    throw malformed(
      place,
      from === -Infinity && to === Infinity ? 'a number' : `a number from ${from} to ${to}`,
    )
  }
}

/** A whole number within bounds. */
export function wholeIn(from: number, to: number): Reader<number> {
  return (value, place) => {
    if (Number.isInteger(value) && (value as number) >= from && (value as number) <= to)
      return value as number
    throw malformed(place, `a whole number from ${from} to ${to}`)
  }
}

/** true or false. */
export const flag: Reader<boolean> = (value, place) => {
  if (typeof value === 'boolean') return value
  throw malformed(place, 'true or false')
}

/** A string. */
export function text(longest = 1000): Reader<string> {
  return (value, place) => {
    if (typeof value === 'string' && value.length <= longest) return value
    throw malformed(place, `a string of at most ${longest} characters`)
  }
}

/** One of a few words or numbers. */
export function wordOf<T extends string | number>(...words: T[]): Reader<T> {
  return (value, place) => {
    if (words.includes(value as T)) return value as T
    throw malformed(place, `${words.length > 1 ? 'one of ' : ''}${words.join(', ')}`)
  }
}

/** Null, or what the reader gives. */
export function nullOr<T>(reader: Reader<T>): Reader<T | null> {
  return (value, place) => (value === null ? null : reader(value, place))
}
