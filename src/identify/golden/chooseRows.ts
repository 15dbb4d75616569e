import { invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { readCells } from '../../table/cells.js'
import { findColumn } from '../../table/column.js'
import type { GoldenCandidate, GoldenChoice } from './readRules.js'

/** The row of each customer whose value a function picks, −1 where it picks none or there is none to pick. */
export function chooseRows(
  table: Table,
  name: string,
  owner: Int32Array,
  count: number,
  candidate: Uint8Array,
  choose: GoldenChoice,
  who: string,
): Int32Array {
  const cell = readCells(findColumn(table, name, who), who)
  const lists = Array.from({ length: count }, (): GoldenCandidate[] => [])
  for (let row = 0; row < owner.length; row++) {
    if (owner[row]! >= 0 && candidate[row] === 1) lists[owner[row]!]!.push({ value: cell(row), row })
  }
  return Int32Array.from(lists, (list) => {
    if (list.length === 0) return -1
    const place: unknown = choose(list)
    if (place === -1) return -1
    const picked = list[place as number]
    if (picked === undefined) {
      throw invalid(
        who,
        `the function for rules.${name} must say a place from 0 to ${list.length - 1}, or −1, but said ${typeof place === 'number' ? place : typeof place}`,
      )
    }
    return picked.row
  })
}
