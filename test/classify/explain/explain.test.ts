import {
  calibrate,
  derive,
  evaluate,
  fitLogistic,
  fromRows,
  importance,
  partialDependence,
  toRows,
} from 'clientele'
import { describe, expect, it } from 'vitest'

const customers = fromRows(
  Array.from({ length: 400 }, (_, i) => ({
    tenure: (i * 37) % 60,
    spent: ((i * 104729) % 997) / 10,
    city: ['Ulm', 'Bonn', 'Kiel'][(i * 5) % 3]!,
    club: i % 4 === 0,
    churned: (i * 7919) % 60 > (i * 37) % 60,
  })),
) as any
const model = fitLogistic(customers, { target: 'churned', features: ['tenure', 'spent', 'city', 'club'] })

describe('importance', () => {
  it('of a feature is what is lost by shuffling it: the driver first, what is not read nothing', () => {
    const given = {
      target: model.target,
      features: ['spent', 'tenure', 'city'],
      predict: (table: any, options: any) =>
        derive(table, { probability: (row: any) => 1 / (1 + Math.exp((row.tenure - 30) / 10)) }, options),
    }
    const rows = toRows(importance(customers, { model: given, repeats: 20 }))
    expect(rows.map(({ feature }) => feature)).toEqual(['tenure', 'spent', 'city'])
    expect(rows.slice(1).map((row) => [row.importance, row.deviation, row.share])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    // Shuffled, the probability says nothing: an AUC of a half.
    const { auc } = evaluate(customers, { model: given, bootstrap: 0 })
    expect(rows[0]!.importance! + 0.5).toBeCloseTo(auc.value, 2)
    expect(rows[0]!.share).toBe(1)
  })

  it('takes losses as losses, and draws the same for a seed', () => {
    const options = { model, metric: 'logLoss', repeats: 3 } as const
    const rows = toRows(importance(customers, options))
    expect(rows[0]!.feature).toBe('tenure')
    expect(rows[0]!.importance).toBeGreaterThan(0.05)
    expect(toRows(importance(customers, options))).toEqual(rows)
    expect(toRows(importance(customers, { ...options, seed: 2 }))).not.toEqual(rows)
    expect(toRows(importance(customers, { ...options, features: ['city'] }))).toHaveLength(1)
  })

  it('by gain tells what the model knows, and explains where it knows none', () => {
    const known = {
      ...model,
      importance: fromRows([
        { feature: 'city', gain: 1 },
        { feature: 'tenure', gain: 3 },
      ]),
    }
    expect(toRows(importance(customers, { model: known as any, method: 'gain' }))).toEqual([
      { feature: 'tenure', importance: 3, deviation: null, share: 0.75 },
      { feature: 'city', importance: 1, deviation: null, share: 0.25 },
    ])
    expect(() => importance(customers, { model, method: 'gain' })).toThrow(/ask by permutation/)
    expect(() => importance(customers, { model, features: ['churned'] })).toThrow(
      /learned from tenure, spent/,
    )
  })
})

const meanOf = (change: object) => {
  const asked = fromRows((toRows(customers) as any[]).map((row) => ({ ...row, ...change }))) as any
  const found = toRows(model.predict(asked)) as any[]
  return found.reduce((sum, { probability }) => sum + probability, 0) / found.length
}

describe('partialDependence', () => {
  it('is the mean prediction with every row given the value: numbers, categories, booleans', () => {
    const curve = toRows(partialDependence(customers, { model, features: ['tenure'], points: 4 })) as any[]
    // By numpy, the 5th percentile is 2, the 95th 56.05.
    expect(curve.map(({ tenure }) => tenure)).toEqual(
      [0, 1, 2, 3].map((k) => 2 + (k / 3) * 54.05).map((v) => expect.closeTo(v, 10)),
    )
    for (const { tenure, probability } of curve) expect(probability).toBeCloseTo(meanOf({ tenure }), 12)
    for (const feature of ['city', 'club']) {
      const rows = toRows(partialDependence(customers, { model, features: [feature] })) as any[]
      expect(rows.map((row) => row[feature])).toEqual(
        feature === 'city' ? ['Bonn', 'Kiel', 'Ulm'] : [false, true],
      )
      for (const row of rows) expect(row.probability).toBeCloseTo(meanOf({ [feature]: row[feature] }), 12)
    }
  })

  it('of two features is a surface, also of a calibrated model', () => {
    const calibrated = calibrate(customers, { model })
    const values = { tenure: [0, 30] }
    const rows = toRows(
      partialDependence(customers, { model: calibrated, features: ['tenure', 'city'], values }),
    ) as any[]
    expect(rows.map(({ tenure, city }) => [tenure, city])).toEqual(
      [0, 30].flatMap((tenure) => ['Bonn', 'Kiel', 'Ulm'].map((city) => [tenure, city])),
    )
    expect(() => partialDependence(customers, { model, features: ['churned'] })).toThrow(/learned from/)
    expect(() => partialDependence(customers, { model, features: [] })).toThrow(/one or two/)
  })
})
