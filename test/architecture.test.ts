import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Imports point one way: a room may use the rooms below it, never those above or beside it by their inside. */
const root = join(import.meta.dirname, '..', 'src')
const below: Record<string, readonly string[]> = {
  table: [],
  numeric: [],
  dialect: ['table'],
  parallel: ['table', 'numeric'],
  value: ['table', 'numeric', 'parallel'],
  learn: ['table', 'numeric', 'parallel'],
  classify: ['table', 'numeric', 'parallel', 'learn', 'dialect'],
  segment: ['table', 'numeric', 'parallel', 'learn', 'classify'],
  churn: ['table', 'numeric', 'parallel', 'value', 'learn', 'classify'],
  identify: ['table', 'numeric', 'parallel', 'learn'],
  io: ['table'],
  interop: ['table', 'numeric', 'learn', 'classify', 'segment'],
  report: ['table', 'numeric', 'value', 'learn', 'segment', 'classify', 'churn', 'identify'],
  sql: ['table', 'numeric', 'parallel', 'learn', 'dialect', 'value', 'segment', 'classify', 'churn', 'io'],
  cli: [
    'table',
    'numeric',
    'parallel',
    'value',
    'segment',
    'classify',
    'churn',
    'identify',
    'io',
    'report',
  ].concat(['sql', 'dialect']),
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(root, name), 'utf8') }))

function imports(text: string): string[] {
  return [...text.matchAll(/(?:^(?:import|export)[^'"]*?from |\bimport\()['"]([^'"]+)['"]/gm)].map(
    (m) => m[1]!,
  )
}

const roomOf = (name: string) => (name.includes('/') ? name.split('/')[0]! : '')

describe.each(files)('$name', ({ name, text }) => {
  const room = roomOf(name)

  it('imports only from rooms below its own', () => {
    const targets = imports(text)
      .filter((target) => target.startsWith('.'))
      .map((target) => roomOf(relative(root, join(root, dirname(name), target)).replaceAll('\\', '/')))
      .filter((target) => target !== '' && target !== room)
    // The table of contents and what dispatches by name stand above all rooms.
    const allowed = room === '' ? Object.keys(below) : below[room]
    expect(allowed, `room ${room} is not on the list`).toBeDefined()
    expect(targets.filter((target) => !allowed!.includes(target))).toEqual([])
  })

  it('uses what another room of customer work makes public, not its inside', () => {
    if (!['segment', 'classify', 'churn'].includes(room)) return
    const others = new Set(['value', 'segment', 'classify', 'churn'].filter((other) => other !== room))
    const inside = imports(text.replaceAll(/^import type .*$/gm, ''))
      .filter((target) => target.startsWith('.'))
      .map((target) => relative(root, join(root, dirname(name), target)).replaceAll('\\', '/'))
      .filter((target) => others.has(roomOf(target)) && target.split('/').length > 2)
    expect(inside).toEqual([])
  })

  it('leaves apache-arrow to table/, node: modules to io/ and cli/', () => {
    // Types are gone when the code runs.
    const code = text.replaceAll(/^import type .*$|typeof import\(.*?\)/gm, '')
    const packages = imports(room === 'parallel' ? code : text).filter((target) => !target.startsWith('.'))
    if (room !== 'table') expect(packages).not.toContain('apache-arrow')
    if (room !== 'io' && room !== 'cli')
      expect(packages.filter((target) => target.startsWith('node:'))).toEqual([])
  })

  it('has at most 300 lines', () => {
    // The table of contents is as long as what it lists.
    if (name === 'index.ts') return
    expect(text.split('\n').length).toBeLessThanOrEqual(301)
  })
})
