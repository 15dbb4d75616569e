import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const examples = join(root, 'examples')
const scratch = mkdtempSync(join(tmpdir(), 'clientele-examples-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const run = (file: string, cwd: string) =>
  execFileSync(process.execPath, [file], { cwd, encoding: 'utf8', stdio: 'pipe' })
const files = readdirSync(examples)

describe('each script in examples/ runs in an empty folder', () => {
  const said: Record<string, RegExp> = {
    'customer-groups.mjs': /the same groups: true/,
    'larger-than-memory.mjs': /2357 customers/,
    'lifetime-value.mjs': /expected 16\d\d orders in the months after, 18\d\d came/,
    'nightly-update.mjs': /2357 customers, as many as from all orders at once: true/,
    'one-customer-one-record.mjs': /with the answers: precision 1, recall 0\.9\d/,
    'own-report.mjs': /written: report\.html/,
    'score-customers.mjs': /the best fifth brings 76 %/,
  }
  it.each(files.filter((name) => name.endsWith('.mjs')))('%s', (name) => {
    expect(said[name], 'what it says is listed here').toBeDefined()
    expect(run(join(examples, name), scratch)).toMatch(said[name]!)
  })
})

describe('each notebook in examples/ runs from top to bottom, and its charts show themselves', () => {
  it.each(files.filter((name) => name.endsWith('.ipynb')))('%s', (name) => {
    const { cells } = JSON.parse(readFileSync(join(examples, name), 'utf8'))
    const code = cells
      .filter((cell: any) => cell.cell_type === 'code')
      .map((cell: any) => cell.source.join(''))
    // What a kernel does with a cell that is one expression: it shows the value.
    const shown = code.map((cell: string) => (/^chart\w+\(.*\)$/.test(cell) ? `await show(${cell})` : cell))
    const show = `async function show(chart) {
      const bundle = await chart[Symbol.for('Jupyter.display')]()
      console.log(Object.keys(bundle).join(' '))
    }`
    const file = join(root, 'test', `.${name}.mjs`)
    writeFileSync(file, [...shown, show].join('\n'))
    try {
      const printed = run(file, root)
      expect(printed.match(/vnd\.vegalite/g)).toHaveLength(4)
    } finally {
      rmSync(file)
    }
  })
})
