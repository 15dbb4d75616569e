import { hidden } from '../../dialect/hidden.js'
import { allColumns } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import type { Table } from '../../table/arrow.js'
import { call, column } from '../expression/expression.js'
import { copy, type Named, type Query, type Select, select } from '../expression/query.js'
import { distancesQuery, nearestOf, scaledName } from './nearest.js'

const [CLUSTER, SQUARED] = ['cluster', 'squared'].map(hidden) as [string, string]

/** What a pass over the rows says of each cluster. */
export interface Sums {
  readonly sizes: readonly number[]
  /** Of the scaled features. */
  readonly sums: readonly (readonly number[])[]
  readonly inertia: number
}

/** Runs a query. */
export type AskTable = (query: Query) => Promise<Table>

/** Assigns each row to its nearest centre there, and adds up each cluster's features. */
export async function sumClusters(
  askTable: AskTable,
  points: Select,
  centers: readonly (readonly number[])[],
): Promise<Sums> {
  const width = centers[0]!.length
  const names = Array.from({ length: width }, (_, j) => scaledName(j))
  const { cluster, squared } = nearestOf(centers.length)
  const assigned = select(distancesQuery(points, copy(...names), centers), [
    ...copy(...names),
    [CLUSTER, cluster],
    [SQUARED, squared],
  ])
  const found = await askTable(
    select(
      assigned,
      [
        [CLUSTER, column(CLUSTER)],
        ['rows', call('rows')],
        ['inertia', call('sum', column(SQUARED))],
        ...names.map((name, j): Named => [`sum_${j}`, call('sum', column(name))]),
      ],
      { groupBy: [column(CLUSTER)] },
    ),
  )
  const [labels, rows, inertias, ...sums] = allColumns(found, 'fitKMeans').map((own) =>
    readNumbers(own, 'fitKMeans'),
  )
  const sizes = centers.map(() => 0)
  const added = centers.map(() => names.map(() => 0))
  labels!.forEach((label, row) => {
    sizes[label] = rows![row]!
    added[label] = sums.map((values) => values[row]!)
  })
  // In the order of clusters, whatever that of the rows is.
  const order = [...labels!.keys()].sort((a, b) => labels![a]! - labels![b]!)
  return { sizes, sums: added, inertia: order.reduce((total, row) => total + inertias![row]!, 0) }
}

/** The rows farthest from their centres, for clusters that have none; as many as there are, at most `count`. */
export async function farthest(
  askTable: AskTable,
  points: Select,
  centers: readonly (readonly number[])[],
  count: number,
): Promise<number[][]> {
  const names = centers[0]!.map((_, j) => scaledName(j))
  const { squared } = nearestOf(centers.length)
  const rows = select(distancesQuery(points, copy(...names), centers), [
    ...copy(...names),
    [SQUARED, squared],
  ])
  // Equal rows would be one centre twice.
  const distinct = select(rows, copy(...names, SQUARED), {
    where: call('above', column(SQUARED), { op: 'number', value: 0 }),
    groupBy: [...names, SQUARED].map((name) => column(name)),
  })
  const found = await askTable(
    select(distinct, copy(...names), {
      orderBy: [{ by: column(SQUARED), descending: true }, ...names.map((name) => ({ by: column(name) }))],
      limit: count,
    }),
  )
  const columns = allColumns(found, 'fitKMeans').map((own) => readNumbers(own, 'fitKMeans'))
  return Array.from({ length: found.numRows }, (_, row) => columns.map((values) => values[row]!))
}
