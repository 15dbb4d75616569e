/**
 * What stands at a position of a list that has it.
 * @template T @param {{ readonly [i: number]: T }} list @param {number} i @returns {T}
 */
export function at(list, i) {
  const value = list[i]
  if (value === undefined) throw new RangeError(`there is nothing at position ${i}`)
  return value
}
