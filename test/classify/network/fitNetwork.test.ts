import { fitLogistic, fitNetwork, fromRows, loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeDesign } from '#src/learn/encode/design'
import { learnEncodings } from '#src/learn/encode/encoding'
import { makeScratch, type NetworkLoss, rowLoss } from '#src/classify/network/gradient'
import { networkShape } from '#src/classify/network/shape'
import { makeRandom } from '#src/numeric/random'
import { sharedFile } from '../../shared.js'
import { meanAuc } from '../folds.js'

const column = (table: any, name: string): any[] => toRows(table).map((row: any) => row[name])

/** Rows whose outcome no line divides. */
function crossed(rows: number): any[] {
  return Array.from({ length: rows }, (_, i) => {
    const [a, b] = [i % 20, (i * 7) % 19]
    return {
      a,
      b,
      word: a < 10 ? 'low' : null,
      left: a < 10 !== b < 9,
      sum: 100 + a * b,
      kind: (a > 6 ? 1 : 0) + (b > 9 ? 1 : 0),
    }
  })
}

describe('fitNetwork', () => {
  it.each(['logistic', 'classes', 'squared'] as const)(
    'the gradient of %s loss is that of finite differences',
    (loss: NetworkLoss) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom([], [3], [4, 3]), (seed, hidden) => {
          const random = makeRandom(seed)
          const values = Float64Array.from({ length: 4 }, () => random.normal())
          values[1] = NaN
          const features = [
            { info: { name: 'x', kind: 'number' as const }, values },
            {
              info: { name: 'c', kind: 'category' as const, labels: ['a', 'b'] },
              codes: Int32Array.of(0, 1, -1, 0),
            },
          ]
          const encodings = learnEncodings('test', features, undefined, {
            dropFirst: false,
            missing: 'indicator',
          })
          const design = makeDesign(features, encodings, 4)
          const outputs = loss === 'classes' ? 3 : 1
          const shape = networkShape(design.width, hidden, outputs)
          const target =
            loss === 'squared'
              ? values.map((v) => v || 1)
              : Int32Array.of(0, 1, loss === 'classes' ? 2 : 0, 1)
          const data = { design, loss, target, weights: Float64Array.of(1, 2, 0.5, 1) }
          const theta = Float64Array.from({ length: shape.size }, () => random.normal())
          // The inputs that are nothing.
          const nothing = (shape.inputs - 1) * shape.units[0]!
          theta.fill(0, nothing, nothing + shape.units[0]!)
          const total = (at: Float64Array, gradient?: Float64Array) =>
            [0, 1, 2, 3].reduce(
              (sum, row) => sum + rowLoss(data, row, shape, at, makeScratch(shape), gradient),
              0,
            )
          const gradient = new Float64Array(shape.size)
          total(theta, gradient)
          for (let j = 0; j < shape.size; j++) {
            if (j >= nothing && j < nothing + shape.units[0]!) continue
            const [up, down] = [theta.slice(), theta.slice()]
            up[j]! += 1e-6
            down[j]! -= 1e-6
            const slope = (total(up) - total(down)) / 2e-6
            // At the kink of a unit both sides have a slope of their own.
            if (Math.abs(total(up) + total(down) - 2 * total(theta)) > 1e-9) continue
            expect(Math.abs(gradient[j]! - slope)).toBeLessThan(1e-6 * (1 + Math.abs(slope)))
          }
        }),
        { numRuns: 30 },
      )
    },
  )

  it('without hidden layers finds what logistic regression finds', () => {
    const table = fromRows(crossed(200).map(({ a }, i) => ({ a, left: i % 3 === 0 || a > 12 })))
    const model = fitNetwork(table, {
      target: 'left',
      hidden: [],
      validation: 0,
      batch: 200,
      rate: 0.02,
      epochs: 1500,
      patience: 1500,
      l2: 3,
    })
    const found = column(model.predict(table), 'probability')
    const wanted = column(fitLogistic(table, { target: 'left', l2: 3 }).predict(table), 'probability')
    found.forEach((p, i) => expect(Math.abs(p - wanted[i])).toBeLessThan(0.01))
  })

  it('learns what no line divides, by two classes, three, and as a number', () => {
    const table = fromRows(crossed(400))
    const options = { features: ['a', 'b'], l2: 0.01, rate: 0.01 } as const
    const right = (target: 'left') => {
      const said = column(fitNetwork(table, { ...options, target }).predict(table), 'predicted')
      return said.filter((v, i) => v === column(table, target)[i]).length / 400
    }
    expect(right('left')).toBeGreaterThan(0.95)
    const kinds = fromRows(crossed(400).map((row) => ({ a: row.a, b: row.b, kind: `k${row.kind}` })))
    const said = fitNetwork(kinds, { ...options, target: 'kind' }).predict(kinds)
    expect(column(said, 'predicted').filter((v, i) => v === column(kinds, 'kind')[i]).length).toBeGreaterThan(
      370,
    )
    const sums = column(fitNetwork(table, { ...options, target: 'sum' }).predict(table), 'predicted')
    const wanted = column(table, 'sum')
    const mean = wanted.reduce((t, v) => t + v, 0) / 400
    const left = sums.reduce((t, v, i) => t + (v - wanted[i]) ** 2, 0)
    expect(left / wanted.reduce((t, v) => t + (v - mean) ** 2, 0)).toBeLessThan(0.02)
  })

  it('gives the same bits for the same seed, others for another', () => {
    const table = fromRows(crossed(100))
    const options = { target: 'left', epochs: 3 } as const
    const json = (seed: number) => JSON.stringify(fitNetwork(table, { ...options, seed }))
    expect(json(1)).toBe(json(1))
    expect(json(2)).not.toBe(json(1))
  })

  it('predicts one row as it does among many, gaps and new labels as averages, and after JSON the same', () => {
    const table = fromRows(crossed(300))
    const model = fitNetwork(table, { target: 'left', features: ['a', 'word'], epochs: 3 })
    const all = column(model.predict(table), 'probability')
    const types = { a: 'float64', word: 'dictionary' } as const
    const one = (row: any) => column(model.predict(fromRows([row], { types })), 'probability')[0]
    expect(one(crossed(8)[7])).toBe(all[7])
    expect(one({ a: null, word: 'other' })).toBe(one({ a: 9.5, word: null }))
    expect(
      column(loadModel(JSON.stringify(model), { kind: 'network' }).predict(table), 'probability'),
    ).toEqual(all)
  })

  it('a row of weight 0 is not learned from, and weights count', () => {
    const rows = crossed(200).map((row) => ({ a: row.a, left: row.left, weight: row.left ? 3 : 1 }))
    const table = fromRows(rows)
    const options = { target: 'left', features: ['a'], epochs: 200, rate: 0.01 } as const
    const mean = (model: any) => column(model.predict(table), 'probability').reduce((s, p) => s + p, 0) / 200
    const plain = mean(fitNetwork(table, options))
    expect(mean(fitNetwork(table, { ...options, weights: 'weight' }))).toBeGreaterThan(plain + 0.15)
  })

  it.each([
    [{ hidden: 'many' }, /hidden must be a list/],
    [{ hidden: [0] }, /hidden must be a list/],
    [{ rate: 0 }, /rate must be/],
    [{ validation: 1 }, /validation must be/],
    [{ layers: [3] }, /no option 'layers'/],
    [{ hidden: [4096, 4096] }, /weights, but at most 10000000/],
    [{ missingFeatures: 'error' }, /'word' is missing/],
  ])('refuses %j', (options, message) => {
    expect(() => fitNetwork(fromRows(crossed(50)), { target: 'left', ...options } as any)).toThrow(message)
  })
})

const telco = sharedFile('telco/Telco-Customer-Churn.csv')

describe.skipIf(!telco)('on Telco', () => {
  it('is in five folds as good as others (AUC .845)', async () => {
    const table = await readTable(telco!)
    const auc = await meanAuc(table, (train) =>
      fitNetwork(train as any, { target: 'Churn', batch: 128, rate: 0.01, patience: 4 }),
    )
    expect(auc).toBeGreaterThan(0.842)
  })
})
