import { calibrationCurve, ClienteleError, evaluate, fromRows, liftTable, rocCurve, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { madeBinary, madeClasses, madeNumbers, type Row, rowsOf } from './made.js'

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
