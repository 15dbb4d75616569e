import {
  calibrate,
  ClienteleError,
  fitBoost,
  fitForest,
  fitLogistic,
  fitNaiveBayes,
  fitNetwork,
  fitTree,
  fromRows,
  loadModel,
  toFunction,
} from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const table = fromRows(
  Array.from({ length: 60 }, (_, i) => ({
    age: i % 7 === 0 ? null : (i * 13) % 50,
    plan: ['a', 'b', 'c', null][i % 4]!,
    left: (i * 7) % 10 < 4 + (i % 3),
    kind: ['x', 'y', 'z'][(i * i + (i >> 2)) % 3]!,
  })),
)
const features = ['age', 'plan'] as const
const models = {
  logistic: fitLogistic(table, { target: 'left', features }),
  'logistic, three classes': fitLogistic(table, { target: 'kind', features, l2: 0.5 }),
  'naive Bayes': fitNaiveBayes(table, { target: 'left', features }),
  'naive Bayes, bins': fitNaiveBayes(table, { target: 'kind', features, numbers: 'bins', bins: 3 }),
  network: fitNetwork(table, { target: 'kind', features, hidden: [3, 2], epochs: 2 }),
  tree: fitTree(table, { target: 'left', features, minLeaf: 8, costs: { true: { false: 3 } } }),
  'tree, three classes': fitTree(table, { target: 'kind', features, minLeaf: 8 }),
  forest: fitForest(table, { target: 'left', features, trees: 3 }),
  boosting: fitBoost(table, { target: 'left', features, trees: 2, minLeafRows: 5 }),
  'boosting, three classes': fitBoost(table, { target: 'kind', features, trees: 2, minLeafRows: 5 }),
  calibrated: calibrate(table, { model: fitForest(table, { target: 'left', features, trees: 2 }) }),
}

/** Every place within a JSON value, as a path. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]))]
}

function changed(json: any, path: readonly (string | number)[], to: unknown): any {
  if (path.length === 0) return to
  const copy = Array.isArray(json) ? [...json] : { ...json }
  const [key, ...rest] = path
  copy[key!] = changed(copy[key!], rest, to)
  return copy
}

describe.each(Object.entries(models))('%s from JSON that was tampered with', (_, model) => {
  const json = JSON.parse(JSON.stringify(model))
  const all = places(json)

  it('is refused in one sentence, or predicts probabilities', () => {
    const wrong = fc.constantFrom<unknown>(
      null,
      -1,
      1e308,
      0.5,
      7,
      'x',
      [],
      {},
      [[]],
      true,
      undefined,
      '__proto__',
    )
    fc.assert(
      fc.property(fc.constantFrom(...all), wrong, (path, to) => {
        let restored: any
        try {
          restored = loadModel(JSON.parse(JSON.stringify(changed(json, path, to)) ?? 'null'))
        } catch (error) {
          expect(error).toBeInstanceOf(ClienteleError)
          return
        }
        expect(String(restored)).not.toBe('')
        let predicted: any
        try {
          predicted = restored.predict(table, { replace: true })
        } catch (error) {
          // A feature of another name is not in the table.
          expect((error as ClienteleError).code).toMatch(/column-missing|column-type/)
          return
        }
        for (const field of predicted.schema.fields) {
          if (!field.name.startsWith('probability')) continue
          for (const p of predicted.getChild(field.name)) {
            expect(
              typeof p === 'number' && p >= 0 && p <= 1,
              `${path.join('.')} as ${JSON.stringify(to)}: ${p}`,
            ).toBe(true)
          }
        }
        expect(toFunction(restored)).toContain('export function predict')
      }),
      { numRuns: 300 },
    )
  })

  it('has a hole in a list: refused', () => {
    const lists = all.filter((path) => typeof path.at(-1) === 'number').map((path) => path.slice(0, -1))
    for (const path of new Map(lists.map((path) => [path.join(), path])).values()) {
      const copy = structuredClone(json)
      const list: unknown[] = path.reduce((part: any, key) => part[key], copy)
      delete list[0]
      expect(() => loadModel(copy), path.join('.')).toThrow(ClienteleError)
    }
  })

  it('lacks or has a part too many: refused', () => {
    for (const key of Object.keys(json)) {
      const { [key]: _gone, ...rest } = json
      expect(() => loadModel(rest), key).toThrow(ClienteleError)
    }
    expect(() => loadModel({ ...json, extra: 1 })).toThrow(/without 'extra'/)
  })
})
