import { Table, vectorFromArray } from 'apache-arrow'
import { derive, fitLogistic, fitTree, fromRows, toRows } from 'clientele'
import * as sql from 'clientele/sql'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const rows = Array.from({ length: 600 }, (_, i) => ({
  customer_id: i,
  x: (i * 37) % 100,
  spent: ((i * 37) % 100) + ((i * 53) % 7),
  left: (i * 7919) % 1000 < 8 * ((i * 37) % 100),
  weight: i % 3 === 0 ? 4 : 1,
}))
const sample: any = fromRows(rows)
const logistic = (train: any) => fitLogistic(train, { target: 'left', features: ['x'], weights: 'weight' })

const deepTree = (train: any) =>
  fitTree(train, { target: 'left', features: ['x', 'spent'], weights: 'weight', minLeaf: 2 })

/** A model that foretells the mean of what it has learned from. */
const means = (train: any) => {
  const values: Float64Array = train.getChild('spent').toArray()
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const predict = (table: any) =>
    new Table({ predicted: vectorFromArray(new Float64Array(table.numRows).fill(mean)) })
  return { predict }
}

describe('sampleError', () => {
  const found = sql.sampleError(sample, { fit: logistic, target: 'left' })

  it('says how good a model is on rows that it has not seen, as they would be among all rows', () => {
    expect(found.rows).toBe(600)
    expect(found.standsFor).toBe(1200)
    const { figures } = found
    if (figures.task !== 'binary') throw new Error(figures.task)
    expect(figures.auc.low).toBeLessThan(figures.auc.value)
    const weighted = rows.reduce((sum, row) => sum + (row.left ? row.weight : 0), 0) / 1200
    expect(figures.baseRate).toBeCloseTo(weighted, 12)
  })

  it('compares with half of the rows, figure by figure', () => {
    for (const row of toRows(found.doubling)) {
      expect(row.difference).toBeCloseTo(row.whole! - row.half!, 12)
      expect(row.difference_low).toBeLessThanOrEqual(row.difference!)
      expect(row.difference_high).toBeGreaterThanOrEqual(row.difference!)
    }
    expect(toRows(found.doubling).map((row) => row.figure)).toContain('log_loss')
  })

  it('finds that the predictions of a deep tree move more than those of a line', () => {
    const tree = sql.sampleError(sample, { fit: deepTree, target: 'left', bootstrap: 0 })
    expect(tree.error).toBeGreaterThan(1.5 * found.error)
  })

  it('has the standard error of a mean where means are foretold', () => {
    // Weights of 1: the standard error is that of 480 of 600 rows, which each fold learns from.
    const even: any = derive(sample, { weight: () => 1 }, { replace: true })
    const errors: number[] = []
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        errors.push(sql.sampleError(even, { fit: means, target: 'spent', seed, bootstrap: 0 }).error)
      }),
      { numRuns: 30, seed: 1 },
    )
    const spent = rows.map((row) => row.spent)
    const mean = spent.reduce((sum, value) => sum + value, 0) / 600
    const variance = spent.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 599
    const square = errors.reduce((sum, error) => sum + error * error, 0) / errors.length
    // Two halves of a population are anticorrelated: their difference has the variance of independent ones.
    expect(square / (variance / 480)).toBeGreaterThan(0.6)
    expect(square / (variance / 480)).toBeLessThan(1.6)
  })

  it('counts all folds, and prints a line a figure', () => {
    const told: number[] = []
    const onProgress = ({ done, total }: any) => {
      expect(total).toBe(6)
      told.push(done)
    }
    const options = { fit: logistic, target: 'left', folds: 2, bootstrap: 0, onProgress } as const
    const printed = String(sql.sampleError(sample, options))
    expect(told).toEqual([1, 2, 3, 4, 5, 6])
    expect(printed).toMatch(/^sample of 600 rows for 1,200: what is foretold of one is off by 0\.0\d+/)
    expect(printed).toMatch(/\n {2}auc: 0\.\d+, with half of the rows/)
  })

  it.each([[{ fit: 3 }], [{ target: 'gone' }], [{ weights: 'gone' }], [{ interval: 2 }], [{ trees: 3 }]])(
    'refuses %j',
    (options: any) => {
      expect(() => sql.sampleError(sample, { fit: logistic, target: 'left', ...options })).toThrow(
        expect.objectContaining({ name: 'ClienteleError' }),
      )
    },
  )
})
