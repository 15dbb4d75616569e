/** ClickHouse from its npm package, which runs it inside a process of Node. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { background, end, freePort, isOpen, until } from './processes.mjs'

/** @param {string} folder @returns {Promise<{ url: string, pids: number[] }>} */
export async function start(folder) {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const program = join(import.meta.dirname, 'clickhouseServer.mjs')
  const pid = background(process.execPath, [program, `${port}`, folder], { log: join(folder, 'server.log') })
  await until('ClickHouse', () => isOpen(port))
  return { url: `clickhouse://127.0.0.1:${port}`, pids: [pid] }
}

/** @param {{ pids: number[] }} state @param {string} folder */
export async function stop(state, folder) {
  await Promise.all(state.pids.map(end))
  rmSync(folder, { recursive: true, force: true })
}
