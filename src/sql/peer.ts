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

/** Codes of connections that were never made. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; start it, or check the address',
  ENOTFOUND: 'there is no such host; check the address',
  EAI_AGAIN: 'the name of the host cannot be looked up; check the address',
  ETIMEDOUT: 'no answer in time; check the address',
  EHOSTUNREACH: 'there is no way to that host; check the address',
}

/** The error where a client of a database refused or failed; `address` is shown without user and password. */
export function databaseSays(who: string, database: string, address: string, error: unknown): ClienteleError {
  const { message, code } = error as { message?: string; code?: string }
  if (code !== undefined && code in UNREACHABLE)
    return unreachable(who, database, hostOf(address), code, error)
  const [first = ''] = (message || 'the connection failed').split('\n')
  const said = first.replace(/[.\s]+$/, '')
  const isSaid = code === undefined || (/^E[A-Z]/.test(code) && said.includes(code))
  return refused(who, database, isSaid ? said : `${said} (${code})`, error)
}

/** The error where a connection could not be made; `code` is that of the system. */
export function unreachable(
  who: string,
  database: string,
  where: string,
  code: string,
  cause: unknown,
): ClienteleError {
  const why = UNREACHABLE[code] ?? 'it does not answer; start it, or check the address'
  const sentence = `${who}: no connection to ${database} at ${where}: ${why} (${code}).`
  return new ClienteleError('query-failed', sentence, { cause })
}

/** Host and port of an address, which may hold a password. */
function hostOf(address: string): string {
  const [host] = address
    .replace(/^\w+:\/\//, '')
    .replace(/^.*@/s, '')
    .split(/[/?#]/)
  return host || 'its address'
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
