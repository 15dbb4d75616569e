import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binFeatures } from '#src/classify/bins/binnedMatrix'
import { boostCuts } from '#src/classify/bins/boostCuts'
import { binOf, chooseCuts } from '#src/learn/cuts'
import { fillBins } from '#src/classify/bins/fillBins'

const numbers = fc
  .array(fc.oneof(fc.double(), fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 300 })
  .map((list) => Float64Array.from(list, (v) => (Math.abs(v) < 1e100 ? v : NaN)))

describe('bins', () => {
  it('keep the order of values, and one bin a value where there are few', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 255 }), (values, most) => {
        const cuts = chooseCuts(values, most)
        expect(cuts.length).toBeLessThan(most)
        const known = [...new Set(values)].filter((v) => !Number.isNaN(v)).map((v) => v + 0)
        const sorted = known.sort((a, b) => a - b)
        const bins = sorted.map((v) => binOf(v, cuts))
        expect(bins.every((bin, i) => i === 0 || bin >= bins[i - 1]!)).toBe(true)
        if (new Set(sorted).size <= most) expect(new Set(bins).size).toBe(new Set(sorted).size)
      }),
    )
  })

  it('found by a grid are those found by searching, one after the last for NaN', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 2, max: 255 }), (learned, values, most) => {
        const cuts = chooseCuts(learned, most)
        const out = new Uint8Array(values.length)
        fillBins(values, cuts, out)
        const searched = Array.from(values, (v) => (Number.isNaN(v) ? cuts.length + 1 : binOf(v, cuts)))
        expect([...out]).toEqual(searched)
      }),
    )
  })

  it('hold about equally many rows', () => {
    const values = Float64Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 10_000)
    const { columns, features } = binFeatures([{ info: { name: 'x', kind: 'number' }, values }], 10_000, 16)
    const counts = new Int32Array(16)
    for (const bin of columns[0]!) counts[bin]!++
    expect(features[0]!.bins).toBe(16)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(5)
  })

  it('give the rarest labels the last bin, and missing values one of their own', () => {
    const labels = ['a', 'b', 'c', 'd']
    const codes = Int32Array.of(3, 3, 3, 1, 1, 0, 2, -1)
    const { columns, features } = binFeatures(
      [{ info: { name: 'x', kind: 'category', labels }, codes }],
      8,
      3,
    )
    expect(features[0]).toMatchObject({ bins: 3, hasMissing: true })
    expect([...columns[0]!]).toEqual([0, 0, 0, 1, 1, 2, 2, 3])
  })

  /** The greatest value of each bin as LightGBM 4.7 finds it with max_bin 12. */
  it.each<[string, (i: number) => number, number[]]>([
    ['on both sides of zero', (i) => ((i * i) % 97) - 20, [-12, -2, 11, 16, 29, 41, 46, 55, 66, 73, 76]],
    [
      'above zero',
      (i) => (((i * 7) % 31) + 1) * ((i % 5) + 1),
      [7, 14, 20, 27, 36, 48, 60, 76, 90, 115, 155],
    ],
    [
      'with many zeros',
      (i) => (i % 3 === 0 ? 0 : (i % 41) - 10),
      [-5, -1, 0, 3, 7, 11, 15, 18, 21, 24, 27, 30],
    ],
    ['few', (i) => (i % 6) - 2, [-2, -1, 0, 1, 2, 3]],
    ['some of them rare', (i) => (i < 290 ? i % 4 : i), [0, 1, 2, 3, 291, 293, 294, 295, 296, 297, 298, 299]],
    [
      'some of them missing',
      (i) => (i % 4 === 0 ? NaN : (i * i) % 89),
      [0, 8, 17, 25, 40, 47, 55, 68, 78, 84, 88],
    ],
  ])('of boosting are those of LightGBM: values %s', (_, valueAt, greatest) => {
    const values = Float64Array.from({ length: 300 }, (_, i) => valueAt(i))
    const cuts = boostCuts(values, 12)
    const known = values.filter((v) => !Number.isNaN(v)).sort()
    const tops = new Map(Array.from(known, (v) => [binOf(v, cuts), v]))
    expect([...tops.values()]).toEqual(greatest)
  })

  it('of boosting are no more than asked for, and their cuts ascend', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 3, max: 255 }), (values, most) => {
        const cuts = boostCuts(values, most)
        expect(cuts.length).toBeLessThan(most)
        expect(cuts.every((cut, i) => i === 0 || cut > cuts[i - 1]!)).toBe(true)
      }),
    )
  })
})
