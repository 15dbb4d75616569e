import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** The package as npm would publish it, beside nothing but what it says that it needs. */
const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'clientele-package-'))
const modules = join(folder, 'node_modules')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const entries = Object.keys(manifest.exports).filter((path) => !path.endsWith('.json'))
const specifiers = entries.map((path) => join('clientele', path))

const run = (command: string, args: readonly string[], cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

function link(name: string): void {
  mkdirSync(dirname(join(modules, name)), { recursive: true })
  symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
}

beforeAll(() => {
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
  const tarball = run('npm', args, root).trim().split('\n').at(-1)!
  mkdirSync(join(modules, 'clientele'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join('node_modules', 'clientele')])
  // npm installs dependencies and peers; who has no optional ones must be able to load it all.
  const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  needed.filter((name) => !manifest.peerDependenciesMeta[name]?.optional).forEach(link)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the package, packed and installed elsewhere', () => {
  test('has the five entry points', () => {
    expect(specifiers).toEqual([
      'clientele',
      'clientele/io',
      'clientele/report',
      'clientele/interop',
      'clientele/sql',
    ])
  })

  test.each(specifiers)('%s can be imported', (specifier) => {
    const code = `console.log(Object.keys(await import('${specifier}')).length > 0)`
    expect(run(process.execPath, ['--input-type=module', '--eval', code])).toBe('true\n')
  })

  // tslab's kernel is one: without these it finds no module, and runs no cell that imports it.
  test('a compiler that knows no exports finds the same declarations', () => {
    const byExports = entries.map((path) => manifest.exports[path].types)
    const byName = entries.map((path) =>
      path === '.' ? manifest.types : manifest.typesVersions['*'][path.slice(2)][0],
    )
    expect(byName).toEqual(byExports)
    expect(manifest.main).toBe(manifest.exports['.'].default)
  })

  test('the command says its help, and analyses a file to figures', () => {
    const bin = join(modules, 'clientele', manifest.bin.clientele)
    expect(run(process.execPath, [bin, '--help'])).toContain('clientele analyze orders.csv')
    writeFileSync(join(folder, 'orders.csv'), 'customer,date,amount\na,2025-01-03,5\nb,2025-02-04,7.5\n')
    const printed = run(process.execPath, [bin, 'analyze', 'orders.csv', '--json', '--quiet'])
    expect(JSON.parse(printed).totals).toMatchObject({ customers: 2, revenue: 12.5 })
  })

  test('its declarations hold under strict, libraries checked too', () => {
    link('@types/node')
    const uses = specifiers.map((specifier, i) => `import * as m${i} from '${specifier}'`)
    const names = specifiers.map((_, i) => `m${i}`).join(', ')
    writeFileSync(join(folder, 'uses.ts'), `${uses.join('\n')}\nexport const all = [${names}]\n`)
    const strict = '--noEmit --strict --skipLibCheck false --target es2022 --module nodenext --types node'
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    try {
      run(process.execPath, [tsc, ...strict.split(' '), 'uses.ts'])
    } catch (error) {
      expect((error as { stdout: string }).stdout).toBe('')
    }
  })
})
