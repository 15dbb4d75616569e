import { access, constants, mkdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ClienteleError } from '../error.js'

/** Writes a text file beside its target and renames it, so that a crash leaves the old one. */
export async function writeText(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  try {
    await writeFile(beside, text)
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw cannotWrite(path, cause)
  }
}

/**
 * Makes a folder and those above it, and answers which it made, the deepest first. Level by level: in some places, such as
 * /proc, Node's own recursion never ends.
 */
export async function makeFolder(path: string): Promise<string[]> {
  const missing: string[] = []
  for (let at = resolve(path); !(await isFolder(at)); at = dirname(at)) missing.push(at)
  const made: string[] = []
  try {
    for (const folder of missing.toReversed()) {
      await mkdir(folder)
      made.unshift(folder)
    }
    await access(resolve(path), constants.W_OK)
  } catch (cause) {
    await removeFolders(made)
    throw cannotWrite(path, cause)
  }
  return made
}

async function isFolder(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined)
  return info?.isDirectory() === true || path === dirname(path)
}

/** Removes folders that nothing was written into. */
export async function removeFolders(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rmdir(path).catch(() => undefined)
}

function cannotWrite(path: string, cause: unknown): ClienteleError {
  const reason = REASONS[(cause as NodeJS.ErrnoException).code ?? ''] ?? (cause as Error).message
  return new ClienteleError(
    'file-missing',
    `analyze: cannot write '${path}': ${reason}; choose another folder with --out.`,
    { cause },
  )
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'that is not allowed',
  EPERM: 'that is not allowed',
  EROFS: 'the disk cannot be written to',
  ENOSPC: 'the disk is full',
  ENOENT: 'no folder can be made there',
  EEXIST: 'there is a file of that name, and a folder is needed',
  ENOTDIR: 'part of the path is a file, and a folder is needed',
  EISDIR: 'it is a folder',
}
