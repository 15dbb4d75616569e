import { fitBoost, fitForest, fitTree } from 'clientele'
import { describe, expect, it } from 'vitest'
import { madeTable } from '../boost/made.js'

/** Models whose rows are scored by masks, by steps and by walking. */
const models = {
  'boosting, trees of 31 leaves': fitBoost(madeTable('multiclass', 0), {
    target: 'y',
    loss: 'classes',
    trees: 20,
  }),
  'boosting, trees of 64 leaves': fitBoost(madeTable('binary', 0), { target: 'y', leaves: 64, trees: 60 }),
  forest: fitForest(madeTable('binary', 0), { target: 'y', trees: 60 }),
  tree: fitTree(madeTable('binary', 0), { target: 'y' }),
}

describe('scoring on threads', () => {
  it.each(Object.entries(models))('%s: the same bits for any number', (_, model) => {
    const table = madeTable('binary', 1)
    const scoresOf = (threads: number) => {
      const scored = model.predict(table, { threads }) as any
      const names: string[] = scored.schema.fields.map((field: any) => field.name)
      return names.filter((name) => name.startsWith('prob')).map((name) => scored.getChild(name).toArray())
    }
    const one = scoresOf(1)
    expect(one.length).toBeGreaterThan(0)
    expect(scoresOf(2)).toEqual(one)
    expect(scoresOf(3)).toEqual(one)
    expect(one[0].buffer).toBeInstanceOf(ArrayBuffer)
  })

  it('names a number of threads that is none', () => {
    expect(() => models.tree.predict(madeTable('binary', 1), { threads: 0 })).toThrow(
      /tree\.predict: threads must be/,
    )
  })
})
