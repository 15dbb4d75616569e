import { fitKMeans, fitKPrototypes, fitMixture, fromRows, loadModel, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { blobs, canonical, numbers, rowsTable, tableOf } from './plain.js'
import { mixtureLabels, labelsOf } from './learnerHelp.js'

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
