import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bgBbCore } from '#src/value/lifetime/bgBbCore'
import { bgCore } from '#src/value/lifetime/bgCore'
import { collapseRows, keepRows } from '#src/value/lifetime/collapse'
import type { BuyingCore, Likelihood } from '#src/value/lifetime/core'
import { gammaGammaLikelihood } from '#src/value/lifetime/gammaGammaKernel'
import { nbdCore } from '#src/value/lifetime/nbdCore'
import { paretoCore } from '#src/value/lifetime/paretoCore'
import { retentionLikelihood } from '#src/value/lifetime/retentionKernel'

const cores: [string, BuyingCore][] = [
  ['NBD', nbdCore],
  ['BG/NBD', bgCore('', '', 0, 1)],
  ['MBG/NBD', bgCore('', '', 1, 1)],
  ['BG/CNBD-3', bgCore('', '', 0, 3)],
  ['MBG/CNBD-2', bgCore('', '', 1, 2)],
  ['Pareto/NBD', paretoCore],
  ['BG/BB', bgBbCore],
]

/** Parameters over six powers of ten. */
const parameters = (size: number) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size })
    .map((logs) => Float64Array.from(logs, (v) => 10 ** v))

/** A customer: repeat orders up to 1,000, times from 0.1 to 1,000. */
const history = (discrete: boolean) =>
  fc
    .tuple(
      fc.double({ min: -1, max: 3, noNaN: true }),
      fc.integer({ min: 0, max: 1000 }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
    )
    .map(([logT, orders, share]) => {
      if (!discrete) return [orders, orders > 0 ? 10 ** logT * share : 0, 10 ** logT] as const
      const n = 1 + (orders % 20)
      const x = Math.floor(share * (n + 1)) % (n + 1)
      return [x, x === 0 ? 0 : x + (orders % (n - x + 1)), n] as const
    })

/** The slope by a logarithm, by central differences of fourth order. */
function slope(likelihood: Likelihood, theta: Float64Array, j: number): number {
  const scratch = new Float64Array(theta.length)
  const at = (by: number) =>
    likelihood(
      theta.map((v, i) => (i === j ? v * Math.exp(by * 1e-4) : v)),
      scratch,
    )
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / 12e-4
}

function expectGradient(likelihood: Likelihood, theta: Float64Array): void {
  const g = new Float64Array(theta.length)
  const value = likelihood(theta, g)
  expect(Number.isFinite(value)).toBe(true)
  g.forEach((slopeThere, j) => {
    const error = Math.abs(slopeThere * theta[j]! - slope(likelihood, theta, j))
    // Differences of rounded values: 1e-16 of the value over the step.
    expect(error).toBeLessThan(1e-6 * (1 + Math.abs(slopeThere * theta[j]!)) + 1e-9 * Math.abs(value))
  })
}

describe.each(cores)('%s', (_, core) => {
  const discrete = core.discrete === true

  test('the gradient is that of the log-likelihood, which is finite everywhere', () => {
    fc.assert(
      fc.property(parameters(core.names.length), history(discrete), (theta, [x, tx, T]) => {
        expectGradient(core.likelihood(collapseRows([x, tx, T].map((v) => Float64Array.of(v)))), theta)
      }),
      { numRuns: 200 },
    )
  })

  test('predictions are chances and amounts, never NaN', () => {
    const horizon = discrete
      ? fc.integer({ min: 1, max: 30 })
      : fc.double({ min: 0.01, max: 500, noNaN: true })
    fc.assert(
      fc.property(parameters(core.names.length), history(discrete), horizon, (theta, [x, tx, T], t) => {
        const alive = core.alive(theta, x, tx, T)
        const expected = core.expected(theta, x, tx, T, t)
        const survival = core.survival(theta, x, tx, T, t)
        expect(alive >= 0 && alive <= 1).toBe(true)
        expect(survival >= 0 && survival <= 1 + 1e-8).toBe(true)
        expect(expected >= 0 && expected < Infinity).toBe(true)
        expect(core.nextOrder(theta, x, tx, T)).toBeGreaterThanOrEqual(0)
        expect(core.discounted(theta, x, tx, T, 0.003)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 60 },
    )
  })

  test('chances of 0, 1, 2, … orders add up to 1 and have the expected mean', () => {
    const theta = Float64Array.from(core.names, (name) => ({ alpha: 5, b: 2, beta: 4 })[name] ?? 0.8)
    const chances = new Float64Array(400)
    for (const [x, tx, T] of [
      [0, 0, 6],
      [3, 4, 6],
      [5, 6, 9],
    ] as const) {
      core.distribution(theta, x, tx, T, 7, chances)
      expect(chances.reduce((s, p) => s + p, 0)).toBeCloseTo(1, 8)
      expect(chances.reduce((s, p, n) => s + n * p, 0)).toBeCloseTo(core.expected(theta, x, tx, T, 7), 6)
    }
  })
})

test('Gamma-Gamma: the gradient is that of the log-likelihood', () => {
  const positive = fc.double({ min: -2, max: 3, noNaN: true }).map((v) => 10 ** v)
  fc.assert(
    fc.property(parameters(3), fc.integer({ min: 1, max: 300 }), positive, (theta, x, z) => {
      expectGradient(gammaGammaLikelihood(collapseRows([Float64Array.of(x), Float64Array.of(z)])), theta)
    }),
  )
})

test('sBG and BdW: the gradient is that of the log-likelihood, which is finite everywhere', () => {
  fc.assert(
    fc.property(parameters(4), fc.integer({ min: 1, max: 60 }), fc.boolean(), (theta, t, left) => {
      expectGradient(
        retentionLikelihood(collapseRows([Float64Array.of(t), Float64Array.of(Number(left))])),
        theta.map((v) => v ** (2 / 3)),
      )
    }),
    { numRuns: 1000 },
  )
})

// Sixty digits of mpmath: log(S(t − 1) − S(t)).
test.each([
  [[0.176, 0.406, 17.5, 1], 32, -13.3050245042994],
  [[0.01, 90, 0.02, 1], 60, -17.0279032962982],
  [[100, 0.01, 0.5, 1], 7, -16.2676986232026],
  [[0.5, 2, 95, 1], 60, -193.996321481352],
  [[30, 50, 1.3, 1], 1, -0.980829253011726],
  [[0.03, 0.02, 80, 1], 2, -1.12273131688067],
  [[0.7, 1.2, 1, 2.5], 3, -2.75176566638156],
  [[0.03, 90, 0.6, 0.001], 40, -16.8901651506381],
  [[12, 0.4, 1.7, 300], 2, -50.9887679657812],
  [[0.8, 1.9, 1, 1e-6], 1, -14.6351311479667],
])('BdW: who left at renewal t, by %j', (theta, t, value) => {
  const cells = collapseRows([Float64Array.of(t), Float64Array.of(1)])
  const got = retentionLikelihood(cells)(Float64Array.from(theta), new Float64Array(4))
  expect(got / value).toBeCloseTo(1, 12)
})

test('collapsing equal rows changes no likelihood, and forgets their order', () => {
  fc.assert(
    fc.property(fc.array(history(false), { minLength: 1, maxLength: 60 }), (rows) => {
      const columns = (list: typeof rows) => [0, 1, 2].map((c) => Float64Array.from(list, (row) => row[c]!))
      const twice = [...rows, ...rows.slice(0, 30)]
      const theta = Float64Array.of(0.5, 8, 0.7, 11)
      const g = new Float64Array(4)
      const collapsed = collapseRows(columns(twice))
      const value = paretoCore.likelihood(collapsed)(theta, g)
      expect(collapsed.size).toBeLessThanOrEqual(rows.length)
      expect(value / paretoCore.likelihood(keepRows(columns(twice)))(theta, g)).toBeCloseTo(1, 10)
      expect(paretoCore.likelihood(collapseRows(columns(twice.toReversed())))(theta, g)).toBe(value)
      collapsed.rowCell.forEach((cell, row) => {
        expect(collapsed.values.map((v, c) => v[collapsed.codes[c]![cell]!])).toEqual([...twice[row]!])
      })
    }),
  )
})
