import { expect, expectTypeOf, test } from 'vitest'
import { type BuyingModel, fitBgNbd, fitGammaGamma, fitParetoNbd, fromRows, loadModel } from 'clientele'

const customers = fromRows([
  { frequency: 0, recency: 0, T: 6 },
  { frequency: 2, recency: 4, T: 6 },
])

test('parameters are numbers by the name that each kind of model gives them', () => {
  const model = fitBgNbd(customers, { penalty: 0.01 })
  expectTypeOf(model.kind).toEqualTypeOf<'bgNbd'>()
  expectTypeOf(model.parameters.alpha).toEqualTypeOf<number>()
  expectTypeOf(fitParetoNbd(customers, { penalty: 0.01 }).parameters.beta).toEqualTypeOf<number>()
  expectTypeOf(model.parameters.gamma).toEqualTypeOf<number | undefined>()
  const kept = loadModel(JSON.stringify(model), { kind: 'bgNbd' })
  expectTypeOf(kept.parameters.r).toEqualTypeOf<number>()
  expectTypeOf(model).toExtend<BuyingModel>()
})

// @ts-expect-error spend is explained by covariates of spend
const refused = () => fitGammaGamma(customers, { covariates: { purchase: ['T'] } })

test('covariates are those of what the model is about', () => {
  expect(refused).toThrow(/no option 'purchase'/)
})
