import { createHash } from 'node:crypto'
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

afterAll(() => {
  process.chdir(root)
  rmSync(folder, { recursive: true, force: true })
})

/** What the code logs, run in that working directory. */
async function run({ title, code }: Example, directory: string): Promise<string[]> {
  const own = [...entries].map(([entry, names]) => {
    // Its names are those of other entries: examples import it whole.
    if (entry === 'clientele/sql') return ''
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(code))
    return used.length > 0 && !code.includes(`from '${entry}'`)
      ? `import { ${used.join(', ')} } from '${entry}'\n`
      : ''
  })
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${title.replace(/\W+/g, '_')}.ts`)
  writeFileSync(file, `${own.join('')}${code}\nexport {}\n`)
  process.chdir(directory)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    await import(file)
    return log.mock.calls.map((args) => flat(format(...args)))
  } finally {
    log.mockRestore()
  }
}

describe('each example in a docstring prints what it says', () => {
  // Files that an example reads and writes lie in its folder.
  test.each(examples)('$title', async (example) => {
    mkdirSync(folder, { recursive: true })
    expect(await run(example, folder)).toEqual(example.prints.map(flat))
  })
})

describe('the code in the README runs as it stands and prints what it says', () => {
  const blocks = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)]
  test.each(blocks.map(([, code]) => code!.trimEnd()))('%#', async (code) => {
    const title = `README ${createHash('sha256').update(code).digest('hex').slice(0, 8)}`
    const logged = await run({ title, code, prints: [] }, root)
    const said = [...code.matchAll(/^\s*console\.log\(.*?\)(?: \/\/ (.*))?$/gm)].map(([, text]) => text)
    expect(logged).toHaveLength(said.length)
    said.forEach((text, i) => text !== undefined && expect(logged[i]).toBe(flat(text)))
  })
})

describe('every public function has an example in its docstring', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
  test.each([...entries.values()].flat().sort())('%s', (name) => {
    const declared = new RegExp(`^export (?:async )?(?:function\\*?|class|const) ${name}\\b`, 'm')
    // A name may also be declared inside, for something else.
    const docstrings = sources
      .filter((text) => declared.test(text))
      .map((text) => text.slice(0, text.search(declared)).split('\n\n/**').at(-1)!)
    expect(docstrings.some((docstring) => docstring.includes('@example'))).toBe(true)
  })
})
