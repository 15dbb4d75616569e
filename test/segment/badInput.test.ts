import {
  chooseK,
  ClienteleError,
  fitHierarchy,
  fitKMeans,
  fitKPrototypes,
  fitMiniBatchKMeans,
  fitMixture,
  fromRows,
  loadModel,
} from 'clientele'
import { describe, expect, it } from 'vitest'
import { tableOf } from './plain.js'

const good = tableOf({ a: [1, 2, 3, 4, 9, 8], b: [5, 1, 4, 2, 7, 7], w: [1, 1, 1, 1, 1, 1] })
const weighed = (w: number[]) => tableOf({ a: [1, 2, 3], w })
const withText = fromRows([
  { a: 1, city: 'Ulm' },
  { a: 2, city: 'Bonn' },
])

/** Each learner with k clusters. */
const learners: { readonly [name: string]: (table: any, options: any, k?: number) => unknown } = {
  fitKMeans: (table, options, k = 2) => fitKMeans(table, { k, ...options }),
  fitMiniBatchKMeans: (table, options, k = 2) => fitMiniBatchKMeans(table, { k, ...options }),
  fitKPrototypes: (table, options, k = 2) => fitKPrototypes(table, { k, ...options }),
  fitMixture: (table, options, k = 2) => fitMixture(table, { k, ...options }),
  fitHierarchy: (table, options, k = 2) => fitHierarchy(table, { k, ...options }),
  chooseK: (table, options, k = 2) => chooseK(table, { k: { from: k, to: k }, ...options }),
}

const refuses = (call: () => unknown, code: string, ...words: string[]) => {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(ClienteleError)
    expect((error as ClienteleError).code).toBe(code)
    for (const word of words) expect((error as Error).message).toContain(word)
    return
  }
  expect.unreachable('an error')
}

describe.each(Object.entries(learners))('%s', (name, fit) => {
  it('says how many different rows there are where k is above', () => {
    const table = tableOf({ a: [1, 1, 2, 2], b: [1, 1, 5, 5] })
    const words = name === 'fitHierarchy' ? ['k', '5'] : ['only 2 different', 'choose k up to 2']
    refuses(
      () => fit(table, { features: ['a', 'b'] }, name === 'fitHierarchy' ? 5 : 3),
      'option-invalid',
      ...words,
    )
  })

  it('names a constant column and says to leave it out', () => {
    const table = tableOf({ a: [1, 2, 3], b: [7, 7, 7] })
    refuses(
      () => fit(table, { features: ['a', 'b'] }),
      'value-invalid',
      "'b'",
      'same value in all 3 rows',
      'leave it out',
    )
    expect(() => fit(table, { features: ['a', 'b'], scale: 'none' })).not.toThrow()
  })

  it('names columns with missing values and says how to go on', () => {
    const table = fromRows([
      { a: 1, b: 2 },
      { a: null, b: 3 },
      { a: 4, b: NaN },
      { a: 5, b: 9 },
    ])
    refuses(
      () => fit(table, { features: ['a', 'b'] }),
      'value-invalid',
      '2 of 4 rows',
      'a, b',
      "missing: 'omit'",
    )
    expect(() => fit(table, { features: ['a', 'b'], missing: 'omit' })).not.toThrow()
  })

  it('refuses infinities and numbers whose squares would overflow, naming the row', () => {
    for (const bad of [Infinity, -Infinity, 1e200]) {
      refuses(() => fit(tableOf({ a: [1, 2, bad] }), { features: ['a'] }), 'value-invalid', "'a'", 'row 3')
    }
  })

  it('refuses numbers whose squared differences would be 0, or beyond all numbers once scaled', () => {
    const tiny = tableOf({ a: [1e-200, 2e-200, 5e-200] })
    for (const scale of ['standard', 'none']) {
      refuses(() => fit(tiny, { features: ['a'], scale }), 'value-invalid', "'a'", 'smaller unit')
    }
    const spread = tableOf({ a: [0, 1e-90, 2e-90, 3e-90, 1e90] })
    refuses(() => fit(spread, { features: ['a'], scale: 'robust' }), 'value-invalid', "'a'", "'standard'")
  })

  it('takes one row, but in one cluster only', () => {
    const table = tableOf({ a: [3] })
    refuses(() => fit(table, { features: ['a'], scale: 'none' }), 'option-invalid', 'k')
    expect(() => fit(table, { features: ['a'], scale: 'none' }, 1)).not.toThrow()
  })

  it('refuses features that are missing, empty, twice or not there', () => {
    refuses(() => fit(good, {}), 'option-invalid', 'features must be a list', 'a, b')
    refuses(() => fit(good, { features: [] }), 'option-invalid', 'empty list')
    refuses(() => fit(good, { features: ['a', 'a'] }), 'option-invalid', "'a' twice")
    refuses(() => fit(good, { features: ['a', 'zip'] }), 'column-missing', "'zip'", 'a, b, w')
  })

  it('refuses scalings that it does not know, and log1p where there is no logarithm', () => {
    refuses(() => fit(good, { features: ['a'], scale: 'minmax' }), 'option-invalid', "'minmax'", 'robust')
    refuses(() => fit(good, { features: ['a'], scale: { b: 'none' } }), 'option-invalid', "'b'")
    refuses(
      () => fit(tableOf({ a: [1, -2] }), { features: ['a'], scale: 'log1p' }),
      'value-invalid',
      "'a' holds -2",
    )
    const mostlyOne = tableOf({ a: [1, 1, 1, 1, 1, 1, 9, 0] })
    refuses(() => fit(mostlyOne, { features: ['a'], scale: 'robust' }), 'value-invalid', "'a'", "'standard'")
  })

  it.skipIf(name === 'fitKPrototypes')('refuses text and names what would do', () => {
    refuses(() => fit(withText, { features: ['a', 'city'] }), 'column-type', "'city'", 'numeric', 'a')
  })

  it.skipIf(name === 'chooseK')('refuses weights that are all zero or negative', () => {
    const options = { features: ['a'], weights: 'w' }
    refuses(() => fit(weighed([0, 0, 0]), options), 'rows-too-few', 'weight above 0 in w')
    refuses(() => fit(weighed([1, -1, 1]), options), 'value-invalid', "'w' holds -1 in row 2")
    refuses(() => fit(weighed([1, 1e-310, 1]), options), 'value-invalid', "'w' holds 1e-310 in row 2")
    refuses(() => fit(weighed([1, 0, 0]), { ...options, scale: 'none' }), 'option-invalid', 'k')
    expect(() => fit(weighed([1, 2, 0]), options)).not.toThrow()
  })

  it.skipIf(name === 'chooseK')('refuses weights that are text', () => {
    refuses(
      () => fit(withText, { features: ['a'], weights: 'city' }),
      'column-type',
      "'city'",
      'weights must',
    )
  })

  it('refuses a k that is no whole number from 1', () => {
    for (const k of [0, -1, 1.5, NaN, '2', null]) {
      refuses(() => fit(good, { features: ['a'] }, k as number), 'option-invalid', 'k')
    }
  })

  it('refuses options that it does not know', () => {
    refuses(() => fit(good, { features: ['a'], clusters: 3 }), 'option-invalid', "no option 'clusters'")
  })
})

