import { derive, fitBoost, fitForest, fitTree, fromRows, shapValues, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Feature, FeatureInfo } from '#src/learn/features'
import { explain } from '#src/classify/shap/explain'
import { addLeaf, emptyNodes, type TreeNodes } from '#src/classify/tree/nodes'
import { madeTable } from '../boost/made.js'

const infos: FeatureInfo[] = [
  { name: 'x', kind: 'number' },
  { name: 'c', kind: 'category', labels: ['p', 'q', 'r'] },
  { name: 'y', kind: 'number' },
  { name: 'z', kind: 'number' },
]

/** A tree that grows at random leaves; the draws say where, how, and how many rows went there. */
function randomTree(draws: readonly number[]): TreeNodes {
  const nodes = emptyNodes()
  addLeaf(nodes, 1)
  const leaves = [0]
  for (let k = 0; k + 4 < draws.length; k += 5) {
    const n = leaves.splice(draws[k]! % leaves.length, 1)[0]!
    const f = draws[k + 1]! % infos.length
    nodes.feature[n] = f
    nodes.threshold[n] = f === 1 ? 0 : draws[k + 2]! % 4
    nodes.categories[n] = f === 1 ? [0, 1, 2].filter((label) => (draws[k + 2]! >> label) & 1) : null
    nodes.missingLeft[n] = draws[k + 3]! % 2
    nodes.left[n] = addLeaf(nodes, 0)
    nodes.right[n] = addLeaf(nodes, 0)
    leaves.push(nodes.left[n], nodes.right[n])
  }
  for (let n = nodes.feature.length - 1; n >= 0; n--) {
    const isLeaf = nodes.feature[n]! < 0
    nodes.value[n] = isLeaf ? ((n * 7) % 11) - 4 : 0
    nodes.cover[n] = isLeaf
      ? draws[n % draws.length]! % 6
      : nodes.cover[nodes.left[n]!]! + nodes.cover[nodes.right[n]!]!
  }
  return nodes
}

/** What the tree says of a row of which only some features are known: the others are answered by the shares of rows. */
function known(tree: TreeNodes, row: readonly number[], features: number, n = 0): number {
  const f = tree.feature[n]!
  if (f < 0) return tree.value[n]!
  const [left, right] = [tree.left[n]!, tree.right[n]!]
  if ((features >> f) & 1) {
    const v = row[f]!
    const goesLeft =
      Number.isNaN(v) || v < 0
        ? tree.missingLeft[n] === 1
        : (tree.categories[n]?.includes(v) ?? v <= tree.threshold[n]!)
    return known(tree, row, features, goesLeft ? left : right)
  }
  const [a, b] = [tree.cover[left]!, tree.cover[right]!]
  const share = a + b > 0 ? a / (a + b) : 0.5
  return share * known(tree, row, features, left) + (1 - share) * known(tree, row, features, right)
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

/** Shapley's own formula: the mean over all orders in which features become known. */
function shapley(tree: TreeNodes, row: readonly number[], j: number): number {
  const m = infos.length
  let sum = 0
  for (let set = 0; set < 1 << m; set++) {
    if ((set >> j) & 1) continue
    const size = [0, 1, 2, 3].filter((f) => (set >> f) & 1).length
    const weight = (factorial(size) * factorial(m - size - 1)) / factorial(m)
    sum += weight * (known(tree, row, set | (1 << j)) - known(tree, row, set))
  }
  return sum
}

const draws = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 5 * 40 })
const cell = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(NaN))
const row = fc.tuple(cell, fc.integer({ min: -1, max: 2 }), cell, cell)

/** What a row's SHAP values add up to. */
function sumOf({ features }: { features: readonly FeatureInfo[] }, row: any): number {
  return features.reduce((all, { name }) => all + row[`shap_${name}`], row.shap_base as number)
}

describe('SHAP values', () => {
  it('are the Shapley values by definition, of trees with missing values, categories, repeated features and empty leaves', () => {
    fc.assert(
      fc.property(draws, fc.array(row, { minLength: 1, maxLength: 5 }), (list, rows) => {
        const tree = randomTree(list)
        const features = infos.map((info, f): Feature =>
          info.kind === 'number'
            ? { info, values: Float64Array.from(rows, (r) => r[f]!) }
            : { info, codes: Int32Array.from(rows, (r) => r[f]!) },
        )
        const ensemble = { trees: [tree, tree], width: 1, base: [3], scale: 0.5 }
        const { values, base } = explain(ensemble, features, rows.length, 0, 1, () => {})
        expect(base).toBeCloseTo(3 + known(tree, rows[0]!, 0), 10)
        rows.forEach((r, i) =>
          infos.forEach((_, f) => expect(values[f]![i]).toBeCloseTo(shapley(tree, r, f), 10)),
        )
      }),
    )
  })

  it('are the same bits for any number of threads', () => {
    const table = madeTable('binary', 1)
    const model = fitBoost(madeTable('binary', 0), { target: 'y', trees: 5 })
    const columns = (threads: number) => {
      const found = shapValues(table, { model, threads })
      return model.features.map(({ name }) => found.getChild(`shap_${name}`)!.toArray())
    }
    expect(columns(3)).toEqual(columns(1))
  })

  it('add up to the logit of what boosting predicts', () => {
    const table = madeTable('binary', 1)
    const model = fitBoost(madeTable('binary', 0), { target: 'y', trees: 30 })
    const rows: any[] = toRows(shapValues(model.predict(table), { model }))
    for (const row of rows.slice(0, 2000)) {
      expect(sumOf(model, row)).toBeCloseTo(Math.log(row.probability / (1 - row.probability)), 9)
    }
  })

  it('add up to the probability of a class of a forest, and to that of a tree', () => {
    const table = derive(madeTable('multiclass', 0), { kind: (row: any) => `k${row.y}` })
    const features = ['x0', 'x1', 'x2', 'x3']
    const forest = fitForest(table, { target: 'kind', features, trees: 5, maxDepth: 6 })
    const tree = fitTree(madeTable('binary', 0), { target: 'y', maxDepth: 9 })
    const ofForest = toRows(shapValues(forest.predict(table), { model: forest, class: 'k2' }))
    ofForest
      .slice(0, 500)
      .forEach((row: any) => expect(sumOf(forest, row)).toBeCloseTo(row.probability_k2, 9))
    const ofTree = toRows(shapValues(tree.predict(madeTable('binary', 0)), { model: tree }))
    ofTree.slice(0, 500).forEach((row: any) => expect(sumOf(tree, row)).toBeCloseTo(row.probability, 9))
  })

  it.each([
    [{ model: { kind: 'logistic' } }, /model must be one of fitTree, fitForest or fitBoost/],
    [{ class: 'a' }, /class is for models of more than two classes/],
  ])('refuses %j', (options, message) => {
    const rows = fromRows([1, 2, 3, 4].map((x) => ({ x, y: x > 2 })))
    const model = fitTree(rows, { target: 'y' })
    expect(() => shapValues(rows, { model, ...options } as any)).toThrow(message)
  })
})
