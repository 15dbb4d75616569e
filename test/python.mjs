/** A virtual environment of Python in the cache, made at first use from a list of pinned packages. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const cache = join(import.meta.dirname, '..', '.cache')

/**
 * The interpreter with these packages; undefined where there is no Python or no way to install.
 * @param {string} requirements @param {string} name @returns {string | undefined}
 */
export function pythonWith(requirements, name) {
  // Other requirements, another environment.
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 8)
  const home = join(cache, `${name}-${version}`)
  const python = join(home, 'bin', 'python')
  if (existsSync(join(home, 'ready'))) return python
  try {
    mkdirSync(cache, { recursive: true })
    execFileSync('python3', ['-m', 'venv', home])
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements], { stdio: 'inherit' })
    writeFileSync(join(home, 'ready'), '')
    return python
  } catch (error) {
    console.log(`no Python with ${name}: ${error instanceof Error ? error.message : error}\n`)
    return undefined
  }
}
