import { calibrate, derive, evaluate, fitLogistic, fromRows, loadModel, splitTable, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyIsotonic, fitIsotonic } from '#src/classify/calibration/isotonic'
import { madeBinary, madeClasses } from '../evaluation/made.js'
import golden from './golden.json' with { type: 'json' }

/** The probabilities that stand in the table already. */
const asTheyAre = { predict: (table: any) => table }

describe.each(golden)('ties: $ties, weighted: $weighted', (expected) => {
  const table = madeBinary(600, expected.ties)
  const weights = expected.weighted ? ('w' as const) : undefined

  it('sigmoid is the maximum of Platt’s likelihood, which scikit-learn finds to six digits', () => {
    const [one] = calibrate(table, { model: asTheyAre, target: 'did', weights }).calibrators as any[]
    expect(one.slope / expected.platt[0]!).toBeCloseTo(1, 11)
    expect(one.intercept / expected.platt[1]!).toBeCloseTo(1, 11)
    expect(one.slope / expected.sklearn[0]!).toBeCloseTo(1, 5)
    expect(one.intercept / expected.sklearn[1]!).toBeCloseTo(1, 5)
  })

  it('isotonic equals scikit-learn everywhere', () => {
    const [one] = calibrate(table, { model: asTheyAre, target: 'did', weights, method: 'isotonic' })
      .calibrators as any[]
    expect(one.from).toHaveLength(expected.thresholds)
    expected.isotonic.forEach((value, k) => expect(applyIsotonic(one, k / 22)).toBeCloseTo(value, 13))
  })
})

describe('isotonic', () => {
  it('is never falling, and no never falling curve has a smaller squared error', () => {
    const points = fc.array(fc.record({ x: fc.nat(5), y: fc.integer({ min: 0, max: 1 }) }), {
      minLength: 2,
      maxLength: 8,
    })
    fc.assert(
      fc.property(points, (given) => {
        const curve = fitIsotonic({
          scores: Float64Array.from(given, ({ x }) => x),
          outcomes: Float64Array.from(given, ({ y }) => y),
          weights: undefined,
        })
        expect(curve.to).toEqual(curve.to.toSorted((a, b) => a - b))
        // Min-max formula: the greatest of the least means of stretches around a point.
        const xs = [...new Set(given.map(({ x }) => x))].sort((a, b) => a - b)
        const mean = (from: number, to: number) => {
          const within = given.filter(({ x }) => x >= from && x <= to)
          return within.reduce((sum, { y }) => sum + y, 0) / within.length
        }
        for (const at of xs) {
          const starts = xs.filter((x) => x <= at)
          const ends = xs.filter((x) => x >= at)
          const level = Math.max(...starts.map((from) => Math.min(...ends.map((to) => mean(from, to)))))
          expect(applyIsotonic(curve, at)).toBeCloseTo(level, 12)
        }
      }),
    )
  })
})

describe('calibrate', () => {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    tenure: (i * 37) % 100,
    city: ['Ulm', 'Bonn', 'Kiel'][i % 3]!,
    churned: ((i * 104729) % 997) / 997 < 0.7 - ((i * 37) % 100) / 150,
  }))
  const { train, test } = splitTable(fromRows(rows), { test: 0.5, stratify: 'churned' })
  const model = fitLogistic(train, { target: 'churned', features: ['tenure', 'city'] })

  it.each(['sigmoid', 'isotonic'] as const)(
    '%s: a model that predicts, names, marks and survives JSON',
    (method) => {
      const calibrated = calibrate(test, { model, method })
      expect(calibrated.fit).toMatchObject({ rows: 200, missing: 0 })
      const { brier, logLoss } = evaluate(test, { model: calibrated, bootstrap: 0 })
      expect(brier.value).toBeCloseTo(calibrated.fit.brier, 14)
      expect(logLoss.value).toBeCloseTo(calibrated.fit.logLoss, 14)
      const restored = loadModel(JSON.stringify(calibrated), { kind: 'calibrated' })
      expect(toRows(restored.predict(test))).toEqual(toRows(calibrated.predict(test)))
      expect(JSON.stringify(restored)).toBe(JSON.stringify(calibrated))
    },
  )

  it('isotonic calibration never has a larger Brier score on its own rows', () => {
    const { fit } = calibrate(test, { model, method: 'isotonic' })
    expect(fit.brier).toBeLessThanOrEqual(fit.brierBefore)
  })

  it('mends probabilities that are too sure of themselves, and leaves ranks as they are', () => {
    const sure = {
      target: model.target,
      predict: (table: any, options: any) =>
        derive(
          model.predict(table, options) as any,
          {
            probability: (row: any) =>
              row.probability ** 3 / (row.probability ** 3 + (1 - row.probability) ** 3),
          },
          { replace: true },
        ),
    }
    const { fit, calibrators } = calibrate(test, { model: sure })
    expect(fit.logLoss).toBeLessThan(fit.logLossBefore)
    expect((calibrators[0] as any).slope).toBeLessThan(0.7)
    const before = evaluate(test, { model: sure, bootstrap: 0 })
    const after = evaluate(test, { model: calibrate(test, { model: sure }), bootstrap: 0 })
    expect(after.auc.value).toBe(before.auc.value)
    expect(() => JSON.stringify(calibrate(test, { model: sure }))).toThrow(/has no toJSON/)
  })

  it('calibrates several classes one against the rest, adding up to 1', () => {
    const table = madeClasses(300)
    const calibrated = calibrate(table as any, { model: asTheyAre, target: 'kind' })
    expect(calibrated.fit.logLoss).toBeLessThan(calibrated.fit.logLossBefore)
    for (const row of toRows(calibrated.predict(table as any, { replace: true })) as any[]) {
      expect(row.probability_a + row.probability_b + row.probability_c).toBeCloseTo(1, 14)
    }
  })

  it('refuses JSON that was tampered with', () => {
    const json = JSON.parse(JSON.stringify(calibrate(test, { model, method: 'isotonic' })))
    const bad = (change: (copy: any) => void) => {
      const copy = structuredClone(json)
      change(copy)
      return () => loadModel(copy)
    }
    expect(bad((copy) => (copy.base = copy))).toThrow(/base must be a model of another kind/)
    expect(bad((copy) => (copy.base.kind = 'rfm'))).toThrow()
    expect(bad((copy) => copy.calibrators[0].from.reverse())).toThrow(/rising/)
    expect(bad((copy) => copy.calibrators[0].to.pop())).toThrow(/as many numbers/)
    expect(bad((copy) => (copy.target.classes = ['true', 'false']))).toThrow(/same classes/)
  })
})
