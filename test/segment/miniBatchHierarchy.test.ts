import { fitHierarchy, fitKMeans, fitMiniBatchKMeans, fromRows, loadModel, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blobs, canonical, rowsTable, squared } from './plain.js'
import { plainWard, heightsOf, labelsOf } from './learnerHelp.js'

describe('mini-batches', () => {
  const data = blobs(30_000, 3, 5, 60, 3)
  const truth = data.map((_, i) => i % 5)
  const cut = (size: number) =>
    Array.from(
      { length: Math.ceil(data.length / size) },
      (_, b) => rowsTable(data.slice(b * size, (b + 1) * size)).table,
    )
  const options = { features: ['x0', 'x1', 'x2'], k: 5, startRows: 2000 }

  it('find the groups that are there, in a stream, an async stream and a table', async () => {
    async function* stream() {
      yield* cut(2500)
    }
    const { table } = rowsTable(data)
    const models = [
      await fitMiniBatchKMeans(cut(999), options),
      await fitMiniBatchKMeans(stream(), options),
      fitMiniBatchKMeans(table, options),
    ]
    for (const model of models) {
      expect(model.fit).toMatchObject({
        method: 'mini-batch',
        rows: 30_000,
        sizes: [6000, 6000, 6000, 6000, 6000],
      })
      expect(canonical(labelsOf(model.predict(table)))).toEqual(canonical(truth))
      const means = [0, 1, 2, 3, 4].map((g) =>
        [0, 1, 2].map((j) => data.reduce((sum, row, i) => sum + (i % 5 === g ? row[j]! : 0), 0) / 6000),
      )
      for (const mean of means) {
        const nearest = Math.min(...model.centers.map((center) => squared(mean, Object.values(center))))
        expect(nearest).toBeLessThan(1e-18)
      }
      expect(JSON.stringify(loadModel(JSON.stringify(model)))).toBe(JSON.stringify(model))
    }
  })

  it('of a table within the first rows are k-means', () => {
    const { table, features } = rowsTable(blobs(300, 2, 3, 3, 8))
    const exact = fitKMeans(table, { features, k: 3 })
    const batch = fitMiniBatchKMeans(table, { features, k: 3 })
    expect(batch.fit.inertia).toBeCloseTo(exact.fit.inertia, 9)
    expect(batch.fit.sizes).toEqual(exact.fit.sizes)
  })
})

describe('Ward’s hierarchy', () => {
  it('is what merging the cheapest pair again and again gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer(),
        (rows, width, seed) => {
          const data = blobs(rows, width, 3, 3, seed)
          const { table, features } = rowsTable(data)
          const k = Math.min(rows, 4)
          const model = fitHierarchy(table, { features, k, scale: 'none' })
          const plain = plainWard(data)
          toRows(model.dendrogram).forEach(({ height }, i) =>
            expect(height).toBeCloseTo(plain.heights[i]!, 9),
          )
          for (let cut = 1; cut <= rows; cut++) {
            expect(canonical(labelsOf(model.cut(table, { k: cut })))).toEqual(canonical(plain.labels(cut)))
          }
          const inertia = plain.heights.slice(0, rows - k).reduce((sum, height) => sum + height ** 2 / 2, 0)
          expect(model.fit.inertia).toBeCloseTo(inertia, 9)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('takes ties and duplicates, numbers clusters by size, keeps rows that were left out without a cluster', () => {
    const table = fromRows([{ a: 5 }, { a: 1 }, { a: null }, { a: 1 }, { a: 1 }, { a: 5 }, { a: 9 }])
    const model = fitHierarchy(table, { features: ['a'], k: 3, missing: 'omit', scale: 'none' })
    expect(labelsOf(model.cut(table))).toEqual([1, 0, null, 0, 0, 1, 2])
    expect(model.fit).toMatchObject({
      rows: 6,
      missing: 1,
      tableRows: 7,
      sizes: [3, 2, 1],
      agreement: 1,
      inertia: 0,
    })
    expect(labelsOf(model.predict(fromRows([{ a: 8 }, { a: 2 }, { a: null }])))).toEqual([2, 0, null])
    expect(() => model.cut(fromRows([{ a: 1 }]))).toThrow(/1 rows, but .* 7/)
    expect(() => model.cut(table, { k: 2, height: 3 })).toThrow(/not both/)
    const restored = loadModel(JSON.stringify(model), { kind: 'hierarchy' })
    expect(toRows(restored.dendrogram)).toEqual(toRows(model.dendrogram))
    expect(labelsOf(restored.cut(table, { height: 4 }))).toEqual(labelsOf(model.cut(table, { height: 4 })))
  })

  it('counts a row of weight 2 as two', () => {
    const data = blobs(30, 2, 3, 2, 5)
    const twice = data.flatMap((row, i) => (i % 3 === 0 ? [row, row] : [row]))
    const weighed = rowsTable(data.map((row, i) => [...row, i % 3 === 0 ? 2 : 1]))
    const options = { features: ['x0', 'x1'], k: 3, scale: 'standard' } as const
    const a = heightsOf(fitHierarchy(weighed.table, { ...options, weights: 'x2' }))
    const b = heightsOf(fitHierarchy(rowsTable(twice).table, options))
    expect(b.slice(0, 10).every((height) => height === 0)).toBe(true)
    b.slice(10).forEach((height, i) => expect(height).toBeCloseTo(a[i]!, 9))
  })
})