it('fitKMeans refuses centres that do not fit', () => {
  for (const start of [[[1]], [[1, 2]], [[1], [NaN]], [[1], ['2']], 'abc']) {
    refuses(
      () => fitKMeans(good, { features: ['a'], k: 2, start: start as any }),
      'option-invalid',
      'start must be 2',
    )
  }
})

it('a stream without tables is refused', async () => {
  await expect(fitMiniBatchKMeans([], { features: ['a'], k: 2 })).rejects.toThrow(/no table/)
})

it('chooseK says what a range of k looks like', () => {
  refuses(() => chooseK(good, { features: ['a'], k: 3 as any }), 'option-invalid', '{from: 2, to: 10}')
})

it('a stream of tables that differ: what is not learned from may, features may not', async () => {
  const options = { features: ['a'], k: 2 }
  const note = [{ a: 1, note: 'x' }] as any
  const other = [{ a: 2, note: 5 }] as any
  const model = await fitMiniBatchKMeans([fromRows(note), fromRows(other)] as any[], options)
  expect(model.fit.sizes).toEqual([1, 1])
  const text = fromRows([{ a: 'x' }]) as any
  const told = /^fitMiniBatchKMeans: column 'a' is .* but features must be numeric/
  await expect(fitMiniBatchKMeans([fromRows(note), text] as any[], options)).rejects.toThrow(told)
})

it('models from JSON whose centres cannot be told in the features’ units are refused', () => {
  const table = tableOf({ a: [1, 2, 3, 9, 8, 7], b: [5, 1, 4, 2, 7, 9] })
  const options = { features: ['a', 'b'], k: 2, scale: ['log1p', 'standard'] as const }
  const models = [fitKMeans, fitKPrototypes, fitMixture, fitHierarchy].map((fit) => fit(table, options))
  for (const model of models) {
    const json = JSON.parse(JSON.stringify(model))
    const centers = json.scaledCenters ?? json.scaledMeans
    centers[0][1] = 1e9
    refuses(() => loadModel(json, { kind: model.kind }), 'model-invalid', 'finite')
  }
})
