import { fromRows, sampleForReview, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'

const records = fromRows(Array.from({ length: 400 }, (_, i) => ({ name: `n${i}` })))
/** Pairs 2i and 2i + 1 with these weights. */
const pairsOf = (weights: readonly number[], level?: readonly number[]) =>
  fromRows(
    weights.map((match_weight, i) => ({
      row_a: 2 * i,
      row_b: 2 * i + 1,
      match_weight,
      ...(level && { level_name: level[i]! }),
    })),
  )
const rows = (table: unknown) => toRows(table as any) as any[]

describe('sampleForReview', () => {
  it('shows both records side by side and leaves the answer open', () => {
    const [first] = rows(sampleForReview(pairsOf([0]), { records }))
    expect(first).toMatchObject({
      row_a: 0,
      row_b: 1,
      name_a: 'n0',
      name_b: 'n1',
      match_probability: 0.5,
      is_match: null,
      reason: 'doubtful',
    })
  })

  it('asks about pairs near even odds first, where no two compare alike', () => {
    const weights = [-8, -5, -2.4, -1, 0, 1.7, 3, 6, 9]
    const asked = rows(
      sampleForReview(
        pairsOf(
          weights,
          weights.map((_, i) => i),
        ),
        { records, size: 4, checks: 0 },
      ),
    )
    expect(asked.map(({ match_weight }) => match_weight)).toEqual(
      [0, -1, 1.7, -2.4].map((w) => expect.closeTo(w, 5)),
    )
  })

  it('asks more about many pairs that compare alike than about few, as the doubt of all falls with each answer', () => {
    // One hundred pairs alike with p = 1/3, one other with p = 1/2.
    const weights = [...Array.from({ length: 100 }, () => -1), 0]
    const asked = rows(
      sampleForReview(
        pairsOf(
          weights,
          weights.map((w) => -w),
        ),
        { records, size: 20, checks: 0 },
      ),
    )
    // 100 · 2/9 / k(k + 1) falls below 1/4 / 2 at k = 13.
    expect(asked.findIndex(({ match_weight }) => match_weight === 0)).toBe(12)
  })

  it('asks about what is at odds with the customers found', () => {
    const customers = fromRows(Array.from({ length: 6 }, (_, i) => ({ customer_id: [0, 1, 2, 2, 3, 3][i]! })))
    const asked = rows(sampleForReview(pairsOf([7, -7, 7]), { records: customers, size: 2, checks: 0 }))
    expect(asked.map(({ row_a, reason }) => [row_a, reason])).toEqual([
      [0, 'at odds'],
      [2, 'at odds'],
    ])
  })

  it('checks what seems sure, spread over weights, and no record more than three times', () => {
    const weights = Array.from({ length: 100 }, (_, i) => i - 49.5)
    const asked = rows(
      sampleForReview(
        pairsOf(
          weights,
          weights.map((_, i) => i),
        ),
        { records, size: 20, checks: 0.5 },
      ),
    )
    const checks = asked.filter(({ reason }) => reason === 'check').map(({ match_weight }) => match_weight)
    expect(asked.length).toBe(20)
    expect(checks.length).toBe(10)
    expect(Math.min(...checks)).toBeLessThan(-40)
    expect(Math.max(...checks)).toBeGreaterThan(40)
    const star = fromRows(Array.from({ length: 9 }, (_, i) => ({ row_a: 0, row_b: i + 1, match_weight: 0 })))
    expect(sampleForReview(star, { records }).numRows).toBe(3)
  })

  it('does not ask again what was answered', () => {
    const labels = fromRows([{ row_a: 3, row_b: 2, is_match: true }])
    const asked = rows(sampleForReview(pairsOf([1, 0]), { records, labels }))
    expect(asked.map(({ row_a }) => row_a)).toEqual([0])
  })
})
