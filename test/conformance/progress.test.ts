import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as lib from 'clientele'
import { readBatches, readTable, writeTable } from 'clientele/io'
import { afterAll, describe, expect, test } from 'vitest'
import { orderLines, orderRoles } from './base.js'
import { cases } from './cases.js'
import { churnCases } from './churnCases.js'
import { classifyCases } from './classifyCases.js'
import { lifetimeCases } from './lifetimeCases.js'
import { reportCases } from './reportCases.js'

const folder = mkdtempSync(join(tmpdir(), 'clientele-progress-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const orders = orderLines()
const customers = lib.summarize(orders, { ...orderRoles, order: 'order' })
const split = lib.summarize(orders, { ...orderRoles, calibrationEnd: '2025-02-15' })
const donors = lib.fromRows([0, 2, 3, 6, 1, 4].map((x) => ({ frequency: x, recency: x, T: 6 })))
const members = lib.fromRows([1, 2, 2, 3, 4, 4].map((duration, i) => ({ duration, churned: i < 4 })))
const grouping = { features: ['orders', 'revenue', 'days_since_last'], k: 2, missing: 'omit' } as const
const learning = { penalty: 0.01, bootstrap: 3 } as const
const buying = lib.fitBgNbd(customers, { penalty: 0.01 })
const value = { buying, spending: 20, horizon: { months: 3 }, unit: 'day', discountRate: 0.1 } as const
const csv = new TextEncoder().encode('customer,amount\na,1\nb,2\nc,x\n')
const drain = async (tables: AsyncIterable<unknown>) => {
  for await (const _ of tables);
}

type Controls = lib.ProgressOptions

/** Every function that takes `onProgress` and `signal`. */
const calls: { readonly [name: string]: (controls: Controls) => unknown } = {
  summarize: (c) => lib.summarize(orders, { ...orderRoles, ...c }),
  'summarize (stream)': (c) => lib.summarize([orders, orders], { ...orderRoles, ...c }),
  cleanOrders: (c) => lib.cleanOrders(orders, { ...orderRoles, ...c }),
  cohorts: (c) => lib.cohorts(orders, { ...orderRoles, ...c }),
  fitKMeans: (c) => lib.fitKMeans(customers, { ...grouping, ...c }),
  'fitKMeans (start)': (c) =>
    lib.fitKMeans(customers, {
      ...grouping,
      start: [
        [9, 90, 1],
        [1, 2, 50],
      ],
      ...c,
    }),
  fitMiniBatchKMeans: (c) => lib.fitMiniBatchKMeans(customers, { ...grouping, ...c }),
  fitKPrototypes: (c) => lib.fitKPrototypes(customers, { ...grouping, ...c }),
  fitMixture: (c) => lib.fitMixture(customers, { ...grouping, covariance: 'diagonal', ...c }),
  fitHierarchy: (c) => lib.fitHierarchy(customers, { ...grouping, ...c }),
  chooseK: (c) => lib.chooseK(customers, { ...grouping, k: { from: 1, to: 3 }, ...c }),
  fitNbd: (c) => lib.fitNbd(customers, { ...learning, ...c }),
  fitBgNbd: (c) => lib.fitBgNbd(customers, { ...learning, ...c }),
  fitMbgNbd: (c) => lib.fitMbgNbd(customers, { ...learning, ...c }),
  fitBgCnbd: (c) => lib.fitBgCnbd(customers, { k: 2, ...learning, ...c }),
  'fitBgCnbd (k chosen)': (c) => lib.fitBgCnbd(customers, { ...learning, ...c }),
  fitParetoNbd: (c) => lib.fitParetoNbd(customers, { ...learning, ...c }),
  fitBgBb: (c) => lib.fitBgBb(donors, { ...learning, ...c }),
  fitGammaGamma: (c) => lib.fitGammaGamma(customers, { ...learning, ...c }),
  fitSbg: (c) => lib.fitSbg(members, { ...learning, ...c }),
  fitBdw: (c) => lib.fitBdw(members, { ...learning, ...c }),
  lifetimeValue: (c) => lib.lifetimeValue(customers, { ...value, ...c }),
  lifetimeTotal: (c) => lib.lifetimeTotal(customers, { ...value, ...c }),
  validateLifetime: (c) =>
    lib.validateLifetime(split, { model: lib.fitBgNbd(split, { penalty: 0.01 }), ...c }),
  compareLifetime: (c) => lib.compareLifetime(customers, { models: { shop: buying }, ...c }),
  readTable: (c) => readTable(csv, c),
  readBatches: (c) => drain(readBatches(csv, { types: { amount: 'text' }, ...c })),
  writeTable: (c) => writeTable(customers, join(folder, 'customers.csv'), c),
  'writeTable (Parquet)': (c) => writeTable(customers, join(folder, 'customers.parquet'), c),
}
const nameOf = (call: string) => call.split(' ')[0]!

async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test('every function that lists onProgress is here', async () => {
  const here = new Set(Object.keys(calls).map(nameOf))
  const all = [...cases, ...classifyCases, ...lifetimeCases, ...churnCases, ...reportCases]
  for (const { name, strange } of all) {
    if (!strange) continue
    const { message } = (await errorOf(strange)) as Error
    if (message.includes('onProgress')) expect(here).toContain(name)
  }
})

describe.each(Object.entries(calls))('%s', (call, run) => {
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
    const wrong = { onProgress: 7 } as unknown as Controls
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
