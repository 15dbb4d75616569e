import { fitKMeans, fromRows, loadModel, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makePoints } from '#src/segment/features/points'
import { clusterPoints } from '#src/segment/kmeans/cluster'
import {
  blobs,
  canonical,
  numbers,
  plainLloyd,
  plainLloydFast,
  rowsTable,
  squared,
  tableOf,
} from './plain.js'

const plan = { starts: 1, seed: 1, maxIterations: 300, tolerance: 0, threads: 1 }
const pointsOf = (rows: readonly (readonly number[])[], weights: readonly number[] = []) =>
  makePoints(
    rows[0]!.map((_, j) => Float64Array.from(rows, (row) => row[j]!)),
    Float64Array.from(weights),
  )

/** Data of every shape: widths over all kernels, few and many clusters, tight and loose, far from zero, with duplicates. */
const problem = fc
  .record({
    rows: fc.integer({ min: 1, max: 400 }),
    width: fc.integer({ min: 1, max: 21 }),
    k: fc.integer({ min: 1, max: 30 }),
    apart: fc.constantFrom(0, 1, 5, 50),
    offset: fc.constantFrom(0, 0, 1e3, -1e6),
    copies: fc.constantFrom(1, 1, 3),
    seed: fc.integer({ min: 0, max: 1e9 }),
  })
  .map(({ rows, width, k, apart, offset, copies, seed }) => {
    const distinct = blobs(rows, width, 1 + (seed % 7), apart, seed).map((row) => row.map((x) => x + offset))
    const data = Array.from({ length: copies }, () => distinct).flat()
    return { data, start: distinct.slice(0, Math.min(k, rows)), seed }
  })

