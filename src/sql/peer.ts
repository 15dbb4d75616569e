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
  const sentence = reason.trim().replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 400)
  return new ClienteleError('query-failed', `${who}: ${database} says: ${sentence}.`, { cause })
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
