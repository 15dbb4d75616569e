import type { Field, ValueList } from '../prepared.js'
import { readWords } from '../compare/words.js'

/** How common values are, as a model keeps it: the values that more than one record has, the most common first. */
export type ValueShares = {
  readonly values: readonly string[]
  /** Share of the records that have the field. */
  readonly shares: readonly number[]
  /** The share of any value that is not listed. */
  readonly other: number
}

/** The shares of at most `most` values of a field. What only one record has is left out: it is as rare as what nobody has. */
export function keepShares({ list, frequency, filled }: Field, rows: number, most: number): ValueShares {
  return keep(list.values, frequency, Math.max(1, filled * rows), most)
}

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
  return keep(names, shares, Math.max(1, rows), most)
}

function keep(values: readonly string[], shares: Float64Array, records: number, most: number): ValueShares {
  const common: number[] = []
  shares.forEach((share, v) => {
    if (share * records > 1.5) common.push(v)
  })
  common.sort((a, b) => shares[b]! - shares[a]! || (values[a]! < values[b]! ? -1 : 1))
  const kept = common.slice(0, most)
  const rest = common.slice(most)
  let singles = 0
  let sum = 0
  shares.forEach((share) => {
    if (share > 0 && share * records <= 1.5) singles++
  })
  for (const v of rest) sum += shares[v]!
  const others = singles + rest.length
  const other = others === 0 ? 1 / records : (sum + singles / records) / others
  return Object.freeze({
    values: Object.freeze(kept.map((v) => values[v]!)),
    shares: Object.freeze(kept.map((v) => shares[v]!)),
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
