/**
 * How many edits (a character put in, left out, replaced, or two neighbours swapped) lead from one string to the other, or
 * `most` + 1 where it takes more than `most`. This is the optimal string alignment form of the distance of Damerau (1964) and Levenshtein (1966):
 * no part is edited twice, so "ca" is 3 from "abc" where the unrestricted form says 2. With `swaps` false
 * it is Levenshtein's own distance.
 *
 * Only cells within `most` of the diagonal are filled, and rows end as soon as all of them exceed it (Ukkonen 1985): the cost is `most` × the shorter
 * length at worst, and next to nothing for strings that differ from their beginning.
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
  return fillBand(units, aFrom, aTo - aFrom, bFrom, bTo - bFrom, most, swaps)
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
