/** Python's peers, where a Python is found: one process in a virtual environment of its own, asked job by job. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pythonWith } from '../python.mjs'

const here = import.meta.dirname
export { cache } from '../python.mjs'
const requirements = join(here, '..', 'peers', 'requirements.txt')

/** @type {{ process: import('node:child_process').ChildProcess, answers: AsyncIterator<string> } | undefined} */
let peer

const python = pythonWith(requirements, 'python')

/**
 * A rival in Python: a function of peers.py by its name, timed inside Python; `alone`: in a new process, so that its memory is known.
 * @param {string} job @param {Record<string, unknown>} args @param {{ alone?: boolean }} [options]
 * @returns {(() => Promise<import('./main.mjs').Took>) | undefined}
 */
export function inPython(job, args, { alone = false } = {}) {
  if (!python) return undefined
  return async () => {
    if (alone) stopPython()
    peer ??= start(python)
    peer.process.stdin?.write(`${JSON.stringify({ job, args })}\n`)
    const { value } = await peer.answers.next()
    const { error, ...took } = JSON.parse(value)
    if (error) throw new Error(`${job}: ${error}`)
    return took
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
  peer = undefined
}
