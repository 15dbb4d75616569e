import { rmSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as lib from 'clientele'
import { readTable, writeTable } from 'clientele/io'
import { afterAll, describe, expect, test } from 'vitest'
import { orderRoles } from './base.js'
import { cases } from './cases.js'
import { churnCases } from './churnCases.js'
import { classifyCases } from './classifyCases.js'
import { lifetimeCases } from './lifetimeCases.js'
import { csv, customers, folder, orders, progressCases } from './progressCases.js'
import { reportCases } from './reportCases.js'

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const nameOf = (call: string) => call.split(' ')[0]!

async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test('every function that lists onProgress has a line in progressCases.ts', async () => {
  const here = new Set(Object.keys(progressCases).map(nameOf))
  const all = [...cases, ...classifyCases, ...lifetimeCases, ...churnCases, ...reportCases]
  const without: string[] = []
  for (const { name, strange } of all) {
    if (!strange) continue
    const { message } = (await errorOf(strange)) as Error
    if (message.includes('onProgress') && !here.has(name)) without.push(name)
  }
  expect(without).toEqual([])
})

describe.each(Object.entries(progressCases))('%s', (call, run) => {
  const who = nameOf(call)

  test('says how far it is: phases one after the other, in which done grows up to total', async () => {
    const said: lib.Progress[] = []
    await run({ onProgress: (progress) => said.push(progress) })
    expect(said.length).toBeGreaterThan(0)
    const phases = new Set<string>()
    for (const [i, { phase, done, total = Infinity }] of said.entries()) {
      const before = said[i - 1]
      if (before?.phase === phase) expect(done).toBeGreaterThanOrEqual(before.done)
      else expect(phases, `${phase} comes once`).not.toContain(phase)
      phases.add(phase)
      expect(done).toBeGreaterThanOrEqual(0)
      expect(done).toBeLessThanOrEqual(total)
      expect(Number.isInteger(done)).toBe(true)
    }
  })

  test('a signal stops it, before it begins and at the first word', async () => {
    const reason = new Error('enough')
    const early = AbortSignal.abort(reason)
    const late = new AbortController()
    const stopped = { code: 'aborted', message: `${who}: was stopped by its signal.`, cause: reason }
    const words: unknown[] = []
    expect(await errorOf(() => run({ signal: early, onProgress: (p) => words.push(p) }))).toMatchObject(
      stopped,
    )
    expect(words).toEqual([])
    const onProgress = (progress: lib.Progress) => {
      words.push(progress)
      late.abort(reason)
    }
    expect(await errorOf(() => run({ signal: late.signal, onProgress }))).toMatchObject(stopped)
    expect(words.length).toBe(1)
  })

  test('refuses what is no function and no signal', async () => {
    const wrong = { onProgress: 7 } as unknown as lib.ProgressOptions
    expect(await errorOf(() => run(wrong))).toMatchObject({ code: 'option-invalid' })
    expect(await errorOf(() => run({ signal: {} as AbortSignal }))).toMatchObject({ code: 'option-invalid' })
  })
})

test('readTable counts the bytes of all files; writeTable that is stopped leaves the old file alone', async () => {
  const own = join(folder, 'both')
  await mkdir(own)
  const files = ['a.csv', 'b.csv'].map((name) => join(own, name))
  for (const file of files) await writeFile(file, csv)
  const said: lib.Progress[] = []
  await readTable(files, { types: { amount: 'text' }, onProgress: (progress) => said.push(progress) })
  const total = 2 * csv.length
  expect(said).toEqual([csv.length, total].map((done) => ({ phase: 'read', done, total })))
  const late = new AbortController()
  const writing = writeTable(customers, files[0]!, { signal: late.signal, onProgress: () => late.abort() })
  await expect(writing).rejects.toMatchObject({ code: 'aborted' })
  expect(new Uint8Array(await readFile(files[0]!))).toEqual(csv)
  expect((await readdir(own)).sort()).toEqual(['a.csv', 'b.csv'])
})

test('inWorker: a signal stops it likewise, and what is said on the way comes through', async () => {
  const reason = new Error('enough')
  const said: lib.Progress[] = []
  const onProgress = (progress: lib.Progress) => said.push(progress)
  await lib.inWorker('summarize', orders, { ...orderRoles, onProgress })
  expect(said.map(({ done }) => done)).toEqual([1, 2])
  const late = new AbortController()
  const signals = [AbortSignal.abort(reason), late.signal]
  for (const signal of signals) {
    const answer = lib.inWorker('summarize', orders, { ...orderRoles, signal })
    late.abort(reason)
    await expect(answer).rejects.toMatchObject({ code: 'aborted', cause: reason })
  }
})
