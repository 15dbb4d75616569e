import { fitTree, type FitTreeOptions, toRows, type TreeModel } from 'clientele'
import { describe, expect, it } from 'vitest'
import golden from './golden.json' with { type: 'json' }
import { madeTable } from './made.js'

// Expected: the trees of scikit-learn 1.9, by golden.py, on the same made numbers.
const table = madeTable()
const plain = ['a', 'b', 'c', 'd']
const holed = ['holedA', 'holedB', 'c', 'd']
const classes = ['a', 'low', 'high']

interface Expected {
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  readonly missingLeft: readonly number[]
  readonly rows: readonly number[]
  readonly cover: readonly number[]
  readonly value: readonly number[]
  readonly impurity: number
  readonly importance: readonly number[]
}

function expectSame(model: TreeModel, expected: Expected): void {
  const [nodes] = model.ensemble.trees
  expect(nodes!.feature).toEqual(expected.feature)
  expect(nodes!.threshold).toEqual(expected.threshold)
  expect(model.rows).toEqual(expected.rows)
  expectClose(nodes!.cover, expected.cover)
  expectClose(inOrder(model, nodes!.value), expected.value)
  expect(model.fit.impurity).toBeCloseTo(expected.impurity, 12)
  const shares = new Map(toRows(model.importance).map(({ feature, share }) => [feature, share as number]))
  expectClose(
    model.features.map(({ name }) => shares.get(name)!),
    expected.importance,
  )
}

/** Classes of text are in order of the alphabet, those of scikit-learn in order of the number. */
function inOrder({ target }: TreeModel, value: readonly number[]): number[] {
  if (target.task === 'number' || target.classes.length === 2) return [...value]
  const place = classes.map((label) => target.classes.indexOf(label))
  return value.map((_, i) => value[i - (i % 3) + place[i % 3]!]!)
}

function expectClose(own: readonly number[], expected: readonly number[]): void {
  expect(own.length).toBe(expected.length)
  own.forEach((v, i) => expect(v).toBeCloseTo(expected[i]!, 12))
}

const weightedHoles = { target: 'binary', features: holed, minLeaf: 10, weights: 'weight' }
const unlimited = { maxDepth: Infinity, minLeaf: 1, features: plain }
const cases: readonly [keyof typeof golden, FitTreeOptions][] = [
  ['gini', { ...unlimited, target: 'binary', minLeaf: 15 }],
  ['entropy', { target: 'binary', features: plain, criterion: 'entropy', maxDepth: 4, minLeaf: 15 }],
  ['weighted', { ...unlimited, target: 'binary', minLeaf: 8, weights: 'weight' }],
  ['three', { ...unlimited, target: 'three', minLeaf: 15 }],
  ['threeEntropy', { ...unlimited, target: 'three', minLeaf: 30, criterion: 'entropy' }],
  ['variance', { ...unlimited, target: 'number', minLeaf: 4 }],
  ['weightedVariance', { ...unlimited, target: 'number', minLeaf: 4, weights: 'weight' }],
  ['missing', { ...unlimited, ...weightedHoles }],
  ['missingVariance', { ...unlimited, target: 'number', features: holed, minLeaf: 10 }],
]

describe("a tree is node by node that of scikit-learn's DecisionTree", () => {
  it.each(cases)('%s', (name, options) => {
    expectSame(fitTree(table, options), golden[name] as unknown as Expected)
  })

  it('missing values go to the side that scikit-learn sends them to, where a node saw any', () => {
    const model = fitTree(table, { ...unlimited, ...weightedHoles })
    const [nodes] = model.ensemble.trees
    const { missingLeft, feature } = golden.missing
    // The root and its children have rows that lack the feature they ask for.
    const seen = [0, 1, 2].filter((n) => feature[n] === 0 || feature[n] === 1)
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.map((n) => nodes!.missingLeft[n])).toEqual(seen.map((n) => missingLeft[n]))
  })
})

describe("cost-complexity pruning is scikit-learn's, with costs as shares of the root's impurity", () => {
  it('pruned at the same cost it is the same tree', () => {
    const { alpha, impurity } = golden.pruned
    const options = { ...unlimited, target: 'binary', minLeaf: 15, prune: alpha / impurity }
    expectSame(fitTree(table, options), golden.pruned)
  })

  it.each([
    ['gini', { ...unlimited, target: 'binary', minLeaf: 15 }],
    ['variance', { ...unlimited, target: 'number', minLeaf: 4 }],
  ] as const)('%s: the costs at which the tree changes are the same', (name, options) => {
    const { fit } = fitTree(table, { ...options, prune: 'crossValidated', folds: 3 })
    expectClose(
      fit.pruneSteps!.map(({ cost }) => cost * fit.impurity),
      [...new Set(golden.paths[name])],
    )
  })
})
