import { crossValidate, fitLogistic, fromRows, toRows, tune } from 'clientele'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { planRounds } from '#src/classify/search/halving'
import { drawTrials, gridOf } from '#src/classify/search/space'

const customers = fromRows(
  Array.from({ length: 900 }, (_, i) => ({
    tenure: (i * 37) % 60,
    spent: ((i * 104729) % 997) / 10,
    churned: (i * 7919) % 60 > (i * 37) % 60,
  })),
)

const target = 'churned'

/** A prediction that is the better the nearer x is to 3, and knows nothing else. */
const bent = (_train: any, { x }: { x: number }) => ({
  predict: (table: any) => {
    const rows = toRows(table) as any[]
    return fromRows(
      rows.map((row) => {
        const away = Math.min(1, Math.abs(x - 3) / 4)
        const known = row.churned ? 0.9 : 0.1
        return { ...row, probability: known + away * (((row.spent * 7) % 1) - known) }
      }),
    )
  },
})

describe('tune', () => {
  it('tries every combination of a grid on the same folds and takes the best', () => {
    const space = { l2: [0.01, 1, 100], features: [['tenure'], ['spent']] } as const
    const fit = (train: any, { l2, features }: any) => fitLogistic(train, { target, l2, features })
    const { best, trials, model } = tune(customers, {
      target,
      space,
      fit,
      method: 'grid',
      metric: 'logLoss',
      folds: 3,
    })
    const rows = toRows(trials) as any[]
    expect(rows.map(({ l2, features }) => [l2, features])).toEqual(
      space.l2.flatMap((l2) => space.features.map((features) => [l2, JSON.stringify(features)])),
    )
    for (const { l2, features, score } of rows) {
      const again = crossValidate(customers, {
        target,
        folds: 3,
        fit: (train: any) => fit(train, { l2, features: JSON.parse(features) }),
      })
      expect(again.mean.logLoss).toBe(score)
    }
    expect(best.score).toBe(Math.min(...rows.map(({ score }) => score)))
    expect(best.parameters.features).toEqual(['tenure'])
    expect(model.fit.rows).toBe(900)
    expectTypeOf(best.parameters.l2).toEqualTypeOf<0.01 | 1 | 100>()
  })

  it('finds by lot, and with rows saved by halving, what is best', () => {
    const space = { x: { from: 0, to: 9 } }
    for (const method of ['random', 'halving'] as const) {
      const { best, trials } = tune(customers, {
        target,
        space,
        fit: bent,
        method,
        trials: 27,
        folds: 2,
        metric: 'brier',
      })
      const xs = toRows(trials).map((row: any) => Math.abs(row.x - 3))
      expect(Math.abs(best.parameters.x - 3)).toBe(Math.min(...xs))
      if (method === 'halving') {
        expect(toRows(trials).map(({ rows }) => rows)).toEqual([
          ...Array.from({ length: 27 }, () => 300),
          ...Array.from({ length: 9 }, () => 900),
        ])
      }
    }
  })

  it('draws the same for a seed, and explains what it cannot do', () => {
    const space = { x: [1, 2, 3] }
    const options = { target, space, fit: bent, folds: 2 } as const
    expect(tune(customers, options).best).toEqual(tune(customers, options).best)
    expect(() => tune(customers, { ...options, fit: bent as any, space: {} })).toThrow(/space/)
    expect(() => tune(customers, { ...options, space: { x: [] } })).toThrow(/space.x is an empty list/)
    expect(() => tune(customers, { ...options, metric: 'rmse' })).toThrow(/metric/)
  })
})

describe('a space', () => {
  it('is drawn from within its bounds, evenly; whole numbers with both ends', () => {
    const space = {
      whole: { from: 1, to: 3, whole: true },
      log: { from: 0.001, to: 10, log: true },
      list: ['a', 'b'],
    }
    const drawn = drawTrials(space, 3000, 1) as any[]
    expect(drawn).toHaveLength(3000)
    for (const value of [1, 2, 3]) {
      expect(Math.abs(drawn.filter(({ whole }) => whole === value).length - 1000)).toBeLessThan(110)
    }
    for (const { log } of drawn) expect(log >= 0.001 && log <= 10).toBe(true)
    expect(Math.abs(drawn.filter(({ log }) => log < 0.1).length - 1500)).toBeLessThan(120)
    expect(drawTrials({ list: ['a', 'b'] }, 10, 1)).toHaveLength(2)
  })

  it('makes a grid of both ends and steps between', () => {
    const grid = gridOf('test', { x: { from: 0, to: 1, steps: 3 }, y: { from: 1, to: 2, whole: true } }, 100)
    expect(grid.map(({ x, y }) => [x, y])).toEqual([0, 0.5, 1].flatMap((x) => [1, 2].map((y) => [x, y])))
    expect(() => gridOf('test', { x: { from: 0, to: 1, steps: 200 } }, 100)).toThrow(/200 combinations/)
  })

  it('is halved in rounds that end on all rows', () => {
    expect(planRounds(27, 100_000, 5).map(({ left }) => left)).toEqual([27, 9, 3, 1])
    expect(planRounds(27, 100_000, 5).map(({ rows }) => rows)).toEqual([3703, 11_111, 33_333, 100_000])
    expect(planRounds(20, 200, 5)).toEqual([{ left: 20, rows: 200 }])
  })
})
