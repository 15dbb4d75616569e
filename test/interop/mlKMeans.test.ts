import { fitKMeans, fromRows, loadModel, toRows } from 'clientele'
import { fromMlKMeans, toMlKMeans } from 'clientele/interop'
import { describe, expect, it } from 'vitest'

const data = [
  [9, 400],
  [8, 380],
  [1, 15],
  [10, 450],
  [2, 20],
]
const features = ['orders', 'revenue'] as const
const table = fromRows(data.map(([orders, revenue]) => ({ orders: orders!, revenue: revenue! })))
const euclidean = (a: number[], b: number[]) => a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0)
const root = (a: number[], b: number[]) => Math.sqrt(euclidean(a, b))
const first = (a: number[], b: number[]) => Math.abs(a[0]! - b[0]!)
const result = {
  clusters: [1, 1, 0, 1, 0],
  centroids: [
    [1.5, 17.5],
    [9, 410],
  ],
  converged: true,
  iterations: 3,
  distance: euclidean,
}

describe('fromMlKMeans', () => {
  it('makes the model that fitKMeans makes of the same clusters', () => {
    const model = fromMlKMeans(result, { features, data })
    const ours = fitKMeans(table, { features, k: 2, scale: 'none' })
    expect(model.centers).toEqual(ours.centers)
    expect(model.fit.sizes).toEqual([3, 2])
    expect(model.fit.inertia).toBeCloseTo(ours.fit.inertia, 9)
    expect(toRows(model.predict(table))).toEqual(toRows(ours.predict(table)))
  })

  it('gives a model that survives JSON', () => {
    const model = fromMlKMeans(result, { features, data })
    expect(loadModel(JSON.stringify(model), { kind: 'kmeans' }).toJSON()).toEqual(model.toJSON())
  })

  const wrong: Record<string, [unknown, object]> = {
    'no result': [{}, {}],
    null: [null, {}],
    'fewer features than numbers': [result, { features: ['orders'] }],
    'a name twice': [result, { features: ['orders', 'orders'] }],
    'other data': [result, { data: data.slice(1) }],
    'data with a gap': [result, { data: [...data.slice(1), [1, NaN]] }],
    'a cluster that is not there': [{ ...result, clusters: [1, 1, 7, 1, 0] }, {}],
    'no rounds': [{ ...result, iterations: 'many' }, {}],
    'an option that is none': [result, { k: 2 }],
  }
  it.each(Object.entries(wrong))('refuses %s, with a sentence', (_, [given, more]) => {
    const call = () => fromMlKMeans(given as any, { features, data, ...more } as any)
    expect(call).toThrow(/^fromMlKMeans: .*\.$/)
    expect(call).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/value-invalid|option-invalid/) }),
    )
  })

  it('refuses another distance: the nearest centre would be another', () => {
    expect(() => fromMlKMeans({ ...result, distance: first }, { features, data })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    )
    expect(fromMlKMeans({ ...result, distance: root }, { features, data }).k).toBe(2)
  })
})

describe('toMlKMeans', () => {
  it('gives clusters, centres, distances and information in own units, whatever the scale', () => {
    for (const scale of ['none', 'standard', ['log1p', 'standard'], 'quantile'] as const) {
      const model = fitKMeans(table, { features, k: 2, scale })
      const other = toMlKMeans(model, { table })
      expect(other.clusters).toEqual(toRows(model.predict(table)).map(({ cluster }) => cluster))
      expect(other.nearest(data)).toEqual(other.clusters)
      expect(other.nearest([[1, 1]])).toEqual([other.clusters[2]])
      other.centroids.forEach((center, c) =>
        expect(center).toEqual(features.map((name) => model.centers[c]![name])),
      )
      const information = other.computeInformation(data)
      expect(information.map(({ size }) => size)).toEqual([3, 2])
      if (scale === 'quantile') continue
      const inertia = information.reduce((sum, { error, size }) => sum + error * size, 0)
      expect(inertia).toBeCloseTo(model.fit.inertia, 9)
    }
  })

  it('there and back again is the same model, where nothing is scaled', () => {
    const model = fitKMeans(table, { features, k: 2, scale: 'none' })
    const back = fromMlKMeans(toMlKMeans(model, { table }), { features, data })
    expect(back.scaledCenters).toEqual(model.scaledCenters)
    expect(back.fit.sizes).toEqual(model.fit.sizes)
  })

  it('a row without a feature is in cluster −1; wrong points and models are refused', () => {
    const model = fitKMeans(table, { features, k: 2 })
    const holed = fromRows(
      [
        { orders: null, revenue: 5 },
        { orders: 9, revenue: 400 },
      ],
      { types: { orders: 'float64' } },
    )
    const other = toMlKMeans(model, { table: holed })
    expect(other.clusters).toEqual([-1, 0])
    expect(() => other.nearest([[1]])).toThrow(/each of 2 numbers/)
    expect(() => other.computeInformation(data)).toThrow(/the 2 rows/)
    expect(() => toMlKMeans({} as any, { table })).toThrow(/fitKMeans/)
    expect(() => toMlKMeans(model, { notAnOption: 1 } as any)).toThrow(/no option/)
  })
})
