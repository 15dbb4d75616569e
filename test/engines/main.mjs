/**
 * Starts and stops real database engines on loopback and free ports, from packages only.
 *
 * npm run engines -- start|stop|status [postgres] [clickhouse] [spark]
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './processes.mjs'

const engines = {
  postgres: () => import('./postgres.mjs'),
  clickhouse: () => import('./clickhouse.mjs'),
  spark: async () => {
    const spark = await import('./spark.mjs')
    return { ...spark, start: (/** @type {string} */ folder) => spark.start(folder, { interpret: true }) }
  },
}
export const names = Object.keys(engines)
// Not inside the project: PostgreSQL's own user must be able to reach its folder.
const folder = join(tmpdir(), `clientele-engines-${userInfo().username}`)
/** @param {string} name */
const stateFile = (name) => join(folder, `${name}.json`)

/** What is known of an engine that runs. @param {string} name */
export function running(name) {
  try {
    const state = JSON.parse(readFileSync(stateFile(name), 'utf8'))
    return state.pids.some(isAlive) ? state : undefined
  } catch {
    return undefined
  }
}

/** @typedef {keyof typeof engines} Name */

/** @param {string} name */
export async function start(name) {
  const already = running(name)
  if (already) return already
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  rmSync(join(folder, name), { recursive: true, force: true })
  const engine = await engines[/** @type {Name} */ (name)]()
  const state = await engine.start(join(folder, name))
  writeFileSync(stateFile(name), JSON.stringify(state), { mode: 0o600 })
  return state
}

/** @param {string} name */
export async function stop(name) {
  const state = running(name)
  if (state) await (await engines[/** @type {Name} */ (name)]()).stop(state, join(folder, name))
  rmSync(stateFile(name), { force: true })
  return state
}

const what = {
  /** @param {string} name */
  start: async (name) => `runs at ${(await start(name)).url}`,
  /** @param {string} name */
  stop: async (name) => ((await stop(name)) ? 'stopped' : 'was not running'),
  /** @param {string} name */
  status: async (name) => running(name)?.url ?? 'not running',
}

if (process.argv[1] === import.meta.filename) {
  const [command = '', ...chosen] = process.argv.slice(2)
  const unknown = chosen.find((name) => !names.includes(name))
  if (!(command in what) || unknown) {
    console.error(
      `engines: got '${unknown ?? command}', needs start, stop or status and any of ${names.join(', ')}`,
    )
    process.exit(2)
  }
  for (const name of chosen.length > 0 ? chosen : names) {
    try {
      console.log(`${name}: ${await what[/** @type {keyof typeof what} */ (command)](name)}`)
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message : error}`)
      process.exitCode = 1
    }
  }
}
