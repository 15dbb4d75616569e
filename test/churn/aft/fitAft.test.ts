import { fitLogNormal, fitWeibull, fromRows, loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { aftLikelihood } from '#src/churn/aft/maximize'
import { SHAPES } from '#src/churn/aft/shapes'
import { sharedFile } from '../../shared.js'
import { gehan } from '../survival/gehan.js'

const rossiFile = sharedFile('survival/rossi.csv')
const life = { duration: 'weeks', event: 'relapse', features: ['group'] } as const
const column = (model: { readonly coefficients: any }, name: string): string[] =>
  toRows(model.coefficients).map((row: any) => row[name].toFixed(6))

describe('accelerated failure times', () => {
  it('of 6-MP patients under Weibull are those of R survival 3.5 (survreg; Venables and Ripley, MASS, p. 360)', () => {
    const model = fitWeibull(gehan, life)
    // The reference is 6-MP here and the placebo there: 2.248352 + 1.267335.
    expect(column(model, 'coefficient')).toEqual(['3.515687', '-1.267335', '-0.311709'])
    expect(column(model, 'standard_error').slice(1)).toEqual(['0.310640', '0.147292'])
    expect(model.fit.logLikelihood.toFixed(1)).toBe('-106.6')
    expect(model.fit.likelihoodRatio.statistic.toFixed(2)).toBe('19.65')
    expect(model.scale.toFixed(7)).toBe('0.7321944')
  })

  it('of 6-MP patients under the log-normal are those of R survival 3.5', () => {
    const model = fitLogNormal(gehan, life)
    expect(column(model, 'coefficient')).toEqual(['3.171968', '-1.346847', '-0.079185'])
    expect(column(model, 'standard_error').slice(1)).toEqual(['0.316498', '0.132324'])
    expect(model.fit.likelihoodRatio.statistic.toFixed(2)).toBe('17.38')
  })

  it.skipIf(!rossiFile)(
    'on Rossi have the log-likelihoods −679.916564 and −683.234625 (lifelines)',
    async () => {
      const table = await readTable(rossiFile!)
      const options = { duration: 'week', event: 'arrest' } as const
      expect(fitWeibull(table, options).fit.logLikelihood.toFixed(6)).toBe('-679.916564')
      expect(fitLogNormal(table, options).fit.logLikelihood.toFixed(6)).toBe('-683.234625')
      expect(column(fitWeibull(table, options), 'coefficient').slice(0, 3)).toEqual([
        '3.990135',
        '0.272163',
        '0.040714',
      ])
    },
  )

  it.each(['weibull', 'logNormal'] as const)(
    'under %s have the slope of finite differences, late entries too',
    (kind) => {
      const rows = Array.from({ length: 30 }, (_, i) => ({
        y: Math.sin(i * 3) * 2,
        event: i % 3 ? 1 : 0,
        x: (i % 7) - 3,
      }))
      const problem = {
        shape: SHAPES[kind],
        lives: { events: Uint8Array.from(rows, ({ event }) => event), weights: undefined } as any,
        columns: [Float64Array.from(rows, ({ x }) => x)],
        logDurations: Float64Array.from(rows, ({ y }) => y),
        logEntries: Float64Array.from(rows, ({ y }, i) => (i % 2 ? -Infinity : y - 1)),
        l2: 0.3,
      }
      const theta = [0.4, -0.3, 1.7]
      const here = aftLikelihood(problem, Float64Array.from(theta))
      for (const a of [0, 1, 2]) {
        const at = (h: number) =>
          aftLikelihood(
            problem,
            Float64Array.from(theta, (t, k) => (k === a ? t + h : t)),
          )
        const [up, down] = [at(1e-5), at(-1e-5)]
        expect(here.gradient[a]).toBeCloseTo((up.logLikelihood - down.logLikelihood) / 2e-5, 5)
        for (const b of [0, 1, 2]) {
          expect(here.information[a]![b]).toBeCloseTo((down.gradient[b]! - up.gradient[b]!) / 2e-5, 4)
        }
      }
    },
  )

  it('have a survival far out that does not underflow', () => {
    const out = new Float64Array(3)
    // log(1 − Φ(40)) and φ/(1 − Φ) there: mpmath, 30 digits.
    SHAPES.logNormal.logSurvival(40, out)
    expect(out[0]).toBeCloseTo(-804.608442013754, 9)
    expect(-out[1]!).toBeCloseTo(40.0249688472072, 9)
    SHAPES.logNormal.logSurvival(4.9999999, out)
    const below = out[0]!
    SHAPES.logNormal.logSurvival(5.0000001, out)
    expect(out[0]! - below).toBeCloseTo(-5.18650396711 * 2e-7, 9)
  })

  it('are recovered from durations made with them, and foretold from now on', () => {
    let state = 11
    const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647
    const rows = Array.from({ length: 5000 }, () => {
      const fee = uniform() * 10
      const months = Math.exp(2 - 0.1 * fee + 0.6 * Math.log(-Math.log(uniform())))
      return { months: Math.min(months, 12), left: months < 12, fee }
    })
    const model = fitWeibull(fromRows(rows), { duration: 'months', event: 'left' })
    const errors = toRows(model.coefficients).map((row) => row.standard_error!)
    expect(Math.abs(model.intercept - 2)).toBeLessThan(3.5 * errors[0]!)
    expect(Math.abs(model.effects[0]! + 0.1)).toBeLessThan(3.5 * errors[1]!)
    expect(Math.abs(Math.log(model.scale / 0.6))).toBeLessThan(3.5 * errors[2]!)
    expect(Math.max(...errors)).toBeLessThan(0.05)
    const [one] = toRows(
      loadModel(JSON.stringify(model), { kind: 'weibull' }).predict(fromRows([{ fee: 5, months: 3 }]), {
        horizon: 2,
        from: 'months',
      }),
    )
    const { intercept, effects, scale } = model
    const survival = (t: number) => Math.exp(-((t / Math.exp(intercept + 5 * effects[0]!)) ** (1 / scale)))
    expect(one!.survival).toBeCloseTo(survival(5) / survival(3), 12)
    expect(survival(3 + one!.median_remaining!) / survival(3)).toBeCloseTo(0.5, 12)
  })

  it.each([
    [
      { duration: 'zero', event: 'left', features: ['fee'] },
      /column 'zero' holds 0 in row 1, but this family/,
    ],
    [
      { duration: 'months', event: 'left', features: ['fee', 'fee2'] },
      /tells nothing that the others do not/,
    ],
    [{ duration: 'same', event: 'left', features: ['fee'] }, /column 'same' is 4 in all 12 rows/],
  ])('refuse %j', (options, message) => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      zero: i,
      months: 1 + ((i * 7) % 5),
      same: 4,
      left: true,
      fee: i % 4,
      fee2: 2 * (i % 4),
    }))
    expect(() => fitWeibull(fromRows(rows), options as any)).toThrow(message)
  })
})
