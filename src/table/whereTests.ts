import { Type } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { checkBoolean, checkOptions, invalid } from '../options.js'
import { describe } from './adopt.js'
import { readCategories } from './categories.js'
import { readCells } from './cells.js'
import { type Column, typeName, wrongType } from './column.js'
import { isNumeric } from './numbers.js'
import { isText } from './strings.js'
import { isTime, MS_A_DAY, parseIsoTime, readTimes } from './times.js'

/** A value to compare with: dates may be given as ISO strings. */
export type Comparable<V> = V extends Date ? Date | string : V

/** What a column's value must be; where several parts are given, all of them must hold. */
export interface ColumnTest<V> {
  /** Equal to this; null for missing. */
  readonly is?: Comparable<V> | null | undefined
  /** Not equal to this; a missing value is equal to nothing, so it passes. */
  readonly not?: Comparable<V> | null | undefined
  /** Equal to one of these. */
  readonly in?: readonly (Comparable<V> | null)[] | undefined
  /** Equal to none of these. */
  readonly notIn?: readonly (Comparable<V> | null)[] | undefined
  /** This or more; a date from its beginning on. */
  readonly from?: Comparable<V> | undefined
  /** This or less; a date through its end. */
  readonly to?: Comparable<V> | undefined
  /** More than this; a date after its end. */
  readonly above?: Comparable<V> | undefined
  /** Less than this; a date before its beginning. */
  readonly below?: Comparable<V> | undefined
  /** Text that the pattern is found in. */
  readonly matches?: RegExp | undefined
  /** Missing (null or NaN), or not. */
  readonly missing?: boolean | undefined
}

const PARTS = ['is', 'not', 'in', 'notIn', 'from', 'to', 'above', 'below', 'matches', 'missing']

/** A value that a column can hold. */
export type Known = string | number | bigint | boolean
/** A value to compare with as the first and last known value that it covers: a day is a range of moments. */
export type Reach = readonly [low: Known, high: Known] | null
type Check = (value: Known | null) => boolean

/** Which rows of the column pass: 1 or 0. Text is tested once per distinct value. */
export function testColumn(column: Column, given: unknown, who: string): Uint8Array {
  const check = compile(column, given, who)
  if (isText(column.type)) {
    const { codes, labels } = readCategories(column, who)
    const passes = labels.map(check)
    const missingPasses = check(null)
    return Uint8Array.from(codes, (code) => Number(code < 0 ? missingPasses : passes[code]!))
  }
  const values = isTime(column.type) ? readTimes(column, who) : undefined
  const cells = values ? undefined : readCells(column, who)
  return Uint8Array.from({ length: column.length }, (_, i) => {
    const value = values ? values[i]! : (cells!(i) as Known | null)
    return Number(check(Number.isNaN(value) ? null : value))
  })
}

function compile(column: Column, given: unknown, who: string): Check {
  const reach = reachOf(column, who)
  if (!isTest(given)) return checkIs(reach(given, 'is'))
  checkOptions(`${who}: column '${column.name}'`, given, PARTS)
  const checks: Check[] = []
  if (given.is !== undefined) checks.push(checkIs(reach(given.is, 'is')))
  if (given.not !== undefined) checks.push(negate(checkIs(reach(given.not, 'not'))))
  if (given.in !== undefined) checks.push(checkIn(given.in, 'in', reach, column, who))
  if (given.notIn !== undefined) checks.push(negate(checkIn(given.notIn, 'notIn', reach, column, who)))
  checks.push(...checkRange(given, reach, column, who))
  if (given.matches !== undefined) checks.push(checkMatches(given.matches, column, who))
  if (given.missing !== undefined) {
    const { missing } = given
    checkBoolean(who, `${column.name}.missing`, missing)
    checks.push((value) => (value === null) === missing)
  }
  if (checks.length === 0) {
    throw invalid(who, `the test of column '${column.name}' is empty; the parts are ${PARTS.join(', ')}`)
  }
  return (value) => checks.every((check) => check(value))
}

/** Whether it is a test of several parts, not a value to be equal to. */
export function isTest(given: unknown): given is ColumnTest<any> {
  return typeof given === 'object' && given !== null && !(given instanceof Date) && !Array.isArray(given)
}

export type Reacher = (value: unknown, part: string) => Reach

