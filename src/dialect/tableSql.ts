import { invalid } from '../options.js'
import type { Grammar } from './grammars.js'
import { withoutEnd } from './withoutEnd.js'

/** A table in a database: its name, the parts of its name, or a SELECT as it stands, which is not checked. */
export type SqlTable = string | readonly string[] | { readonly query: string }

/** A table as it stands after FROM. */
export function tableSql(who: string, from: SqlTable, grammar: Grammar): string {
  const parts = typeof from === 'string' ? [from] : Array.isArray(from) ? (from as string[]) : undefined
  if (parts && parts.length > 0 && parts.every((part) => typeof part === 'string' && part !== '')) {
    return parts.map(grammar.identifier).join('.')
  }
  const query: unknown = (from as { query?: unknown } | null | undefined)?.query
  if (parts === undefined && typeof query === 'string' && query.trim() !== '')
    return `(${withoutEnd(query)}\n)`
  throw invalid(
    who,
    `the table must be a name, such as 'customers' or ['sales', 'customers'], or {query: 'SELECT …'}, but got ${JSON.stringify(from)?.slice(0, 80)}`,
  )
}
