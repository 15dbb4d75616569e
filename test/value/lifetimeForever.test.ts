import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smoothSum } from '#src/numeric/smoothSum'
import { bgBbCore } from '#src/value/lifetime/bgBbCore'
import { bgCore } from '#src/value/lifetime/bgCore'
import { discountedOrders } from '#src/value/lifetime/discounted'
import { ordersByP, stayByP } from '#src/value/lifetime/dropoutMean'
import { expectedOrders, survivalThrough } from '#src/value/lifetime/geometric'
import { renewals } from '#src/value/lifetime/retentionModel'

// e^−δ·₂F₁(1, B; A + B; e^−δ) with thirty digits by mpmath 1.3.
test.each([
  [1e-7, 1158.96187201413],
  [1e-3, 38.8435965132501],
  [0.1, 2.82473178911234],
  [2, 0.195478516480698],
])('BG/BB for ever at a rate of %d a year: x = 2, n = 6, the estimates of donations', (rate, orders) => {
  const theta = Float64Array.of(1.203522, 0.749716, 0.656718, 2.783442)
  expect(bgBbCore.discounted(theta, 2, 4, 6, Math.log1p(rate)) / orders).toBeCloseTo(1, 11)
})

test.each([
  [1e-7, 2718.03455696656],
  [1e-5, 563.998046714275],
  [1e-3, 97.9460460500106],
  [0.1, 6.84511147742312],
])('sBG for ever at a rate of %d a period: seven renewals, high end', (rate, times) => {
  const theta = Float64Array.of(0.66809, 3.8061, 1, 1)
  expect(renewals(theta, 7, Infinity, Math.log1p(rate)) / times).toBeCloseTo(1, 11)
})

// Term by term with thirty digits by mpmath 1.3.
test.each([
  [[0.7, 1.3, 1.4], 3, 3000, 0.001, 18.5242870522461],
  [[0.3, 1.3, 0.6], 0, 700, 0.002, 147.422845075942],
  [[0.3, 1.3, 0.6], 0, 5000, 0, 1302.99135270352],
])('BdW %j at %d renewals, %d more at δ = %d', (theta, t, most, delta, times) => {
  expect(renewals(Float64Array.of(...theta, 1), t, most, delta) / times).toBeCloseTo(1, 11)
})

test.each([64, 65, 1000, 100_000])('a smooth sum of %d terms is that of its terms', (to) => {
  for (const f of [(j: number) => j ** -0.3, (j: number) => 1 / (j + 5), (j: number) => Math.exp(-j / 40)]) {
    let sum = 0
    for (let j = 1; j <= to; j++) sum += f(j)
    expect(smoothSum(f, to) / sum).toBeCloseTo(1, 11)
  }
})

const cdnow = Float64Array.of(0.242593, 4.413532, 0.792886, 2.425753)
const bg = bgCore('', 'bgNbd', 0, 1)
const mbg = bgCore('', 'mbgNbd', 1, 1)

// Closed forms with ₂F₁, forty digits by mpmath 1.3.
test.each([
  [0, 39, 30_000, 10.07420135938451, 0.3461240239442965],
  [2, 38.86, 30_000, 47.70261053233568, 0.01391071440687435],
  [12, 38, 1_000_000, 466.3912072621502, 0.0004104729547906378],
  [2, 38.86, 1000, 13.92937596009811, 0.1781245970057678],
])('BG/NBD far ahead: x = %d, T = %d, t = %d', (x, T, t, orders, there) => {
  expect(bg.expected(cdnow, x, T / 2, T, t) / orders).toBeCloseTo(1, 11)
  expect(bg.survival(cdnow, x, T / 2, T, t) / there).toBeCloseTo(1, 11)
})

// The same forms, step by step, with twenty-five digits.
test.each([
  [bg, 2, 38.86, { steps: 120, step: 4.348125, delta: 0.008 }, 7.267180436652083],
  [mbg, 0, 39, { steps: 60.5, step: 1, delta: 0.002 }, 0.279629705194008],
  [bg, 12, 38, { steps: 500, step: 1, delta: 0.0018 }, 33.23727693320932],
])('orders discounted step by step, the last in part: $2 $3', (core, x, T, settings, orders) => {
  expect(core.discountedSteps!(cdnow, x, T / 2, T, settings) / orders).toBeCloseTo(1, 11)
})

// Event by event with twenty-five digits.
test.each([
  [{ k: 3, R: 0.9, z: 3000 / 3001, a: 0.8, B: 2.5, phase: 0 }, 24.32523495584363, 0.03208440755338884],
  [{ k: 2, R: 0.3, z: 5000 / 5001, a: 1.7, B: 0.4, phase: 1 }, 1.385780013298722, 0.08915104959218154],
  [{ k: 12, R: 2.5, z: 900 / 901, a: 0.3, B: 1.2, phase: 7 }, 51.02357361264363, 0.2184060428535865],
])('regular orders far ahead: %j', (counts, orders, there) => {
  expect(expectedOrders(counts) / orders).toBeCloseTo(1, 10)
  expect(survivalThrough(counts) / there).toBeCloseTo(1, 10)
})

const size = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true }).map((e) => 10 ** e)

test('sums over events and means over p are the same numbers', () => {
  const counts = fc
    .tuple(fc.constantFrom(1, 2, 3, 7, 12), fc.nat(11), size(-2, 2), size(-1, 2), size(-1, 2), size(-2, 0))
    .map(([k, phase, R, a, B, share]) => {
      const y = (share * 1900) / Math.max(1, R)
      return { R, z: y / (1 + y), a, B, k, phase: phase % k }
    })
  fc.assert(
    fc.property(counts, (given) => {
      const y = given.z / (1 - given.z)
      const [orders, there] = [expectedOrders(given), survivalThrough(given)]
      expect(Math.abs(ordersByP(given, y) - orders)).toBeLessThan(1e-9 * orders + 1e-13)
      expect(Math.abs(stayByP(given, y) - there)).toBeLessThan(1e-9 * there + 1e-13)
    }),
    { numRuns: 200 },
  )
})

test.each([1e3, 1e6, 1.001e6, 1e10, 1e15])(
  'who never leaves orders at the rate over δ, for ever: shape %d',
  (R) => {
    expect(discountedOrders(R, R / 2, 1e-15, 1, 1, 0, 0.1) / 20).toBeCloseTo(1, 8)
  },
)
