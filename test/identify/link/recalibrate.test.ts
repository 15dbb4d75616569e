import {
  candidatePairs,
  explainPair,
  fitLinkage,
  fromRows,
  loadModel,
  sampleForReview,
  toRows,
} from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recalibrate } from '#src/identify/link/recalibrate'
import { anonymous, people } from '../people.js'

/** The penalised likelihood as it is defined, to look for something better nearby. */
const penalised = (x: readonly number[], y: readonly number[], intercept: number, slope: number): number =>
  x.reduce(
    (sum, one, i) => {
      const p = 1 / (1 + Math.exp(-intercept - slope * Math.max(-9, Math.min(9, one))))
      return sum + Math.log(y[i] === 1 ? p : 1 - p)
    },
    -(intercept ** 2) / 2 / 0.25 - (slope - 1) ** 2 / 2 / 0.0625,
  )

describe('recalibrate', () => {
  it('has the highest likelihood times priors of intercept 0 ± .5 and slope 1 ± .25', () => {
    const pair = fc.record({
      x: fc.double({ min: -12, max: 12, noNaN: true }),
      y: fc.integer({ min: 0, max: 1 }),
    })
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 60 }), (labels) => {
        const y = labels.map((one) => one.y)
        fc.pre(y.includes(0))
        const x = Array.from(Float32Array.from(labels, (one) => one.x))
        const { intercept, slope } = recalibrate(Float32Array.from(x), Int8Array.from(y))!
        expect(slope).toBeGreaterThanOrEqual(0.05)
        const best = penalised(x, y, intercept, slope)
        for (const [da, db] of [
          [0.01, 0],
          [-0.01, 0],
          [0, 0.01],
          [0, -0.01],
          [0.01, -0.01],
        ] as const) {
          if (slope + db < 0.05) continue
          expect(penalised(x, y, intercept + da, slope + db)).toBeLessThan(best + 1e-9)
        }
      }),
    )
  })

  it('a list of known duplicates, without a no, changes nothing', () => {
    expect(recalibrate(Float32Array.of(1, 2, 3), undefined)).toBe(null)
    expect(recalibrate(Float32Array.of(1, 2, 3), Int8Array.of(1, 1, -1))).toBe(null)
  })

  it('two answers change little: odds by less than a fifth', () => {
    const { intercept, slope } = recalibrate(Float32Array.of(-0.5, 0.5), Int8Array.of(1, 0))!
    expect(Math.abs(intercept)).toBeLessThan(0.18)
    expect(Math.abs(slope - 1)).toBeLessThan(0.18)
  })
})

/** By customers: how far the mean probability is off the share of matches, relatively, once labels are known. */
const off: number[] = []

describe.each([1, 2, 3])(
  'labels where fields change together, so that the model is too sure (customers %i)',
  (SEED) => {
    // Who moves changes postcode and city at once: both say the same, which the model takes for twice the evidence.
    const rows = people(200, SEED).map((row) => ({ ...row, city: `${row.postcode} city` }))
    const records = fromRows(anonymous(rows))
    const fields = {
      given_name: 'given_name',
      surname: 'surname',
      date_of_birth: 'date_of_birth',
      postcode: 'exact',
      city: 'exact',
    } as const
    const pairs = candidatePairs(records, { fields })
    const isMatch = (pair: any) => rows[pair.row_a]!.person === rows[pair.row_b]!.person
    const plain = fitLinkage(pairs, { records, fields })
    const scored = plain.predict(pairs, { records })
    const labels = fromRows(
      (toRows(sampleForReview(scored, { records, size: 200 })) as any[]).map(({ row_a, row_b }) => ({
        row_a,
        row_b,
        is_match: isMatch({ row_a, row_b }),
      })),
    )
    const taught = fitLinkage(pairs, { records, fields, labels })
    const asked = new Set((toRows(labels) as any[]).map(({ row_a, row_b }) => `${row_a} ${row_b}`))
    const quality = (model: typeof plain) => {
      const others = (toRows(model.predict(pairs, { records })) as any[]).filter(
        (p) => !asked.has(`${p.row_a} ${p.row_b}`),
      )
      const mean = (of: (pair: any) => number) =>
        others.reduce((sum, pair) => sum + of(pair), 0) / others.length
      return {
        brier: mean((pair) => (pair.match_probability - Number(isMatch(pair))) ** 2),
        off: Math.abs(mean((pair) => pair.match_probability) / mean((pair) => Number(isMatch(pair))) - 1),
      }
    }
    const after = quality(taught)

    it('200 labels more than halve the Brier score of the other pairs, and the mean probability is less than half as far from the share of matches', () => {
      const [before, after] = [quality(plain), quality(taught)]
      expect(after.brier).toBeLessThan(before.brier / 2)
      off.push(after.off)
      expect(after.off).toBeLessThan(before.off / 2)
    })

    it('recalibration is better than what labels teach about levels alone', () => {
      const state = JSON.parse(JSON.stringify(taught))
      expect(after.brier).toBeLessThan(
        quality(loadModel({ ...state, calibration: null }, { kind: 'linkage' })).brier,
      )
    })

    it('the model keeps it in its JSON, and explainPair tells it as the last step', () => {
      const again = loadModel(JSON.stringify(taught), { kind: 'linkage' })
      const some = pairs.slice(0, 50).select(['row_a', 'row_b'])
      const weights = toRows(taught.predict(some, { records })) as any[]
      expect(again.calibration).toEqual(taught.calibration)
      expect(toRows(again.predict(some, { records }))).toEqual(weights)
      const steps = toRows(
        explainPair(records, { model: taught, pair: [weights[7].row_a, weights[7].row_b] }),
      )
      expect(steps.at(-1)!.step).toBe('calibration')
      expect(steps.at(-1)!.total).toBeCloseTo(weights[7].match_weight, 9)
    })

    it.runIf(SEED === 1)('labels that nobody answered change no bit', () => {
      const unanswered = fromRows([{ row_a: 0, row_b: 1, is_match: '' }])
      const few = pairs.slice(0, 4000)
      const none = fitLinkage(few, { records, fields })
      expect(none.calibration).toBe(null)
      expect(JSON.stringify(fitLinkage(few, { records, fields, labels: unanswered }))).toBe(
        JSON.stringify(none),
      )
    })
  },
)

it('with 200 labels the mean probability is within 15 % of the share of matches, on average of three sets of customers', () => {
  expect(off).toHaveLength(3)
  expect(off.reduce((sum, one) => sum + one) / 3).toBeLessThan(0.15)
})
