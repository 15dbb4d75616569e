import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The path of a file of real data that lies beside the repository, or undefined where there is none. */
export function sharedFile(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url))
  if (existsSync(path)) return path
  console.warn(`skipped: there is no ../shared/data/${name} beside the repository`)
  return undefined
}
