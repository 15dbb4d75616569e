import { chooseK, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makePoints } from '#src/segment/features/points'
import { silhouette } from '#src/segment/measure/silhouette'
import { blobs, numbers, rowsTable, squared } from './plain.js'

describe('chooseK', () => {
  it('recommends the number of groups that were put in, by every measure that looks at their distance', () => {
    const { table, features } = rowsTable(blobs(400, 2, 4, 60, 21))
    const { recommended, scores } = chooseK(table, { features, k: { from: 1, to: 7 } })
    expect(recommended).toMatchObject({
      silhouette: 4,
      calinskiHarabasz: 4,
      daviesBouldin: 4,
      gap: 4,
      stability: 4,
    })
    const rows = toRows(scores)
    expect(rows.map(({ k }) => k)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(rows[0]).toMatchObject({
      silhouette: null,
      calinski_harabasz: null,
      davies_bouldin: null,
      stability: 1,
    })
    expect(rows[3]!.stability_least).toBe(1)
  })

  it('takes only the measures asked for, on as many threads as asked for, with the same answer', () => {
    const { table, features } = rowsTable(blobs(3000, 5, 3, 4, 2))
    const options = { features, k: { from: 3, to: 4 }, measures: ['silhouette'] } as const
    const one = toRows(chooseK(table, options).scores)
    expect(toRows(chooseK(table, { ...options, threads: 2 }).scores)).toEqual(one)
    expect(one[0]).toMatchObject({ gap: null, stability: null, davies_bouldin: null, silhouette_error: 0 })
  })

  it('states an error of sampled silhouettes that covers the exact ones', () => {
    const { table, features } = rowsTable(blobs(2000, 3, 3, 3, 7))
    const of = (sample: number, seed: number) =>
      toRows(
        chooseK(table, { features, k: { from: 3, to: 3 }, measures: ['silhouette'], sample, seed, starts: 3 })
          .scores,
      )[0]!
    const exact = of(2000, 1).silhouette!
    const deviations = Array.from({ length: 40 }, (_, seed) => {
      const { silhouette, silhouette_error } = of(200, seed)
      expect(silhouette_error).toBeGreaterThan(0)
      return (silhouette! - exact) / silhouette_error!
    })
    expect(Math.max(...deviations.map(Math.abs))).toBeLessThan(4)
    const spread = Math.sqrt(deviations.reduce((sum, z) => sum + z * z, 0) / deviations.length)
    expect(spread).toBeGreaterThan(0.6)
    expect(spread).toBeLessThan(1.5)
  })

  it('computes silhouettes by their definition', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer(),
        (rows, width, seed) => {
          const data = blobs(rows, width, 2, 3, seed)
          const random = numbers(seed)
          const k = 3
          const labels = data.map(() => Math.floor(k * random()))
          fc.pre(new Set(labels).size > 1)
          const points = makePoints(
            data[0]!.map((_, j) => Float64Array.from(data, (row) => row[j]!)),
            new Float64Array(0),
          )
          const values = data.map((row, i) => {
            const mean = (c: number) => {
              const others = data.filter((_, o) => o !== i && labels[o] === c)
              return others.length === 0
                ? NaN
                : others.reduce((sum, other) => sum + Math.sqrt(squared(row, other)), 0) / others.length
            }
            const a = mean(labels[i]!)
            if (Number.isNaN(a)) return 0
            const b = Math.min(...[0, 1, 2].filter((c) => c !== labels[i] && labels.includes(c)).map(mean))
            return (b - a) / Math.max(a, b)
          })
          const expected = values.reduce((sum, value) => sum + value, 0) / rows
          expect(silhouette(points, labels, k, Int32Array.from(data.keys()), 1).mean).toBeCloseTo(
            expected,
            12,
          )
        },
      ),
    )
  })
})
