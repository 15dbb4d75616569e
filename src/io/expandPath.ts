import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ClienteleError } from '../error.js'

const TABLES = /\.(?:csv|tsv|txt|tab|parquet|pq|arrow|arrows|feather|ipc)(?:\.gz)?$/i

/** The files that a path names: itself, those in a folder, those that fit a pattern; sorted by name. */
export async function expandPath(path: string, who: string): Promise<string[]> {
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory()) return filesIn(path, who)
  if (info) return [path]
  if (/[*?{]/.test(path)) return matching(path, who)
  throw new ClienteleError(
    'file-missing',
    `${who}: there is no file '${path}'; check the path (it starts from ${process.cwd()}).`,
  )
}

async function filesIn(folder: string, who: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => TABLES.test(name) && !/^[._]/.test(name)).sort()
  if (names.length > 0) return names.map((name) => join(folder, name))
  throw new ClienteleError(
    'file-missing',
    `${who}: the folder '${folder}' holds no table (csv, tsv, txt, parquet, arrow, feather; plain or .gz); name the files, or write '${join(folder, '**/*.csv')}' to look in the folders below.`,
  )
}

async function matching(pattern: string, who: string): Promise<string[]> {
  const parts = pattern.split('/')
  const fixed = parts.findIndex((part) => /[*?{]/.test(part))
  const base = parts.slice(0, fixed).join('/') || (pattern.startsWith('/') ? '/' : '.')
  const found = await walk(base, parts.slice(fixed))
  if (found.length > 0) return [...new Set(found)].sort()
  throw new ClienteleError('file-missing', `${who}: no file fits '${pattern}'; check the pattern.`)
}

async function walk(folder: string, parts: readonly string[]): Promise<string[]> {
  const [part, ...rest] = parts
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const deeper = part === '**'
  const found: string[] = deeper && rest.length > 0 ? await walk(folder, rest) : []
  const fits = patternOf(part!)
  for (const entry of entries) {
    if (entry.name.startsWith('.') && !part!.startsWith('.')) continue
    const path = folder === '.' ? entry.name : join(folder, entry.name)
    if (deeper) {
      if (entry.isDirectory()) found.push(...(await walk(path, parts)))
      else if (rest.length === 0) found.push(path)
    } else if (fits.test(entry.name)) {
      if (rest.length > 0) found.push(...(await walk(path, rest)))
      else if (!entry.isDirectory()) found.push(path)
    }
  }
  return found
}

function literal(text: string): string {
  return text.replace(/[.+^$()|[\]\\{}]/g, String.raw`\$&`)
}

function patternOf(part: string): RegExp {
  const source = part.replace(/\{([^}]*)\}|[*?]|[^*?{]+|\{/g, (piece, words?: string) => {
    if (words !== undefined) return `(?:${words.split(',').map(literal).join('|')})`
    if (piece === '*') return '[^/]*'
    return piece === '?' ? '[^/]' : literal(piece)
  })
  return new RegExp(`^${source}$`)
}
