import { describe, expect, test } from 'vitest'
import { makeRandom, philox } from '#src/numeric/random'

test('Philox 4 × 32-10 gives the words of its authors (Random123, kat_vectors: all zeros)', () => {
  const out = new Uint32Array(4)
  philox(0, 0, 0, 0, 0, out)
  expect([...out].map((v) => v.toString(16))).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8'])
})

test('the same seed and stream give the same numbers, others do not', () => {
  expect(draw(7, 3)).toEqual(draw(7, 3))
  expect(draw(7, 3)).not.toEqual(draw(7, 4))
  expect(draw(7, 3)).not.toEqual(draw(8, 3))
  expect(draw(7 + 2 ** 40, 3)).not.toEqual(draw(7, 3))
})

describe('samplers have the mean and variance of their distribution', () => {
  const n = 40_000
  const random = makeRandom(2)
  test.each([
    ['normal', () => random.normal(), 0, 1],
    ['exponential', () => random.exponential(), 1, 1],
    ['gamma .3', () => random.gamma(0.3), 0.3, 0.3],
    ['gamma 7', () => random.gamma(7), 7, 7],
    ['beta .8 2.5', () => random.beta(0.8, 2.5), 0.8 / 3.3, (0.8 * 2.5) / (3.3 ** 2 * 4.3)],
    ['Poisson 3', () => random.poisson(3), 3, 3],
    ['Poisson 200', () => random.poisson(200), 200, 200],
  ] as const)('%s', (_, draw, mean, variance) => {
    let [sum, squares] = [0, 0]
    for (let i = 0; i < n; i++) {
      const v = draw() - mean
      sum += v
      squares += v * v
    }
    expect(Math.abs(sum / n)).toBeLessThan(5 * Math.sqrt(variance / n))
    expect(squares / n / variance).toBeCloseTo(1, 1)
  })
})

function draw(seed: number, stream: number): number[] {
  return Array.from({ length: 8 }, makeRandom(seed, stream).uint32)
}
