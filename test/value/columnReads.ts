import type { Table } from 'apache-arrow'

/** How often a call reads the names of the table's fields: linear where columns are found once. */
export function columnIndexReads(table: Table<any>, call: (table: Table<any>) => unknown): number {
  let reads = 0
  for (const field of table.schema.fields) {
    const { name } = field
    Object.defineProperty(field, 'name', { get: () => (reads++, name) })
  }
  call(table)
  if (reads === 0) throw new Error('The call looked at no name of the fields given.')
  return reads
}
