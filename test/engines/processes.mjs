/** What every engine needs to be started from packages on loopback: free ports, processes that outlive us, waiting. */
import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a program answers. @param {string} command @param {string[]} args */
export function answers(command, args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** @param {string[]} args */
const apt = (...args) =>
  answers('timeout', ['240', 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args])

/**
 * Installs a package of Debian's where a program is missing; an error where that cannot be done.
 * @param {string} name @param {() => boolean} isThere
 */
export function needPackage(name, isThere) {
  if (isThere()) return
  if (process.getuid?.() === 0) {
    const install = () => apt('install', '-y', '--no-install-recommends', name)
    if (!install() && apt('update')) install()
  }
  if (!isThere()) throw new Error(`it needs Debian's package ${name}: apt-get install ${name}`)
}

/** A port of 127.0.0.1 that nobody listens on. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}

/** Whether somebody listens. @param {number} port @returns {Promise<boolean>} */
export function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/**
 * Waits until `test` holds; fails with what was waited for.
 * @param {string} what @param {() => Promise<unknown>} test @param {number} seconds
 */
export async function until(what, test, seconds = 60) {
  const end = Date.now() + seconds * 1000
  while (!(await test().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${what} was not ready after ${seconds} s`)
    await sleep(100)
  }
}

/**
 * Starts a process that goes on when we end; what it says goes to `log`.
 * @param {string} command @param {string[]} args
 * @param {{ log: string, env?: NodeJS.ProcessEnv, cwd?: string, uid?: number, gid?: number }} options
 * @returns {number} its number
 */
export function background(command, args, { log, ...options }) {
  const out = openSync(log, 'a')
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', out, out] })
  closeSync(out)
  child.unref()
  if (child.pid === undefined) throw new Error(`${command} could not be started`)
  return child.pid
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Asks a process to end and, after eight seconds, ends it. @param {number} pid */
export async function end(pid) {
  for (const [signal, tries] of /** @type {const} */ ([
    ['SIGTERM', 80],
    ['SIGKILL', 20],
  ])) {
    if (isAlive(pid)) process.kill(pid, signal)
    for (let i = 0; i < tries && isAlive(pid); i++) await sleep(100)
  }
}
