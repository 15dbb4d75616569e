import type { ValueList } from '../prepared.js'
import { LONGEST } from './jaroWinkler.js'

/** Which letters each value of a list has, one bit each: what is not in both cannot match. */
export type Letters = {
  readonly masks: Int32Array
  /** Where the part of each value ends that the letters are of. */
  readonly ends: Int32Array
}

/** Letters by list: two names have one list, and several comparers read the same lists. */
const known = new WeakMap<ValueList, Map<number, Letters>>()

/** The letters of each value, up to the first of `stop` where that is given. */
export function lettersOf(list: ValueList, stop = -1): Letters {
  let own = known.get(list)
  if (own === undefined) known.set(list, (own = new Map()))
  let letters = own.get(stop)
  if (letters === undefined) own.set(stop, (letters = readLetters(list, stop)))
  return letters
}

function readLetters({ units, offsets }: ValueList, stop: number): Letters {
  const values = offsets.length - 1
  const masks = new Int32Array(values)
  const ends = offsets.slice(1)
  for (let v = 0; v < values; v++) {
    const start = offsets[v]!
    const end = offsets[v + 1]!
    let mask = 0
    let at = start
    for (; at < end && units[at] !== stop; at++) if (at - start < LONGEST) mask |= letterBit(units[at]!)
    masks[v] = mask
    ends[v] = at
  }
  return { masks, ends }
}

/** Latin letters and digits have different bits as far as there are bits; that others share one only weakens the bound. */
function letterBit(unit: number): number {
  return 1 << (unit >= 97 ? unit - 97 : unit - 22)
}

/**
 * The Jaro–Winkler similarity of two strings of these lengths and letters is at most this: each letter that one has and the other has not leaves
 * at least one character unmatched. `common` is how many of the first four characters are the same.
 */
export function mostSimilar(
  a: number,
  lettersA: number,
  b: number,
  lettersB: number,
  common: number,
): number {
  const lengthA = Math.min(a, LONGEST)
  const lengthB = Math.min(b, LONGEST)
  const matches = Math.min(lengthA - bitCount(lettersA & ~lettersB), lengthB - bitCount(lettersB & ~lettersA))
  if (matches <= 0) return 0
  const jaro = (matches / lengthA + matches / lengthB + 1) / 3
  return jaro <= 0.7 ? jaro : jaro + common * 0.1 * (1 - jaro)
}

function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
