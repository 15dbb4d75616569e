import { type BoostModel, fitBoost, fromRows, loadModel, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { madeTable } from './made.js'

/** Rows of small whole numbers, some missing, some text, so that many splits are possible. */
const someRows = fc
  .array(
    fc.record({
      a: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 6 }),
      b: fc.integer({ min: 0, max: 40 }),
      c: fc.option(fc.constantFrom('x', 'y', 'z'), { freq: 6 }),
      y: fc.integer({ min: -20, max: 20 }),
    }),
    { minLength: 12, maxLength: 80 },
  )
  .filter((rows) => new Set(rows.map(({ y }) => y)).size > 1)

type Row = { a: number | null; b: number; c: string | null; y: number }
const names = ['a', 'b', 'c'] as const

/** Σ (y − mean)² that a split of rows in two takes away; −∞ where a side is too small. */
function gainOf(
  rows: readonly Row[],
  goesLeft: (row: Row) => boolean,
  residual: (row: Row) => number,
  least: number,
) {
  const sides = [rows.filter(goesLeft), rows.filter((row) => !goesLeft(row))]
  if (sides.some((side) => side.length < least)) return -Infinity
  const score = (side: readonly Row[]) => side.reduce((sum, row) => sum + residual(row), 0) ** 2 / side.length
  return score(sides[0]!) + score(sides[1]!) - score(rows)
}

/** The best gain among all cuts of the numbers, with missing ones on either side. */
function bestNumberGain(rows: readonly Row[], residual: (row: Row) => number, least: number): number {
  let best = -Infinity
  for (const name of ['a', 'b'] as const) {
    for (const cut of new Set(rows.map((row) => row[name]))) {
      for (const missingLeft of [true, false]) {
        const goesLeft = (row: Row) => (row[name] === null ? missingLeft : cut !== null && row[name] <= cut)
        best = Math.max(best, gainOf(rows, goesLeft, residual, least))
      }
    }
  }
  return best
}

/** Walks one tree with some rows, calling `visit` at each node. */
function walk(
  model: BoostModel,
  rows: readonly Row[],
  visit: (node: number, rows: readonly Row[]) => void,
): void {
  const tree = model.ensemble.trees[0]!
  const go = (node: number, here: readonly Row[]) => {
    visit(node, here)
    if (tree.feature[node]! < 0) return
    go(
      tree.left[node]!,
      here.filter((row) => leftOf(model, node, row)),
    )
    go(
      tree.right[node]!,
      here.filter((row) => !leftOf(model, node, row)),
    )
  }
  go(0, rows)
}

function leftOf(model: BoostModel, node: number, row: Row): boolean {
  const tree = model.ensemble.trees[0]!
  const info = model.features[tree.feature[node]!]!
  const value = row[info.name as 'a' | 'b' | 'c']
  if (value === null) return tree.missingLeft[node] === 1
  if (info.kind === 'number') return (value as number) <= tree.threshold[node]!
  return tree.categories[node]!.includes(info.labels.indexOf(value as string))
}

const small = { target: 'y', loss: 'squared', features: [...names], minLeafRows: 3 } as const

