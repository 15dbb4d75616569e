import { derive, fitLogistic, fromRows, loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { takeRows } from '#src/table/take'
import { sharedFile } from '../../shared.js'
import { meanAuc } from '../folds.js'

/** Rows with a known pattern: numbers, a category with gaps, and an outcome that neither settles. */
function people(rows: number, seed = 1): any[] {
  let state = seed
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  return Array.from({ length: rows }, () => {
    const age = random() < 0.1 ? null : Math.round(20 + 50 * random())
    const plan = random() < 0.1 ? null : ['basic', 'gold', 'silver'][Math.floor(3 * random())]!
    const score = -2 + 0.05 * (age ?? 60) + (plan === 'gold' ? 1 : 0)
    return { age, plan, visits: Math.floor(10 * random()), left: random() < 1 / (1 + Math.exp(-score)) }
  })
}

const column = (model: any, name: string): any[] => toRows(model.coefficients).map((row: any) => row[name])
const probabilityOf = (model: any, rows: any[]) =>
  toRows(model.predict(fromRows(rows, { types: { age: 'float64', plan: 'dictionary' } }))).map(
    (row: any) => row.probability,
  )

describe('fitLogistic', () => {
  it('has the intercept, then a column a number, a label and a gap; without a penalty not the first label', () => {
    const table = fromRows(people(500))
    const all = ['(intercept)', 'age', 'age is missing', 'plan = basic', 'plan = gold', 'plan = silver']
    const terms = [...all, 'plan is missing', 'visits']
    expect(column(fitLogistic(table, { target: 'left' }), 'term')).toEqual(terms)
    const plain = fitLogistic(table, { target: 'left', l2: 0 })
    expect(column(plain, 'term')).toEqual(terms.filter((term) => term !== 'plan = basic'))
    expect(column(plain, 'feature').slice(0, 4)).toEqual([null, 'age', 'age', 'plan'])
  })

  it('satisfies its own first-order conditions: residuals are orthogonal to each column, but for the penalty', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        (seed, l2) => {
          const rows = people(200, seed)
          const model = fitLogistic(fromRows(rows), { target: 'left', features: ['visits', 'plan'], l2 })
          const residual = probabilityOf(model, rows).map((p, i) => p - Number(rows[i].left))
          const sum = (weight: (row: any) => number) =>
            residual.reduce((total, r, i) => total + r * weight(rows[i]), 0)
          const [, ...coefficients] = column(model, 'coefficient')
          const center = rows.reduce((total, { visits }) => total + visits, 0) / rows.length
          const scale = Math.sqrt(rows.reduce((t, { visits }) => t + (visits - center) ** 2, 0) / rows.length)
          expect(sum(() => 1)).toBeCloseTo(0, 9)
          expect(sum(({ visits }) => (visits - center) / scale) + l2 * coefficients[0] * scale).toBeCloseTo(
            0,
            8,
          )
          for (const [j, label] of ['basic', 'gold', 'silver', null].entries()) {
            expect(sum(({ plan }) => Number(plan === label)) + l2 * coefficients[j + 1]).toBeCloseTo(0, 8)
          }
        },
      ),
      { numRuns: 20 },
    )
  })

  it('with l1 leaves at 0 what is worth less than l1, and no more', () => {
    const rows = people(300)
    for (const l1 of [0.5, 3, 20]) {
      const model = fitLogistic(fromRows(rows), { target: 'left', features: ['plan'], l1, l2: 0 })
      const residual = probabilityOf(model, rows).map((p, i) => p - Number(rows[i].left))
      const [, ...coefficients] = column(model, 'coefficient')
      for (const [j, label] of ['basic', 'gold', 'silver', null].entries()) {
        const slope = residual.reduce((t, r, i) => t + r * Number(rows[i].plan === label), 0)
        if (coefficients[j] === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(l1 + 1e-8)
        else expect(slope).toBeCloseTo(-l1 * Math.sign(coefficients[j]), 8)
      }
      expect(column(model, 'standard_error').every((v) => v === null)).toBe(true)
      expect(model.fit.parameters).toBe(1 + coefficients.filter((v) => v !== 0).length)
    }
  })

  it('does not depend on units, the order of rows, or whether rows are weighed or repeated', () => {
    const rows = people(300)
    const table = fromRows(rows)
    const base = column(fitLogistic(table, { target: 'left' }), 'coefficient')
    const cents = derive(table, { visits: (row: any) => 1e6 + 100 * row.visits }, { replace: true } as any)
    const scaled = column(fitLogistic(cents, { target: 'left' }), 'coefficient')
    expect(scaled.at(-1) * 100).toBeCloseTo(base.at(-1), 9)
    const turned = takeRows(table as any, Int32Array.from(rows.keys()).reverse())
    column(fitLogistic(turned, { target: 'left' }), 'coefficient').forEach((b, i) =>
      expect(b).toBeCloseTo(base[i], 9),
    )
    const twice = fitLogistic(fromRows([...rows, ...rows]), { target: 'left', l2: 2 })
    const heavy = fromRows(rows.map((row) => ({ ...row, weight: 2 })))
    const weighed = fitLogistic(heavy, { target: 'left', weights: 'weight', l2: 2 })
    column(twice, 'coefficient').forEach((b, i) =>
      expect(column(weighed, 'coefficient')[i]).toBeCloseTo(b, 9),
    )
    expect(weighed.fit.logLikelihood).toBeCloseTo(twice.fit.logLikelihood, 8)
  })

  it('predicts one row as it does among many, and a new label as a missing one', () => {
    const rows = people(300)
    const model = fitLogistic(fromRows(rows), { target: 'left' })
    const all = probabilityOf(model, rows)
    expect(probabilityOf(model, [rows[7]])).toEqual([all[7]])
    const [gap, other] = probabilityOf(model, [
      { age: null, plan: null, visits: 1 },
      { age: NaN, plan: 'platinum', visits: 1 },
    ])
    expect(other).toBe(gap)
  })

  it('takes what was never missing for the average where it is', () => {
    const rows = people(300).filter(({ age, plan }) => age !== null && plan !== null)
    const model = fitLogistic(fromRows(rows), { target: 'left', features: ['age'] })
    const mean = rows.reduce((sum, { age }) => sum + age, 0) / rows.length
    const [gap, there] = probabilityOf(model, [{ age: null }, { age: mean }])
    expect(gap).toBeCloseTo(there, 12)
  })

  it('starts large tables from a sample and ends where it would without', () => {
    const rows = people(300)
    const many = fromRows(Array.from({ length: 60_000 }, (_, i) => rows[(i * 7 + (i >> 9)) % 300]))
    const counts = new Float64Array(300)
    for (let i = 0; i < 60_000; i++) counts[(i * 7 + (i >> 9)) % 300]!++
    const few = fromRows(rows.map((row, i) => ({ ...row, weight: counts[i]! })))
    for (const penalty of [{ l2: 0 }, { l2: 1 }, { l1: 30, l2: 0 }] as { l1?: number; l2: number }[]) {
      const large = fitLogistic(many, { target: 'left', ...penalty })
      const small = fitLogistic(few, { target: 'left', weights: 'weight', ...penalty })
      // With l1 several sets of coefficients are as good: labels and intercept may shift against each other.
      const digits = penalty.l1 ? 4 : 9
      column(small, 'coefficient').forEach((b, i) =>
        expect(column(large, 'coefficient')[i]).toBeCloseTo(b, digits),
      )
      expect(large.fit.logLikelihood / small.fit.logLikelihood).toBeCloseTo(1, 11)
    }
  })

  it('names columns that others make up', () => {
    const rows = people(200).map((row) => ({ ...row, twice: 2 * row.visits + 1, kind: row.plan }))
    const options = { target: 'left', features: ['visits', 'twice', 'plan', 'kind'], l2: 0 } as const
    const model = fitLogistic(fromRows(rows), options)
    expect(model.fit.collinear).toEqual([
      { term: 'twice', by: ['visits'] },
      { term: 'kind = gold', by: ['plan = gold'] },
      { term: 'kind = silver', by: ['plan = silver'] },
      { term: 'kind is missing', by: ['plan is missing'] },
    ])
    const without = fitLogistic(fromRows(rows), { ...options, features: ['visits', 'plan'] })
    expect(model.fit.logLikelihood).toBeCloseTo(without.fit.logLikelihood, 10)
    expect(column(model, 'coefficient')[2]).toBeNull()
    expect(loadModel(JSON.stringify(model)).fit).toEqual(model.fit)
  })

  it('names a feature that is the same in all rows', () => {
    const rows = people(200).map((row) => ({ ...row, country: 'FR', year: 2024 }))
    for (const l2 of [0, 1]) {
      expect(fitLogistic(fromRows(rows), { target: 'left', l2 }).fit.constant).toEqual(['country', 'year'])
    }
  })

  it.each([
    ['a number', [1, 2, 3, 4, 5, 6], /'x' separates the classes false, true perfectly/],
    ['a number that touches', [1, 2, 3, 3, 5, 6], /'x' separates/],
    ['a label', ['a', 'b', 'a', 'c', 'a', 'b'], /'x = c' separates/],
    ['the first label', ['a', 'b', 'a', 'b', 'b', 'c'], /'x = .' separates/],
  ])('names %s that separates the classes; a penalty holds it', (_, x, message) => {
    const rows = x.map((value, i) => ({ x: value, y: i > 2 }))
    expect(() => fitLogistic(fromRows(rows), { target: 'y', l2: 0 })).toThrow(message)
    const held = fitLogistic(fromRows(rows), { target: 'y' })
    expect(column(held, 'standard_error').every((v) => v < 10)).toBe(true)
  })

  it('reads a label beside the mean of its labels: of two, half of what and how surely they differ without a penalty', () => {
    const rows = people(800).map((row, i) => ({ ...row, plan: i % 3 === 0 ? 'gold' : 'basic' }))
    const of = (l2: number) => {
      const found = toRows(fitLogistic(fromRows(rows), { target: 'left', l2 }).coefficients) as any[]
      return found.find(({ term }) => term === 'plan = gold')
    }
    const [plain, weak] = [of(0), of(1e-5)]
    expect(weak.coefficient).toBeCloseTo(plain.coefficient / 2, 5)
    expect(weak.standard_error).toBeCloseTo(plain.standard_error / 2, 5)
    expect(weak.p).toBeCloseTo(plain.p, 5)
  })

  it('is as sure of three classes however weak the penalty', () => {
    const rows = people(600).map((row, i) => ({ ...row, kind: ['x', 'y', 'z'][(i * i + (i >> 2)) % 3]! }))
    const features = ['age', 'plan', 'visits'] as const
    const errors = (l2: number) =>
      column(fitLogistic(fromRows(rows), { target: 'kind', features, l2 }), 'standard_error')
    const weaker = errors(1e-6)
    errors(1e-4).forEach((error, i) => expect(error / weaker[i]).toBeCloseTo(1, 3))
  })

  it('finds separation by two columns together', () => {
    const rows = people(60).map(({ visits }, i) => ({ a: visits + i, b: i, y: visits > 4 }))
    expect(() => fitLogistic(fromRows(rows), { target: 'y', l2: 0 })).toThrow(/'[ab]' separates/)
  })

  it('gives several classes probabilities that add up to 1', () => {
    const rows = people(300).map((row, i) => ({ ...row, kind: ['x', 'y', 'z'][(i * i + row.visits) % 3] }))
    for (const l2 of [0, 1]) {
      const model = fitLogistic(fromRows(rows), { target: 'kind', features: ['visits', 'plan'], l2 })
      const [first] = toRows(model.predict(fromRows(rows))) as any[]
      expect(first.probability_x + first.probability_y + first.probability_z).toBeCloseTo(1, 12)
      expect(new Set(column(model, 'class')).size).toBe(l2 === 0 ? 2 : 3)
    }
  })

  it('counts only classes that are learned from', () => {
    const rows = people(300).map((row, i) => ({ ...row, weight: i % 4 ? 1 : 0, kind: 'wxyz'[i % 4] }))
    const model = fitLogistic(fromRows(rows), { target: 'kind', features: ['visits'], weights: 'weight' })
    expect(model.target.classes).toEqual(['x', 'y', 'z'])
  })

  it.each([
    [{ l2: -1 }, /l2 must be a number from 0/],
    [{ penalty: 'l1' }, /no option 'penalty'/],
    [{ missingFeatures: 'error' }, /'age' is missing in \d+ rows/],
    [{ target: 'age' }, /no target 'age'/],
  ])('refuses %j', (options, message) => {
    expect(() => fitLogistic(fromRows(people(100)), { target: 'left', ...options } as any)).toThrow(message)
  })
})

const telco = sharedFile('telco/Telco-Customer-Churn.csv')

describe.skipIf(!telco)('on Telco', () => {
  it('reaches the AUC of scikit-learn in five folds (.8451)', async () => {
    const table = await readTable(telco!)
    expect(await meanAuc(table, (train) => fitLogistic(train, { target: 'Churn' }))).toBeGreaterThan(0.8445)
  })
})
