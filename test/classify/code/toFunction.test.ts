import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fitLogistic, fromRows, toFunction, toRows } from 'clientele'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { sameRows } from './sameRows.js'
import { added, later, models } from './models.js'

const folder = join(import.meta.dirname, '.functions')
mkdirSync(folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

/** The function of a source, its types stripped. */
async function evaluate(source: string, name = 'predict'): Promise<(row: any) => any> {
  const file = join(folder, `f${files++}.ts`)
  writeFileSync(file, source)
  return (await import(/* @vite-ignore */ file))[name]
}

describe('toFunction says what predict says', () => {
  it.each(Object.entries(models))('%s', async (_, model) => {
    const predict = await evaluate(toFunction(model))
    const found = toRows(later).map((row) => predict(row))
    expect(Object.keys(found[0]!)).toEqual(added(model))
    sameRows(found, model.predict(later), added(model))
  })

  it('whatever columns and labels are called', async () => {
    const name = fc.string({ unit: 'binary', maxLength: 12 })
    const words = fc.constantFrom('constructor', '*/', '${x}', '</script>', '\u2028', '`', 'toString')
    await fc.assert(
      fc.asyncProperty(
        name,
        fc.oneof(name, words),
        fc.uniqueArray(fc.oneof(name, words), { minLength: 3, maxLength: 5 }),
        async (a, b, given) => {
          // Arrow keeps text as UTF-8, in which half a pair of surrogates has no place.
          const labels = [...new Set(given.map((label) => Buffer.from(label).toString()))]
          fc.pre(labels.length > 2)
          const [number, category, target] = [`1${a}`, `${b}2`, `3${a}`]
          const rows = Array.from({ length: 40 }, (_, i) => ({
            [number]: (i * 7) % 11,
            [category]: labels[(i * i) % labels.length]!,
            [target]: labels[(i % 3) % 2]!,
          }))
          const own = fromRows(rows)
          const model = fitLogistic(own, { target, positive: labels[1]!, features: [number, category] })
          const predict = await evaluate(toFunction(model))
          sameRows(rows.map(predict), model.predict(own), ['predicted', 'probability'])
        },
      ),
      { numRuns: 12 },
    )
  })

  it('takes undefined, NaN, other types and strangers for missing, and whole numbers of any kind', async () => {
    const model = models['logistic, l2']!
    const predict = await evaluate(toFunction(model, { name: 'score' }), 'score')
    const none = predict({})
    expect(predict({ age: NaN, plan: undefined, member: null, visits: 'many' })).toEqual(none)
    expect(predict({ plan: 'never seen' })).toEqual(none)
    expect(predict({ visits: 3n })).toEqual(predict({ visits: 3 }))
    expect(predict({ member: 'true' })).toEqual(predict({ member: true }))
    expect(predict(Object.create({ age: 40 }))).toEqual(predict({ age: 40 }))
  })

  it('with a threshold', async () => {
    const model = models.boost!
    const predict = await evaluate(toFunction(model, { threshold: 0.8 }))
    sameRows(toRows(later).map(predict), model.predict(later, { threshold: 0.8 }), ['predicted'])
  })

  it('is sound TypeScript in strict mode', () => {
    const sources = Object.values(models).map((model, m) => {
      const file = join(folder, `strict${m}.ts`)
      writeFileSync(file, toFunction(model))
      return file
    })
    const compiler = join(
      createRequire(import.meta.url).resolve('typescript/package.json'),
      '..',
      'bin',
      'tsc',
    )
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--ignoreConfig']
    expect(
      execFileSync(process.execPath, [compiler, ...options, ...sources], { cwd: folder }).toString(),
    ).toBe('')
  })
})

describe('toFunction', () => {
  it.each([{ name: 'a b' }, { name: 'return' }, { name: '' }, { name: 'numberOf' }])(
    'refuses %j',
    (options) => {
      expect(() => toFunction(models.tree!, options)).toThrow(/name must be a function's name/)
    },
  )

  it('refuses what is no model', () => {
    expect(() => toFunction({ kind: 'rfm' } as any)).toThrow(/kinds: tree/)
  })
})
