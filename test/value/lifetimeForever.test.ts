import { expect, test } from 'vitest'
import { smoothSum } from '#src/numeric/smoothSum'
import { bgBbCore } from '#src/value/lifetime/bgBbCore'
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
