import { evaluate, fromRows, liftTable, profitCurve, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resampleCounts } from '#src/classify/evaluation/resample'
import { madeBinary, rowsOf } from './made.js'

const target = 'did'

describe('liftTable', () => {
  it('is what breaking ties by lot gives on average', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer({ min: 2, max: 6 }), (rows, bins) => {
        const found = toRows(liftTable(fromRows(rows), { target, bins }))
        const shares = new Map<number, number>()
        for (const { probability } of rows) {
          const tied = rows.filter((row) => row.probability === probability)
          shares.set(probability, tied.filter(({ did }) => did).length / tied.length)
        }
        const expected = rows.map(({ probability }) => probability).sort((a, b) => b - a)
        const all = rows.filter(({ did }) => did).length
        let reached = 0
        found.forEach((bin, k) => {
          const [start, end] = [k, k + 1].map((part) => Math.ceil((part * rows.length) / bins)) as [
            number,
            number,
          ]
          const responders = expected.slice(start, end).reduce((sum, p) => sum + shares.get(p)!, 0)
          reached += responders
          expect(bin.rows).toBe(end - start)
          expect(bin.responders).toBeCloseTo(responders, 10)
          expect(bin.cumulative_gain).toBeCloseTo(reached / all, 10)
          expect(bin.probability_from).toBe(end > start ? expected[start] : null)
          expect(bin.probability_to).toBe(end > start ? expected[end - 1] : null)
        })
      }),
    )
  })

  it('holds what evaluate calls topDecileLift and topFifthGain', () => {
    const table = madeBinary(595, true)
    const { topDecileLift, topFifthGain } = evaluate(table, { target, bootstrap: 0 })
    expect(toRows(liftTable(table, { target }))[0]!.lift).toBeCloseTo(topDecileLift.value, 12)
    expect(toRows(liftTable(table, { target, bins: 5 }))[0]!.gain).toBeCloseTo(topFifthGain.value, 12)
  })
})

describe('profitCurve', () => {
  it('best is the most profitable of all cut-offs, contacting nobody among them', () => {
    fc.assert(
      fc.property(
        rowsOf,
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        (rows, gain, cost) => {
          const { best } = profitCurve(fromRows(rows), { target, gain, cost, fixed: 1 })
          const profits = rows.map(({ probability }) => {
            const contacted = rows.filter((row) => row.probability >= probability)
            return gain * contacted.filter(({ did }) => did).length - cost * contacted.length - 1
          })
          expect(best.profit).toBe(Math.max(0, ...profits))
          const chosen = rows.filter((row) => best.threshold !== null && row.probability >= best.threshold)
          expect(best.contacted).toBe(chosen.length)
          expect(best.share).toBeCloseTo(chosen.length / rows.length, 12)
        },
      ),
    )
  })
})

describe('profitCurve by a column of gains', () => {
  it('prints the best cut-off', () => {
    const scored = fromRows([0.9, 0.8, 0.4].map((probability, i) => ({ probability, bought: i < 2 })))
    const curve = profitCurve(scored, { target: 'bought', gain: 30, cost: 12 })
    expect(String(curve)).toContain('best is 36, from probability 0.8 up: 2 customers (66.7 %), 2 of whom')
    expect(String(profitCurve(scored, { target: 'bought', gain: 1, cost: 12 }))).toContain('best is nobody')
  })

  it('is that of the one gain where all bring the same, and counts what each brings where not', () => {
    const worth = madeBinary(200, true)
    const table = fromRows((toRows(worth) as any[]).map((row) => ({ ...row, same: 7 }))) as any
    const options = { target, cost: 2, fixed: 3, weights: 'w' } as const
    const one = profitCurve(table, { ...options, gain: 7 })
    const each = profitCurve(table, { ...options, gain: 'same' })
    expect(toRows(each.curve)).toEqual(toRows(one.curve))
    const { curve } = profitCurve(table, { target, cost: 0, gain: 'w' })
    const rows = toRows(table) as any[]
    for (const { threshold, profit } of toRows(curve)) {
      const taken = rows.filter((row) => threshold !== null && row.probability >= threshold && row.did)
      expect(profit).toBe(taken.reduce((sum, row) => sum + row.w, 0))
    }
    expect(() => profitCurve(table, { target, cost: 1, gain: 'nope' })).toThrow(/no column 'nope'/)
    const gap = fromRows(rows.map((row, i) => ({ ...row, same: i === 4 ? null : 7 }))) as any
    expect(() => profitCurve(gap, { ...options, gain: 'same' })).toThrow(/'same' has no amount .* row 5/)
  })
})

describe('bootstrap samples', () => {
  it('draw as many rows as there are, each as likely, and depend on seed and number alone', () => {
    const rows = 50
    const sums = new Float64Array(rows)
    let squares = 0
    const counts = new Int32Array(rows)
    for (let b = 0; b < 4000; b++) {
      resampleCounts(counts, 3, b)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows)
      counts.forEach((count, i) => {
        sums[i]! += count
        squares += (count - 1) ** 2
      })
    }
    // Means of 4,000 counts of variance 0.98: four standard errors are 0.063.
    for (const sum of sums) expect(Math.abs(sum / 4000 - 1)).toBeLessThan(0.063)
    expect(squares / 4000 / rows).toBeCloseTo(0.98, 1)
    const [a, b] = [new Int32Array(5), new Int32Array(5)]
    resampleCounts(a, 9, 9)
    resampleCounts(b, 9, 9)
    expect(b).toEqual(a)
    resampleCounts(b, 10, 9)
    expect([...b, 0]).not.toEqual([...a, 0].toReversed())
  })
})
