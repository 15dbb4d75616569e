import {
  fitLogistic,
  fitNaiveBayes,
  fitNetwork,
  fromRows,
  loadModel,
  type LogisticModel,
  type NaiveBayesModel,
  type NetworkModel,
  toFunction,
  toSql,
  toSqlSteps,
} from 'clientele'
import type { Float64 } from 'apache-arrow'
import { expectTypeOf, test } from 'vitest'

const customers = fromRows([{ age: 1, plan: 'a', churned: true }])
const predicted = (model: LogisticModel) => model.predict(customers)
const restored = () => loadModel('', { kind: 'naiveBayes' })

test('learners take the names of columns that are there', () => {
  never(() => fitLogistic(customers, { target: 'churned', features: ['age', 'plan'] }))
  // @ts-expect-error there is no such column
  never(() => fitLogistic(customers, { target: 'left' }))
  // @ts-expect-error there is no such column
  never(() => fitNaiveBayes(customers, { target: 'churned', features: ['height'] }))
  // @ts-expect-error there is no such column
  never(() => fitNetwork(customers, { target: 'churned', weights: 'weight' }))
  // @ts-expect-error a target is needed
  never(() => fitLogistic(customers, {}))
  // @ts-expect-error there is no such option
  never(() => fitLogistic(customers, { target: 'churned', C: 1 }))
  never(() => fitLogistic(customers as any, { target: 'anything' }))
})

test('models are of their kind, and predictions have their columns', () => {
  expectTypeOf(fitLogistic<any>).returns.toEqualTypeOf<LogisticModel>()
  expectTypeOf(fitNaiveBayes<any>).returns.toEqualTypeOf<NaiveBayesModel>()
  expectTypeOf(fitNetwork<any>).returns.toEqualTypeOf<NetworkModel>()
  expectTypeOf<ReturnType<typeof predicted>['TType']['dataTypes']['probability']>().toEqualTypeOf<Float64>()
  expectTypeOf<ReturnType<typeof predicted>['TType']['dataTypes']>().toHaveProperty('plan')
  expectTypeOf<ReturnType<typeof restored>>().toEqualTypeOf<NaiveBayesModel>()
})

test('models can be written as code, and others not', () => {
  const model = null as unknown as LogisticModel
  never(() => toFunction(model))
  never(() => toSqlSteps(model, { dialect: 'spark', from: ['a', 'b'] }))
  // @ts-expect-error not a dialect
  never(() => toSql(model, { dialect: 'mysql', from: 't' }))
  // @ts-expect-error not such a model
  never(() => toSql(loadModel('', { kind: 'rfm' }), { dialect: 'duckdb', from: 't' }))
})

/** Calls that are only compiled. */
function never(_call: () => unknown): void {}
