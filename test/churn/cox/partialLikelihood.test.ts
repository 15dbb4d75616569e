import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concordance } from '#src/churn/cox/concordance'
import { maximize } from '#src/churn/cox/maximize'
import { partialLikelihood } from '#src/churn/cox/partialLikelihood'
import { scoreResiduals } from '#src/churn/cox/residuals'
import { findTies, makeRiskSets } from '#src/churn/cox/riskSets'

const lives = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 6 }),
    event: fc.nat(1),
    a: fc.integer({ min: -3, max: 3 }),
    b: fc.nat(2),
  }),
  { minLength: 3, maxLength: 25 },
)
type Life = { time: number; event: number; a: number; b: number }
const setsOf = (rows: readonly Life[], entries?: Float64Array, isVaried = false) =>
  makeRiskSets({
    columns: [Float64Array.from(rows, ({ a }) => a), Float64Array.from(rows, ({ b }) => b)],
    durations: Float64Array.from(rows, ({ time }) => time),
    events: Uint8Array.from(rows, ({ event }) => event),
    weights: isVaried ? Float64Array.from(rows, ({ a, b }) => 1 + ((a + 3 + b) % 3)) : undefined,
    entries,
    strata: isVaried ? Int32Array.from(rows, ({ a }) => a & 1) : undefined,
  })

describe('the partial likelihood', () => {
  it('is Efron’s, by the definition', () => {
    fc.assert(
      fc.property(lives, fc.double({ min: -1, max: 1, noNaN: true }), (rows, slope) => {
        const beta = Float64Array.of(slope, -slope / 2)
        const risk = ({ a, b }: Life) => Math.exp(beta[0]! * a + beta[1]! * b)
        let sum = 0
        for (const time of new Set(rows.map((row) => row.time))) {
          const atRisk = rows.filter((row) => row.time >= time).reduce((total, row) => total + risk(row), 0)
          const leaving = rows.filter((row) => row.time === time && row.event === 1)
          const leavers = leaving.reduce((total, row) => total + risk(row), 0)
          leaving.forEach(
            (row, l) => (sum += Math.log(risk(row)) - Math.log(atRisk - (l / leaving.length) * leavers)),
          )
        }
        expect(partialLikelihood(setsOf(rows), beta).logLikelihood).toBeCloseTo(sum, 9)
      }),
    )
  })

  it('has the slope and curvature of finite differences, with late entries too, and residuals that add up to the slope', () => {
    fc.assert(
      fc.property(lives, fc.boolean(), (rows, late) => {
        const entries = late ? Float64Array.from(rows, ({ time, b }) => Math.min(b, time - 0.5)) : undefined
        const sets = setsOf(rows, entries)
        const beta = [0.3, -0.2]
        const here = partialLikelihood(sets, Float64Array.from(beta))
        const residuals = scoreResiduals(sets, Float64Array.from(beta))
        for (const a of [0, 1]) {
          const at = (h: number) =>
            partialLikelihood(
              sets,
              Float64Array.from(beta, (v, k) => (k === a ? v + h : v)),
            )
          const [up, down] = [at(1e-5), at(-1e-5)]
          expect(here.gradient[a]).toBeCloseTo((up.logLikelihood - down.logLikelihood) / 2e-5, 5)
          for (const b of [0, 1]) {
            expect(here.information[a]![b]).toBeCloseTo((down.gradient[b]! - up.gradient[b]!) / 2e-5, 5)
          }
          const total = rows.reduce((sum, _, i) => sum + residuals[2 * i + a]!, 0)
          expect(total).toBeCloseTo(here.gradient[a]!, 9)
        }
      }),
    )
  })

  it('is the same, and so is it weighed by a clock, where sums are kept by time instead of by row', () => {
    fc.assert(
      fc.property(lives, fc.double({ min: -1, max: 1, noNaN: true }), (rows, slope) => {
        const sets = setsOf(rows, undefined, true)
        const clock = sets.durations.map((time) => Math.sqrt(time) - 2)
        const beta = Float64Array.of(slope, 0.4)
        const byRow = partialLikelihood({ ...sets, ties: undefined }, beta)
        const byTime = partialLikelihood({ ...sets, ties: findTies(sets) }, beta)
        const pairs = [
          [byRow, byTime],
          [byRow.weighed(clock), byTime.weighed(clock)],
        ] as const
        for (const [one, other] of pairs) {
          expect(other.logLikelihood).toBeCloseTo(one.logLikelihood, 9)
          const both = [one, other].map(({ gradient, information }) => [gradient, ...information])
          both[0]!.forEach((row, a) => {
            row.forEach((v, b) => expect(both[1]![a]![b]).toBeCloseTo(v, 9))
          })
          one.hazards.forEach(({ hazard, count }, s) => {
            const there = other.hazards[s]!
            expect(there.count).toBe(count)
            for (let t = 0; t < count; t++) expect(there.hazard[t]).toBeCloseTo(hazard[t]!, 12)
          })
        }
      }),
    )
  })

  it('recovers the effects that durations were made with', () => {
    let state = 7
    const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647
    const rows = Array.from({ length: 4000 }, () => {
      const [a, b] = [uniform() * 2 - 1, uniform() < 0.5 ? 1 : 0]
      const time = -Math.log(uniform()) * Math.exp(-(0.8 * a - 0.5 * b))
      return { time: Math.min(time, 1.5), event: time < 1.5 ? 1 : 0, a, b }
    })
    const { beta } = maximize(setsOf(rows), 0)
    expect(Math.abs(beta[0]! - 0.8)).toBeLessThan(0.1)
    expect(Math.abs(beta[1]! + 0.5)).toBeLessThan(0.1)
  })
})

describe('concordance', () => {
  it('is the share of pairs, counted one by one', () => {
    fc.assert(
      fc.property(lives, (rows) => {
        let [better, all] = [0, 0]
        for (const one of rows) {
          for (const other of rows) {
            const isBefore =
              one.event === 1 && (one.time < other.time || (one.time === other.time && other.event === 0))
            if (!isBefore) continue
            all++
            better += one.a > other.a ? 1 : one.a === other.a ? 0.5 : 0
          }
        }
        const times = Float64Array.from(rows, ({ time }) => time)
        const events = Uint8Array.from(rows, ({ event }) => event)
        expect(
          concordance(
            times,
            events,
            Float64Array.from(rows, ({ a }) => a),
          ),
        ).toEqual(better / all)
      }),
    )
  })
})
