import { concat, fitTree, fromRows, toRows, type TreeModel } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { madeTable } from './made.js'

const made = madeTable()
const plain = ['a', 'b', 'c', 'd']
const rowsOf = (table: any) => toRows(table) as any[]

/** The least weighted Gini impurity of two sets of labels, over all ways to part them. */
function bestParting(labels: readonly (string | null)[], y: readonly number[]): number {
  const kinds = [...new Set(labels)]
  let best = Infinity
  for (let mask = 1; mask < 2 ** kinds.length - 1; mask++) {
    const sides = [0, 1].map((side) => y.filter((_, i) => ((mask >> kinds.indexOf(labels[i]!)) & 1) === side))
    const impurity = sides.reduce((sum, side) => {
      const p = side.reduce((all, v) => all + v, 0) / side.length
      return sum + side.length * 2 * p * (1 - p)
    }, 0)
    best = Math.min(best, impurity / y.length)
  }
  return best
}

/** What is left of the impurity in the leaves, by their rows. */
function leftImpurity(model: TreeModel): number {
  const [nodes] = model.ensemble.trees
  return nodes!.feature.reduce((sum, f, n) => {
    const p = nodes!.value[n]!
    return f < 0 ? sum + (nodes!.cover[n]! / nodes!.cover[0]!) * 2 * p * (1 - p) : sum
  }, 0)
}

describe('splits', () => {
  it('labels, missing among them, are parted in the best of all ways (Breiman 1984, theorem 4.5)', () => {
    const row = fc.record({
      label: fc.constantFrom('a', 'b', 'c', 'd', 'e', null),
      y: fc.integer({ min: 0, max: 1 }),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 8, maxLength: 40 }), (rows) => {
        const differs = new Set(rows.map(({ y }) => y)).size === 2
        fc.pre(differs && new Set(rows.map(({ label }) => label)).size > 1)
        fc.pre(rows.some(({ label }) => label !== null))
        const table = fromRows(rows) as any
        const model = fitTree(table, { target: 'y', features: ['label'], maxDepth: 1, minLeaf: 1 })
        const best = bestParting(
          rows.map(({ label }) => label),
          rows.map(({ y }) => y),
        )
        expect(leftImpurity(model)).toBeCloseTo(best, 10)
      }),
    )
  })

  it('a number is cut at the best of all thresholds, missing values on the better side', () => {
    const row = fc.record({
      x: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null, freq: 4 }),
      y: fc.integer({ min: 0, max: 1 }),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 6, maxLength: 40 }), (rows) => {
        fc.pre(new Set(rows.map(({ y }) => y)).size === 2 && new Set(rows.map(({ x }) => x)).size > 1)
        fc.pre(rows.some(({ x }) => x !== null))
        const cuts = [...new Set(rows.map(({ x }) => x))].flatMap((cut) =>
          [true, false].map((missingLeft) => ({ cut, missingLeft })),
        )
        const partings = cuts.map(({ cut, missingLeft }) => {
          const label = rows.map(({ x }) => String(x === null ? missingLeft : cut !== null && x <= cut))
          return new Set(label).size < 2
            ? Infinity
            : bestParting(
                label,
                rows.map(({ y }) => y),
              )
        })
        const model = fitTree(fromRows(rows) as any, {
          target: 'y',
          features: ['x'],
          maxDepth: 1,
          minLeaf: 1,
        })
        expect(leftImpurity(model)).toBeCloseTo(Math.min(...partings), 10)
      }),
    )
  })

  it('no leaf has fewer rows than minLeaf, none is deeper than maxDepth, no split gains less than minGain', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (minLeaf, maxDepth, minGain) => {
          const model = fitTree(made, { target: 'three', features: plain, minLeaf, maxDepth, minGain })
          const [nodes] = model.ensemble.trees
          nodes!.feature.forEach((f, n) => f < 0 && expect(model.rows[n]).toBeGreaterThanOrEqual(minLeaf))
          expect(model.fit.depth).toBeLessThanOrEqual(maxDepth)
          const total = model.gains.reduce((sum, gain) => sum + gain, 0)
          expect(total).toBeGreaterThanOrEqual((model.fit.leaves - 1) * minGain * model.fit.impurity * 0.999)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('a row of weight 2 counts as two rows', () => {
    const twice = concat([made, made])
    const options = { target: 'number', features: plain, maxDepth: 4 }
    const double = fitTree(twice, { ...options, minLeaf: 20 })
    const weighted = fitTree(fromRows(rowsOf(made).map((row) => ({ ...row, two: 2 }))), {
      ...options,
      minLeaf: 10,
      weights: 'two',
    })
    expect(weighted.ensemble.trees[0]!.feature).toEqual(double.ensemble.trees[0]!.feature)
    expect(weighted.ensemble.trees[0]!.cover).toEqual(double.ensemble.trees[0]!.cover)
  })

  it('labels that a node did not see go where most rows went; labels nobody had count as missing', () => {
    const rows = [
      ...Array.from({ length: 6 }, () => ({ city: 'Ulm', y: 0 })),
      ...Array.from({ length: 3 }, () => ({ city: 'Bonn', y: 1 })),
    ]
    const model = fitTree(fromRows(rows), { target: 'y', minLeaf: 1 })
    const [p] = rowsOf(model.predict(fromRows([{ city: 'Rom' }]))).map((row) => row.probability)
    expect(p).toBe(0)
    const [q] = rowsOf(model.predict(fromRows([{ city: 'Bonn' }, { city: null }]))).map(
      (row) => row.probability,
    )
    expect(q).toBe(1)
  })

  it('a number far beyond all that were seen goes the way of the greatest', () => {
    const rows = [1, 2, 3, 4, null, null].map((x) => ({ x, y: x === null ? 1 : 0 }))
    const model = fitTree(fromRows(rows), { target: 'y', minLeaf: 1 })
    const scored = model.predict(fromRows([{ x: 1e99 }, { x: null }, { x: -1e99 }]))
    expect(rowsOf(scored).map((row) => row.probability)).toEqual([0, 1, 0])
    expect(rowsOf(model.rules()).map((row) => row.rule)).toEqual(['x is missing', 'x is known'])
  })

  it('beyond 100,000 rows 255 bins of equally many rows are as good as all cuts, nearly', () => {
    const rows = 100_001
    const x = Float64Array.from({ length: rows }, (_, i) => (i * 7919) % rows)
    const large = fromRows(Array.from(x, (v) => ({ x: v, y: v > 60_000 ? 1 : 0 })))
    const model = fitTree(large, { target: 'y', maxDepth: 1 })
    expect(model.ensemble.trees[0]!.threshold[0]).toBeGreaterThan(60_000 - rows / 255)
    expect(model.ensemble.trees[0]!.threshold[0]).toBeLessThan(60_000 + rows / 255)
  })
})