describe('k-means', () => {
  it('finds the labels, centres and inertia of plain Lloyd from the same start', () => {
    let compared = 0
    fc.assert(
      fc.property(problem, ({ data, start }) => {
        const plain = plainLloyd(data, start)
        fc.pre(plain.isClear)
        compared++
        const found = clusterPoints(pointsOf(data), { ...plan, k: start.length, given: start })
        expect(canonical(found.labels)).toEqual(canonical(plain.labels))
        expect(Math.abs(found.inertia - plain.inertia)).toBeLessThanOrEqual(1e-9 * plain.inertia + 1e-12)
        data.forEach((_, i) => {
          const [own, other] = [found.centers[found.labels[i]!]!, plain.centers[plain.labels[i]!]!]
          own.forEach((x, j) => expect(Math.abs(x - other[j]!)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(x))))
        })
      }),
      { numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(75)
  })

  it('gives ties to the first as plain Lloyd does: answers from 0 to 5, and rows a millionth apart', () => {
    let compared = 0
    const shape = fc.record({
      rows: fc.integer({ min: 10, max: 200 }),
      width: fc.integer({ min: 1, max: 16 }),
      k: fc.integer({ min: 2, max: 10 }),
      seed: fc.integer({ min: 0, max: 1e9 }),
      tight: fc.boolean(),
    })
    fc.assert(
      fc.property(shape, ({ rows, width, k, seed, tight }) => {
        const random = numbers(seed)
        const value = () => Math.floor(random() * 6) * (tight ? 10 : 1) + (tight ? random() * 1e-6 : 0)
        const data = Array.from({ length: rows }, () => Array.from({ length: width }, value))
        const start = [...new Map(data.map((row) => [row.join(), row])).values()].slice(0, k)
        const plain = plainLloyd(data, start)
        fc.pre(plain.isFull)
        compared++
        const found = clusterPoints(pointsOf(data), { ...plan, k: start.length, given: start })
        expect(canonical(found.labels)).toEqual(canonical(plain.labels))
      }),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(100)
  })

  it('skips rows only where plain Lloyd would not change them: 20,000 rows, many rounds, every kernel', () => {
    for (const [width, k] of [
      [2, 9],
      [5, 8],
      [7, 12],
      [16, 20],
      [3, 300],
    ] as const) {
      const data = blobs(20_000, width, 3, 2, width)
      const start = data.slice(0, k)
      const found = clusterPoints(pointsOf(data), { ...plan, maxIterations: 12, k, given: start })
      const plain = plainLloydFast(data, start, 12)
      expect(canonical(found.labels)).toEqual(canonical(plain))
    }
  })

  it('gives the same bits for 1, 2 and 4 threads: greedy start and k-means||, with weights and without', () => {
    const random = numbers(5)
    for (const { rows, width, k } of [
      { rows: 20_000, width: 3, k: 4 },
      { rows: 70_000, width: 9, k: 30 },
    ]) {
      const data = blobs(rows, width, 5, 3, 3)
      for (const weights of [[], data.map(() => 0.5 + random())]) {
        const points = pointsOf(data, weights)
        const [one, two, four] = [1, 2, 4].map((threads) =>
          clusterPoints(points, { ...plan, starts: 1, k, threads, maxIterations: 8 }),
        )
        for (const other of [two!, four!]) {
          expect(other.centers).toEqual(one!.centers)
          expect(other.inertia).toBe(one!.inertia)
          expect(other.iterations).toBe(one!.iterations)
          expect(Buffer.from(other.labels.buffer).equals(Buffer.from(one!.labels.buffer))).toBe(true)
        }
      }
    }
  })

  it('counts a row of whole weight w as w rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const random = numbers(seed)
        const data = blobs(60, 3, 4, 4, seed)
        const weights = data.map(() => 1 + Math.floor(3 * random()))
        const repeated = data.flatMap((row, i) => Array.from({ length: weights[i]! }, () => row))
        const start = data.slice(0, 4)
        fc.pre(plainLloyd(repeated, start).isClear)
        for (const scale of ['standard', 'robust', 'quantile'] as const) {
          const weighed = rowsTable(data.map((row, i) => [...row, weights[i]!]))
          const features = weighed.features.slice(0, 3)
          const options = { features, k: 4, scale, start }
          const a = fitKMeans(weighed.table, { ...options, weights: 'x3' })
          const b = fitKMeans(rowsTable(repeated).table, options)
          expect(a.scaling.flat(2).length).toBe(3)
          a.scaling.forEach((steps, j) => expectClose(steps, b.scaling[j]))
          expect(a.fit.inertia).toBeCloseTo(b.fit.inertia, 9)
          for (const center of a.centers) {
            const near = b.centers.map((other) => squared(Object.values(center), Object.values(other)))
            expect(Math.min(...near)).toBeLessThan(1e-18)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('never leaves a cluster without rows while there are k different ones, and never ends worse than it began', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.integer({ min: 1, max: 16 }),
        (rows, most) => {
          const k = Math.min(most, new Set(rows.map(String)).size)
          // Centres that are all far away and equal: all but one start empty.
          const given = Array.from({ length: k }, () => [100, 100])
          const found = clusterPoints(pointsOf(rows), { ...plan, k, given })
          expect(found.sizes.every((size) => size > 0)).toBe(true)
          expect(found.sizes.reduce((a, b) => a + b)).toBe(rows.length)
          const one = clusterPoints(pointsOf(rows), { ...plan, k: 1 })
          expect(found.inertia).toBeLessThanOrEqual(one.inertia + 1e-9)
          expect(clusterPoints(pointsOf(rows), { ...plan, k }).sizes.every((size) => size > 0)).toBe(true)
        },
      ),
    )
  })

  it('finds as many clusters as there are different rows at no cost', () => {
    const { table, features } = rowsTable([
      [1, 1],
      [2, 5],
      [9, 3],
      [1, 1],
      [9, 3],
    ])
    const { fit } = fitKMeans(table, { features, k: 3, scale: 'none' })
    expect(fit).toMatchObject({ inertia: 0, sizes: [2, 2, 1], converged: true })
  })

  it('takes more than 254 clusters', () => {
    const { table, features } = rowsTable(Array.from({ length: 900 }, (_, i) => [i % 300, 7 * (i % 300)]))
    const model = fitKMeans(table, { features, k: 300, starts: 3 })
    expect(model.fit.inertia).toBeLessThan(1e-20)
    expect(new Set(toRows(model.predict(table)).map(({ cluster }) => cluster)).size).toBe(300)
  })

  it('numbers clusters by size, then by centre', () => {
    const { table } = rowsTable([[50], [51], [9], [8], [30], [31], [32]])
    const model = fitKMeans(table, { features: ['x0'], k: 3, scale: 'none' })
    expect(model.centers.map(({ x0 }) => x0)).toEqual([31, 8.5, 50.5])
  })

  it('finds what was put in, from another start each time', () => {
    const data = blobs(600, 4, 6, 400, 11)
    const { table, features } = rowsTable(data)
    for (let seed = 0; seed < 10; seed++) {
      const labels = toRows(fitKMeans(table, { features, k: 6, starts: 1, seed }).predict(table)).map(
        (row) => row.cluster,
      )
      expect(canonical(labels as number[])).toEqual(canonical(data.map((_, i) => i % 6)))
    }
  })

  it('undoes every scaling in its centres', () => {
    const rows = blobs(200, 1, 1, 0, 2).map(([x]) => [Math.exp(x! + 3)])
    const { table } = rowsTable(rows)
    const values = rows.map(([x]) => x!)
    const mean = values.reduce((a, b) => a + b) / values.length
    const logMean = Math.expm1(values.reduce((a, b) => a + Math.log1p(b), 0) / values.length)
    const center = (scale: any) => fitKMeans(table, { features: ['x0'], k: 1, scale }).centers[0]!.x0!
    for (const scale of ['none', 'standard', 'robust', ['standard', 'robust']])
      expect(center(scale)).toBeCloseTo(mean, 9)
    for (const scale of ['log1p', ['log1p', 'standard'], { x0: ['log1p', 'robust'] }]) {
      expect(center(scale)).toBeCloseTo(logMean, 9)
    }
    // The mean rank is .5, which is the median.
    const sorted = values.toSorted((a, b) => a - b)
    expect(center('quantile')).toBeCloseTo((sorted[99]! + sorted[100]!) / 2, 9)
  })

  it('predicts a row alone as among others, null where a feature is missing, and the distance to its centre', () => {
    const { table, features } = rowsTable(blobs(300, 3, 4, 5, 4))
    const model = fitKMeans(table, { features, k: 4 })
    const all = toRows(model.predict(table, { distance: true }))
    const restored = loadModel(JSON.stringify(model), { kind: 'kmeans' })
    for (const row of all.slice(0, 20)) {
      const { cluster, distance, ...given } = row as any
      expect(toRows(restored.predict(fromRows([given]), { distance: true }))[0]).toEqual(row)
      const scaled = model.scaling.map(
        ([step], j) => (given[`x${j}`] - (step as any).center) / (step as any).scale,
      )
      expect(distance).toBeCloseTo(Math.sqrt(squared(scaled, model.scaledCenters[cluster]!)), 12)
    }
    const gaps = toRows(model.predict(tableOf({ x0: [1, NaN], x1: [1, 1], x2: [1, 1] }), { distance: true }))
    expect(gaps[1]).toMatchObject({ cluster: null, distance: null })
  })

  it('reports sizes and inertia as prediction finds them', () => {
    const { table, features } = rowsTable(blobs(500, 4, 3, 2, 9))
    const model = fitKMeans(table, { features, k: 5, scale: 'robust' })
    const rows = toRows(model.predict(table, { distance: true })) as { cluster: number; distance: number }[]
    const sizes = Array.from({ length: 5 }, (_, c) => rows.filter(({ cluster }) => cluster === c).length)
    expect(sizes).toEqual([...model.fit.sizes])
    expect(rows.reduce((sum, { distance }) => sum + distance ** 2, 0)).toBeCloseTo(model.fit.inertia, 8)
  })

  it('stops by tolerance and by iterations, and says so', () => {
    const { table, features } = rowsTable(blobs(2000, 3, 2, 0, 1))
    const base = { features, k: 7, starts: 1 }
    expect(fitKMeans(table, { ...base, maxIterations: 2 }).fit).toMatchObject({
      iterations: 2,
      converged: false,
    })
    const exact = fitKMeans(table, base).fit
    const loose = fitKMeans(table, { ...base, tolerance: 1e-3 }).fit
    expect(loose.iterations).toBeLessThan(exact.iterations)
    expect([loose.converged, exact.converged]).toEqual([true, true])
  })

  it('tells of each start, and stops when asked to', () => {
    const { table, features } = rowsTable(blobs(100, 2, 2, 4, 1))
    const done: number[] = []
    fitKMeans(table, { features, k: 2, starts: 3, onProgress: (p) => done.push(p.done) })
    expect(done).toEqual([1, 2, 3])
    expect(() => fitKMeans(table, { features, k: 2, signal: AbortSignal.abort() })).toThrow(
      expect.objectContaining({ code: 'aborted' }),
    )
  })
})

function expectClose(a: any, b: any): void {
  if (typeof a === 'number') expect(a).toBeCloseTo(b, 12)
  else if (typeof a === 'object') for (const key of Object.keys(a)) expectClose(a[key], b[key])
}
