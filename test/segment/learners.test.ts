import {
  chooseK,
  fitHierarchy,
  fitKMeans,
  fitKPrototypes,
  fitMiniBatchKMeans,
  fitMixture,
  fromRows,
  loadModel,
  toRows,
} from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makePoints } from '#src/segment/features/points'
import { silhouette } from '#src/segment/measure/silhouette'
import { blobs, canonical, numbers, rowsTable, squared, tableOf } from './plain.js'

/** Merges the pair that adds least to the sum of squares, over and over. */
function plainWard(rows: readonly (readonly number[])[]): {
  heights: number[]
  labels: (k: number) => number[]
} {
  let clusters = rows.map((row, i) => ({ center: [...row], members: [i] }))
  const heights: number[] = []
  const levels = new Map([[rows.length, clusters]])
  while (clusters.length > 1) {
    let best = { cost: Infinity, a: 0, b: 0 }
    clusters.forEach((one, a) =>
      clusters.forEach((other, b) => {
        if (b <= a) return
        const [m, n] = [one.members.length, other.members.length]
        const cost = ((2 * m * n) / (m + n)) * squared(one.center, other.center)
        if (cost < best.cost) best = { cost, a, b }
      }),
    )
    const [one, other] = [clusters[best.a]!, clusters[best.b]!]
    const members = [...one.members, ...other.members]
    const center = one.center.map(
      (_, j) => members.reduce((sum, i) => sum + rows[i]![j]!, 0) / members.length,
    )
    clusters = [...clusters.filter((_, c) => c !== best.a && c !== best.b), { center, members }]
    heights.push(Math.sqrt(best.cost))
    levels.set(clusters.length, clusters)
  }
  const labels = (k: number) =>
    rows.map((_, i) => levels.get(k)!.findIndex(({ members }) => members.includes(i)))
  return { heights, labels }
}

/** The clusters of rows by a mixture of two. */
function mixtureLabels(rows: number[][], covariance: 'full' | 'diagonal'): number[] {
  const { table, features } = rowsTable(rows)
  return labelsOf(fitMixture(table, { features, k: 2, covariance }).predict(table))
}

const heightsOf = (model: any) => toRows<any>(model.dendrogram).map((row: any) => row.height as number)

const labelsOf = (table: any) => toRows(table).map((row: any) => row.cluster as number)

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

describe('k-prototypes', () => {
  const random = numbers(9)
  const rows = Array.from({ length: 300 }, (_, i) => ({
    spend: 100 * (i % 3) + random(),
    plan: ['free', 'plus', 'pro'][i % 3]!,
    active: i % 3 > 0,
    code: random() < 0.5 ? 1 : 2,
  }))
  const table = fromRows(rows)

  it('finds groups by numbers and categories together, with prototypes in their own words', () => {
    const model = fitKPrototypes(table, { features: ['spend', 'plan', 'active'], k: 3 })
    expect(canonical(labelsOf(model.predict(table)))).toEqual(canonical(rows.map((_, i) => i % 3)))
    const plans = model.centers.map(({ plan, active, spend }) => [
      plan,
      active,
      Math.round(Number(spend) / 100),
    ])
    expect(plans.sort()).toEqual([
      ['free', 'false', 0],
      ['plus', 'true', 1],
      ['pro', 'true', 2],
    ])
    expect(JSON.stringify(loadModel(JSON.stringify(model)))).toBe(JSON.stringify(model))
  })

  it('is k-means where no category is given, and k-modes where no number is', () => {
    const { table: points, features } = rowsTable(blobs(400, 3, 4, 9, 6))
    const means = fitKMeans(points, { features, k: 4 })
    const mixed = fitKPrototypes(points, { features, k: 4 })
    expect(mixed.fit.cost).toBeCloseTo(means.fit.inertia, 8)
    expect(mixed.fit.sizes).toEqual(means.fit.sizes)
    const modes = fitKPrototypes(table, { features: ['plan', 'active'], k: 3 })
    expect(modes.gamma).toBe(1)
    expect(modes.fit).toMatchObject({ cost: 0, sizes: [100, 100, 100] })
  })

  it('costs what its definition says, at a prototype that no other is nearer to', () => {
    const features = ['spend', 'plan', 'code'] as const
    const model = fitKPrototypes(table, { features, categorical: ['code'], k: 4, gamma: 2, scale: 'none' })
    expect(model.categorical).toEqual(['plan', 'code'])
    const cost = (row: any, c: number) => {
      const center = model.centers[c]!
      const differing = Number(center.plan !== row.plan) + Number(center.code !== String(row.code))
      return (row.spend - Number(center.spend)) ** 2 + 2 * differing
    }
    const found = toRows(model.predict(table, { distance: true })) as any[]
    let total = 0
    for (const row of found) {
      total += row.distance
      const all = model.centers.map((_, c) => cost(row, c))
      expect(row.distance).toBeCloseTo(Math.min(...all), 9)
      expect(all[row.cluster]).toBeCloseTo(row.distance, 9)
    }
    expect(total).toBeCloseTo(model.fit.cost, 6)
  })

  it('counts a category that it never saw as different from all, and leaves out what is missing', () => {
    const model = fitKPrototypes(table, { features: ['spend', 'plan'], k: 3 })
    const [strange, missing] = toRows(
      model.predict(
        fromRows([
          { spend: 100, plan: 'gold' },
          { spend: 100, plan: null },
        ]),
        { distance: true },
      ),
    ) as any[]
    expect(model.centers[strange.cluster]!.plan).toBe('plus')
    expect(strange.distance).toBeGreaterThanOrEqual(model.gamma)
    expect(missing).toMatchObject({ cluster: null, distance: null })
  })
})