describe('boosting', () => {
  it('splits where it gains most, as trying all cuts finds; leaves say the mean of what is left, times the rate', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const model = fitBoost(fromRows(rows), { ...small, trees: 1, leaves: 6 })
        const tree = model.ensemble.trees[0]!
        const mean = rows.reduce((sum, { y }) => sum + y, 0) / rows.length
        expect(model.ensemble.base[0]).toBeCloseTo(mean, 12)
        const residual = (row: Row) => row.y - mean
        walk(model, rows, (node, here) => {
          expect(tree.cover[node]).toBe(here.length)
          if (tree.feature[node]! >= 0) {
            const own = gainOf(here, (row) => leftOf(model, node, row), residual, 3)
            expect(own).toBeGreaterThanOrEqual(bestNumberGain(here, residual, 3) - 1e-3 * (1 + Math.abs(own)))
          } else {
            const step = here.reduce((sum, row) => sum + residual(row), 0) / here.length
            expect(tree.value[node]).toBeCloseTo(0.1 * step, 10)
          }
        })
      }),
      { numRuns: 60 },
    )
  })

  it('loss by round is the mean loss of what the model then predicts, and never rises', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const table = fromRows(rows)
        const model = fitBoost(table, { ...small, trees: 12, leaves: 4 })
        const { train } = model.fit.loss
        const errors = toRows(model.predict(table)).map((row: any) => (row.predicted - row.y) ** 2)
        expect(train.at(-1)).toBeCloseTo(errors.reduce((sum, e) => sum + e, 0) / rows.length, 8)
        train.forEach((loss, i) => i > 0 && expect(loss).toBeLessThanOrEqual(train[i - 1]! + 1e-9))
      }),
      { numRuns: 30 },
    )
  })

  it.each(['binary', 'multiclass', 'poisson'] as const)(
    '%s: the same model, bit by bit, for any number of threads',
    (kind) => {
      const options = { target: 'y', trees: 8, rowSample: kind === 'binary' ? 0.7 : 1 }
      const loss = { binary: 'logistic', multiclass: 'classes', poisson: 'poisson' } as const
      const more = { loss: loss[kind], earlyStopping: kind === 'poisson' }
      const fit = (threads: number) =>
        JSON.stringify(fitBoost(madeTable(kind, 0), { ...options, ...more, threads }))
      const one = fit(1)
      expect(fit(2)).toBe(one)
      expect(fit(3)).toBe(one)
    },
  )

  it('comes back from JSON and predicts the same', () => {
    const table = madeTable('multiclass', 0)
    const model = fitBoost(table, { target: 'y', trees: 3, loss: 'classes' })
    const again = loadModel(JSON.stringify(model), { kind: 'boost' })
    expect(toRows(again.predict(table)).slice(0, 50)).toEqual(toRows(model.predict(table)).slice(0, 50))
    expect(Object.isFrozen(again.ensemble.trees[0]!.value)).toBe(true)
  })

  it('a row alone is predicted as among all', () => {
    const table = madeTable('binary', 1)
    const model = fitBoost(table, { target: 'y', trees: 20 })
    const rows = toRows(table).slice(0, 20)
    const all = toRows(model.predict(table))
    rows.forEach((row, i) =>
      expect(toRows(model.predict(fromRows([row])))[0]!.probability).toBe(all[i]!.probability),
    )
  })

  it.each([
    ['another kind of tree', { ensemble: { trees: [], width: 1, base: [0, 0], scale: 1 } }],
    ['another loss', { loss: 'squared' }],
    ['a word for a number', { fit: 1 }],
    ['no features', { features: [] }],
  ])('hostile JSON is refused: %s', (_, change) => {
    const model = fitBoost(madeTable('binary', 0), { target: 'y', trees: 1 })
    expect(() => loadModel({ ...model.toJSON(), ...change } as object)).toThrow(/^loadModel: .* must be /)
  })

  it.each([
    [{ trees: 0 }, /trees must be a whole number/],
    [{ loss: 'hinge' }, /loss must be one of/],
    [{ loss: 'logistic', target: 'b' }, /classes; say which is positive/],
    [{ loss: 'poisson' }, /needs numbers from 0/],
    [{ monotone: { c: 1 } }, /is a category and has no order/],
    [{ monotone: { q: 1 } }, /no option 'q' in monotone/],
    [{ earlyStopping: { share: 2 } }, /earlyStopping.share must be a number/],
  ])('refuses %j', (options, message) => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ a: i, b: i % 3, c: i % 2 ? 'x' : 'y', y: i - 3 }))
    expect(() => fitBoost(fromRows(rows), { target: 'y', ...options } as any)).toThrow(message)
  })
})
