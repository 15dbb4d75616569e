/**
 * How many edits (a character put in, left out, replaced, or two neighbours swapped) lead from one string to the other, or
 * `most` + 1 where it takes more than `most`. This is the optimal string alignment form of the distance of Damerau (1964) and Levenshtein (1966):
 * no part is edited twice, so "ca" is 3 from "abc" where the unrestricted form says 2. With `swaps` false
 * it is Levenshtein's own distance.
 *
 * One or two edits are looked for at either end of what differs. Beyond that only cells within `most` of the diagonal are filled, and rows end as soon as
 * all of them exceed it (Ukkonen 1985): the cost is `most` × the shorter length at worst, and next to nothing for strings that differ from their beginning.
 */
export function editsWithin(
  units: Uint16Array,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
  most: number,
  swaps = true,
): number {
  const apart = Math.abs(aTo - aFrom - (bTo - bFrom))
  if (apart > most) return most + 1
  while (aFrom < aTo && bFrom < bTo && units[aFrom] === units[bFrom]) {
    aFrom++
    bFrom++
  }
  while (aFrom < aTo && bFrom < bTo && units[aTo - 1] === units[bTo - 1]) {
    aTo--
    bTo--
  }
  if (aFrom === aTo || bFrom === bTo) return apart
  if (isOneEdit(units, aFrom, aTo, bFrom, bTo, swaps)) return Math.min(1, most + 1)
  if (most < 2) return most + 1
  if (most === 2) return areTwoEdits(units, aFrom, aTo, bFrom, bTo, swaps) ? 2 : 3
  return fillBand(units, aFrom, aTo - aFrom, bFrom, bTo - bFrom, most, swaps)
}

/** Whether one edit leads from one string to the other where both begin and end differently. */
function isOneEdit(
  units: Uint16Array,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
  swaps: boolean,
): boolean {
  if (aTo - aFrom !== bTo - bFrom) return false
  if (aTo - aFrom === 1) return true
  return swaps && aTo - aFrom === 2 && areSwapped(units, aFrom, bFrom)
}

function areSwapped(units: Uint16Array, a: number, b: number): boolean {
  return units[a] === units[b + 1] && units[a + 1] === units[b]
}

/** Whether two edits do where one does not: the first is at the beginning, which differs, and what is left must be one. */
function areTwoEdits(
  units: Uint16Array,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
  swaps: boolean,
): boolean {
  if (isWithinOne(units, aFrom + 1, aTo, bFrom + 1, bTo, swaps)) return true
  if (isWithinOne(units, aFrom + 1, aTo, bFrom, bTo, swaps)) return true
  if (isWithinOne(units, aFrom, aTo, bFrom + 1, bTo, swaps)) return true
  const isSwap = swaps && aTo - aFrom > 1 && bTo - bFrom > 1 && areSwapped(units, aFrom, bFrom)
  return isSwap && isWithinOne(units, aFrom + 2, aTo, bFrom + 2, bTo, swaps)
}

function isWithinOne(
  units: Uint16Array,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
  swaps: boolean,
): boolean {
  const apart = aTo - aFrom - (bTo - bFrom)
  if (apart > 1 || apart < -1) return false
  while (aFrom < aTo && bFrom < bTo && units[aFrom] === units[bFrom]) {
    aFrom++
    bFrom++
  }
  while (aFrom < aTo && bFrom < bTo && units[aTo - 1] === units[bTo - 1]) {
    aTo--
    bTo--
  }
  return aFrom === aTo || bFrom === bTo || isOneEdit(units, aFrom, aTo, bFrom, bTo, swaps)
}

/** Rows of the band: place d of row i is the cell (i, i + d − most − 1), with a cell beyond it at each end. */
let above2 = new Int32Array(64)
let above = new Int32Array(64)
let row = new Int32Array(64)

function fillBand(
  units: Uint16Array,
  aFrom: number,
  a: number,
  bFrom: number,
  b: number,
  most: number,
  swaps: boolean,
): number {
  const width = 2 * most + 3
  const beyond = most + 1
  if (row.length < width) {
    above2 = new Int32Array(2 * width)
    above = new Int32Array(2 * width)
    row = new Int32Array(2 * width)
  }
  row.fill(beyond, 0, width)
  above.fill(beyond, 0, width)
  for (let j = 0; j <= Math.min(most, b); j++) row[j + most + 1] = j
  for (let i = 1; i <= a; i++) {
    const oldest = above2
    above2 = above
    above = row
    row = oldest
    row.fill(beyond, 0, width)
    let least = beyond
    if (i <= most) row[most + 1 - i] = least = i
    const end = Math.min(b, i + most)
    for (let j = Math.max(1, i - most); j <= end; j++) {
      const d = j - i + most + 1
      const unitA = units[aFrom + i - 1]
      const unitB = units[bFrom + j - 1]
      let edits = Math.min(above[d]! + (unitA === unitB ? 0 : 1), above[d + 1]! + 1, row[d - 1]! + 1)
      const isSwap =
        swaps && i > 1 && j > 1 && unitA === units[bFrom + j - 2] && unitB === units[aFrom + i - 2]
      if (isSwap) edits = Math.min(edits, above2[d]! + 1)
      row[d] = edits
      if (edits < least) least = edits
    }
    if (least > most) return beyond
  }
  return Math.min(beyond, row[b - a + most + 1]!)
}
