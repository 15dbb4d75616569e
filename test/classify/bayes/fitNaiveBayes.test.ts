import { fitNaiveBayes, fromRows, loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'
import { meanAuc } from '../folds.js'
import golden from '../golden/linear.json' with { type: 'json' }

const probabilities = (model: any, table: any): number[] =>
  toRows(model.predict(table, { as: { predicted: 'said', probability: 'p' } })).map((row: any) => row.p)

function spread(list: readonly number[]): { mean: number; variance: number } {
  const mean = list.reduce((sum, v) => sum + v, 0) / list.length
  return { mean, variance: list.reduce((sum, v) => sum + (v - mean) ** 2, 0) / list.length }
}

/** Quinlan 1986: Saturday mornings, as in Mitchell's Machine Learning, section 6.9.1. */
const DAYS =
  `sunny hot high weak no, sunny hot high strong no, overcast hot high weak yes, rain mild high weak yes,
  rain cool normal weak yes, rain cool normal strong no, overcast cool normal strong yes, sunny mild high weak no,
  sunny cool normal weak yes, rain mild normal weak yes, sunny mild normal strong yes, overcast mild high strong yes,
  overcast hot normal weak yes, rain mild high strong no`.split(',')

const days = fromRows(
  DAYS.map((line) => {
    const [outlook, temperature, humidity, wind, play] = line.trim().split(' ')
    return { outlook, temperature, humidity, wind, play }
  }),
)

describe('fitNaiveBayes', () => {
  it("Mitchell's day: sunny, cool, high and strong is .0206 to .0053 against playing", () => {
    const model = fitNaiveBayes(days, { target: 'play', smoothing: 1e-9 })
    const day = fromRows([{ outlook: 'sunny', temperature: 'cool', humidity: 'high', wind: 'strong' }])
    const yes = (9 / 14) * (2 / 9) * (3 / 9) * (3 / 9) * (3 / 9)
    const no = (5 / 14) * (3 / 5) * (1 / 5) * (4 / 5) * (3 / 5)
    expect([yes, no].map((v) => v.toFixed(4))).toEqual(['0.0053', '0.0206'])
    expect(probabilities(model, day)[0]).toBeCloseTo(yes / (yes + no), 8)
  })

  it('a chance is (count + smoothing) / (all + smoothing · labels)', () => {
    const model = fitNaiveBayes(days, { target: 'play' })
    const rows: any[] = toRows(model.conditionals)
    const row = rows.find((r) => r.feature === 'outlook' && r.class === 'no' && r.label === 'overcast')
    expect(row.chance).toBeCloseTo((0 + 1) / (5 + 3), 14)
  })

  it('numbers are normal with the mean and variance of their class; missing ones are left out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.option(fc.double({ min: -9, max: 9, noNaN: true })), fc.boolean()), {
          minLength: 8,
          maxLength: 40,
        }),
        (pairs) => {
          const own = (y: boolean) => pairs.flatMap(([x, z]) => (x !== null && z === y ? [x] : []))
          const [a, b] = [own(false), own(true)]
          fc.pre(a.length > 1 && b.length > 1 && spread(a).variance > 1 && spread(b).variance > 1)
          const table = fromRows(
            pairs.map(([x, y]) => ({ x, y })),
            { types: { x: 'float64' } },
          )
          const found = probabilities(fitNaiveBayes(table, { target: 'y' }), table)
          const density = (x: number, list: number[]) => {
            const { mean, variance } = spread(list)
            return Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)
          }
          const share = pairs.filter(([, y]) => y).length / pairs.length
          pairs.forEach(([x], i) => {
            const odds = (share / (1 - share)) * (x === null ? 1 : density(x, b) / density(x, a))
            expect(found[i]).toBeCloseTo(odds / (1 + odds), 9)
          })
        },
      ),
    )
  })

  it('a row of weight 2 counts as two', () => {
    const rows = toRows(days).map((row: any, i) => ({ ...row, heat: (i * 5) % 7, weight: 1 + (i % 2) }))
    const twice = rows.flatMap((row) => (row.weight === 2 ? [row, row] : [row]))
    for (const numbers of ['normal', 'bins'] as const) {
      const options = { target: 'play', features: ['outlook', 'heat'], numbers } as const
      const one = fitNaiveBayes(fromRows(rows), { ...options, weights: 'weight' })
      const other = fitNaiveBayes(fromRows(twice), options)
      expect(one.priors).toEqual(other.priors)
      if (numbers === 'normal') {
        probabilities(one, fromRows(rows)).forEach((p, i) =>
          expect(p).toBeCloseTo(probabilities(other, fromRows(rows))[i]!, 12),
        )
      }
      expect(one.fit.logLoss).toBeGreaterThan(0)
    }
  })

  it('numbers that never vary, or are never known in a class, say nothing', () => {
    const rows = [0, 1, 2, 3, 4, 5].map((i) => ({ same: 7, late: i < 3 ? null : i, y: i > 2 }))
    const table = fromRows(rows)
    const model = fitNaiveBayes(table, { target: 'y', features: ['same'] })
    expect(probabilities(model, table)).toEqual(rows.map(() => 0.5))
    const other = fitNaiveBayes(table, { target: 'y', features: ['late'] })
    expect(probabilities(other, table).slice(0, 3)).toEqual([0.5, 0.5, 0.5])
    expect(probabilities(loadModel(JSON.stringify(other)), table)).toEqual(probabilities(other, table))
  })
})

const file = sharedFile('telco/Telco-Customer-Churn.csv')

describe.skipIf(!file)('on Telco, as scikit-learn', () => {
  it.each([
    ['gaussian', ['tenure', 'MonthlyCharges']],
    ['categorical', ['Contract', 'InternetService', 'PaymentMethod']],
  ] as const)('%s naive Bayes gives the same probabilities', async (kind, features) => {
    const table = await readTable(file!)
    const found = probabilities(fitNaiveBayes(table, { target: 'Churn', features: [...features] }), table)
    golden.bayes[kind].forEach((p, i) => expect(found[i]).toBeCloseTo(p, 11))
  })

  it('bins beat the normal distribution for skewed numbers', async () => {
    const table = await readTable(file!)
    const features = ['tenure', 'MonthlyCharges', 'TotalCharges', 'Contract']
    const auc = (numbers: 'normal' | 'bins') =>
      meanAuc(table, (t) => fitNaiveBayes(t as any, { target: 'Churn', features, numbers }))
    expect(auc('bins')).toBeGreaterThan(auc('normal'))
  })
})
