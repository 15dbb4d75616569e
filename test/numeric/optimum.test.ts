import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cholesky, eigen, invertPositive, quadraticForm } from '#src/numeric/matrix'
import { minimize } from '#src/numeric/minimize'

test('finds the bottom of Rosenbrock’s valley, and its curvature (802, −400; −400, 200)', () => {
  const found = minimize(
    (x, g) => {
      const [a, b] = [1 - x[0]!, x[1]! - x[0]! ** 2]
      g[0] = -2 * a - 400 * x[0]! * b
      g[1] = 200 * b
      return a * a + 100 * b * b
    },
    [-1.2, 1],
  )
  expect(found.converged).toBe(true)
  found.x.forEach((v) => expect(v).toBeCloseTo(1, 10))
  expect(found.hessian[0]![0]).toBeCloseTo(802, 3)
  expect(found.hessian[0]![1]).toBeCloseTo(-400, 3)
})

test('says so where there is no minimum', () => {
  const found = minimize(
    (x, g) => {
      g[0] = -Math.exp(-x[0]!)
      return Math.exp(-x[0]!)
    },
    [0],
  )
  expect(Number.isFinite(found.value)).toBe(true)
  expect(found.gradient[0]! < 0).toBe(true)
})

test('a value that rounding blurs costs no search: the gradient tells', () => {
  const found = minimize(
    (x, g) => {
      const [a, b] = [x[0]! - 1, x[1]! - 2]
      g[0] = 2 * a + 1.99 * b
      g[1] = 2 * b + 1.99 * a
      // As a sum over millions of terms is: right to 2e-13 of itself, another way at every point.
      return (100 + a * a + b * b + 1.99 * a * b) * (1 + 2e-13 * Math.sin(1e9 * (x[0]! + x[1]!)))
    },
    [0, 0],
  )
  expect(found.converged).toBe(true)
  expect(found.x[0]).toBeCloseTo(1, 8)
  expect(found.x[1]).toBeCloseTo(2, 8)
  expect(found.evaluations).toBeLessThan(40)
})

const square = fc
  .array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 }), {
    minLength: 4,
    maxLength: 4,
  })
  .map((m) =>
    m.map((_, i) =>
      Float64Array.from(m, (_r, j) => m[i]!.reduce((s, v, k) => s + v * m[j]![k]!, i === j ? 0.1 : 0)),
    ),
  )

test('a positive definite matrix times its inverse is 1; the trace is the sum of eigenvalues', () => {
  fc.assert(
    fc.property(square, (a) => {
      const inverse = invertPositive(a)!
      a.forEach((row, i) =>
        a.forEach((_, j) => {
          const cell = row.reduce((s, v, k) => s + v * inverse[k]![j]!, 0)
          expect(cell).toBeCloseTo(i === j ? 1 : 0, 6)
        }),
      )
      const trace = a.reduce((s, row, i) => s + row[i]!, 0)
      const { values, vectors } = eigen(a)
      expect(values.reduce((s, v) => s + v, 0) / trace).toBeCloseTo(1, 10)
      values.forEach((value, i) =>
        a.forEach((row, j) => {
          const image = row.reduce((s, v, k) => s + v * vectors[i]![k]!, 0)
          expect(Math.abs(image - value * vectors[i]![j]!)).toBeLessThan(1e-9 * trace)
        }),
      )
      expect(quadraticForm(a, [1, 0, 0, 0])).toBeCloseTo(a[0]![0]!, 10)
    }),
  )
})

test('what is not positive definite has no Cholesky factor', () => {
  expect(cholesky([Float64Array.of(1, 2), Float64Array.of(2, 1)])).toBeUndefined()
})
