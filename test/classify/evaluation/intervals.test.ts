import { evaluate, fromRows } from 'clientele'
import { describe, expect, it, test } from 'vitest'
import { wilson } from '#src/numeric/wilson'
import { studentReach, studentTails } from '#src/numeric/student'
import { madeBinary } from './made.js'

// Newcombe, R. G. (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Wilson’s interval of %i in %i is the published one', (hits, rows, low, high) => {
  const found = wilson(hits, rows, 0.95)
  expect(found[0]).toBeCloseTo(low, 4)
  expect(found[1]).toBeCloseTo(high, 4)
})

// Student's table as printed in textbooks.
test.each([
  [1, 0.05, 12.706],
  [4, 0.05, 2.776],
  [9, 0.01, 3.25],
  [49, 0.1, 1.677],
])('Student’s t with %i degrees of freedom leaves %d beyond %d', (freedom, tails, t) => {
  expect(studentReach(tails, freedom)).toBeCloseTo(t, 3)
  expect(studentTails(studentReach(tails, freedom), freedom)).toBeCloseTo(tails, 12)
})

describe('bootstrap intervals', () => {
  const table = madeBinary(600, false)

  it('of accuracy are those of a share, that of the AUC is DeLong’s, nearly', () => {
    const { accuracy, auc, delong } = evaluate(table, { target: 'did', bootstrap: 4000 })
    const [low, high] = wilson(Math.round(accuracy.value * 600), 600, 0.95)
    expect(Math.abs(accuracy.low! - low)).toBeLessThan(0.006)
    expect(Math.abs(accuracy.high! - high)).toBeLessThan(0.006)
    expect(Math.abs(auc.low! - delong!.low)).toBeLessThan(0.004)
    expect(Math.abs(auc.high! - delong!.high)).toBeLessThan(0.004)
  })

  it('are wider where more is asked for, and absent where none was', () => {
    const wide = evaluate(table, { target: 'did', interval: 0.99 }).brier
    const narrow = evaluate(table, { target: 'did', interval: 0.8 }).brier
    expect(wide.low!).toBeLessThan(narrow.low!)
    expect(wide.high!).toBeGreaterThan(narrow.high!)
    expect(evaluate(table, { target: 'did', bootstrap: 0 }).brier).toMatchObject({ low: null, high: null })
  })
})

it('precision and F1 are 0 where nobody is taken, and everybody is where the threshold is 0', () => {
  const table = fromRows([0.2, 0.4, 0.6].map((probability, i) => ({ probability, did: i > 0 })))
  const none = evaluate(table, { target: 'did', threshold: 1, bootstrap: 0 })
  expect([none.precision.value, none.f1.value, none.recall.value]).toEqual([0, 0, 0])
  expect(none.accuracy.value).toBeCloseTo(1 / 3, 15)
  const all = evaluate(table, { target: 'did', threshold: 0, bootstrap: 0 })
  expect([all.recall.value, all.accuracy.value]).toEqual([1, 2 / 3])
})
