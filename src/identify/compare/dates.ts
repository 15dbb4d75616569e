import { editsWithin } from './editDistance.js'

/**
 * The level of two different dates of birth, as digits YYYYMMDD with 00 for what is not known: 4 where one digit differs, two are swapped or day and month are,
 * 3 where two of year, month and day are the same (or one is less exact and agrees as far as it goes), 2 where the year is or two digits differ,
 * else 1.
 */
export function dateLevel(units: Uint16Array, a: number, aTo: number, b: number, bTo: number): number {
  if (aTo - a !== 8 || bTo - b !== 8) return oddLevel(units, a, aTo, b, bTo)
  let differing = 0
  let first = -1
  let second = -1
  for (let i = 0; i < 8; i++) {
    if (units[a + i] === units[b + i]) continue
    differing++
    if (first < 0) first = i
    else if (second < 0) second = i
  }
  if (differing === 1) return 4
  const areNeighbours = differing === 2 && second === first + 1
  if (areNeighbours && areSame(units, a + first, b + second, 1) && areSame(units, a + second, b + first, 1))
    return 4
  if (isPartial(units, a) || isPartial(units, b)) return partialLevel(units, a, b)
  const year = areSame(units, a, b, 4)
  if (year && areSame(units, a + 4, b + 6, 2) && areSame(units, a + 6, b + 4, 2)) return 4
  const month = areSame(units, a + 4, b + 4, 2)
  const day = areSame(units, a + 6, b + 6, 2)
  if (Number(year) + Number(month) + Number(day) === 2) return 3
  return year || differing === 2 ? 2 : 1
}

const ZERO = 48

/** Whether month or day is 00. */
function isPartial(units: Uint16Array, date: number): boolean {
  return isUnknown(units, date + 4) || isUnknown(units, date + 6)
}

function partialLevel(units: Uint16Array, a: number, b: number): number {
  if (!areSame(units, a, b, 4)) return 1
  const agrees = (at: number) =>
    areSame(units, a + at, b + at, 2) || isUnknown(units, a + at) || isUnknown(units, b + at)
  return agrees(4) && agrees(6) ? 3 : 2
}

function isUnknown(units: Uint16Array, at: number): boolean {
  return units[at] === ZERO && units[at + 1] === ZERO
}

/** What is no whole date is compared as a string. */
function oddLevel(units: Uint16Array, a: number, aTo: number, b: number, bTo: number): number {
  const edits = editsWithin(units, a, aTo, b, bTo, 2)
  return edits <= 1 ? 4 : edits === 2 ? 2 : 1
}

function areSame(units: Uint16Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (units[a + i] !== units[b + i]) return false
  return true
}
