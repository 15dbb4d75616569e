import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaMean } from '#src/numeric/betaMean'
import { digamma, digammaRise, logBeta, logGamma, logRising, trigamma } from '#src/numeric/gamma'
import { betaI, gammaP, gammaQ } from '#src/numeric/incomplete'
import { chiSquareTail, normalCdf, normalQuantile } from '#src/numeric/normal'
import { tricomi } from '#src/numeric/quadrature'
import { logTail } from '#src/numeric/tail'
import { betas, gammas, incompletes, tails, tricomis } from './reference.js'

const near = (got: number, want: number, digits: number) =>
  expect(Math.abs(got - want)).toBeLessThanOrEqual(10 ** -digits * Math.max(1, Math.abs(want)))

describe('special functions equal mpmath', () => {
  test.each(gammas.map((row) => [row]))('gamma %j', ([x, log, psi, psi1]) => {
    near(logGamma(x!), log!, 14)
    near(digamma(x!), psi!, 13)
    near(trigamma(x!), psi1!, 13)
  })
  test.each(betas.map((row) => [row]))('incomplete beta %j', ([x, a, b, value]) =>
    near(betaI(x!, a!, b!), value!, 13),
  )
  test.each(incompletes.map((row) => [row]))('incomplete gamma %j', ([a, x, p, q]) => {
    near(gammaP(a!, x!), p!, 12)
    near(gammaQ(a!, x!), q!, 12)
  })
  test.each(tricomis.map((row) => [row]))('Tricomi %j', ([s, z, value]) => {
    expect(tricomi(s!, z!) / value!).toBeCloseTo(1, 13)
  })
  test.each(tails.map((row) => [row]))('tail integral %j', ([p, q, A, B, value, ...slopes]) => {
    const out = new Float64Array(4)
    near(logTail(p!, q!, A!, B!, out), value!, 13)
    slopes.forEach((slope, i) => near(out[i]! / slope, 1, 9))
  })
})

const wide = fc.double({ min: -6, max: 6, noNaN: true }).map((e) => 10 ** e)

test('a rising factorial is a product', () => {
  fc.assert(
    fc.property(wide, fc.integer({ min: 0, max: 200 }), (a, n) => {
      let [sum, rise] = [0, 0]
      for (let i = 0; i < n; i++) {
        sum += Math.log(a + i)
        rise += 1 / (a + i)
      }
      near(logRising(a, n), sum, 12)
      near(digammaRise(a, n), rise, 11)
    }),
  )
})

test('B(a, b) = B(a + 1, b) + B(a, b + 1), whatever their sizes', () => {
  fc.assert(
    fc.property(wide, wide, (a, b) => {
      const whole = logBeta(a, b)
      expect(Math.exp(logBeta(a + 1, b) - whole) + Math.exp(logBeta(a, b + 1) - whole)).toBeCloseTo(1, 8)
    }),
  )
})

test('the tail integral does not depend on which factor is named first, and falls with both', () => {
  const [out, swapped] = [new Float64Array(4), new Float64Array(4)]
  fc.assert(
    fc.property(wide, wide, wide, wide, (p, q, A, B) => {
      const value = logTail(p + 1, q, A, B, out)
      expect(Number.isFinite(value)).toBe(true)
      expect(logTail(q, p + 1, B, A, swapped)).toBeCloseTo(value, 6)
      expect(out[2]! <= 0 && out[3]! <= 0).toBe(true)
    }),
  )
})

test('means of a beta variable: 1, p and 1 − p', () => {
  fc.assert(
    fc.property(wide, wide, (a, b) => {
      expect(betaMean(a, b, () => 1)).toBeCloseTo(1, 12)
      expect(betaMean(a, b, (p) => p) / (a / (a + b))).toBeCloseTo(1, 11)
    }),
    { numRuns: 40 },
  )
})

test('normal quantiles: 1.959963984540054 at .975, and the inverse of the distribution', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
  for (const p of [1e-12, 1e-5, 0.02, 0.3, 0.5, 0.8, 0.999]) {
    expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 11)
  }
})

test('χ²: 3.841459 and 5.991465 are the five per cent points of one and two degrees', () => {
  expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12)
  expect(chiSquareTail(5.991464547107979, 2)).toBeCloseTo(0.05, 12)
})
