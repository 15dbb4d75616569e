import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTrees, scoreRows } from '#src/classify/tree/score'
import { planSteps } from '#src/classify/tree/steps'
import { sumByTeam } from '#src/classify/tree/sumByTeam'
import { everyRow, randomTree } from './randomTree.js'

const grown = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 4 * 60 }).map(randomTree)
const features = everyRow()
const infos = features.map(({ info }) => info)
const base = { width: 1, base: [0, 0], scale: 1 }

describe('trees walked without branches', () => {
  it('come to the same sums, bit by bit, as walking them one row after the other', () => {
    fc.assert(
      fc.property(
        fc.array(grown, { minLength: 30, maxLength: 40 }),
        fc.integer({ min: 1, max: 52 }),
        (list, rows) => {
          const compiled = compileTrees({ trees: list, ...base }, infos)
          const some = [
            { ...features[0], values: features[0].values.subarray(0, rows) },
            { ...features[1], codes: features[1].codes.subarray(0, rows) },
          ]
          // So few rows are walked.
          const sums = sumByTeam(planSteps(compiled, some, false)!, rows, 2, 1)
          expect(sums).toEqual(scoreRows(compiled, some, rows))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('with a number an output too', () => {
    const tree = randomTree(Array.from({ length: 4 * 40 }, (_, i) => i * 13))
    const wide = { ...tree, value: tree.value.flatMap((v) => [v, -v, 2 * v]) }
    const trees = Array.from({ length: 30 }, () => wide)
    const compiled = compileTrees({ trees, width: 3, base: [0, 0, 0], scale: 1 }, infos)
    const sums = sumByTeam(planSteps(compiled, features, false)!, 52, 3, 1)
    expect(sums).toEqual(scoreRows(compiled, features, 52))
  })

  it('are not made of a few trees, nor of categories whose labels do not fit a word', () => {
    const tree = randomTree([1, 0, 1, 1])
    const few = compileTrees({ trees: [tree], ...base }, infos)
    expect(planSteps(few, features, false)).toBeUndefined()
    const labels = Array.from({ length: 32 }, (_, i) => String(i))
    const many = [
      features[0],
      { info: { name: 'c', kind: 'category', labels } as const, codes: features[1].codes },
    ]
    const trees = Array.from({ length: 30 }, () => tree)
    const compiled = compileTrees(
      { trees, ...base },
      many.map(({ info }) => info),
    )
    expect(planSteps(compiled, many, false)).toBeUndefined()
  })
})
