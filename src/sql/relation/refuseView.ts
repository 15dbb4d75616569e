import { ClienteleError } from '../../error.js'
import { allColumns } from '../../table/column.js'
import { readStrings } from '../../table/strings.js'
import type { Engine } from '../engine.js'

/** Where databases list views that they would drop, or that hide a table of the same name; the others refuse by themselves. */
const lists: { readonly [dialect: string]: { readonly sql: string; readonly column: string } } = {
  clickhouse: {
    sql: "SELECT name FROM system.tables WHERE database = currentDatabase() AND endsWith(engine, 'View')",
    column: 'name',
  },
  spark: { sql: 'SHOW VIEWS', column: 'viewName' },
}

/** Refuses to put a table in the place of a view. */
export async function refuseView(
  who: string,
  engine: Pick<Engine, 'dialect' | 'query'>,
  name: string,
): Promise<void> {
  const list = lists[engine.dialect]
  if (!list) return
  const column = allColumns(await engine.query(list.sql), who).find((own) => own.name === list.column)
  if (!column || !readStrings(column).includes(name)) return
  throw new ClienteleError(
    'contradiction',
    `${who}: '${name}' is a view, and only a table can be replaced; choose another name, or drop the view first.`,
  )
}