describe('Gaussian mixtures', () => {
  it('of one component have its mean, variance and log-likelihood', () => {
    const values = [1, 2, 4, 9]
    const model = fitMixture(tableOf({ a: values }), { features: ['a'], k: 1, scale: 'none' })
    const variance = values.reduce((sum, x) => sum + (x - 4) ** 2, 0) / 4 + 1e-6
    const logLikelihood = values.reduce(
      (sum, x) => sum - (x - 4) ** 2 / variance / 2 - Math.log(2 * Math.PI * variance) / 2,
      0,
    )
    expect(model.centers).toEqual([{ a: 4 }])
    expect(model.covariances[0]![0]).toBeCloseTo(variance, 12)
    expect(model.fit.logLikelihood).toBeCloseTo(logLikelihood, 10)
    expect(model.fit.bic).toBeCloseTo(2 * Math.log(4) - 2 * logLikelihood, 10)
  })

  it('give probabilities that add up to 1, the largest of which names the cluster', () => {
    const { table, features } = rowsTable(blobs(300, 3, 3, 2, 4))
    for (const covariance of ['full', 'diagonal'] as const) {
      const model = fitMixture(table, { features, k: 3, covariance })
      const rows = toRows(model.predict(table)) as any[]
      for (const row of rows) {
        const shares = [0, 1, 2].map((c) => row[`probability_${c}`] as number)
        expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
        expect(row.probability).toBe(Math.max(...shares))
        expect(shares[row.cluster]).toBe(row.probability)
      }
      const sizes = [0, 1, 2].map((c) => rows.filter(({ cluster }) => cluster === c).length)
      expect(sizes).toEqual([...model.fit.sizes])
      expect(JSON.stringify(loadModel(JSON.stringify(model)))).toBe(JSON.stringify(model))
      expect(toRows(loadModel(JSON.stringify(model), { kind: 'mixture' }).predict(table))).toEqual(rows)
    }
  })

  it('are the same however features are stretched and, if full, mixed', () => {
    const data = blobs(200, 2, 2, 6, 12)
    const stretched = data.map(([x, y]) => [1000 * x!, y! / 50 + 3])
    const mixed = data.map(([x, y]) => [x! + y!, x! - 2 * y!])
    expect(canonical(mixtureLabels(stretched, 'diagonal'))).toEqual(
      canonical(mixtureLabels(data, 'diagonal')),
    )
    expect(canonical(mixtureLabels(mixed, 'full'))).toEqual(canonical(mixtureLabels(data, 'full')))
  })

  it('say what to do where features depend on each other', () => {
    const x = blobs(50, 1, 2, 4, 1).map(([v]) => 1e6 * v!)
    const table = tableOf({ a: x, b: x.map((v) => 2 * v) })
    expect(() => fitMixture(table, { features: ['a', 'b'], k: 1, scale: 'none' })).toThrow(/'diagonal'/)
  })
})

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
