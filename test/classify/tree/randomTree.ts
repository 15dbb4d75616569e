import type { CategoryFeature, NumberFeature } from '#src/learn/features'
import { addLeaf, emptyNodes, type GrowingNodes } from '#src/classify/tree/nodes'

export const labels = ['p', 'q', 'r']
const numbers = [-1, 0, 0.5, 2, 7, 1e100]

/** A tree that grows at random leaves; the draws say where and how. */
export function randomTree(draws: readonly number[]): GrowingNodes {
  const nodes = emptyNodes()
  addLeaf(nodes, 1)
  const leaves = [0]
  for (let k = 0; k + 3 < draws.length; k += 4) {
    const n = leaves.splice(draws[k]! % leaves.length, 1)[0]!
    const isNumber = draws[k + 1]! % 2 === 0
    nodes.feature[n] = isNumber ? 0 : 1
    nodes.threshold[n] = isNumber ? numbers[draws[k + 2]! % numbers.length]! : 0
    nodes.categories[n] = isNumber ? null : [0, 1, 2].filter((label) => (draws[k + 2]! >> label) & 1)
    nodes.missingLeft[n] = draws[k + 3]! % 2
    nodes.left[n] = addLeaf(nodes, 1)
    nodes.right[n] = addLeaf(nodes, 1)
    leaves.push(nodes.left[n], nodes.right[n])
  }
  nodes.value = nodes.feature.map((_, n) => n + 0.25)
  return nodes
}

/** A number and a category: rows with every pair of their values, missing ones among them. */
export function everyRow(): [NumberFeature, CategoryFeature] {
  const values = [NaN, -5, -1, -0.1, 0, 0.2, 0.5, 1, 2, 3, 7, 9, 1e100]
  const rows = values.length * 4
  return [
    {
      info: { name: 'x', kind: 'number' },
      values: Float64Array.from({ length: rows }, (_, i) => values[i >> 2]!),
    },
    {
      info: { name: 'c', kind: 'category', labels },
      codes: Int32Array.from({ length: rows }, (_, i) => (i % 4) - 1),
    },
  ]
}
