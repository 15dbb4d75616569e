/** Python's peers, where a Python is found: one process in a virtual environment of its own, asked job by job. */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const here = import.meta.dirname
export const cache = join(here, '..', '..', '.cache')
const requirements = join(here, '..', 'peers', 'requirements.txt')

/** @type {{ process: import('node:child_process').ChildProcess, answers: AsyncIterator<string> } | undefined} */
let peer

/** The environment's interpreter, made at first use; undefined where there is no Python or no way to install. */
function interpreter() {
  // Other requirements, another environment.
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 8)
  const home = join(cache, `python-${version}`)
  const python = join(home, 'bin', 'python')
  if (existsSync(join(home, 'ready'))) return python
  try {
    mkdirSync(cache, { recursive: true })
    execFileSync('python3', ['-m', 'venv', home])
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements], { stdio: 'inherit' })
    execFileSync('touch', [join(home, 'ready')])
    return python
  } catch (error) {
    console.log(`no Python peers: ${error instanceof Error ? error.message : error}\n`)
    return undefined
  }
}

const python = interpreter()

/**
 * A rival in Python: a function of peers.py by its name, timed inside Python.
 * @param {string} job @param {Record<string, unknown>} args
 * @returns {(() => Promise<number>) | undefined}
 */
export function inPython(job, args) {
  if (!python) return undefined
  return async () => {
    peer ??= start(python)
    peer.process.stdin?.write(`${JSON.stringify({ job, args })}\n`)
    const { value } = await peer.answers.next()
    const { seconds, error } = JSON.parse(value)
    if (error) throw new Error(`${job}: ${error}`)
    return seconds
  }
}

/** @param {string} command */
function start(command) {
  const child = spawn(command, [join(here, 'peers.py')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stdout) })
  return { process: child, answers: lines[Symbol.asyncIterator]() }
}

export function stopPython() {
  peer?.process.kill()
}
