import type { Float64, Int32, Table, Vector } from '../table/arrow.js'
import { addColumns, float64, int32, type NamingOptions } from '../table/build.js'
import { readAbout, withAbout } from '../table/metadata.js'
import { markPredicted } from '../table/predicted.js'

/** What predicting a cluster can be told. */
export interface ClusterOptions<Distance extends boolean = boolean> extends NamingOptions {
  /** Also add `distance`: how far the row is from its cluster's centre, in scaled units. Default false. */
  readonly distance?: Distance | undefined
}

/** The columns that a clustering adds. */
export type ClusterColumns<Distance extends boolean = boolean> = {
  cluster: Int32
} & (Distance extends true ? { distance: Float64 } : unknown)

/** Labels as a column; −1 is null. */
export function clusterColumn(labels: Int32Array): Vector<Int32> {
  if (!labels.includes(-1)) return int32(labels)
  const present = new Uint8Array(labels.length)
  for (let i = 0; i < labels.length; i++) present[i] = labels[i]! < 0 ? 0 : 1
  return int32(labels, present)
}

/** The table with `cluster` (and what else is added), and with how many rows have one in its metadata. */
export function addClusters(
  who: string,
  table: Table,
  labels: Int32Array,
  others: { readonly [name: string]: Float64Array },
  { as, replace }: NamingOptions,
): Table {
  const added: Record<string, Vector> = { cluster: clusterColumn(labels) }
  for (const [name, values] of Object.entries(others)) added[name] = float64(values)
  const known = readAbout(table, who)
  let missing = 0
  for (let i = 0; i < labels.length; i++) if (labels[i]! < 0) missing++
  const counts = { ...known.counts, cluster: { rows: labels.length - missing, missing } }
  const metadata = withAbout(table.schema.metadata, { ...known, counts })
  return markPredicted(addColumns(table, added, who, { as, replace }, metadata), table)
}
