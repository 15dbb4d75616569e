/**
 * The distance of Damerau and Levenshtein in its unrestricted form (Lowrance and Wagner 1975), where swapped neighbours may be
 * edited further: "ca" is 2 from "abc". Time and memory grow with the product of the lengths.
 */
export function damerauLevenshtein(
  units: Uint16Array,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
): number {
  const a = aTo - aFrom
  const b = bTo - bFrom
  const width = b + 2
  const far = a + b
  const cells = new Int32Array((a + 2) * width)
  const at = (i: number, j: number) => (i + 1) * width + j + 1
  for (let i = -1; i <= a; i++) cells[at(i, -1)] = far
  for (let j = -1; j <= b; j++) cells[at(-1, j)] = far
  for (let i = 0; i <= a; i++) cells[at(i, 0)] = i
  for (let j = 0; j <= b; j++) cells[at(0, j)] = j
  const lastRow = new Map<number, number>()
  for (let i = 1; i <= a; i++) {
    let lastColumn = 0
    const unitA = units[aFrom + i - 1]!
    for (let j = 1; j <= b; j++) {
      const unitB = units[bFrom + j - 1]!
      const row = lastRow.get(unitB) ?? 0
      const column = lastColumn
      if (unitA === unitB) lastColumn = j
      cells[at(i, j)] = Math.min(
        cells[at(i - 1, j - 1)]! + (unitA === unitB ? 0 : 1),
        cells[at(i, j - 1)]! + 1,
        cells[at(i - 1, j)]! + 1,
        cells[at(row - 1, column - 1)]! + (i - row - 1) + 1 + (j - column - 1),
      )
    }
    lastRow.set(unitA, i)
  }
  return cells[at(a, b)]!
}
