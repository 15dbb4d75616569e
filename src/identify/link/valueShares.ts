import type { Field, ValueList } from '../prepared.js'
import { readWords } from '../compare/words.js'

/** How common values are, as a model keeps it: the most common first. */
export type ValueShares = {
  readonly values: readonly string[]
  /** How likely a record has each. */
  readonly shares: readonly number[]
  /** The share of any value that is not listed. */
  readonly other: number
}

/**
 * How likely strangers have the most common values of a field, `most` at most, of those that so many records have; `shareOf` makes that of the share of the records. What is
 * left out counts as what nobody has.
 */
export function keepShares(
  { list, frequency, filled }: Field,
  rows: number,
  most: number,
  fewest = 2,
  shareOf: (share: number) => number = atLeast(1 / Math.max(1, filled * rows)),
): ValueShares {
  const isCommon = (share: number) => share * filled * rows > fewest - 0.5
  return keep(list.values, frequency, isCommon, most, shareOf)
}

const atLeast = (least: number) => (share: number) => Math.max(share, least)

/** The shares of at most `most` words of a field, among all records. */
export function keepWordShares(field: Field, rows: number, most: number): ValueShares {
  const words = readWords(field, rows)
  const names: string[] = []
  const { ids, from, to, rarity } = words
  for (let i = 0; i < ids.length; i++) {
    names[ids[i]!] ??= String.fromCharCode(...field.list.units.subarray(from[i]!, to[i]!))
  }
  // What rarity was made of.
  const shares = rarity.map((says) => 1 / (Math.exp(says) - 1))
  const records = Math.max(1, rows)
  return keep(names, shares, (share) => share * records > 1.5, most, atLeast(1 / records))
}

function keep(
  values: readonly string[],
  shares: Float64Array,
  isCommon: (share: number) => boolean,
  most: number,
  shareOf: (share: number) => number,
): ValueShares {
  const common: number[] = []
  shares.forEach((share, v) => {
    if (isCommon(share)) common.push(v)
  })
  common.sort((a, b) => shares[b]! - shares[a]! || (values[a]! < values[b]! ? -1 : 1))
  const kept = common.slice(0, most)
  const rest = common.slice(most)
  let others = rest.length
  let sum = 0
  for (const v of rest) sum += shareOf(shares[v]!)
  shares.forEach((share) => {
    if (share === 0 || isCommon(share)) return
    others++
    sum += shareOf(share)
  })
  const other = others === 0 ? shareOf(0) : sum / others
  return Object.freeze({
    values: Object.freeze(kept.map((v) => values[v]!)),
    shares: Object.freeze(kept.map((v) => shareOf(shares[v]!))),
    other: Math.min(1, other),
  })
}

const looked = new WeakMap<ValueShares, ReadonlyMap<string, number>>()

/** Shares by value. Made once for each model, since one record may be scored at a time. */
export function shareOf(given: ValueShares): ReadonlyMap<string, number> {
  let known = looked.get(given)
  if (known === undefined) {
    looked.set(given, (known = new Map(given.values.map((value, i) => [value, given.shares[i]!]))))
  }
  return known
}

/** The shares of a list of values, by code. */
export function sharesOf(list: ValueList, given: ValueShares): Float64Array {
  const known = shareOf(given)
  return Float64Array.from(list.values, (value) => known.get(value) ?? given.other)
}
