import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Feature } from '#src/classify/frame/features'
import { sumByMasks } from '#src/classify/tree/masks'
import { addLeaf, emptyNodes } from '#src/classify/tree/nodes'
import { compileTrees, scoreRows } from '#src/classify/tree/score'

const labels = ['p', 'q', 'r']
const numbers = [-1, 0, 0.5, 2, 7, 1e100]

/** A tree that grows at random leaves; the draws say where and how. */
function randomTree(draws: readonly number[]) {
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

const trees = fc.array(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 4 * 31 }).map(randomTree), {
  minLength: 1,
  maxLength: 6,
})

describe('trees as masks', () => {
  it('come to the same sums, bit by bit, as walking them', () => {
    const values = [NaN, -5, -1, -0.1, 0, 0.2, 0.5, 1, 2, 3, 7, 9, 1e100]
    const rows = values.length * 4
    const features: Feature[] = [
      {
        info: { name: 'x', kind: 'number' },
        values: Float64Array.from({ length: rows }, (_, i) => values[i >> 2]!),
      },
      {
        info: { name: 'c', kind: 'category', labels },
        codes: Int32Array.from({ length: rows }, (_, i) => (i % 4) - 1),
      },
    ]
    fc.assert(
      fc.property(trees, (list) => {
        const infos = features.map(({ info }) => info)
        const compiled = compileTrees({ trees: list, width: 1, base: [0, 0], scale: 1 }, infos)
        // So few rows are walked.
        expect(sumByMasks(compiled, features, rows)).toEqual(scoreRows(compiled, features, rows))
      }),
    )
  })

  it('are not made of trees of more than 32 leaves', () => {
    const draws = Array.from({ length: 4 * 32 }, (_, i) => i * 7)
    const infos = [
      { name: 'x', kind: 'number' },
      { name: 'c', kind: 'category', labels },
    ] as const
    const compiled = compileTrees({ trees: [randomTree(draws)], width: 1, base: [0], scale: 1 }, infos)
    const features: Feature[] = [
      { info: infos[0], values: new Float64Array(1) },
      { info: infos[1], codes: new Int32Array(1) },
    ]
    expect(sumByMasks(compiled, features, 1)).toBeUndefined()
  })
})
