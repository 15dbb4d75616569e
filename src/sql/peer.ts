import { ClienteleError } from '../error.js'
import { describe } from '../table/adopt.js'
import type { Engine } from './engine.js'

/** Loads the client of a database, which users install where they need it. */
export async function loadPeer<T>(
  who: string,
  database: string,
  peer: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new ClienteleError(
      'peer-missing',
      `${who}: ${database} needs ${peer}, which is not installed; run: npm install ${peer}.`,
      { cause },
    )
  }
}

/** The error where a database refuses a statement; `reason` is what it said. */
export function refused(who: string, database: string, reason: string, cause: unknown): ClienteleError {
  // What follows shows the statement, most of which is ours.
  const [said = ''] = reason.split('LINE 1:')
  const sentence = said.trim().replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 400)
  return new ClienteleError('query-failed', `${who}: ${database} says: ${sentence}.`, { cause })
}

/** How each database says that there is no such table or schema. */
const UNKNOWN_TABLE =
  /Catalog Error: Table with name .* does not exist|\(42P01\)|\(3F000\)|\((60|81)\)\.$|TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND/

/** Whether a database refused a statement because a table is not there. */
export function isUnknownTable(error: unknown): boolean {
  return error instanceof ClienteleError && error.code === 'query-failed' && UNKNOWN_TABLE.test(error.message)
}

/** Refuses what is no engine. */
export function checkEngine(who: string, engine: unknown): asserts engine is Engine {
  const { dialect, query } = (engine ?? {}) as Partial<Engine>
  if (typeof dialect === 'string' && typeof query === 'function') return
  throw new ClienteleError(
    'option-invalid',
    `${who}: needs an engine, as await duckdb('shop.db') gives, but got ${describe(engine)}.`,
  )
}
