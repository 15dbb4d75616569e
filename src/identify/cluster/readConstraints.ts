import { ClienteleError } from '../../error.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { groupColumn } from '../../table/group.js'
import { sortRows } from '../../table/sort.js'
import type { TableLike } from '../../table/types.js'
import { readPairs } from '../pairs/readPairs.js'
import type { PairList } from '../prepared.js'
import type { Clustering } from './agglomerate.js'
import { rootOf, uniteAll } from './components.js'

/** What must be together and what apart. */
export type Constraints = { readonly together?: PairList; readonly apart?: PairList }

export function readConstraints(
  records: Table,
  {
    mustLink,
    cannotLink,
  }: { readonly mustLink?: TableLike | undefined; readonly cannotLink?: TableLike | undefined },
  who: string,
): Constraints {
  const read = (table: TableLike | undefined, name: string) =>
    table === undefined ? undefined : readPairs(adopt(table, who), records.numRows, who, name)
  const together = read(mustLink, 'mustLink')
  const apart = read(cannotLink, 'cannotLink')
  if (together && apart) {
    const parent = Int32Array.from({ length: records.numRows }, (_, row) => row)
    uniteAll(parent, together)
    for (let p = 0; p < apart.length; p++) {
      const [a, b] = [apart.a[p]!, apart.b[p]!]
      if (rootOf(parent, a) !== rootOf(parent, b)) continue
      throw new ClienteleError(
        'contradiction',
        `${who}: cannotLink parts records ${a} and ${b}, which mustLink joins, directly or through others; drop one of the two.`,
      )
    }
  }
  return { ...(together && { together }), ...(apart && { apart }) }
}

/** A source is of use only where a customer may not have everything from one; without it nobody can say so. */
export function checkSource(
  who: string,
  source: string | undefined,
  rules: { readonly onePerSource: boolean; readonly oneToOne?: boolean },
): void {
  if (rules.onePerSource && source === undefined) {
    throw new ClienteleError(
      'role-missing',
      `${who}: onePerSource needs to know which column is the source; say source: '…'.`,
    )
  }
  if (source === undefined || Object.values(rules).includes(true)) return
  throw new ClienteleError(
    'option-invalid',
    `${who}: source says nothing by itself; where no source has a person twice say ${Object.keys(rules).join(': true or ')}: true, else leave source out.`,
  )
}

/** The number of each record's source, −1 where it has none. */
export function readGroups(records: Table, name: string, who: string): Int32Array {
  const { codes, missing } = groupColumn(findColumn(records, name, who), who)
  return codes.map((code) => (code === missing ? -1 : code))
}

/** Customers numbered from 1 in the order of first rows, or of their least ids. */
export function numberCustomers(
  { cluster, clusters }: Pick<Clustering, 'cluster' | 'clusters'>,
  records: Table,
  id: string | undefined,
  who: string,
): Int32Array {
  if (id === undefined) return cluster.map((one) => one + 1)
  const number = new Int32Array(clusters)
  let next = 1
  for (const row of sortRows([{ column: findColumn(records, id, who) }], who)) {
    if (number[cluster[row]!] === 0) number[cluster[row]!] = next++
  }
  return cluster.map((one) => number[one]!)
}
