import { fitTree, type FitTreeOptions, fromRows, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { madeTable } from './made.js'

const made = madeTable()
const plain = ['a', 'b', 'c', 'd']
const rowsOf = (table: any) => toRows(table) as any[]

describe('weights of classes', () => {
  const options: FitTreeOptions = { target: 'binary', features: plain, maxDepth: 4, minLeaf: 20 }
  const rare = fromRows(rowsOf(made).map((row) => ({ ...row, binary: row.number > 3 })))

  it('classWeights change splits and decisions, not that probabilities are the shares of the rows', () => {
    const model = fitTree(rare, { ...options, classWeights: 'balanced' })
    const scored = rowsOf(model.predict(rare, { leaf: true }))
    for (const { leaf, rows } of rowsOf(model.rules())) {
      const there = scored.filter((row) => row.leaf === leaf)
      const share = there.filter((row) => row.binary).length / rows
      expect(there[0].probability).toBeCloseTo(share, 12)
    }
    const share = scored.filter((row) => row.binary).length / scored.length
    for (const row of scored) expect(row.predicted).toBe(row.probability >= share)
    const unweighted = fitTree(rare, options)
    expect(model.ensemble.trees[0]!.threshold).not.toEqual(unweighted.ensemble.trees[0]!.threshold)
  })

  it('costs: what is predicted costs least by the probabilities (Elkan 2001)', () => {
    const model = fitTree(rare, { ...options, costs: { true: { false: 4 } } })
    for (const row of rowsOf(model.predict(rare))) expect(row.predicted).toBe(row.probability >= 1 / 5)
    for (const row of rowsOf(model.predict(rare, { threshold: 0.9 }))) {
      expect(row.predicted).toBe(row.probability >= 0.9)
    }
  })

  it('costs with three classes: the expected cost of what is predicted is the least', () => {
    const costs: any = { a: { low: 1, high: 9 }, low: { a: 2, high: 1 }, high: { a: 7, low: 3 } }
    const model = fitTree(made, { ...options, target: 'three', costs })
    for (const row of rowsOf(model.predict(made))) {
      const expected = (label: string) =>
        ['a', 'low', 'high'].reduce((sum, is) => sum + row[`probability_${is}`] * (costs[is][label] ?? 0), 0)
      const least = Math.min(...['a', 'low', 'high'].map(expected))
      expect(expected(row.predicted)).toBeCloseTo(least, 12)
    }
  })

  it('priors are the shares that probabilities average to', () => {
    const model = fitTree(rare, { ...options, priors: { true: 0.5, false: 0.5 } })
    expect(model.ensemble.trees[0]!.value[0]).toBeCloseTo(0.5, 12)
    const own = fitTree(rare, options).ensemble.trees[0]!.value[0]!
    const same = fitTree(rare, { ...options, priors: { true: own, false: 1 - own } })
    expect(same.ensemble.trees[0]!.threshold).toEqual(fitTree(rare, options).ensemble.trees[0]!.threshold)
  })

  it.each([
    [{ classWeights: { maybe: 2 } }, "classWeights names 'maybe'"],
    [{ classWeights: { true: 0 } }, 'classWeights must be numbers'],
    [{ classWeights: 3 }, 'classWeights must be an object'],
    [{ priors: { true: 0.5 } }, 'priors must have a share for each class'],
    [{ priors: { true: 0.5, false: 0.2 } }, 'priors must add up to 1'],
    [{ costs: { true: { false: -1 } } }, 'costs must be numbers'],
    [{ costs: { true: { true: 5 } } }, 'costs must be higher where'],
  ])('refuses %o', (more: any, message) => {
    expect(() => fitTree(rare, { ...options, ...more })).toThrow(message)
  })

  it('is refused for numbers', () => {
    expect(() => fitTree(made, { target: 'number', classWeights: 'balanced' })).toThrow(
      'fitTree: classWeights weighs classes',
    )
  })
})
