import {
  calibrationCurve,
  ClienteleError,
  evaluate,
  fromRows,
  liftTable,
  profitCurve,
  rocCurve,
  toRows,
} from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resampleCounts } from '#src/classify/evaluation/resample'
import { madeBinary, madeClasses, madeNumbers } from './made.js'

interface Row {
  readonly probability: number
  readonly did: boolean
  readonly w: number
}

/** Rows with ties, both outcomes among them. */
const rowsOf = fc
  .array(
    fc.record({
      probability: fc.integer({ min: 0, max: 8 }).map((v) => v / 8),
      did: fc.boolean(),
      w: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .filter((rows: Row[]) => rows.some(({ did }) => did) && rows.some(({ did }) => !did))

const target = 'did'

function aucByPairs(rows: readonly Row[]): number {
  const hits = rows.filter(({ did }) => did)
  const misses = rows.filter(({ did }) => !did)
  const wins = hits.flatMap((a) =>
    misses.map((b) => (a.probability > b.probability ? 1 : a.probability === b.probability ? 0.5 : 0)),
  )
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length
}

const turned = (table: any) => fromRows(toRows(table).toReversed() as any) as any

function fails(rows: object[], options: any): string {
  try {
    evaluate(fromRows(rows as any), options)
  } catch (error) {
    expect(error).toBeInstanceOf(ClienteleError)
    return (error as Error).message
  }
  return 'no error'
}

describe('evaluate', () => {
  it('auc is the share of pairs in the right order, ties counting half, and the area under rocCurve', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const { auc } = evaluate(fromRows(rows), { target, bootstrap: 0 })
        expect(auc.value).toBe(aucByPairs(rows))
        const points = toRows(rocCurve(fromRows(rows), { target }))
        let area = 0
        points.slice(1).forEach((point, i) => {
          const before = points[i]!
          const width = point.false_positive_rate! - before.false_positive_rate!
          area += (width * (point.true_positive_rate! + before.true_positive_rate!)) / 2
        })
        expect(area).toBeCloseTo(auc.value, 12)
      }),
    )
  })

  it('gives the same bits for any order of rows, intervals included', () => {
    const shuffled = rowsOf.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    )
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        const options = { target, weights: 'w', bootstrap: 20 } as const
        expect(evaluate(fromRows(other), options)).toEqual(evaluate(fromRows(rows), options))
        expect(toRows(liftTable(fromRows(other), { target, bins: 3 }))).toEqual(
          toRows(liftTable(fromRows(rows), { target, bins: 3 })),
        )
      }),
      { numRuns: 30 },
    )
    const kinds = madeClasses(60)
    const one = evaluate(kinds, { target: 'kind', task: 'classes', bootstrap: 20 })
    expect(evaluate(turned(kinds), { target: 'kind', task: 'classes', bootstrap: 20 }).auc).toEqual(one.auc)
    const numbers = madeNumbers(60)
    expect(evaluate(turned(numbers), { target: 'actual', task: 'number', bootstrap: 20 })).toEqual(
      evaluate(numbers, { target: 'actual', task: 'number', bootstrap: 20 }),
    )
  })

  it('a row of weight 2 counts as two', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const repeated = fromRows(rows.flatMap((row) => Array.from({ length: row.w }, () => row)))
        const weighted = fromRows(rows)
        const one = evaluate(weighted, { target, weights: 'w', bootstrap: 0 })
        const other = evaluate(repeated, { target, bootstrap: 0 })
        expect(one.confusion).toEqual(other.confusion)
        for (const name of [
          'auc',
          'averagePrecision',
          'logLoss',
          'ks',
          'topDecileLift',
          'topFifthGain',
        ] as const) {
          expect(one[name].value, name).toBeCloseTo(other[name].value, 12)
        }
        expect(toRows(liftTable(weighted, { target, weights: 'w', bins: 4 }))).toEqual(
          toRows(liftTable(repeated, { target, bins: 4 })),
        )
        const curve = { target, bins: 3, method: 'quantile' } as const
        const [a, b] = [
          calibrationCurve(weighted, { ...curve, weights: 'w' }),
          calibrationCurve(repeated, curve),
        ]
        toRows(a).forEach((bin, k) => {
          const same = toRows(b)[k]!
          expect(bin.rows).toBe(same.rows)
          expect(bin.probability_to).toBeCloseTo(same.probability_to!, 12)
        })
      }),
    )
  })

  it('intervals hold the value and narrow as rows grow', () => {
    const [small, large] = [200, 2000].map((n) => evaluate(madeBinary(n, true), { target }))
    for (const name of ['auc', 'logLoss', 'brier', 'accuracy', 'topDecileLift'] as const) {
      for (const { value, low, high } of [small![name], large![name]]) {
        expect(low).toBeLessThan(value)
        expect(high).toBeGreaterThan(value)
      }
      expect(large![name].high! - large![name].low!).toBeLessThan(small![name].high! - small![name].low!)
    }
    expect(evaluate(madeBinary(200, true), { target, seed: 2 }).auc.low).not.toBe(small!.auc.low)
  })

  it('explains what it cannot answer', () => {
    const rows = [
      { y: 'yes', probability: 0.5 },
      { y: 'no', probability: 0.25 },
    ]
    expect(fails(rows, {})).toMatch(/target/)
    expect(fails([rows[0]!], { target: 'y' })).toMatch(/'yes' in all 1 row/)
    expect(fails([...rows, { y: null, probability: 0.5 }], { target: 'y' })).toMatch(
      /1 row of 3 has no value in y;/,
    )
    expect(fails([...rows, { y: 'no', probability: 1.5 }], { target: 'y' })).toMatch(/1.5/)
    expect(fails([...rows, { y: 'so', probability: 0.5 }], { target: 'y', task: 'binary' })).toMatch(
      /3 classes/,
    )
    expect(fails(rows, { target: 'y', probability: 'p' })).toMatch(/no column 'p'/)
    const omitted = fromRows([...rows, { y: null, probability: 0.5 }] as any) as any
    expect(evaluate(omitted, { target: 'y', missing: 'omit' })).toMatchObject({ rows: 2, missing: 1 })
  })
})

describe('several classes', () => {
  it('of which these rows hold but two are those of the model', () => {
    const rows = (toRows(madeClasses(120)) as any[]).filter(({ kind }) => kind !== 'b')
    const told = { name: 'kind', task: 'classes', form: 'text', classes: ['a', 'b', 'c'] } as const
    const model = { target: told, predict: (table: any) => table }
    const found = evaluate(fromRows(rows) as any, { model, task: 'classes', bootstrap: 0 })
    const right = rows.filter((row) => {
      const best = Math.max(row.probability_a, row.probability_b, row.probability_c)
      return row[`probability_${row.kind}`] === best
    })
    expect(found.accuracy.value).toBeCloseTo(right.length / rows.length, 14)
    expect(found.classes).toEqual(['a', 'b', 'c'])
    const auc = (kind: string) =>
      aucByPairs(
        rows.map((row) => ({ probability: row[`probability_${kind}`], did: row.kind === kind, w: 1 })),
      )
    expect(found.auc.value).toBeCloseTo((auc('a') + auc('c')) / 2, 14)
    const strange = fromRows([...rows, { ...rows[0], kind: 'z' }]) as any
    expect(() => evaluate(strange, { model, task: 'classes' })).toThrow(
      /holds 'z', which the model does not know/,
    )
  })
})

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
