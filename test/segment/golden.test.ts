import { derive, fitHierarchy, fitKMeans, fitMixture, summarize, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { learnFeatures } from '#src/segment/features/readFeatures'
import { calinskiHarabasz, daviesBouldin } from '#src/segment/measure/indices'
import { silhouette } from '#src/segment/measure/silhouette'
import golden from './golden.json' with { type: 'json' }

// Expected: scikit-learn 1.9.1 and scipy 1.17.1, by golden.py, of the 2,357 customers of datasets/cdnow.
const path = fileURLToPath(new URL('../../datasets/cdnow/orders.csv', import.meta.url))
const orders = await readTable(path)
const summary = summarize(orders, { customer: 'customer_id', time: 'date', amount: 'amount' })
const customers = derive(summary as any, { days: (row: any) => row.frequency + 1 }) as any
const features = ['days_since_last', 'days', 'revenue']
const options = { features, scale: ['log1p', 'standard'] as const }

it('has the customers that the other side has', () => {
  expect(customers.numRows).toBe(golden.customers)
})

/** The first k customers that differ, as the other side starts. */
function firstDifferent(k: number): number[][] {
  const all = toRows(customers).map((row: any) => features.map((name) => Number(row[name])))
  return [...new Map(all.map((row) => [String(row), row])).values()].slice(0, k)
}

describe('k-means of CDNOW equals scikit-learn from the same start', () => {
  it.each(golden.kmeans)('k = $k: inertia, sizes, silhouette and indices', (expected) => {
    const { k } = expected
    const model = fitKMeans(customers, { ...options, k, start: firstDifferent(k), maxIterations: 1000 })
    expect(model.fit.inertia / expected.inertia).toBeCloseTo(1, 12)
    expect(model.fit.sizes).toEqual(expected.sizes)
    const { points } = learnFeatures('test', customers, options)
    const labels = toRows(model.predict(customers)).map(({ cluster }: any) => cluster as number)
    const centers = model.scaledCenters.map((center) => Float64Array.from(center))
    const clusters = { labels, centers, sizes: model.fit.sizes, inertia: model.fit.inertia }
    const all = Int32Array.from(labels.keys())
    for (const threads of [1, 2]) {
      const { mean, error } = silhouette(points, labels, k, all, threads)
      expect(mean).toBeCloseTo(expected.silhouette, 12)
      expect(error).toBe(0)
    }
    expect(calinskiHarabasz(points, clusters)! / expected.calinskiHarabasz).toBeCloseTo(1, 12)
    expect(daviesBouldin(points, clusters)).toBeCloseTo(expected.daviesBouldin, 12)
  })
})

describe('Gaussian mixtures of CDNOW equal scikit-learn from the same start', () => {
  it.each(golden.mixture)(
    '$covariance, k = $k',
    ({ covariance, k, logLikelihood, bic, aic, weights, first }) => {
      const model = fitMixture(customers, {
        ...options,
        k,
        covariance: covariance as 'full',
        starts: 1,
        tolerance: 1e-12,
        maxIterations: 100_000,
      })
      expect(model.fit.logLikelihood / logLikelihood).toBeCloseTo(1, 7)
      expect(model.fit.bic / bic).toBeCloseTo(1, 7)
      expect(model.fit.aic / aic).toBeCloseTo(1, 7)
      model.weights.forEach((weight, c) => expect(weight).toBeCloseTo(weights[c]!, 5))
      const row = toRows(model.predict(customers))[0] as any
      const shares = weights.map((_, c) => row[`probability_${c}`] as number).sort((a, b) => b - a)
      shares.forEach((share, c) => expect(share).toBeCloseTo(first[c]!, 5))
      expect(row.probability).toBe(shares[0])
    },
  )
})

describe('the hierarchy of CDNOW equals scipy.cluster.hierarchy.linkage, Ward', () => {
  const model = fitHierarchy(customers, { ...options, k: 4 })
  const merges = toRows(model.dendrogram)

  it('heights and sizes of its merges', () => {
    expect(merges.length).toBe(golden.customers - 1)
    expect(merges.reduce((sum, { height }) => sum + height!, 0) / golden.ward.heights).toBeCloseTo(1, 12)
    merges.slice(-12).forEach(({ height, size }, i) => {
      expect(height! / golden.ward.top[i]!).toBeCloseTo(1, 12)
      expect(size).toBe(golden.ward.topSizes[i])
    })
  })

  it.each(Object.entries(golden.ward.sizes))('cut into %s clusters', (k, sizes) => {
    const labels = toRows(model.cut(customers, { k: Number(k) })).map(({ cluster }) => cluster!)
    expect(sizes.map((_, c) => labels.filter((label) => label === c).length)).toEqual(sizes)
    const between = (merges.at(-Number(k))!.height! + merges.at(1 - Number(k))!.height!) / 2
    expect(toRows(model.cut(customers, { height: between })).map(({ cluster }) => cluster)).toEqual(labels)
  })
})