/** How values given for the column are read, by the column's type. */
export function reachOf(column: Column, who: string): Reacher {
  const { type, name } = column
  const kind = isText(type)
    ? 'string'
    : type.typeId === Type.Bool
      ? 'boolean'
      : isNumeric(type)
        ? 'number'
        : isTime(type)
          ? 'date'
          : undefined
  if (!kind && type.typeId !== Type.Null) {
    throw wrongType(who, column, 'plain values are compared', 'test it with a function of the row')
  }
  return (value, part) => {
    if (value === null || Number.isNaN(value)) return null
    const found = kind === 'date' ? momentsOf(value) : plainOf(value, kind)
    if (found) return found
    throw new ClienteleError(
      'option-invalid',
      `${who}: column '${name}' is ${typeName(type)}, but ${part} is ${describe(value)}${typeof value === 'string' ? ` ('${value.slice(0, 40)}')` : ''}; give ${Array.isArray(value) && part === 'is' ? 'one of several values as {in: [1, 3]}, or ' : ''}${kind === 'date' ? 'a valid Date or an ISO date' : `a ${kind ?? 'null'}`}.`,
    )
  }
}

/** A column without a value, as an empty file has them, can be compared with any kind. */
function plainOf(value: unknown, kind: string | undefined): Reach {
  const given = typeof value === 'bigint' ? 'number' : typeof value
  const fits = given === kind || (kind === undefined && ['number', 'string', 'boolean'].includes(given))
  return fits ? [value as Known, value as Known] : null
}

/** A bare date is all of its day (UTC). */
function momentsOf(value: unknown): Reach {
  const ms = value instanceof Date ? value.getTime() : typeof value === 'string' ? parseIsoTime(value) : NaN
  if (Number.isNaN(ms)) return null
  const isDay = typeof value === 'string' && value.trim().length === 10
  return [ms, isDay ? ms + MS_A_DAY - 0.5 : ms]
}

function checkIs(reach: Reach): Check {
  if (reach === null) return (value) => value === null
  const [low, high] = reach
  return (value) => value !== null && order(value, low) >= 0 && order(value, high) <= 0
}

function checkIn(list: unknown, part: string, reach: Reacher, { name }: Column, who: string): Check {
  if (!Array.isArray(list)) throw invalid(who, `${name}.${part} must be a list, but got ${describe(list)}`)
  const checks = list.map((value) => checkIs(reach(value, part)))
  return (value) => checks.some((check) => check(value))
}

function negate(check: Check): Check {
  return (value) => !check(value)
}

function checkRange(test: ColumnTest<any>, reach: Reacher, { name }: Column, who: string): Check[] {
  const bound = (part: 'from' | 'to' | 'above' | 'below'): Reach => {
    if (test[part] === undefined) return null
    const found = reach(test[part], part)
    if (!found) throw invalid(who, `${name}.${part} must be a value, but got ${describe(test[part])}`)
    return found
  }
  const [from, to, above, below] = [bound('from'), bound('to'), bound('above'), bound('below')]
  const checks: Check[] = []
  if (from) checks.push((value) => value !== null && order(value, from[0]) >= 0)
  if (to) checks.push((value) => value !== null && order(value, to[1]) <= 0)
  if (above) checks.push((value) => value !== null && order(value, above[1]) > 0)
  if (below) checks.push((value) => value !== null && order(value, below[0]) < 0)
  return checks
}

function checkMatches(pattern: unknown, column: Column, who: string): Check {
  if (!(pattern instanceof RegExp)) {
    throw invalid(who, `${column.name}.matches must be a regular expression, but got ${describe(pattern)}`)
  }
  if (!isText(column.type) && column.type.typeId !== Type.Null) {
    throw wrongType(
      who,
      column,
      'matches needs text',
      'test it with from and to, or with a function of the row',
    )
  }
  // A global pattern would remember where it stopped.
  const fresh = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
  return (value) => value !== null && fresh.test(value as string)
}

/** Negative, zero or positive as a sorts before, with or after b; text by code point as everywhere. */
function order(a: Known, b: Known): number {
  if (typeof a === 'string' && typeof b === 'string') return a === b ? 0 : orderText(a, b)
  return a < b ? -1 : a > b ? 1 : 0
}

function orderText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  let i = 0
  while (i < shorter && a[i] === b[i]) i++
  // A pair of surrogates that differs in its second half still compares right.
  const [x, y] = [a.codePointAt(i) ?? -1, b.codePointAt(i) ?? -1]
  return x - y
}
