import { fitTree, fromRows, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { madeTable } from './made.js'

const small = fromRows([
  { plan: 'monthly', tenure: 2, left: 'yes' },
  { plan: 'monthly', tenure: 5, left: 'yes' },
  { plan: 'monthly', tenure: 40, left: 'no' },
  { plan: 'yearly', tenure: 3, left: 'no' },
  { plan: 'yearly', tenure: 30, left: 'no' },
  { plan: 'yearly', tenure: 50, left: 'no' },
])
const made = madeTable()
const plain = ['a', 'b', 'c', 'd']
const rowsOf = (table: any) => toRows(table) as any[]

describe('what a tree says', () => {
  const tree = fitTree(small, { target: 'left' })

  it('rules: in words, with rows, support, confidence and lift, the most wanted first', () => {
    const [first, ...others] = rowsOf(tree.rules())
    expect(first).toEqual({
      leaf: 3,
      rule: 'plan is monthly and tenure at most 22.5',
      conditions: 2,
      predicted: 'yes',
      rows: 2,
      support: 2 / 6,
      confidence: 1,
      lift: 3,
    })
    expect(others.map(({ rule, predicted, rows }) => [rule, predicted, rows])).toEqual([
      ['plan is yearly', 'no', 3],
      ['plan is monthly and tenure above 22.5', 'no', 1],
    ])
    for (const { confidence, lift } of others) expect(lift).toBeCloseTo(confidence / (4 / 6), 12)
  })

  it('toText: a line a node', () => {
    expect(tree.toText()).toBe(
      [
        'all: 6 rows, yes 33.3 %',
        '  plan is yearly: 3 rows, yes 0 % → no',
        '  plan is monthly: 3 rows, yes 66.7 %',
        '    tenure at most 22.5: 2 rows, yes 100 % → yes',
        '    tenure above 22.5: 1 row, yes 0 % → no',
      ].join('\n'),
    )
    expect(String(tree)).toContain(tree.toText())
  })

  it('path: the nodes that a row passes, why, and what they say', () => {
    const path = tree.path({ plan: 'monthly', tenure: 40n })
    expect(path.map(({ node, why, value, rows, predicted }) => [node, why, value, rows, predicted])).toEqual([
      [0, null, null, 6, 'no'],
      [2, 'plan is monthly', 'monthly', 3, 'yes'],
      [4, 'tenure above 22.5', 40, 1, 'no'],
    ])
    expect(path[1]!.shares!.yes).toBeCloseTo(2 / 3, 15)
    expect(Object.isFrozen(path)).toBe(true)
  })

  it('path: a row that cannot be followed is an error', () => {
    expect(() => tree.path({ plan: 'monthly' })).toThrow("tree.path: the row has no 'tenure'")
    expect(() => tree.path({ plan: 'monthly', tenure: 'long' })).toThrow("tree.path: 'tenure' is")
    expect(() => tree.path(null as any)).toThrow('tree.path: got null')
  })

  it('the leaf that predict gives is that of path and of the rules, and the rules say what it predicts', () => {
    const model = fitTree(made, { target: 'three', features: ['holedA', 'holedB', 'c'], maxDepth: 5 })
    const scored = rowsOf(model.predict(made, { leaf: true }))
    const rules = new Map(rowsOf(model.rules()).map((rule) => [rule.leaf, rule]))
    rowsOf(made).forEach((row, i) => {
      const last = model.path(row).at(-1)!
      expect(last.node).toBe(scored[i].leaf)
      expect(last.predicted).toBe(scored[i].predicted)
      expect(rules.get(scored[i].leaf)!.predicted).toBe(scored[i].predicted)
    })
    const rows = [...rules.values()].reduce((sum, rule) => sum + rule.rows, 0)
    expect(rows).toBe(made.numRows)
  })

  it('for numbers: means, r² and lift by the mean of all', () => {
    const model = fitTree(made, { target: 'number', features: plain, minLeaf: 30 })
    const scored = rowsOf(model.predict(made))
    const mean = scored.reduce((sum, row) => sum + row.number, 0) / scored.length
    const all = scored.reduce((sum, row) => sum + (row.number - mean) ** 2, 0)
    const left = scored.reduce((sum, row) => sum + (row.number - row.predicted) ** 2, 0)
    expect(model.fit.r2).toBeCloseTo(1 - left / all, 12)
    const [best] = rowsOf(model.rules())
    expect(best.lift).toBeCloseTo(best.predicted / mean, 12)
    expect(best.confidence).toBe(null)
  })

  it('log loss and accuracy are those of its own predictions', () => {
    for (const target of ['binary', 'three']) {
      const model = fitTree(made, { target, features: plain, minLeaf: 25 })
      const scored = rowsOf(model.predict(made))
      const chance = (row: any) =>
        target === 'three'
          ? row[`probability_${row.three}`]
          : row.binary
            ? row.probability
            : 1 - row.probability
      const loss = scored.reduce((sum, row) => sum - Math.log(chance(row)), 0) / scored.length
      expect(model.fit.logLoss).toBeCloseTo(loss, 12)
      const right = scored.filter((row) => row.predicted === row[target]).length / scored.length
      expect(model.fit.accuracy).toBeCloseTo(right, 12)
    }
  })

  it('a target that nothing tells apart gives one leaf and a warning', () => {
    const model = fitTree(fromRows([1, 1, 1, 1].map((x, i) => ({ x, y: i % 2 }))), { target: 'y' })
    expect(model.fit.leaves).toBe(1)
    expect(model.fit.warnings).toHaveLength(1)
    expect(rowsOf(model.rules())[0].rule).toBe('all rows')
  })
})
