import type { Table } from 'apache-arrow'
import { expectTypeOf, test } from 'vitest'
import {
  type BinaryEvaluation,
  calibrate,
  type CalibratedModel,
  type ClassesEvaluation,
  compareModels,
  crossValidate,
  evaluate,
  fitLogistic,
  fromRows,
  importance,
  type LiftColumns,
  liftTable,
  type NumberEvaluation,
  partialDependence,
  profitCurve,
  splitTable,
  toRows,
  tune,
} from 'clientele'

const customers = fromRows(
  Array.from({ length: 60 }, (_, i) => ({
    tenure: (i * 7) % 30,
    probability: ((i * 11) % 20) / 20,
    predicted: i + 1,
    churned: (i * 13) % 30 > (i * 7) % 30,
    spent: i * 2,
  })),
)
const target = 'churned'

// Compiled by the type check of the tests; run, so that the calls are held to be right as well.
test('evaluate: the answer is of the kind of target, columns are checked', () => {
  expectTypeOf(evaluate(customers, { target, bootstrap: 0 })).toEqualTypeOf<BinaryEvaluation>()
  expectTypeOf(evaluate(customers, { target: 'spent', task: 'number' })).toEqualTypeOf<NumberEvaluation>()
  expectTypeOf(evaluate(customers, { target, task: 'classes' })).toEqualTypeOf<ClassesEvaluation>()
  // @ts-expect-error there is no such column
  never(() => evaluate(customers, { target: 'nope' }))
  // @ts-expect-error there is no such column
  never(() => liftTable(customers, { target, weights: 'nope' }))
  // @ts-expect-error what a response brings must be said
  never(() => profitCurve(customers, { target, cost: 1 }))
  expectTypeOf(liftTable(customers, { target })).toEqualTypeOf<Table<LiftColumns>>()
  expectTypeOf(toRows(importance(customers, { target, model }))[0]!.importance).toEqualTypeOf<number | null>()
})

const model = fitLogistic(customers, { target, features: ['tenure'] })

test('splitTable and crossValidate pass the columns on', () => {
  const { train, test: kept } = splitTable(customers, { stratify: target })
  expectTypeOf(train).toEqualTypeOf(kept)
  expectTypeOf(toRows(train)[0]!.tenure).toEqualTypeOf<number | null>()
  const found = crossValidate(customers, {
    target,
    folds: 2,
    fit: (part) => {
      expectTypeOf(toRows(part)[0]!.tenure).toEqualTypeOf<number | null>()
      return fitLogistic(part, { target, features: ['tenure'] })
    },
  })
  expectTypeOf(found.mean.auc).toEqualTypeOf<number>()
  const spent = crossValidate(customers, {
    target: 'spent',
    task: 'number',
    folds: 2,
    fit: () => ({ predict: (table: any) => table }),
  })
  expectTypeOf(spent.mean.rmse).toEqualTypeOf<number>()
  expectTypeOf(spent.mean.r2).toEqualTypeOf<number | null>()
  // @ts-expect-error a number has no AUC
  expectTypeOf(spent.mean.auc)
  // @ts-expect-error there is no such column
  never(() => crossValidate(customers, { target, group: 'nope', fit: () => model }))
})

test('tune gives the parameters of the space, and the model of fit', () => {
  const { best, model: tuned } = tune(customers, {
    target,
    folds: 2,
    trials: 2,
    space: { l2: { from: 0.1, to: 10 }, encode: ['a', 'b'] },
    fit: (train, { l2, encode }) => {
      expectTypeOf(l2).toEqualTypeOf<number>()
      expectTypeOf(encode).toEqualTypeOf<'a' | 'b'>()
      return fitLogistic(train, { target, features: ['tenure'], l2 })
    },
  })
  expectTypeOf(best.parameters.encode).toEqualTypeOf<'a' | 'b'>()
  expectTypeOf(tuned).toEqualTypeOf(model)
})

test('models go by name or by value', () => {
  expectTypeOf(calibrate(customers, { model })).toEqualTypeOf<CalibratedModel>()
  const { differences } = compareModels(customers, { target, models: { one: model, other: 'probability' } })
  expectTypeOf(toRows(differences)[0]!.p).toEqualTypeOf<number | null>()
  partialDependence(customers, { model, features: ['tenure'], values: { tenure: [1, 2] } })
  // @ts-expect-error there is no such column
  never(() => partialDependence(customers, { model, features: ['nope'] }))
})

/** Calls that are only compiled. */
function never(_call: () => unknown): void {}
