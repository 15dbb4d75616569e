import { describe, expect, it } from 'vitest'
import type { Feature, FeatureInfo } from '#src/learn/features'
import { type Ensemble, readEnsemble } from '#src/classify/tree/nodes'
import { compileTrees, leavesOf, scoreRows } from '#src/classify/tree/score'

const infos: FeatureInfo[] = [
  { name: 'tenure', kind: 'number' },
  { name: 'plan', kind: 'category', labels: ['a', 'b', 'c'] },
]
const tree = {
  feature: [0, 1, -1, -1, -1],
  threshold: [2.5, 0, 0, 0, 0],
  categories: [null, [0, 2], null, null, null],
  missingLeft: [1, 0, 0, 0, 0],
  left: [1, 2, 0, 0, 0],
  right: [4, 3, 0, 0, 0],
  cover: [10, 6, 4, 2, 4],
  value: [0, 0, 1, 2, 4],
}
const ensemble: Ensemble = { trees: [tree, tree], width: 1, base: [0.5], scale: 0.5 }
const features: Feature[] = [
  { info: infos[0] as any, values: Float64Array.of(2.5, 2.6, NaN, -9, 1) },
  { info: infos[1] as any, codes: Int32Array.of(0, 0, 1, 2, -1) },
]

describe('trees as lists', () => {
  it('up to the threshold, in the set and missing as told go left; leaves add up, scaled, on the base', () => {
    const trees = compileTrees(ensemble, infos)
    expect([...leavesOf(trees, features, 5)]).toEqual([2, 4, 3, 2, 3])
    expect(scoreRows(trees, features, 5).map((s) => [...s])).toEqual([[1.5, 4.5, 2.5, 1.5, 2.5]])
  })

  it('a leaf has a number an output, or trees take turns', () => {
    const wide = { ...tree, value: tree.value.flatMap((v) => [v, -v]) }
    const each = compileTrees({ trees: [wide], width: 2, base: [0, 0], scale: 1 }, infos)
    expect(scoreRows(each, features, 2).map((s) => [...s])).toEqual([
      [1, 4],
      [-1, -4],
    ])
    const twice = { ...tree, value: tree.value.map((v) => 2 * v) }
    const turns = compileTrees({ trees: [tree, twice, tree, tree], width: 1, base: [0, 0], scale: 1 }, infos)
    expect(scoreRows(turns, features, 2).map((s) => [...s])).toEqual([
      [2, 8],
      [3, 12],
    ])
  })

  it('are read from JSON as they were written, frozen', () => {
    const read = readEnsemble(infos)(JSON.parse(JSON.stringify(ensemble)), 'trees')
    expect(read).toEqual(ensemble)
    expect(Object.isFrozen(read.trees[0]!.feature)).toBe(true)
  })

  it.each([
    ['a cycle', { left: [0, 2, 0, 0, 0] }],
    ['a node with two parents', { right: [2, 3, 0, 0, 0] }],
    ['a leaf with children', { left: [1, 2, 3, 0, 0] }],
    [
      'an unreached node',
      {
        feature: [0, -1, -1, -1, -1],
        left: [1, 0, 0, 0, 0],
        right: [4, 0, 0, 0, 0],
        categories: [null, null, null, null, null],
      },
    ],
    ['a child out of range', { right: [5, 3, 0, 0, 0] }],
    ['an unknown feature', { feature: [2, 1, -1, -1, -1] }],
    ['an unknown label', { categories: [null, [0, 3], null, null, null] }],
    ['labels out of order', { categories: [null, [2, 0], null, null, null] }],
    ['a set for a number', { categories: [[0], [0, 2], null, null, null] }],
    ['no set for a category', { categories: [null, null, null, null, null] }],
    ['a short list', { threshold: [1] }],
    ['no number', { value: [0, 0, 1, 2, null] }],
    ['a huge number', { value: [0, 0, 1, 2, 1e200] }],
    ['a stray part', { extra: 1 }],
  ])('hostile JSON is refused: %s', (_, change) => {
    expect(() => readEnsemble(infos)({ ...ensemble, trees: [{ ...tree, ...change }] }, 'trees')).toThrow(
      /^loadModel: trees\.trees\[0\].* must be /,
    )
  })
})
