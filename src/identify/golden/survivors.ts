import type { SortedGroups } from '../../table/sortedGroups.js'

/** A column's values as rules see them. */
export type GoldenColumn = {
  readonly name: string
  readonly groups: SortedGroups
  /** One a group: 0 where it is no value: missing, or text of blanks. */
  readonly present: Uint8Array
}

export function goldenColumn(name: string, groups: SortedGroups): GoldenColumn {
  const present = Uint8Array.from(groups.labels, (label) => (label === null || label.trim() === '' ? 0 : 1))
  return { name, groups, present }
}

/** Of `presence`: a value that says something. */
export const HAS_VALUE = 2

/** What each row has: nothing (0), a placeholder (1) or a value (HAS_VALUE), by whether the value says anything, where that is known. */
export function presence({ groups, present }: GoldenColumn, says?: Uint8Array): Uint8Array {
  return Uint8Array.from(groups.codes, (code, row) =>
    present[code] === 0 ? 0 : says?.[row] === 0 ? 1 : HAS_VALUE,
  )
}

/** One a row, the higher the better; compared in turn until one tells two rows apart. */
export type Merit = Float64Array

/** The best row of each customer, −1 where none is a candidate; rows that no merit tells apart by their order. */
export function bestRows(
  customers: Int32Array,
  count: number,
  candidate: Uint8Array,
  merits: readonly Merit[],
): Int32Array {
  const best = new Int32Array(count).fill(-1)
  for (let row = 0; row < customers.length; row++) {
    const customer = customers[row]!
    if (customer < 0 || candidate[row] === 0) continue
    const holder = best[customer]!
    if (holder < 0 || isBetter(row, holder, merits)) best[customer] = row
  }
  return best
}

function isBetter(row: number, holder: number, merits: readonly Merit[]): boolean {
  for (const merit of merits) {
    if (merit[row]! !== merit[holder]!) return merit[row]! > merit[holder]!
  }
  return false
}
