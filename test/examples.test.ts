import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'node:util'
import { afterAll, describe, expect, test, vi } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = join(import.meta.dirname, '.examples')

/** The public entries, and the names that each exports. */
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const entries = new Map<string, string[]>()
for (const [key, target] of Object.entries<any>(exports)) {
  if (typeof target === 'string' || !existsSync(join(root, target.default))) continue
  entries.set(`clientele${key.slice(1)}`, Object.keys(await import(join(root, target.default))))
}

interface Example {
  readonly title: string
  readonly code: string
  /** What each console.log line says that it prints. */
  readonly prints: readonly string[]
}

/** The fenced code after each @example of a source file's comments. */
function examplesOf(file: string): Example[] {
  const text = readFileSync(join(root, 'src', file), 'utf8')
  const blocks = text.matchAll(/@example[^\n]*\n\s*\* ```ts\n(.*?)\n\s*\* ```/gs)
  return [...blocks].map(([, block], i) => {
    const lines = block!.split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
    const prints = lines.flatMap((line) => line.match(/console\.log\(.*\) \/\/ (.*)$/)?.slice(1) ?? [])
    return { title: `${file}${i > 0 ? ` (${i + 1})` : ''}`, code: lines.join('\n'), prints }
  })
}

const examples = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll('\\', '/'))
  .sort()
  .flatMap(examplesOf)

/** Text on one line, without the quotes that a string has in a comment and not when printed. */
const flat = (text: string) => text.replace(/['"]/g, '').replace(/\s+/g, ' ').trim()

describe('each example in a docstring prints what it says', () => {
  mkdirSync(folder, { recursive: true })
  afterAll(() => {
    process.chdir(root)
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(examples)('$title', async ({ title, code, prints }) => {
    const own = [...entries].map(([entry, names]) => {
      const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(code))
      return used.length > 0 && !code.includes(`from '${entry}'`)
        ? `import { ${used.join(', ')} } from '${entry}'\n`
        : ''
    })
    const file = join(folder, `${title.replace(/\W+/g, '_')}.ts`)
    writeFileSync(file, `${own.join('')}${code}\nexport {}\n`)
    // Files that an example reads and writes lie in its folder.
    process.chdir(folder)
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    try {
      await import(file)
      const printed = log.mock.calls.map((args) => flat(format(...args)))
      expect(printed).toEqual(prints.map(flat))
    } finally {
      log.mockRestore()
    }
  })
})
