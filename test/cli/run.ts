import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const MAIN = new URL('../../dist/cli/main.js', import.meta.url).pathname

/** What a run of the command line gave. */
export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command line as its own process, as a shell would. */
export function clientele(args: readonly string[], cwd: string): Promise<Run> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, CLIENTELE_DEBUG: '' }, maxBuffer: 1 << 26 }
    execFile(process.execPath, [MAIN, ...args], options, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })
}

/** A folder for the tests of one file, gone after them. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a file into a folder and gives its name. */
export async function put(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content)
  return name
}
