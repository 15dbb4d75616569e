import type { ValueList } from '../prepared.js'
import { scramble } from './hash.js'

/** Lists with more distinct values are not sorted. */
const MOST_VALUES = 400_000
/** Values that share a block. */
const WINDOW = 4

/**
 * Sorted neighbourhood (Hernández and Stolfo 1995) as two tilings of the sorted distinct values, each tile `WINDOW` values
 * wide and the second shifted by half of that: values up to half a window apart share a tile of one of them.
 */
export function sortedTiles(list: ValueList): [Int32Array, Int32Array] | undefined {
  const values = list.offsets.length - 1
  if (values < 4 * WINDOW || values > MOST_VALUES) return undefined
  const order = Int32Array.from({ length: values }, (_, v) => v)
  order.sort((a, b) => compareUnits(list, a, b))
  const first = new Int32Array(values)
  const second = new Int32Array(values)
  order.forEach((value, place) => {
    first[value] = scramble(2 + Math.floor(place / WINDOW)) || 1
    second[value] = scramble(2 + Math.floor((place + WINDOW / 2) / WINDOW)) || 1
  })
  return [first, second]
}

function compareUnits({ offsets, units }: ValueList, a: number, b: number): number {
  const from = offsets[a]!
  const other = offsets[b]!
  const lengthA = offsets[a + 1]! - from
  const lengthB = offsets[b + 1]! - other
  const shared = Math.min(lengthA, lengthB)
  for (let i = 0; i < shared; i++) {
    const difference = units[from + i]! - units[other + i]!
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
}
