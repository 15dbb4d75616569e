import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Feature } from '#src/learn/features'
import { planMasks } from '#src/classify/tree/masks'
import { compileTrees, scoreRows } from '#src/classify/tree/score'
import { sumByTeam } from '#src/classify/tree/sumByTeam'
import { everyRow, labels, randomTree } from './randomTree.js'

const trees = fc.array(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 4 * 31 }).map(randomTree), {
  minLength: 1,
  maxLength: 6,
})

describe('trees as masks', () => {
  it('come to the same sums, bit by bit, as walking them', () => {
    const features = everyRow()
    const rows = features[0]!.values.length
    fc.assert(
      fc.property(trees, (list) => {
        const infos = features.map(({ info }) => info)
        const compiled = compileTrees({ trees: list, width: 1, base: [0, 0], scale: 1 }, infos)
        // So few rows are walked.
        const sums = sumByTeam(planMasks(compiled, features, rows, false)!, rows, 2, 1)
        expect(sums).toEqual(scoreRows(compiled, features, rows))
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
    expect(planMasks(compiled, features, 1, false)).toBeUndefined()
  })
})
