import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from '#src/sql/sample/allocate'

const sum = (list: readonly number[]) => list.reduce((total, n) => total + n, 0)
const sizes = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 })
const rows = fc.integer({ min: 1, max: 4000 })

describe('allocate', () => {
  it('draws all of a small stratum, and shares what it leaves among the others', () => {
    expect(allocate([10_000, 30], 1000, 'equal')).toEqual([970, 30])
    expect(allocate([500, 500, 20, 500], 300, 'equal')).toEqual([93, 93, 20, 94])
    expect(allocate([500, 500], 5000, 'equal')).toEqual([500, 500])
  })

  it('draws the same share of each, of none nothing', () => {
    expect(allocate([9000, 900, 100], 100, 'proportional')).toEqual([90, 9, 1])
    expect(allocate([100_000, 1, 1], 100, 'proportional')).toEqual([98, 1, 1])
  })

  it('draws so many in all, of no stratum more than it has, in proportion to within a row', () => {
    fc.assert(
      fc.property(sizes, rows, fc.constantFrom('equal' as const, 'proportional' as const), (own, n, how) => {
        const drawn = allocate(own, n, how)
        expect(sum(drawn)).toBe(Math.min(n, sum(own)))
        drawn.forEach((one, i) => {
          expect(one).toBeGreaterThanOrEqual(n >= own.length ? 1 : 0)
          expect(one).toBeLessThanOrEqual(own[i]!)
        })
        if (how === 'equal') {
          // Who has not all of its rows has as many as the others, to within one.
          const short = drawn.filter((one, i) => one < own[i]!)
          expect(Math.max(...drawn) - Math.min(...short, Infinity)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})
