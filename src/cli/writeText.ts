import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
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

/** Makes a folder and those above it. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (cause) {
    throw cannotWrite(path, cause)
  }
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
  EEXIST: 'there is a file of that name, and a folder is needed',
  ENOTDIR: 'part of the path is a file, and a folder is needed',
  EISDIR: 'it is a folder',
}
