import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'

/** Gives the path of a file that does not exist yet, in a folder that is gone afterwards. */
export async function withTemporaryFile<T>(name: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-'))
  try {
    return await use(join(folder, name))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A folder's name and the Parquet files that lie in it; undefined where the path is no folder. */
export async function parquetFolder(
  path: string,
): Promise<{ readonly name: string; readonly files: readonly string[] } | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isDirectory()) return undefined
  const folder = resolve(path)
  const names = (await readdir(folder)).filter((name) => /\.parquet$/i.test(name)).sort()
  return { name: basename(folder), files: names.map((name) => join(folder, name)) }
}

/** A file's name without its folder and its extension. */
export function stem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, '')
}
